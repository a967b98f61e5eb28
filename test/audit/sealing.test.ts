import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Checkpoint } from '../../src/audit/checkpoint.js';
import { hashOf, SELECT_ROWS, type SealedRow } from '../../src/audit/canonical.js';
import { merkleRoot } from '../../src/audit/merkle.js';
import { SCHEMA } from '../../src/database/roles.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { READER, reads, sealing } from './sealedTrail.js';

let db: TestDatabase;
beforeAll(async () => {
  db = await cloneDatabase();
});
afterAll(() => db.drop());

const INSERT = `insert into audit_entry (kind, person_id, post_id, unit_pos, operation, correlation_id)
  values (2, '${READER.person}', '${READER.post}', 1, 'clues', $1)`;

/** A host of its own making, whose transactions stay open as long as a test wants. */
async function openTransaction() {
  const client = new pg.Client({ ...db.connectionAs('liandong_audit'), options: `-c search_path=${SCHEMA},pg_temp` });
  await client.connect();
  await client.query('begin');
  return {
    add: async () => {
      const correlation = randomUUID();
      await client.query(INSERT, [correlation]);
      return correlation;
    },
    async end(how: 'commit' | 'rollback') {
      await client.query(how);
      await client.end();
    },
  };
}

/** Every entry that a folder's seals fix, in their order, by its request. */
async function sealedIn(checkpoints: AsyncIterable<Checkpoint>) {
  const sealed: { seal: number; correlation: string }[] = [];
  const { rows } = await db.owner.query<{ id: string; correlation: string }>('select id, correlation_id as correlation from audit_entry'); // prettier-ignore
  const known = new Map(rows.map(({ id, correlation }) => [id, correlation]));
  for await (const { number: seal, leaves } of checkpoints)
    for (const [, id] of leaves) sealed.push({ seal, correlation: known.get(id)! });
  return sealed;
}

it('an entry of a transaction that ends late comes into a later seal, and holds up what began after it', async () => {
  const seals = await sealing(db);
  try {
    const late = await openTransaction();
    const [first, between] = [await late.add(), await openTransaction()];
    const second = await between.add();
    await between.end('commit');
    await seals.sealer.run();
    expect(await sealedIn(seals.folder.checkpoints())).toEqual([]);
    await late.end('commit');
    await seals.sealAll();
    expect((await sealedIn(seals.folder.checkpoints())).map(({ correlation }) => correlation)).toEqual([first, second]);
  } finally {
    await seals.end();
  }
});

it('one that is asked several times at once seals and ships once', async () => {
  const seals = await sealing(db);
  const written: string[] = [];
  try {
    for (let round = 0; round < 30; round += 1) {
      const writer = await openTransaction();
      written.push(await writer.add());
      await writer.end('commit');
      // Some while others read what there is, and some while they write it down.
      await Promise.all(Array.from({ length: 12 }, (_, n) => delay(n / 3).then(() => seals.sealer.run())));
    }
    await seals.sealAll();
    const sealed = (await sealedIn(seals.folder.checkpoints())).map(({ correlation }) => correlation);
    expect(sealed.filter((one) => written.includes(one))).toEqual(written);
    expect(await seals.verify()).toMatchObject({ tail: 0, notOutside: 0, fault: null });
  } finally {
    await seals.end();
  }
});

it('with two servers sealing and many writing, each entry is sealed once, and what was rolled back never', async () => {
  const options = { everyMs: 3, onError: (error: unknown) => errors.push(error) };
  const errors: unknown[] = [];
  const servers = await Promise.all([sealing(db, options), sealing(db, options)]);
  try {
    for (const { sealer } of servers) sealer.start();
    const [kept, gone]: [string[], string[]] = [[], []];
    // As many entries as transactions, and as long open, as the dice say; reproducible by their seed.
    const plans = fc.sample(
      fc.record({ entries: fc.integer({ min: 1, max: 4 }), open: fc.nat(25), wait: fc.nat(10), commits: fc.boolean() }),
      { numRuns: 240, seed: 42 },
    );
    await Promise.all(
      Array.from({ length: 8 }, async (_, writer) => {
        for (const { entries, open, wait, commits } of plans.slice(writer * 30, writer * 30 + 30)) {
          const transaction = await openTransaction();
          for (let n = 0; n < entries; n += 1) {
            (commits ? kept : gone).push(await transaction.add());
            await delay(open / entries);
          }
          await transaction.end(commits ? 'commit' : 'rollback');
          await delay(wait);
        }
      }),
    );
    expect([kept.length > 200, gone.length > 200]).toEqual([true, true]);
    for (const server of servers) {
      await server.sealAll();
      const before = 32; // entries of the tests above
      expect(await server.verify()).toMatchObject({
        sealed: kept.length + before,
        tail: 0,
        notOutside: 0,
        fault: null,
      });
      const sealed = (await sealedIn(server.folder.checkpoints())).map(({ correlation }) => correlation);
      expect(sealed.slice(before).sort()).toEqual([...kept].sort());
    }
    expect(errors).toEqual([]);
    const { rows } = await db.owner.query<{ seals: number }>('select count(*)::int as seals from audit_seal');
    expect(rows[0]!.seals).toBeGreaterThan(3);
  } finally {
    for (const server of servers) await server.end();
  }
});

it('what came while no server ran is sealed at the start, in several seals if it is much', async () => {
  const before = (await db.owner.query<{ n: number }>('select count(*)::int as n from audit_seal')).rows[0]!.n;
  await reads(db.audit(), 5, 900);
  const seals = await sealing(db);
  try {
    await seals.sealAll();
    expect(await seals.verify()).toMatchObject({ seals: before + 3, fault: null });
  } finally {
    await seals.end();
  }
});

it('while the folder cannot be written seals are made and wait, and somebody is told', async () => {
  const told: unknown[] = [];
  const seals = await sealing(db, { onError: (error) => told.push(error) });
  try {
    await seals.sealAll();
    const { notOutside, seals: before } = await seals.verify();
    expect([notOutside, told]).toEqual([0, []]);
    const real = seals.folder.append.bind(seals.folder);
    seals.folder.append = () => Promise.reject(new Error('ENOSPC'));
    await reads(db.audit(), 1);
    await seals.sealAll();
    expect(told).not.toEqual([]);
    expect(await seals.verify()).toMatchObject({ seals: before + 1, notOutside: 1, fault: null });
    seals.folder.append = real;
    await seals.sealer.run();
    expect(await seals.verify()).toMatchObject({ seals: before + 1, notOutside: 0, fault: null });
  } finally {
    await seals.end();
  }
});

describe('the hash of an entry', () => {
  it('is what we compute from its columns, whatever stands in them', async () => {
    const text = fc
      .string({ unit: 'binary', minLength: 1, maxLength: 60 })
      .map((t) => t.replaceAll('\0', '0').slice(0, 60));
    const wellFormed = text.filter((t) => !/\p{Surrogate}/u.test(t));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(wellFormed, wellFormed, fc.dictionary(wellFormed, fc.oneof(wellFormed, fc.integer()))), { minLength: 10, maxLength: 10 }),
        async (entries) => {
          await db.owner.query('begin');
          try {
            for (const [subject, reason, details] of entries) {
              await db.owner.query(
                `insert into audit_entry (kind, subject, source, operation, object_ids, facets, reason, details, correlation_id)
                 values (5, $1, $1, 'x', array[gen_random_uuid(), gen_random_uuid()], '{LEDGER,CONTENT}', $2, $3, gen_random_uuid())`,
                [subject, reason, JSON.stringify(details)],
              );
            }
            const { rows } = await db.owner.query<SealedRow>(`${SELECT_ROWS} where kind = 5`);
            expect(rows).toHaveLength(10);
            for (const row of rows) expect(hashOf(row)).toBe(row.hash);
          } finally {
            await db.owner.query('rollback');
          }
        },
      ),
      { numRuns: 40 },
    ); // prettier-ignore
  });

  it('does not depend on how the session writes times and bytes', async () => {
    await db.owner.query(`begin; set local timezone = 'Asia/Shanghai'; set local datestyle = 'german';
      set local bytea_output = 'escape'; set local extra_float_digits = -5`);
    await db.owner.query(INSERT, [randomUUID()]);
    const { rows } = await db.owner.query<SealedRow>(`${SELECT_ROWS} order by audit_entry.txid desc limit 1`);
    await db.owner.query('rollback');
    expect(hashOf(rows[0]!)).toBe(rows[0]!.hash);
  });

  it('is salted: the same twice is not the same hash', async () => {
    const { rows } = await db.owner.query<{ salts: number; hashes: number; n: number }>(
      'select count(distinct salt)::int as salts, count(distinct hash)::int as hashes, count(*)::int as n from audit_entry',
    );
    expect([rows[0]!.salts, rows[0]!.hashes]).toEqual([rows[0]!.n, rows[0]!.n]);
  });
});

describe('the Merkle root', () => {
  it('is that of RFC 6962, by its recursive definition', () => {
    const sha = (...parts: Buffer[]) => createHash('sha256').update(Buffer.concat(parts)).digest();
    const tree = (leaves: string[]): Buffer => {
      if (leaves.length === 1) return sha(Buffer.from([0]), Buffer.from(leaves[0]!));
      const half = 2 ** Math.ceil(Math.log2(leaves.length) - 1);
      return sha(Buffer.from([1]), tree(leaves.slice(0, half)), tree(leaves.slice(half)));
    };
    for (let n = 1; n <= 70; n += 1) {
      const leaves = Array.from({ length: n }, (_, i) => `leaf ${i}`);
      expect(merkleRoot(leaves)).toBe(tree(leaves).toString('hex'));
    }
  });
});
