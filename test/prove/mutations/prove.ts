import pg from 'pg';
import { SCHEMA } from '../../../src/database/roles.js';
import { Lane } from '../lane.js';
import type { Line, Part } from '../part.js';
import { shareOut } from '../shareOut.js';
import { mutationsOf, type Mutation } from './catalog.js';
import { EXPLAINED } from './explained.js';
import { TestFiles } from './testFiles.js';

/** Worlds for what only worlds notice. */
const WORLDS = '600';
/** So many when it is to be quick: one of each kind, and every so many'th. */
const QUICK = 24;

/** Each mutation in a copy of the template, until some test fails that passes without it. */
export const mutations: Part = {
  name: 'mutations',
  async prove({ lanes: count, quick, only, seed, report }) {
    const lanes = await Promise.all(Array.from({ length: count }, () => Lane.open({ POLICY_WORLDS: WORLDS })));
    const files = new TestFiles(lanes[0]!.root);
    const all = (await catalogOf(lanes[0]!)).filter(({ kind, name }) => !only || `${kind} ${name}`.includes(only));
    const chosen = quick ? sample(all, QUICK, seed) : all;
    const lines: Line[] = [];
    try {
      const controls = new Map<string, Promise<boolean>>();
      await shareOut(lanes, chosen, async (lane, mutation) => {
        lines.push(await tryOne(lane, mutation, files, controls));
        report(lines.length, chosen.length, lines.at(-1));
      });
    } finally {
      await Promise.all(lanes.map((lane) => lane.close()));
    }
    const tried = lines.map(({ seconds }) => seconds ?? 0).sort((a, b) => a - b);
    return {
      lines: lines.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
      figures: {
        'mutations tried': `${lines.length} of ${all.length} that the catalog has`,
        'noticed by a test': lines.filter(({ passed, note }) => passed && !note.startsWith('nobody')).length,
        'explained, since nobody could notice': lines.filter(({ note }) => note.startsWith('nobody;')).length,
        'seconds each: median, mean, longest': [
          tried[Math.floor(tried.length / 2)] ?? 0,
          tried.reduce((sum, one) => sum + one, 0) / tried.length,
          tried.at(-1) ?? 0,
        ]
          .map((one) => one.toFixed(1))
          .join(', '),
      },
    };
  },
};

async function catalogOf(lane: Lane): Promise<Mutation[]> {
  return within(lane, 'template_empty', mutationsOf);
}

async function tryOne(
  lane: Lane,
  mutation: Mutation,
  files: TestFiles,
  controls: Map<string, Promise<boolean>>,
): Promise<Line> {
  const started = Date.now();
  const name = `${mutation.kind}: ${mutation.name}`;
  const line = (passed: boolean, note: string): Line => ({
    name,
    passed,
    note,
    seconds: (Date.now() - started) / 1000,
  });
  await within(lane, 'postgres', async (db) => {
    await db.query('drop database if exists template_mutated with (force)');
    await db.query('create database template_mutated template template_empty strategy file_copy');
  });
  try {
    await within(lane, 'template_mutated', (db) => db.query(mutation.sql));
  } catch (error) {
    return line(false, `is none: ${(error as Error).message}`);
  }
  const unusable: string[] = [];
  for (const file of files.inOrder(mutation)) {
    // A test that fails anyway notices nothing.
    if (!controls.has(file)) controls.set(file, control(lane, file, files));
    if (!(await controls.get(file)!)) {
      unusable.push(file);
      continue;
    }
    lane.provide('template', 'template_mutated');
    const { failed } = await lane.run(file);
    if (!failed) continue;
    // What did not even begin may have been the machine's fault.
    if (failed.name.endsWith(' its tests') && !(await lane.run(file)).failed) continue;
    files.learn(mutation, file);
    return line(true, `${failed.file} › ${failed.name}`);
  }
  const explained = EXPLAINED.find(({ mutation: of }) => of === name);
  if (explained) return line(true, `nobody; ${explained.because}`);
  return line(false, ['nobody notices', ...unusable.map((file) => `${file} fails without it`)].join('; '));
}

async function control(lane: Lane, file: string, files: TestFiles): Promise<boolean> {
  const started = Date.now();
  lane.provide('template', 'template_empty');
  const { failed } = await lane.run(file);
  files.seconds.set(file, (Date.now() - started) / 1000);
  return failed === null;
}

async function within<T>(lane: Lane, database: string, work: (db: pg.Client) => Promise<T>): Promise<T> {
  const db = new pg.Client({ ...lane.superuser, database, options: `-c search_path=${SCHEMA},pg_temp` });
  await db.connect();
  try {
    return await work(db);
  } finally {
    await db.end();
  }
}

/** Of each kind one, and of the rest as many as are left, by the seed. */
function sample(all: readonly Mutation[], most: number, seed: number): Mutation[] {
  const from = (of: readonly Mutation[], n: number) => of[(seed * 31 + n * 7919) % of.length]!;
  const kinds = [...new Set(all.map(({ kind }) => kind))];
  const first = kinds.map((kind, n) =>
    from(
      all.filter((one) => one.kind === kind),
      n,
    ),
  );
  const more = Array.from({ length: most }, (_, n) => from(all, n));
  return [...new Set([...first, ...more])].slice(0, most);
}
