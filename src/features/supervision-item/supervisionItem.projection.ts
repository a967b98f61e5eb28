import { idSql } from '../../graphql/ids.js';
import type { Projection } from '../../graphql/read/projection.js';
import type { Readable } from '../../graphql/read/readConnection.js';
import { colourSql } from '../../workflow/colours.js';
import { CLUE } from '../clue/clue.projection.js';

const column = (name: string) => (alias: string) => `${alias}.${name}`;

export const SUPERVISION_ITEM: Projection = {
  always: { id: (a) => idSql('supervisionItem', `${a}.id`) },
  columns: {
    number: column('number'),
    state: column('state'),
    reasons: column('reasons'),
    owner: column('owner_pos'),
    issuingOffice: column('handling_pos'),
    target: column('received_pos'),
    reportTo: column('report_to_pos'),
    cc: (a) =>
      `(select coalesce(json_agg(x.unit_pos order by x.unit_pos), '[]') from supervision_item_cc x where x.supervision_item_id = ${a}.id)`,
    issuedAt: column('issued_at'),
    dueAt: column('due_at'),
    colour: colourSql,
    open: column('open'),
    concludedAt: column('closed_at'),
    version: column('version'),
  },
  places: ['owner_pos', 'handling_pos', 'received_pos'],
  facets: {
    content: {
      table: 'supervision_item_content',
      key: 'supervision_item_id',
      projection: { columns: { requirement: column('requirement'), result: column('result') } },
    },
  },
  relations: {
    clue: { many: false, projection: () => CLUE, table: 'clue', where: (a, parent) => `${a}.id = ${parent}.clue_id` },
  },
};

export const SUPERVISION_ITEMS: Readable = {
  object: 'supervisionItem',
  source: { table: 'supervision_item', object: 'supervision_item' },
  projection: SUPERVISION_ITEM,
};
