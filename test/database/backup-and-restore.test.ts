import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { MIGRATIONS } from '../../migrations/index.js';
import { TransactionsGoOn1763700000063 } from '../../migrations/1763700000063-transactions-go-on.js';
import { CheckpointFolder } from '../../src/audit/checkpointFolder.js';
import { Sealer } from '../../src/audit/sealer.js';
import { publicKeys } from '../../src/audit/signing.js';
import { verifyTrail } from '../../src/audit/verify.js';
import { ownerDataSource } from '../../src/database/migrations.js';
import { tablesOf } from '../../src/backup/tables.js';
import { catalogText } from '../../src/database/catalogText.js';
import { withClient } from '../../src/database/install.js';
import { reads, sealing, type Sealing } from '../audit/sealedTrail.js';
import { startApi, type TestApi } from '../support/api.js';
import { insertNingbo, type PersonSlug } from '../fixtures/ningbo.js';
import { ActWorld, clueId, key, postId } from '../support/actWorld.js';
import { cloneDatabase, databaseOn, KEYS } from '../support/database.js';
import { backUp, contentsOf, countsIn, folderFor, freshServer, restore } from './backupWorld.js';

/* A database that people work on is backed up and restored on a server that has counted fewer transactions. */

const REQUEST = `mutation ($input: RecusalRequestInput!) { recusalRequest(input: $input) { result userErrors { code }
  recusal { id version } } }`;
const DECIDE = `mutation ($input: RecusalDecideInput!) { recusalDecide(input: $input) { result userErrors { code } } }`;
const READ = 'query ($id: ID!) { clue(id: $id) { number content { subjectName } petition { text } } }';
/** Made by each server for itself; what was asked for in a minute. */
const OF_A_SERVER = ['seal_key', 'ticket_key', 'allowance', 'rehearsal', 'migration'];

let world: ActWorld;
let seals: Sealing;
let folder: Awaited<ReturnType<typeof folderFor>>;
let elsewhere: Awaited<ReturnType<typeof freshServer>>;
beforeAll(async () => {
  world = await ActWorld.open();
  seals = await sealing(world.db, { everyMs: 20 });
  folder = await folderFor('backup');
  elsewhere = await freshServer();
});
afterAll(async () => {
  await seals.end();
  await world.close();
  await elsewhere.stop();
  await folder.remove();
});

const about = { clue: clueId('ningbo'), post: postId('ningbo-leader'), ground: 'INTEREST', reason: '系同学' };
type Run = TestApi['run'];

/** One recusal asked for and refused, and what is read between. */
async function work(run: Run, whom: PersonSlug = 'ningbo-leader'): Promise<void> {
  const asked = await run(REQUEST, 'ningbo-anguan', { input: { ...about, post: postId(whom), idempotencyKey: key() } });
  const { result, userErrors, recusal } = asked.data.recusalRequest;
  expect([result, userErrors]).toEqual(['APPLIED', []]);
  expect((await run(READ, 'ningbo-leader', { id: about.clue })).data.clue.content.subjectName).toContain('ningbo');
  const decision = { id: recusal.id, expectedVersion: recusal.version, approve: false, reason: '不符合回避情形' };
  const decided = await run(DECIDE, 'ningbo-principal', { input: { ...decision, idempotencyKey: key() } });
  expect(decided.data.recusalDecide).toMatchObject({ result: 'APPLIED', userErrors: [] });
}

const asking =
  (api: TestApi): TestApi['run'] =>
  (...asked) =>
    api.run(...asked);

/** Two at once, before it, beside it and after it. */
async function whilePeopleWork<T>(backup: () => Promise<T>): Promise<T> {
  const now = { working: true, done: 0 };
  const workers = (['ningbo-leader', 'ningbo-anguan-head'] as const).map(async (whom) => {
    for (; now.working; now.done += 1) await work(asking(world.api), whom);
  });
  const some = async () => {
    await expect.poll(() => now.done, { timeout: 30_000 }).toBeGreaterThan(now.done + 2);
  };
  try {
    await some();
    const made = await backup();
    await some();
    return made;
  } finally {
    now.working = false;
    await Promise.all(workers);
  }
}

const rowsOf = async <Row extends object>(db: { query: pg.Client['query'] }, sql: string) =>
  (await db.query<Row>(sql)).rows;
const NUMBERS = `select max(txid::text::bigint)::int as last, count(*)::int as entries from audit_entry`;
const TRAIL = `select txid::text, id, encode(hash, 'hex') as hash from audit_entry order by txid, id`;

it('keeps one moment while people work; elsewhere, as somebody who is no superuser, it is all there and verifies', async () => {
  const { api, db } = world;
  // So that the new server is behind, whatever else ran on this one.
  await db.owner.query('do $$ begin for n in 1..20000 loop perform pg_current_xact_id(); commit; end loop; end $$');
  await work(asking(api));
  await seals.sealAll();
  seals.sealer.start();
  const to = join(folder.path, 'under-load');
  const manifest = await whilePeopleWork(() => backUp(db, seals.folder, to));
  expect((await stat(to)).mode & 0o777).toBe(0o700);
  expect((await stat(join(to, 'table-clue.sealed'))).mode & 0o777).toBe(0o600);

  const { superuser } = elsewhere;
  await withClient({ ...superuser, database: 'postgres' }, async (admin) => {
    await admin.query("create role hosted login createrole nosuperuser password 'hosted'");
    await admin.query('create database given owner hosted');
  });
  const url = `postgres://hosted:hosted@/given?host=${encodeURIComponent(superuser.host!)}&port=${superuser.port}`;
  const outside = await folderFor('seals');
  await restore(to, { connectionString: url }, null, new CheckpointFolder(outside.path));
  await withClient({ connectionString: url }, async (owner) => {
    const counts = await countsIn(owner);
    expect(counts).toEqual(Object.fromEntries(manifest.tables.map(({ name, rows }) => [name, rows])));
    const trail = publicKeys(KEYS);
    const checkpoints = new CheckpointFolder(outside.path).checkpoints();
    expect(await verifyTrail({ owner, outside: checkpoints, keys: trail })).toEqual(manifest.verdict);
    expect(manifest.verdict).toMatchObject({ fault: null });
    expect(manifest.verdict.seals).toBeGreaterThan(0);
    // What belongs together is together: acts with their entries, keys and events.
    const [one] = await rowsOf<{ entries: string }>(owner, `select (select count(*) from act_key) as keys, (select count(*) from outbox) as events,
      (select count(*) from audit_entry where kind = 1) as entries, (select count(*) from act_key where done is null) as open`); // prettier-ignore
    expect(one).toEqual({ keys: one!.entries, events: one!.entries, entries: one!.entries, open: '0' });
    // And it is what was there: not one entry is another, or lacks one before it.
    const [kept, all] = [await rowsOf(owner, TRAIL), await rowsOf(db.owner, TRAIL)];
    const ofAll = new Set(all.map((row) => JSON.stringify(row)));
    expect(kept.filter((row) => !ofAll.has(JSON.stringify(row)))).toEqual([]);
    expect(kept.length).toBeLessThan(all.length);
  });
  await outside.remove();
});

it('takes along all tables but those named here; and there is nothing else that has rows or counts', async () => {
  const relations = `select relname::text as name from pg_class where relnamespace = 'liandong'::regnamespace and relkind`;
  const names = async (kind: string) => (await rowsOf<{ name: string }>(world.db.owner, `${relations} ${kind}`)).map(({ name }) => name); // prettier-ignore
  const kept = (await tablesOf(world.db.owner)).map(({ name }) => name);
  expect([...kept, ...OF_A_SERVER].toSorted()).toEqual((await names("= 'r'")).toSorted());
  expect(await names("not in ('r', 'i', 'c')")).toEqual(['migration_id_seq', 'organisation_import_progress']);
});

it('brings back every row and the whole catalog, and goes on from there', async () => {
  const { api, db } = world;
  const again = { input: { ...about, idempotencyKey: key() } };
  expect((await api.run(REQUEST, 'ningbo-anguan', again)).data.recusalRequest.result).toBe('APPLIED');
  await seals.sealAll();
  const to = join(folder.path, 'quiet');
  await backUp(db, seals.folder, to);
  const outside = await folderFor('seals');
  const { superuser } = elsewhere;
  await restore(to, superuser, 'restored', new CheckpointFolder(outside.path));
  const restored = await databaseOn(superuser, 'restored');
  const later = await startApi(restored);
  const sealer = new Sealer({
    connection: restored.connectionAs('liandong_sealer'),
    keys: KEYS,
    folder: new CheckpointFolder(outside.path),
  });
  const verified = () =>
    verifyTrail({
      owner: restored.owner,
      outside: new CheckpointFolder(outside.path).checkpoints(),
      keys: publicKeys(KEYS),
    });
  try {
    expect(await contentsOf(restored.owner, OF_A_SERVER)).toEqual(await contentsOf(db.owner, OF_A_SERVER));
    expect(await catalogText(restored.owner)).toBe(await catalogText(db.owner));
    const [kept] = await rowsOf<{ last: number; entries: number }>(db.owner, NUMBERS);
    const [counted] = await rowsOf<{ n: number }>(restored.owner, 'select pg_current_xact_id()::text::int as n');
    expect(counted!.n).toBeLessThan(kept!.last);

    // The same act again is not done again; others are, come after all before them, and are sealed.
    expect((await later.run(REQUEST, 'ningbo-anguan', again)).data.recusalRequest.result).toBe('REPLAYED');
    const { recusal } = (await later.run(REQUEST, 'ningbo-anguan', again)).data.recusalRequest;
    const refused = { id: recusal.id, expectedVersion: recusal.version, approve: false, reason: '不符合' };
    const decision = { input: { ...refused, idempotencyKey: key() } };
    expect((await later.run(DECIDE, 'ningbo-principal', decision)).data.recusalDecide.result).toBe('APPLIED');
    for (let n = 0; n < 3; n += 1) await work(asking(later));
    const numbers = await rowsOf<{ n: number }>(
      restored.owner,
      'select txid::text::int as n from audit_entry order by at',
    );
    const fresh = numbers.slice(kept!.entries).map(({ n }) => n);
    expect(fresh.length).toBeGreaterThan(8);
    expect(Math.min(...fresh)).toBeGreaterThan(kept!.last);
    expect(fresh).toEqual(fresh.toSorted((a, b) => a - b));
    const positions = 'select txid::text::int as n from outbox';
    const [was, is] = [
      await rowsOf<{ n: number }>(db.owner, positions),
      await rowsOf<{ n: number }>(restored.owner, positions),
    ];
    const there = Math.max(...was.map(({ n }) => n));
    expect(is.filter(({ n }) => n <= there)).toHaveLength(was.length);
    expect(is.length).toBeGreaterThan(was.length + 3);

    const { seals: sealed } = await verified();
    await expect.poll(async () => (await sealer.run(), (await verified()).tail), { timeout: 30_000 }).toBe(0);
    expect(await verified()).toMatchObject({ sealed: numbers.length, notOutside: 0, fault: null });
    expect((await verified()).seals).toBeGreaterThan(sealed);
    await restored.owner.query('select sum_matter_counts()');
    const sums = 'select object, width, bucket, sum(n) as n from matter_count group by 1, 2, 3 order by 1, 2, 3';
    expect(await rowsOf(restored.owner, sums)).toEqual(await rowsOf(db.owner, sums));

    // And from there once more.
    const next = join(folder.path, 'next');
    await backUp(restored, new CheckpointFolder(outside.path), next);
    const third = await folderFor('seals');
    await restore(next, superuser, 'third', new CheckpointFolder(third.path));
    await withClient({ ...superuser, database: 'third' }, async (owner) => {
      const [first, second] = [NUMBERS, 'select numbered(pg_current_xact_id())::text::int as n'];
      const [{ last } = { last: 0 }] = await rowsOf<{ last: number }>(owner, first);
      const [{ n } = { n: 0 }] = await rowsOf<{ n: number }>(owner, second);
      expect(n).toBeGreaterThan(last);
    });
    await third.remove();
  } finally {
    await sealer.stop();
    await later.stop();
    await restored.drop();
    await outside.remove();
  }
});

it('of an older version is brought up to this one', async () => {
  const [older, outside] = [await cloneDatabase(), await folderFor('seals')];
  await insertNingbo(older.owner);
  const source = await ownerDataSource(older.connectionAs('liandong_owner')).initialize();
  for (const { name } of MIGRATIONS.toReversed()) {
    await source.undoLastMigration();
    if (name === TransactionsGoOn1763700000063.name) break;
  }
  await source.destroy();
  await reads(older.audit(), 3);
  const to = join(folder.path, 'older');
  const { migrations, verdict } = await backUp(older, new CheckpointFolder(outside.path), to);
  expect([migrations.length < MIGRATIONS.length, verdict.tail]).toEqual([true, 3]);
  await restore(to, elsewhere.superuser, 'newer', new CheckpointFolder(outside.path));
  const newer = await databaseOn(elsewhere.superuser, 'newer');
  // What later versions added is their own.
  const had = await contentsOf(older.owner, [...OF_A_SERVER, 'administrative_act']);
  expect(await contentsOf(newer.owner, OF_A_SERVER)).toMatchObject(had);
  expect(await catalogText(newer.owner)).toBe(await catalogText(world.db.owner));
  const [kept] = await rowsOf<{ last: number }>(newer.owner, NUMBERS);
  const [next] = await rowsOf<{ n: number }>(newer.owner, 'select numbered(pg_current_xact_id())::text::int as n');
  expect(next!.n).toBeGreaterThan(kept!.last);
  await newer.drop();
  await older.drop();
  await outside.remove();
});
