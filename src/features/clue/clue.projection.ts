import { idSql } from '../../graphql/ids.js';
import type { Projection } from '../../graphql/read/projection.js';
import type { Readable } from '../../graphql/read/readConnection.js';
import { colourSql } from '../../workflow/colours.js';
import { JOINT_CASE } from '../joint-case/jointCase.projection.js';
import { SUPERVISION_ITEM } from '../supervision-item/supervisionItem.projection.js';

const column = (name: string) => (alias: string) => `${alias}.${name}`;

export const CLUE: Projection = {
  always: { id: (a) => idSql('clue', `${a}.id`) },
  columns: {
    number: column('number'),
    stage: column('stage'),
    source: column('source'),
    method: column('method'),
    outcome: column('outcome'),
    priority: column('priority'),
    expedited: column('expedited'),
    owner: column('owner_pos'),
    handlingUnit: column('handling_pos'),
    receivedBy: column('received_pos'),
    receivedAt: column('received_at'),
    dueAt: column('due_at'),
    colour: colourSql,
    open: column('open'),
    closedAt: column('closed_at'),
    version: column('version'),
  },
  places: ['owner_pos', 'handling_pos', 'received_pos', 'handler_post'],
  facets: {
    petition: {
      table: 'clue_petition',
      key: 'clue_id',
      projection: { columns: { class: column('class'), channel: column('channel'), text: column('text') } },
    },
    content: {
      table: 'clue_content',
      key: 'clue_id',
      projection: {
        columns: {
          subjectName: column('subject_name'),
          subjectPosition: column('subject_position'),
          subjectRank: column('subject_rank'),
          keyMinority: column('key_minority'),
          allegation: column('allegation'),
          priorityReason: column('priority_reason'),
          handlerName: column('handler_name'),
        },
      },
    },
    reporter: {
      table: 'clue_reporter',
      key: 'clue_id',
      projection: {
        columns: {
          kind: column('kind'),
          name: column('name'),
          contact: column('contact'),
          acceptanceNoticeDueAt: column('acceptance_notice_due_at'),
          resultNoticeDueAt: column('result_notice_due_at'),
          protectionRequested: column('protection_requested'),
        },
      },
    },
  },
  relations: {
    supervisionItems: {
      many: true,
      projection: () => SUPERVISION_ITEM,
      table: 'supervision_item',
      where: (a, parent) => `${a}.clue_id = ${parent}.id`,
    },
    jointCases: {
      many: true,
      projection: () => JOINT_CASE,
      table: 'joint_case',
      where: (a, parent) =>
        `exists (select from joint_case_clue l where l.joint_case_id = ${a}.id and l.clue_id = ${parent}.id)`,
    },
  },
};

export const CLUES: Readable = {
  object: 'clue',
  source: { table: 'clue', object: 'clue' },
  projection: CLUE,
};
