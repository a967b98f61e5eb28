import { idSql } from '../../graphql/ids.js';
import type { Projection } from '../../graphql/read/projection.js';
import type { Readable } from '../../graphql/read/readConnection.js';
import { colourSql } from '../../workflow/colours.js';
import { CLUE } from '../clue/clue.projection.js';

const column = (name: string) => (alias: string) => `${alias}.${name}`;

const ASSIGNMENT: Projection = {
  columns: {
    personName: column('person_name'),
    unit: column('unit_pos'),
    force: column('force'),
    tasks: column('tasks'),
    from: column('valid_from'),
    until: column('valid_to'),
  },
};

export const JOINT_CASE: Projection = {
  always: { id: (a) => idSql('jointCase', `${a}.id`) },
  columns: {
    number: column('number'),
    mode: column('mode'),
    state: column('state'),
    owner: column('owner_pos'),
    leadUnit: column('handling_pos'),
    startedAt: column('started_at'),
    plannedDays: column('planned_days'),
    dueAt: column('due_at'),
    colour: colourSql,
    open: column('open'),
    endedAt: column('closed_at'),
    version: column('version'),
  },
  places: ['owner_pos', 'handling_pos'],
  facets: {
    content: {
      table: 'joint_case_content',
      key: 'joint_case_id',
      projection: {
        columns: { title: column('title'), criteria: column('criteria') },
        relations: {
          assignments: {
            many: true,
            projection: () => ASSIGNMENT,
            table: 'joint_case_assignment',
            where: (a, parent) => `${a}.joint_case_id = ${parent}.joint_case_id`,
            orderBy: (a) => `${a}.valid_from, ${a}.id`,
          },
        },
      },
    },
  },
  relations: {
    clues: {
      many: true,
      projection: () => CLUE,
      table: 'clue',
      where: (a, parent) =>
        `exists (select from joint_case_clue l where l.clue_id = ${a}.id and l.joint_case_id = ${parent}.id)`,
    },
  },
};

export const JOINT_CASES: Readable = {
  object: 'jointCase',
  source: { table: 'joint_case', object: 'joint_case' },
  projection: JOINT_CASE,
};
