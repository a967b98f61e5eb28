import { isDeepStrictEqual } from 'node:util';
import { rowsOf } from './answers.js';
import { CONTROL, type Running } from './servers.js';
import type { Questions } from './questions.js';
import { TIER_NAMES, type Tier, type TierName } from './tiers.js';

export async function ask({ url, name }: Running, token: string, body: string): Promise<string> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  const response = await fetch(url, { method: 'POST', headers, body });
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${name} answered ${response.status}: ${text.slice(0, 400)}`);
  return text;
}

export interface Compared {
  answers: number;
  /** By tier: ids that can be asked for, and how many of a page of fifty have which facet. */
  ids: Record<TierName, string[]>;
  facets: Record<TierName, string>;
}

/** Nothing is measured before all say the same: lists of several lengths at every tier, objects shown and hidden. */
export async function compareAnswers(
  servers: readonly Running[],
  questions: Questions,
  tiers: Record<TierName, Tier>,
  report: (done: number, total: number) => void,
  { quick }: { quick: boolean },
): Promise<Compared> {
  const control = servers.find(({ name }) => name === CONTROL.name)!;
  const compared: Compared = { answers: 0, ids: {} as never, facets: {} as never };
  const told = (one: Running, tier: Tier, what: number | string) =>
    ask(
      one,
      tier.token,
      typeof what === 'string' ? questions.one(one.kind, what) : questions.list(one.kind, what, tier),
    );
  const nation = rowsOf('sql', await told(control, tiers.nation, 200)) as { id: string }[];
  for (const [n, name] of TIER_NAMES.entries()) {
    const tier = tiers[name];
    const rows = rowsOf('sql', await told(control, tier, 200)) as Record<string, unknown>[];
    const ids = rows.map((row) => row['id'] as string);
    compared.ids[name] = ids.slice(0, 50);
    compared.facets[name] = facetsOf(rows.slice(0, 50));
    // Some that lie elsewhere: hidden from all but the nation.
    const single = [...ids.slice(0, quick ? 2 : 10), ...nation.slice(0, quick ? 2 : 5).map(({ id }) => id)];
    for (const what of [...(quick ? [50] : [1, 10, 50, 100, 200]), ...single]) {
      const wanted = rowsOf('sql', await told(control, tier, what));
      for (const one of servers) {
        if (typeof what === 'number' && what > one.page) continue;
        const got = rowsOf(one.kind, await told(one, tier, what));
        if (!isDeepStrictEqual(got, wanted)) throw new Error(difference(one.name, name, what, got, wanted));
        compared.answers += 1;
      }
    }
    report(n + 1, TIER_NAMES.length);
  }
  return compared;
}

function facetsOf(rows: Record<string, unknown>[]): string {
  const having = (facet: string) => `${rows.filter((row) => row[facet] !== null).length} ${facet}`;
  return `${rows.length} rows: ${['petition', 'content', 'reporter'].map(having).join(', ')}`;
}

function difference(server: string, tier: string, what: number | string, got: unknown[], wanted: unknown[]): string {
  const at = wanted.findIndex((row, n) => !isDeepStrictEqual(row, got[n]));
  return `${server} answers otherwise at ${tier}, ${what}: ${got.length} rows for ${wanted.length}; row ${at} is
    ${JSON.stringify(got[at])}\n  for ${JSON.stringify(wanted[at])}`;
}
