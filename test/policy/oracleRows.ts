import type { AnyMatter, Clue, Facet, JointCase, SupervisionItem } from './worlds/world.js';
import { unitAt } from './oracle.js';
import { colourOf, type Sight } from './oracleLists.js';

// What the API has to answer for a matter that one sees, field by field, as documents.ts selects it.

const newestFirst = (a: { id: string }, b: { id: string }) => (a.id < b.id ? 1 : -1);

/** A row of a list; `more` with what lies behind it. */
export function row(sight: Sight, matter: AnyMatter, more: boolean): object {
  switch (matter.noun) {
    case 'clue':
      return { ...clueRow(sight, matter), ...(more ? behindClue(sight, matter) : {}) };
    case 'supervisionItem':
      return { ...itemRow(sight, matter), ...(more ? behindItem(sight, matter) : {}) };
    case 'jointCase':
      return { ...caseRow(sight, matter), ...(more ? behindCase(sight, matter) : {}) };
  }
}

/** A matter looked up by id: null whether it is hidden or not there. */
export function node(sight: Sight, matter: AnyMatter): object | null {
  if (!sight.facets.has(matter.id)) return null;
  switch (matter.noun) {
    case 'clue':
      return clueFacets(sight, matter);
    case 'supervisionItem':
      return itemContent(sight, matter);
    case 'jointCase':
      return caseContent(sight, matter);
  }
}

function clueRow(sight: Sight, clue: Clue) {
  return {
    id: idOf(clue),
    number: clue.number,
    stage: clue.stage,
    source: clue.source,
    method: clue.method,
    outcome: clue.outcome,
    priority: clue.priority,
    expedited: clue.expedited,
    owner: unit(sight, clue.owner),
    handlingUnit: unit(sight, clue.handling),
    receivedBy: unit(sight, clue.received),
    receivedAt: text(clue.beganAt),
    dueAt: text(clue.dueAt),
    colour: colourOf(clue, sight.world),
    open: clue.closedAt === null,
    closedAt: text(clue.closedAt),
    version: 1,
    petition: facet(sight, clue, 'PETITION', clue.petition),
    content: facet(sight, clue, 'CONTENT', clue.content),
    reporter: facet(sight, clue, 'REPORTER', reporterRow(clue)),
  };
}

function reporterRow({ reporter }: Clue) {
  if (!reporter) return null;
  const { acceptanceNoticeDueAt, resultNoticeDueAt } = reporter;
  return {
    ...reporter,
    acceptanceNoticeDueAt: text(acceptanceNoticeDueAt),
    resultNoticeDueAt: text(resultNoticeDueAt),
  };
}

function behindClue(sight: Sight, clue: Clue) {
  const items = sight.world.supervisionItems.filter((item) => item.clue === clue.id && sight.facets.has(item.id));
  const joint = sight.world.jointCases.filter(({ id, clues }) => clues.includes(clue.id) && sight.facets.has(id));
  return {
    supervisionItems: items.sort(newestFirst).map((item) => itemContent(sight, item)),
    jointCases: joint.sort(newestFirst).map((one) => caseContent(sight, one)),
  };
}

/** Clues reached through another matter are no wider than by themselves. */
function clueFacets(sight: Sight, clue: Clue) {
  return {
    id: idOf(clue),
    petition: facet(sight, clue, 'PETITION', clue.petition && { text: clue.petition.text }),
    content: facet(sight, clue, 'CONTENT', clue.content && { allegation: clue.content.allegation }),
    reporter: facet(sight, clue, 'REPORTER', clue.reporter && { name: clue.reporter.name }),
  };
}

function itemRow(sight: Sight, item: SupervisionItem) {
  return {
    id: idOf(item),
    number: item.number,
    state: item.state,
    reasons: item.reasons,
    owner: unit(sight, item.owner),
    issuingOffice: unit(sight, item.handling),
    target: unit(sight, item.received),
    reportTo: unit(sight, item.reportTo),
    cc: item.cc.toSorted((a, b) => a - b).map((pos) => unit(sight, pos)),
    issuedAt: text(item.beganAt),
    dueAt: text(item.dueAt),
    colour: colourOf(item, sight.world),
    open: item.closedAt === null,
    concludedAt: text(item.closedAt),
    version: 1,
    content: facet(sight, item, 'CONTENT', item.content),
  };
}

function behindItem(sight: Sight, item: SupervisionItem) {
  const clue = sight.world.clues.find(({ id }) => id === item.clue && sight.facets.has(id));
  return { clue: clue ? clueFacets(sight, clue) : null };
}

function itemContent(sight: Sight, item: SupervisionItem) {
  const content = item.content && { requirement: item.content.requirement };
  return { id: idOf(item), content: facet(sight, item, 'CONTENT', content) };
}

function caseRow(sight: Sight, joint: JointCase) {
  const assignments = joint.assignments.toSorted((a, b) => a.from - b.from || (a.id < b.id ? -1 : 1));
  const content = joint.content && {
    ...joint.content,
    assignments: assignments.map((one) => ({
      personName: one.personName,
      unit: unit(sight, one.unit),
      force: one.force,
      tasks: one.tasks,
      from: text(one.from),
      until: text(one.to),
    })),
  };
  return {
    id: idOf(joint),
    number: joint.number,
    mode: joint.mode,
    state: joint.state,
    owner: unit(sight, joint.owner),
    leadUnit: unit(sight, joint.handling),
    startedAt: text(joint.beganAt),
    plannedDays: joint.plannedDays,
    dueAt: text(joint.dueAt),
    colour: colourOf(joint, sight.world),
    open: joint.closedAt === null,
    endedAt: text(joint.closedAt),
    version: 1,
    content: facet(sight, joint, 'CONTENT', content),
  };
}

function behindCase(sight: Sight, joint: JointCase) {
  const clues = sight.world.clues.filter(({ id }) => joint.clues.includes(id) && sight.facets.has(id));
  return { clues: clues.sort(newestFirst).map((clue) => clueFacets(sight, clue)) };
}

function caseContent(sight: Sight, joint: JointCase) {
  const content = joint.content && { title: joint.content.title };
  return { id: idOf(joint), content: facet(sight, joint, 'CONTENT', content) };
}

export function idOf({ noun, id }: AnyMatter): string {
  return `${noun}_${id}`;
}

function unit({ world }: Sight, pos: number | null): { id: string } | null {
  return pos === null ? null : { id: `unit_${unitAt(world, pos).id}` };
}

/** As the database writes a moment of whole seconds. */
function text(time: number | null): string | null {
  return time === null ? null : `${new Date(time).toISOString().slice(0, 19)}+00:00`;
}

function facet<T>(sight: Sight, matter: AnyMatter, name: Facet, value: T | null): T | null {
  return sight.facets.get(matter.id)?.has(name) ? value : null;
}
