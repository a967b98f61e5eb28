import assert from 'node:assert/strict';
import { startApi, type TestApi } from './api.js';
import { cloneDatabase, type TestDatabase } from './database.js';
import { insertRows } from './world.js';
import { insertNingbo, NINGBO, type ClueSlug, type PersonSlug } from '../fixtures/ningbo.js';
import { Duty } from '../../src/jurisdiction/duties.js';
import { OfficeKind, UnitKind } from '../../src/jurisdiction/units.js';
import { newId } from '../../src/shared/ids.js';

const SINCE = '2020-01-01T00:00:00Z';
/** Whatever an act may leave behind. */
const TRACES = ['access_grant', 'denial', 'contact_link', 'contact_redivision', 'inspection_round', 'outbox'];

export interface Acted {
  result: 'APPLIED' | 'REPLAYED' | null;
  userErrors: { __typename: string; code: string; path: string[]; citation: string | null }[];
  [noun: string]: unknown;
}

export const key = () => `key-${newId()}`;
export const codes = ({ userErrors }: Acted) => userErrors.map(({ code }) => code);
export const clueId = (slug: ClueSlug) => `clue_${NINGBO.clue[slug]}`;
export const postId = (slug: PersonSlug) => `post_${NINGBO.post[slug]}`;

/** The small named world behind the real API, for tests of acts. */
export class ActWorld {
  private constructor(
    readonly db: TestDatabase,
    readonly api: TestApi,
  ) {}

  static async open(options: (db: TestDatabase) => Parameters<typeof startApi>[1] = () => ({})): Promise<ActWorld> {
    const db = await cloneDatabase();
    await insertNingbo(db.owner);
    return new ActWorld(db, await startApi(db, options(db)));
  }

  async close(): Promise<void> {
    await this.api.stop();
    await this.db.drop();
  }

  /** What the first act of a document answers; anything but data is the test's fault. */
  async act(document: string, as: string, input: object): Promise<Acted> {
    const answer = await this.api.run(document, as, { input });
    assert.equal(answer.errors, undefined);
    return Object.values(answer.data as object)[0] as Acted;
  }

  async ask(document: string, as: string, variables: object = {}) {
    const answer = await this.api.run(document, as, variables);
    assert.equal(answer.errors, undefined);
    return answer.data;
  }

  async rows<Row extends object>(sql: string, values: unknown[] = []): Promise<Row[]> {
    return (await this.db.owner.query<Row>(sql, values)).rows;
  }

  private async traces(): Promise<unknown> {
    return this.rows(`select ${TRACES.map((table) => `(select md5(coalesce(string_agg(t::text, '' order by t::text), '')) from ${table} t) as ${table}`).join(', ')}`);
  } // prettier-ignore

  /** A refused act: its errors, no data, no effect. */
  async refused(work: () => Promise<Acted>): Promise<string[]> {
    const before = await this.traces();
    const { result, userErrors, ...nouns } = await work();
    const shown = Object.values(nouns).flat().filter((noun) => noun !== null);
    assert.deepEqual({ result, shown, traces: await this.traces() }, { result: null, shown: [], traces: before });
    return userErrors.map(({ code }) => code);
  } // prettier-ignore

  /** The product's clock, stopped at a moment, or going again; only a test database can be given one. */
  async clock(moment: string | Date | null): Promise<void> {
    const at = moment instanceof Date ? moment.toISOString() : moment;
    const now = at ? `'${at}'::timestamptz` : 'transaction_timestamp()';
    await this.rows(
      `create or replace function app_now() returns timestamptz language sql stable parallel safe as $$ select ${now} $$`,
    );
  }

  async addUnit(pos: number, organ: number, kind: UnitKind, office: OfficeKind | null, name: string): Promise<string> {
    const id = newId();
    const [{ tier } = { tier: 1 }] = await this.rows<{ tier: number }>('select tier from unit where pos = $1', [organ]);
    const place = { pos, hi: pos, organ_pos: organ, parent_pos: organ, tier };
    const row = {
      id,
      ...place,
      kind: UnitKind[kind],
      office_kind: office && OfficeKind[office],
      name,
      valid_from: SINCE,
    };
    await insertRows(this.db.owner, 'unit', [row]);
    return `unit_${id}`;
  }

  /** A person of this subject, with one post. */
  async addPerson(subject: string, unit: number, duty: Duty, name: string): Promise<{ person: string; post: string }> {
    const [person, post] = [newId(), newId()];
    await insertRows(this.db.owner, 'person', [{ id: person, name, issuer: 'test', subject }]);
    const row = { id: post, person_id: person, unit_pos: unit, duty: Duty[duty], valid_from: SINCE };
    await insertRows(this.db.owner, 'post', [row]);
    return { person, post };
  }

  async unitId(pos: number): Promise<string> {
    const [row] = await this.rows<{ id: string }>('select id from unit where pos = $1', [pos]);
    return `unit_${row!.id}`;
  }
}
