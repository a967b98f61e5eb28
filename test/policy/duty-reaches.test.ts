import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { OWNER_ROLE } from '../../src/database/roles.js';
import type { ScopedDatabase } from '../../src/database/scoped.js';
import type { Identity } from '../../src/jurisdiction/principal.js';
import { insertNingbo, NINGBO } from '../fixtures/ningbo.js';
import { asSuperuser, Attacker } from '../support/attacker.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';

/* What a kind of post reaches is kept, so that entering is quick; it must be what duties × facets say. */

let db: TestDatabase;
let api: Attacker;
let scoped: ScopedDatabase;
beforeAll(async () => {
  db = await cloneDatabase();
  await insertNingbo(db.owner);
  scoped = db.scoped();
  api = await Attacker.open(db.connectionAs('liandong_api'));
});
afterAll(async () => {
  await api.end();
  await db.drop();
});

/** Facet and reach, as the database itself reads what was sealed. */
async function sealedReaches(): Promise<unknown[]> {
  const { rows } = await db.owner.query(
    `select split_part(piece, '(', 1) as facet, ('(' || split_part(piece, '(', 2))::reach::text as reach
     from unnest(string_to_array($1, '#')) piece where piece ~ '_' order by 1`,
    [await sealed()],
  );
  return rows;
}
async function sealed(): Promise<string> {
  const [row] = (await api.send("select current_setting('liandong.principal') as it")) as { it: string }[];
  return row!.it;
}
/** Who can enter at all. */
async function inService() {
  const people: [string, Identity][] = [];
  for (const [slug, identity] of Object.entries(NINGBO.as))
    if (await api.enter(identity).then(() => true, () => false)) people.push([slug, identity]); // prettier-ignore
  return people;
}
const stored = async () => Number((await db.owner.query('select count(*) from duty_reach')).rows[0].count);

describe('what is kept of duties × facets', () => {
  it('is for every kind of post what its lines come to', async () => {
    expect(await stored()).toBe(6 * 7 + 2 * 13 * 7);
    const at = NINGBO.unit['ningbo-cadre'];
    // Apart from each other, so that no union hides another; the branch is a cadre office, which both of its relations reach.
    const range: Record<number, string> = { 1: '[1,2)', 2: '[3,4)', 4: '[5,6)', 8: `[${at},${at + 1})`, 16: `[${at},${at + 1})`, 32: '[9,10)' }; // prettier-ignore
    const ranges = (mask: number) => {
      const of = Object.entries(range).filter(([bit]) => mask & Number(bit));
      return `{${[...new Set(of.map(([, one]) => one))].toSorted((a, b) => Number.parseInt(a.slice(1), 10) - Number.parseInt(b.slice(1), 10)).join(',')}}`; // prettier-ignore
    };
    const { rows } = await db.owner.query<{ pieces: string; name: string; reach: string }>(
      `select k.pieces, r.name, r.reach::text as reach from duty_reach k cross join
         reaches_of(k.unit_kind, nullif(k.office_kind, 0)::smallint, k.duty, $1, $2, $3, $4, $5) r`,
      [1, 2, 4, 8, 32].map(ranges),
    );
    expect(rows).toHaveLength(8 * (6 * 7 + 2 * 13 * 7));
    const wrong = rows.filter(({ pieces, name, reach }) => {
      const piece = pieces.split(`#${name}`)[1]!.split('#')[0]!;
      const filled = piece.replaceAll(/«(\d+)»/g, (_, mask) => ranges(Number(mask)));
      // A row quotes what it must, a kept one everything.
      return filled.replaceAll('"', '') !== reach.replaceAll('"', '');
    });
    expect(wrong).toEqual([]);
  });

  it('is sealed for everybody as it would be without', async () => {
    const people = await inService();
    const reaches = async () => {
      const all: Record<string, unknown[]> = {};
      for (const [slug, identity] of people) {
        await api.enter(identity);
        all[slug] = await sealedReaches();
      }
      return all;
    };
    const kept = await reaches();
    expect(new Set(Object.values(kept).map((one) => JSON.stringify(one))).size).toBeGreaterThan(15);
    await db.owner.query('delete from duty_reach');
    expect(await reaches()).toEqual(kept);
    await db.owner.query('select store_duty_reaches()');
  });

  it('is told to the host alike', async () => {
    const people = await inService();
    const told = async () => JSON.stringify(await Promise.all(people.map(([, who]) => scoped.as(who, ({ principal }) => Promise.resolve(principal))))); // prettier-ignore
    const kept = await told();
    await db.owner.query('delete from duty_reach');
    expect(await told()).toBe(kept);
    await db.owner.query('select store_duty_reaches()');
  });

  it('is forgotten when a line changes, and is then as the lines say', async () => {
    await db.owner.query('begin');
    await db.owner.query("update duty_facet set relation = 'SUBTREE' where relation = 'ORGAN' and object = 'clue'");
    expect(await stored()).toBe(0);
    await db.owner.query('select store_duty_reaches()');
    expect(await stored()).toBe(6 * 7 + 2 * 13 * 7);
    await db.owner.query('rollback');
  });

  it('is stored by two servers at once, one after the other', async () => {
    const other = new pg.Client(db.connectionAs(OWNER_ROLE));
    await other.connect();
    try {
      await db.owner.query('begin');
      await db.owner.query('select store_duty_reaches()');
      const second = other.query('select liandong.store_duty_reaches()');
      const pid = (other as unknown as { processID: number }).processID;
      await vi.waitFor(async () => {
        const waits = await asSuperuser(db, (superuser) =>
          superuser.query('select from pg_locks where not granted and pid = $1', [pid]),
        );
        expect(waits.rowCount).toBe(1);
      });
      await db.owner.query('commit');
      await second;
      expect(await stored()).toBe(6 * 7 + 2 * 13 * 7);
    } finally {
      await other.end();
    }
  });
});
