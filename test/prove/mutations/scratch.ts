import pg from 'pg';
import { SCHEMA } from '../../../src/database/roles.js';
import { onlyTest, type Lane, type Ran } from '../lane.js';
import type { Mutation } from './catalog.js';

export type Failed = NonNullable<Ran['failed']>;

const MUTATED = 'template_mutated';
/** Does not name a test: what did not even begin may have been the machine's fault. */
const NO_TEST = / its tests$/;

/** A lane, and what is taken away in its template. */
export class Scratch {
  private made: readonly Mutation[] = [];
  /** Whether a test passes, on the database as it is, without those before it in its file. */
  private readonly standsAlone = new Map<string, boolean>();

  constructor(readonly lane: Lane) {}

  /** The first test of the file, or of these names in it, that fails once all these are taken away. */
  async ask(mutations: readonly Mutation[], file: string, names?: RegExp): Promise<Failed | null> {
    await this.make(mutations);
    this.lane.provide('template', MUTATED);
    const { failed } = await this.lane.run(file, names);
    return failed && NO_TEST.test(failed.name) ? (await this.lane.run(file, names)).failed : failed;
  }

  /** All that the file says once all these are taken away. */
  async said(mutations: readonly Mutation[], file: string): Promise<Ran['said']> {
    await this.make(mutations);
    this.lane.provide('template', MUTATED);
    return (await this.lane.run(file, undefined, 0)).said;
  }

  /** The test by which to ask again for the same, if it can be asked by itself. */
  async alone({ file, name }: Pick<Failed, 'file' | 'name'>): Promise<RegExp | undefined> {
    const names = onlyTest(name);
    if (NO_TEST.test(name)) return undefined;
    const of = `${file} ${name}`;
    if (!this.standsAlone.has(of)) {
      this.lane.provide('template', 'template_empty');
      const { failed, passed } = await this.lane.run(file, names);
      this.standsAlone.set(of, failed === null && passed > 0);
    }
    return this.standsAlone.get(of) ? names : undefined;
  }

  /** Fails if PostgreSQL refuses one of them. */
  private async make(mutations: readonly Mutation[]): Promise<void> {
    if (this.made.length === mutations.length && this.made.every((one, n) => one === mutations[n])) return;
    this.made = [];
    await within(this.lane, 'postgres', async (db) => {
      await db.query(`drop database if exists ${MUTATED} with (force)`);
      await db.query(`create database ${MUTATED} template template_empty strategy file_copy`);
    });
    await within(this.lane, MUTATED, async (db) => {
      for (const { sql } of mutations) await db.query(sql);
    });
    this.made = mutations;
  }
}

export async function within<T>(lane: Lane, database: string, work: (db: pg.Client) => Promise<T>): Promise<T> {
  const db = new pg.Client({ ...lane.superuser, database, options: `-c search_path=${SCHEMA},pg_temp` });
  await db.connect();
  try {
    return await work(db);
  } finally {
    await db.end();
  }
}
