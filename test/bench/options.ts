import { parseArgs } from 'node:util';

/** The parts of a run; each is told of for itself. */
export const PARTS = ['throughput', 'rows', 'tiers', 'load'] as const;
export type Part = (typeof PARTS)[number];
/** What is asked of the first size only: how long lists are, and how much comes at once, has little to do with it. */
const OF_ONE_SIZE: readonly Part[] = ['rows', 'load'];
/** What is asked of the first, second … size. */
export const partsOf = ({ parts }: Pick<Options, 'parts'>, size: number) =>
  parts.filter((part) => size === 0 || !OF_ONE_SIZE.includes(part));

export interface Options {
  quick: boolean;
  json: boolean;
  /** Names of servers; none: all. */
  only: string[];
  parts: readonly Part[];
  clues: number[];
  rounds: number;
  /** Of each measurement. */
  seconds: number;
  warmUp: number;
  connections: number;
  rows: number[];
  /** Of each rate of the open loop, and how fast it rises. */
  load: { seconds: number; from: number; factor: number; steps: number };
}

const USAGE = `npm run bench -- [options]
  --clues 100000,1000000   databases of these sizes, one after the other (100000); ${OF_ONE_SIZE.join(' and ')} of the first
  --only ours,postgraphile only servers whose name begins so
  --parts throughput,rows  only these of ${PARTS.join(', ')}
  --rounds 5  --seconds 5  how often, and how long each time (each rate of the load: twice that)
  --quick                  to see that it works: no figures to speak of
  --json                   the figures on standard output as well`;

export function readOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      quick: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      only: { type: 'string', default: '' },
      parts: { type: 'string', default: PARTS.join(',') },
      clues: { type: 'string' },
      rounds: { type: 'string' },
      seconds: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    process.exit(0);
  }
  const { quick, json } = values;
  const parts = values.parts.split(',') as Part[];
  const unknown = parts.find((part) => !PARTS.includes(part));
  if (unknown !== undefined) throw new Error(`--parts: there is no ${unknown}\n${USAGE}`);
  const seconds = values.seconds ? whole('--seconds', values.seconds) : quick ? 0.4 : 5;
  return {
    quick,
    json,
    only: values.only.split(',').filter(Boolean),
    parts,
    clues: (values.clues ?? (quick ? '4000' : '100000')).split(',').map((text) => whole('--clues', text)),
    rounds: whole('--rounds', values.rounds ?? (quick ? '1' : '5')),
    seconds,
    warmUp: quick ? 0.4 : 8,
    // As many as each server has to the database.
    connections: 16,
    rows: quick ? [1, 200] : [1, 10, 50, 200],
    load: quick
      ? { seconds, from: 0.3, factor: 2, steps: 2 }
      : { seconds: seconds * 2, from: 0.4, factor: 1.3, steps: 12 },
  };
}

function whole(option: string, text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new Error(`${option}: a whole number, not ${text}\n${USAGE}`);
  return number;
}
