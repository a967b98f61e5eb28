import type { Answer } from '../support/api.js';

/** Written without a look at how the page compares: from the answers, row by row, who has what. */
export const DOCUMENT = `query Seen($haishu: ID!) {
  me { person { name } }
  clues(first: 8, orderBy: DUE_FIRST, filter: { ownerWithin: $haishu }) {
    totalCount
    nodes {
      id
      number
      petition { channel }
      content { subjectName allegation }
      reporter { kind }
    }
  }
}`;

const FACETS = ['petition', 'content', 'reporter'] as const;

interface Seen {
  person: string;
  total: number;
  rows: Map<string, Record<(typeof FACETS)[number], unknown>>;
}

export function seenIn({ data }: Answer): Seen {
  const rows = new Map<string, Seen['rows'] extends Map<string, infer Row> ? Row : never>();
  for (const node of data.clues.nodes) rows.set(node.id, node);
  return { person: data.me.person.name, total: data.clues.totalCount, rows };
}

export function expectedMarks(seen: readonly Seen[]): string[] {
  const marks: string[] = [];
  if (new Set(seen.map(({ person }) => person)).size > 1) marks.push('value me.person.name');
  if (new Set(seen.map(({ total }) => total)).size > 1) marks.push('count clues.totalCount');
  for (const id of allIds(seen)) {
    const having = seen.filter(({ rows }) => rows.has(id));
    if (having.length < seen.length) marks.push(`row clues.nodes[${id}]`);
    for (const facet of FACETS) {
      const nulls = having.filter(({ rows }) => rows.get(id)![facet] === null).length;
      if (nulls > 0 && nulls < having.length) marks.push(`facet clues.nodes[${id}].${facet}`);
    }
  }
  return marks.sort();
}

/** What each one's cell says, for every row and every facet of it. */
export function expectedStates(seen: readonly Seen[]): Record<string, string[]> {
  const states: Record<string, string[]> = {};
  for (const id of allIds(seen)) {
    states[`clues.nodes[${id}]`] = seen.map(({ rows }) => (rows.has(id) ? 'value' : 'absent'));
    for (const facet of FACETS) {
      states[`clues.nodes[${id}].${facet}`] = seen.map(({ rows }) => {
        const row = rows.get(id);
        if (!row) return 'nothing';
        return row[facet] === null ? 'null' : 'value';
      });
    }
  }
  return states;
}

function allIds(seen: readonly Seen[]): Set<string> {
  return new Set(seen.flatMap(({ rows }) => [...rows.keys()]));
}
