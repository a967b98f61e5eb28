import type { Kind } from './servers.js';
import { ClueSource, ClueStage, PetitionChannel, PetitionClass, ReporterKind } from '../../src/workflow/clueStages.js';
import { SupervisionState } from '../../src/workflow/supervisionStates.js';

type Row = Record<string, unknown>;

/** What an answer says, whatever its shape: enums as the database has them, instants as instants, ids bare. */
export function rowsOf(kind: Kind, body: string): unknown[] {
  const answer = JSON.parse(body) as { data?: Row; errors?: unknown };
  if (kind !== 'sql' && (answer.errors || !answer.data)) throw new Error(`${kind} answered ${body.slice(0, 400)}`);
  const found = kind === 'sql' ? answer : Object.values(answer.data!)[0];
  const rows = Array.isArray(found) ? found : ((found as { nodes?: unknown[] } | null)?.nodes ?? [found]);
  return rows.map((row) => row && clue(row as Row));
}

const ALIASES: Record<string, string> = {
  id: 'rowId',
  owner: 'unitByOwnerPos',
  handlingUnit: 'unitByHandlingPos',
  receivedBy: 'unitByReceivedPos',
  petition: 'cluePetitionByClueId',
  content: 'clueContentByClueId',
  reporter: 'clueReporterByClueId',
  supervisionItems: 'supervisionItemsByClueIdList',
};

const get = (row: Row, name: string) => row[name] ?? row[ALIASES[name] ?? name] ?? null;
const id = (row: Row) => (get(row, 'id') as string).replace(/^\w+_/, '');
const instant = (row: Row, name: string) => (row[name] ? new Date(row[name] as string).getTime() : null);
const number = (row: Row, name: string, names: Record<string, number>) =>
  typeof row[name] === 'string' ? names[row[name]] : row[name];
const same = (row: Row, ...names: string[]) => Object.fromEntries(names.map((name) => [name, row[name] ?? null]));
const part = (row: Row, name: string, make: (part: Row) => Row) => {
  const value = get(row, name) as Row | null;
  return value && make(value);
};
const unit = (row: Row) => ({ id: id(row), name: row['name'] });

function clue(row: Row): Row {
  return {
    id: id(row),
    ...same(row, 'number', 'priority', 'expedited', 'open', 'version'),
    stage: number(row, 'stage', ClueStage),
    source: number(row, 'source', ClueSource),
    receivedAt: instant(row, 'receivedAt'),
    dueAt: instant(row, 'dueAt'),
    owner: part(row, 'owner', unit),
    handlingUnit: part(row, 'handlingUnit', unit),
    receivedBy: part(row, 'receivedBy', unit),
    petition: part(row, 'petition', (petition) => ({
      class: number(petition, 'class', PetitionClass),
      channel: number(petition, 'channel', PetitionChannel),
      ...same(petition, 'text'),
    })),
    content: part(row, 'content', (content) =>
      same(content, 'subjectName', 'subjectPosition', 'allegation', 'handlerName'),
    ),
    reporter: part(row, 'reporter', (reporter) => ({
      kind: number(reporter, 'kind', ReporterKind),
      ...same(reporter, 'name'),
    })),
    supervisionItems: (get(row, 'supervisionItems') as Row[]).map((item) => ({
      id: id(item),
      ...same(item, 'number'),
      state: number(item, 'state', SupervisionState),
      dueAt: instant(item, 'dueAt'),
    })),
  };
}
