import type { Mutation } from './catalog.js';
import type { Answers, Asked } from './answers.js';
import type { Lane } from '../lane.js';
import { shareOut } from '../shareOut.js';

/** So many mutations a process. */
const SHARE = 100;
/** As git names what decides its answers. */
export const SIGHTS = 'test/prove/mutations/sight*';
const PROVE = 'test/prove/mutations/sights.prove.ts';
/** What these change was asked when something was written, or is asked by who tries what is refused. */
const NOT_READ = /granted|opened|trigger|constraint|lock/;

/**
 * What access-cases, access-matrix and worlds compare, asked by itself in databases that stand ready: whatever changes
 * what one of their viewers is shown there is noticed by that test. A mutation costs a second this way, not ten.
 */
export async function askSights(
  lanes: readonly Lane[],
  asked: readonly Asked[],
  answers: Answers,
  seed: number,
  report: (one: Asked) => void,
): Promise<void> {
  const terms = { now: Math.floor(Date.now() / 1000) * 1000, seed };
  const look = async (lane: Lane, mutations: readonly Mutation[]) => {
    lane.provide('left', true);
    lane.provide('sights', { ...terms, mutations: mutations.map(({ sql }) => sql) });
    const { failed, figures } = await lane.run(PROVE);
    lane.provide('left', false);
    if (failed) throw new Error(`${failed.name}: ${failed.message}`);
    return figures[0] as { answers: string; touched: string };
  };
  const touched = new Set(JSON.parse((await look(lanes[0]!, [])).touched) as string[]);
  const asks = asked.filter((one) => !answers.isKnown(one, SIGHTS) && mayShow(one.mutation, touched));
  const shares = Array.from({ length: Math.ceil(asks.length / SHARE) }, (_, n) =>
    asks.slice(n * SHARE, (n + 1) * SHARE),
  );
  await shareOut(lanes, shares, async (lane, share) => {
    const started = Date.now();
    const said = await look(
      lane,
      share.map(({ mutation }) => mutation),
    );
    (JSON.parse(said.answers) as (string | null)[]).forEach((answer, n) => {
      const one = share[n]!;
      one.seconds += (Date.now() - started) / 1000 / share.length;
      // Whether PostgreSQL refuses it is for the others to find out.
      if (!answer?.startsWith('refused')) answers.keep(one, SIGHTS, answer);
      report(one);
    });
  });
}

function mayShow({ kind, about, everywhere }: Mutation, touched: ReadonlySet<string>): boolean {
  return !NOT_READ.test(kind) && (everywhere === true || touched.has(about));
}
