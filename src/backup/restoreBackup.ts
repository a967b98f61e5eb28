import { pipeline } from 'node:stream/promises';
import type { ClientBase, PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { publicKeys } from '../audit/signing.js';
import { wordsOf } from '../audit/verdictWords.js';
import { verifyWithin } from '../audit/verify.js';
import { storeWhatFollows, withClient, type Purpose } from '../database/install.js';
import { migrateWithin, MIGRATING, ownerDataSource, type Connection } from '../database/migrations.js';
import type { Keys } from '../shared/keys.js';
import type { CheckedBackup } from './checkBackup.js';
import type { Report } from './makeBackup.js';
import { rowsOf, type KeptTable } from './manifest.js';
import { contentOf } from './parts.js';
import { BackupRefused } from './refusal.js';
import { sealsIn } from './seals.js';
import { setAside } from './setAside.js';
import { EXACTLY, listed, partOf, tablesOf } from './tables.js';

/**
 * Fills an empty database with a backup that was checked: its version's schema, its rows, what this version adds, and the
 * verdict on its audit trail, in one transaction. All of it is there, or nothing.
 */
export function restoring(checked: CheckedBackup, report: Report = () => undefined): Purpose {
  return {
    look: (connection) => withClient(connection, requireEmpty),
    finish: (owner, keys) => fill(owner, keys, checked, report),
  };
}

async function fill(connection: Connection, keys: Keys, checked: CheckedBackup, report: Report): Promise<void> {
  const source = await ownerDataSource(connection).initialize();
  try {
    const runner = source.createQueryRunner();
    const owner = (await runner.connect()) as PoolClient;
    await runner.startTransaction();
    try {
      await owner.query(EXACTLY);
      // A server that starts meanwhile waits, and finds everything done.
      await owner.query('select pg_advisory_xact_lock($1)', [MIGRATING]);
      await requireEmpty(owner);
      await migrateWithin(source, runner, checked.manifest.migrations);
      await load(owner, checked, report);
      await migrateWithin(source, runner);
      await owner.query(GO_ON);
      await storeWhatFollows(owner, keys);
      await owner.query(`analyze ${(await tablesOf(owner)).map(({ name }) => name).join(', ')}`);
      await requireVerdict(owner, keys, checked, report);
      await runner.commitTransaction();
    } catch (error) {
      await runner.rollbackTransaction().catch(() => undefined);
      throw error;
    } finally {
      await runner.release();
    }
  } finally {
    await source.destroy();
  }
}

async function requireEmpty(owner: ClientBase): Promise<void> {
  const { rows } = await owner.query<{ found: number }>(
    "select count(*)::int as found from pg_class join pg_namespace n on n.oid = relnamespace where nspname = 'liandong' and relkind in ('r', 'p')",
  );
  if (rows[0]!.found > 0) throw new BackupRefused('NOT_EMPTY', String(rows[0]!.found));
}

async function load(owner: ClientBase, { backup, manifest }: CheckedBackup, report: Report): Promise<void> {
  const present = await tablesOf(owner);
  const shapes = (tables: typeof present) => tables.map(({ name, columns }) => `${name} (${listed(columns)})`);
  const [ours, theirs] = [shapes(present), shapes(manifest.tables)];
  const other = [...ours.filter((one) => !theirs.includes(one)), ...theirs.filter((one) => !ours.includes(one))];
  if (other.length > 0) throw new BackupRefused('OTHER_TABLES', other.join('; '));
  const names = present.map(({ name }) => name);
  await setAside(owner, names, async () => {
    // What migrations have put there is in the backup as it was at last.
    await owner.query(`truncate ${names.join(', ')}`);
    let done = 0;
    for (const table of manifest.tables) {
      // Frozen: nobody else sees the table before all of it is there.
      const rows = owner.query(copyFrom(`copy ${table.name} (${listed(table.columns)}) from stdin (freeze)`));
      await pipeline(contentOf(backup, partOf(table)), rows);
      done += table.rows;
      report('restore', done, rowsOf(manifest));
    }
  });
  for (const table of manifest.tables) await requireCount(owner, table);
}

async function requireCount(owner: ClientBase, { name, rows: expected }: KeptTable): Promise<void> {
  const { rows } = await owner.query<{ n: string }>(`select count(*) as n from ${name}`);
  if (Number(rows[0]!.n) !== expected) throw new BackupRefused('COUNT_DIFFERS', `${name} ${rows[0]!.n} ≠ ${expected}`);
}

/** This server may have counted fewer transactions than have numbers in what was restored; the next comes after them. */
const GO_ON = `do $do$ begin
  execute format('create or replace function former_transactions() returns bigint
      language sql immutable parallel safe as $$ select %s::bigint $$',
    greatest(0, greatest((select txid from audit_entry order by txid desc limit 1), (select txid from outbox order by txid desc limit 1),
      (select through_txid from audit_seal order by number desc limit 1), '0'::xid8)::text::bigint - pg_current_xact_id()::text::bigint));
end $do$`;

async function requireVerdict(owner: ClientBase, keys: Keys, checked: CheckedBackup, report: Report): Promise<void> {
  const onProgress = (done: number, total: number) => report('audit', done, total);
  const outside = sealsIn(checked.backup);
  const verdict = await verifyWithin({ owner, outside, keys: publicKeys(keys), onProgress });
  if (JSON.stringify(verdict) === JSON.stringify(checked.manifest.verdict)) return;
  throw new BackupRefused('VERDICT_DIFFERS', wordsOf(verdict).map(({ en }) => en).join(' ')); // prettier-ignore
}
