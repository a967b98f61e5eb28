import { cp, mkdir, readdir, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { checkBackup } from '../../src/backup/checkBackup.js';
import { makeBackup } from '../../src/backup/makeBackup.js';
import { openBackup, rowsOf, writeManifest, type Manifest } from '../../src/backup/manifest.js';
import { contentOf, writePart } from '../../src/backup/parts.js';
import { BackupRefused } from '../../src/backup/refusal.js';
import { restoring } from '../../src/backup/restoreBackup.js';
import { installOwned, withClient } from '../../src/database/install.js';
import { CheckpointFolder } from '../../src/audit/checkpointFolder.js';
import { parseKeys } from '../../src/shared/keys.js';
import { reads, sealing, type Sealing } from '../audit/sealedTrail.js';
import { insertNingbo } from '../fixtures/ningbo.js';
import { cloneDatabase, KEYS, type TestDatabase } from '../support/database.js';
import { backUp, contentsOf, folderFor, restore } from './backupWorld.js';

/* What is not exactly the backup that was made is refused, by name, before anything else is touched. */

let db: TestDatabase;
let seals: Sealing;
let folder: Awaited<ReturnType<typeof folderFor>>;
let [whole, other] = ['', ''];
beforeAll(async () => {
  db = await cloneDatabase();
  await insertNingbo(db.owner);
  seals = await sealing(db);
  await reads(db.audit(), 5);
  await seals.sealAll();
  await reads(db.audit(), 2);
  folder = await folderFor('damaged');
  [whole, other] = [join(folder.path, 'whole'), join(folder.path, 'other')];
  await backUp(db, seals.folder, whole);
  await backUp(db, seals.folder, other);
});
afterAll(async () => {
  await seals.end();
  await db.drop();
  await folder.remove();
});

let copies = 0;
async function copied(): Promise<string> {
  const copy = join(folder.path, `copy-${(copies += 1)}`);
  await cp(whole, copy, { recursive: true });
  return copy;
}
const refusalOf = async (work: Promise<unknown>) => {
  const error = await work.then(() => null, (reason: unknown) => reason as Error & { code?: string; zh?: string }); // prettier-ignore
  if (error instanceof BackupRefused)
    expect([error.message, error.zh]).toEqual([expect.stringMatching(/\w/), expect.stringMatching(/[一-龥]/)]);
  return error && `${error.code}: ${error.message}`;
};

const CLUE = 'table-clue.sealed';
const edit = async (file: string, change: (bytes: Buffer) => Buffer) => writeFile(file, change(await readFile(file)));
const flip = (at: (length: number) => number) => (bytes: Buffer) => {
  bytes[at(bytes.length)]! ^= 1;
  return bytes;
};
const heading = (change: (told: Record<string, unknown>) => object) => (copy: string) =>
  edit(join(copy, 'backup.json'), (text) => Buffer.from(JSON.stringify(change(JSON.parse(String(text))))));
const swap = async (a: string, b: string) => {
  await rename(a, `${a}.x`);
  await rename(b, a);
  await rename(`${a}.x`, b);
};
const taken = (part: string) => (copy: string) => cp(join(other, part), join(copy, part));

const DAMAGE: [what: string, damage: (copy: string) => Promise<unknown>, refusal: string][] = [
  ['no heading', (copy) => rm(join(copy, 'backup.json')), 'NO_BACKUP: '],
  ['a heading that is none', (copy) => writeFile(join(copy, 'backup.json'), '{"form":'), 'NO_BACKUP: '],
  ['a heading of something else', (copy) => writeFile(join(copy, 'backup.json'), 'null'), 'NO_BACKUP: '],
  ['a heading without its key', heading((told) => ({ ...told, key: undefined })), 'NO_BACKUP: '],
  ['a newer form', heading((told) => ({ ...told, form: 2 })), 'NEWER_FORM: The form of this backup (2)'],
  ['another time in the heading', heading((told) => ({ ...told, at: '2020-01-01T00:00:00Z' })), 'PART_CHANGED: The file manifest.sealed'],
  ['another id in the heading', heading((told) => ({ ...told, id: 'x' })), 'PART_CHANGED: The file manifest.sealed'],
  ['another key in the heading', heading((told) => ({ ...told, key: 'second' })), 'KEY_MISSING: The backup is under the key "second"'],
  ['another check in the heading', heading((told) => ({ ...told, check: '00' })), 'KEY_OTHER: The key named "test"'],
  ['a blank after the heading', (copy) => edit(join(copy, 'backup.json'), (text) => Buffer.concat([text, Buffer.from(' ')])), 'PART_CHANGED: The file manifest.sealed'],
  ['the heading of another backup', taken('backup.json'), 'PART_CHANGED: The file manifest.sealed'],
  ['no manifest', (copy) => rm(join(copy, 'manifest.sealed')), 'PART_MISSING: The file manifest.sealed'],
  ['a bit of the manifest', (copy) => edit(join(copy, 'manifest.sealed'), flip((n) => n >> 1)), 'PART_CHANGED: The file manifest.sealed'],
  ['the manifest of another backup', taken('manifest.sealed'), 'PART_CHANGED: The file manifest.sealed'],
  ['a table missing', (copy) => rm(join(copy, CLUE)), `PART_MISSING: The file ${CLUE}`],
  ['the first bit of a table', (copy) => edit(join(copy, CLUE), flip(() => 0)), `PART_CHANGED: The file ${CLUE}`],
  ['a bit in the midst of a table', (copy) => edit(join(copy, CLUE), flip((n) => n >> 1)), `PART_CHANGED: The file ${CLUE}`],
  ['the last bit of a table', (copy) => edit(join(copy, CLUE), flip((n) => n - 1)), `PART_CHANGED: The file ${CLUE}`],
  ['a table cut by a byte', (copy) => edit(join(copy, CLUE), (bytes) => bytes.subarray(0, -1)), `PART_CHANGED: The file ${CLUE}`],
  ['a table cut to nothing', (copy) => truncate(join(copy, CLUE)), `PART_CHANGED: The file ${CLUE}`],
  ['bytes after a table', (copy) => edit(join(copy, CLUE), (bytes) => Buffer.concat([bytes, Buffer.alloc(9)])), `PART_CHANGED: The file ${CLUE}`],
  ['two tables exchanged', (copy) => swap(join(copy, CLUE), join(copy, 'table-clue_content.sealed')), `PART_CHANGED: The file ${CLUE}`],
  ['a table of another backup', taken(CLUE), `PART_CHANGED: The file ${CLUE}`],
  ['a folder for a table', async (copy) => { await rm(join(copy, CLUE)); await mkdir(join(copy, CLUE)); }, `PART_CHANGED: The file ${CLUE}`],
  ['the seals missing', (copy) => rm(join(copy, 'audit-seals.sealed')), 'PART_MISSING: The file audit-seals.sealed'],
  ['the seals of another backup', taken('audit-seals.sealed'), 'PART_CHANGED: The file audit-seals.sealed'],
  ['all but the heading of another backup', async (copy) => { for (const name of await readdir(other)) if (name !== 'backup.json') await taken(name)(copy); }, 'PART_CHANGED: The file manifest.sealed'],
  ['nothing at all', (copy) => rm(copy, { recursive: true }), 'NO_BACKUP: '],
]; // prettier-ignore

it.each(DAMAGE)('%s is refused', async (_, damage, refusal) => {
  const copy = await copied();
  expect(await refusalOf(checkBackup(copy, KEYS))).toBe(null);
  await damage(copy);
  expect(await refusalOf(checkBackup(copy, KEYS))).toContain(refusal);
});

describe('keys', () => {
  const keys = (list: Record<string, number>) =>
    parseKeys(JSON.stringify({ current: Object.keys(list)[0], keys: Object.fromEntries(Object.entries(list).map(([id, byte]) => [id, Buffer.alloc(32, byte).toString('base64')])) })); // prettier-ignore

  it('that are not those it was made under are told by name, and nothing else of them', async () => {
    expect(await refusalOf(checkBackup(whole, keys({ other: 7 })))).toContain('KEY_MISSING: The backup is under the key "test"');
    expect(await refusalOf(checkBackup(whole, keys({ test: 8 })))).toContain('KEY_OTHER: The key named "test"');
    expect(await refusalOf(checkBackup(whole, keys({ first: 9, test: 7 })))).toContain('KEY_NOT_FIRST: The key "test"');
    expect(await refusalOf(checkBackup(whole, keys({ test: 7, next: 9 })))).toBe(null);
  }); // prettier-ignore

  it('and what they protect are nowhere in it', async () => {
    for (const name of await readdir(whole)) {
      const bytes = await readFile(join(whole, name));
      for (const secret of [Buffer.alloc(32, 7), Buffer.alloc(32, 7).toString('base64'), '线索', 'ningbo', 'liandong'])
        expect([name, bytes.includes(secret)]).toEqual([name, false]);
    }
  });
});

/** Made anew by somebody who has the keys: with other lines in a table, and a manifest that fits them. */
async function forged(part: string, lines: (lines: string[]) => string[], more: Partial<Manifest> = {}): Promise<string> {
  const copy = await copied();
  const { backup, manifest } = await openBackup(copy, KEYS);
  const chunks: Buffer[] = [];
  for await (const bytes of contentOf(backup, `table-${part}`)) chunks.push(bytes);
  const text = lines(Buffer.concat(chunks).toString('utf8').split('\n').slice(0, -1));
  await rm(join(copy, `table-${part}.sealed`));
  const { lines: rows } = await writePart(backup, `table-${part}`, Readable.from(text.map((line) => Buffer.from(`${line}\n`))));
  await rm(join(copy, 'manifest.sealed'));
  const tables = manifest.tables.map((table) => (table.name === part ? { ...table, rows } : table));
  await writeManifest(backup, { ...manifest, tables, ...more });
  return copy;
} // prettier-ignore
const same = (lines: string[]) => lines;

describe('a backup', () => {
  const superuser = inject('superuser');
  const left = (name: string) =>
    withClient({ ...superuser, database: name }, async (owner) => {
      const { rows } = await owner.query<{ x: string }>(
        `select relname::text as x from pg_class where relnamespace = 'liandong'::regnamespace
         union all select proname from pg_proc where pronamespace = 'liandong'::regnamespace`,
      );
      return rows;
    });
  const restoreTo = async (from: string) => {
    const [name, outside] = [`restore_${process.pid}_${(copies += 1)}`, await folderFor('seals')];
    const refusal = await refusalOf(restore(from, superuser, name, new CheckpointFolder(outside.path)));
    expect(await readdir(outside.path)).toEqual([]);
    const found = await left(name).catch(() => null);
    await withClient({ ...superuser, database: 'postgres' }, (admin) => admin.query(`drop database if exists ${name}`));
    await outside.remove();
    return { refusal, found };
  };

  it('of a newer version is refused, and of other tables than its version has', async () => {
    const { manifest } = await openBackup(whole, KEYS);
    const migrations = [...manifest.migrations, 'Tomorrow1999999999999'];
    const newer = await restoreTo(await forged('post', same, { migrations }));
    expect(newer).toEqual({ refusal: expect.stringContaining('NEWER_VERSION: '), found: null });
    const fewer = await forged('post', same, { tables: manifest.tables.filter(({ name }) => name !== 'outbox') });
    expect(await restoreTo(fewer)).toEqual({ refusal: expect.stringContaining('OTHER_TABLES: '), found: [] });
  });

  it('whose manifest tells of other rows is refused', async () => {
    const { manifest } = await openBackup(whole, KEYS);
    const tables = manifest.tables.map((table) => ({ ...table, rows: table.rows + Number(table.name === 'clue') }));
    const wrong = await forged('post', same, { tables });
    expect(await restoreTo(wrong)).toEqual({ refusal: expect.stringContaining('PART_CHANGED: '), found: null });
    expect(rowsOf({ ...manifest, tables })).toBe(rowsOf(manifest) + 1);
  });

  it('that fails half way leaves nothing: neither a table nor a seal', async () => {
    const orphaned = await restoreTo(await forged('person', (lines) => lines.slice(1)));
    expect(orphaned).toEqual({ refusal: expect.stringContaining('23503: '), found: [] });
    const entry = await restoreTo(await forged('audit_entry', (lines) => lines.map((line) => line.replace('clues', 'units'))));
    expect(entry).toEqual({ refusal: expect.stringMatching(/^VERDICT_DIFFERS: .*was changed/), found: [] });
  }); // prettier-ignore

  it('that no longer is what was looked at fails half way too', async () => {
    const short = await forged('clue', (lines) => lines.map((line) => line.split('\t').slice(1).join('\t')));
    expect(await restoreTo(short)).toEqual({ refusal: expect.stringContaining('22P02: '), found: [] });
    const copy = await copied();
    const [checked, name] = [await checkBackup(copy, KEYS), `restore_${process.pid}_${(copies += 1)}`];
    await edit(
      join(copy, 'table-unit.sealed'),
      flip((n) => n - 1),
    );
    const refusal = await refusalOf(installOwned(superuser, name, KEYS, restoring(checked)));
    expect(refusal).toContain('PART_CHANGED: The file table-unit.sealed');
    expect(await left(name)).toEqual([]);
    // And the place is as good as before.
    await installOwned(superuser, name, KEYS, restoring(await checkBackup(whole, KEYS)));
    expect((await left(name)).length).toBeGreaterThan(100);
    await withClient({ ...superuser, database: 'postgres' }, (admin) => admin.query(`drop database ${name}`));
  });

  it('is not restored over anything', async () => {
    const before = await contentsOf(db.owner, []);
    const outside = await folderFor('seals');
    const refusal = await refusalOf(restore(whole, superuser, db.name, new CheckpointFolder(outside.path)));
    expect(refusal).toMatch(/^NOT_EMPTY: .* it has \d\d tables of ours/);
    expect(await contentsOf(db.owner, [])).toEqual(before);
    expect(await readdir(outside.path)).toEqual([]);
    await outside.remove();
  });
});

describe('a backup under way', () => {
  const manyEntries = () =>
    db.owner.query(`insert into audit_entry (kind, subject, operation, correlation_id)
      select 5, repeat('x', 300), 'clues', gen_random_uuid() from generate_series(1, 20000)`);

  it('overwrites nothing, whatever is there', async () => {
    for (const there of ['file', 'empty']) {
      const to = join(folder.path, there);
      await (there === 'file' ? writeFile(to, 'x') : mkdir(to));
      expect(await refusalOf(backUp(db, seals.folder, to))).toContain('TARGET_EXISTS: ');
    }
    expect(await readFile(join(folder.path, 'file'), 'utf8')).toBe('x');
    const race = join(folder.path, 'race');
    const both = await Promise.allSettled([backUp(db, seals.folder, race), backUp(db, seals.folder, race)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await refusalOf(checkBackup(race, KEYS))).toBe(null);
  });

  it('does not look whole before it is, and leaves nothing when it fails', async () => {
    const before = await readdir(folder.path);
    const [to, seen] = [join(folder.path, 'never'), [] as (string | null)[]];
    const looked: Promise<unknown>[] = [];
    const failed = withClient(db.connectionAs('liandong_owner'), (owner) => {
      const report = (label: string) => {
        if (label !== 'audit') return;
        const unfinished = readdir(folder.path).then((names) => names.find((name) => name.startsWith('.never.unfinished-'))!);
        looked.push(unfinished.then(async (name) => seen.push(await refusalOf(checkBackup(join(folder.path, name), KEYS)))));
        throw new Error('the disk is full');
      };
      return makeBackup({ owner, keys: KEYS, seals: seals.folder, report }, to);
    });
    await expect(failed).rejects.toThrow('the disk is full');
    await Promise.all(looked);
    expect(seen[0]).toContain('NO_BACKUP: ');
    expect(await readdir(folder.path)).toEqual(before);
  }); // prettier-ignore

  it('that cannot write fails and leaves nothing', async () => {
    await manyEntries();
    const before = await readdir(folder.path);
    const failed = withClient(db.connectionAs('liandong_owner'), (owner) => {
      const report = (_: string, done: number) => {
        if (done > 1000) throw new Error('the disk is full');
      };
      return makeBackup({ owner, keys: KEYS, seals: seals.folder, report }, join(folder.path, 'full'));
    });
    await expect(failed).rejects.toThrow('the disk is full');
    expect(await readdir(folder.path)).toEqual(before);
  });

  it('that loses its connection fails and leaves nothing', async () => {
    await manyEntries();
    const before = await readdir(folder.path);
    const now: { lost: Promise<unknown> | null; ended: number } = { lost: null, ended: 0 };
    const failed = withClient(db.connectionAs('liandong_owner'), async (owner) => {
      const { rows } = await owner.query<{ pid: number }>('select pg_backend_pid() as pid');
      const report = (_: string, done: number) => {
        now.ended = done;
        if (done > 100)
          now.lost ??= withClient(inject('superuser'), (admin) =>
            admin.query('select pg_terminate_backend($1)', [rows[0]!.pid]),
          );
      };
      return makeBackup({ owner, keys: KEYS, seals: seals.folder, report }, join(folder.path, 'lost'));
    });
    await expect(failed).rejects.toThrow(/./);
    await now.lost;
    expect(now.ended).toBeLessThan(20_000);
    expect(await readdir(folder.path)).toEqual(before);
  });
});

// Last: the database is not what it was.
it('of a trail that somebody was at is made, tells so, and is restored only by who says that he knows', async () => {
  await db.owner
    .query(`begin; alter table audit_entry disable trigger user; alter table audit_entry no force row level security;
      delete from audit_entry where (txid, id) = (select txid, id from audit_entry order by txid, id limit 1);
      alter table audit_entry force row level security; alter table audit_entry enable always trigger append_only;
      alter table audit_entry enable always trigger given; commit`);
  const to = join(folder.path, 'tampered');
  expect((await backUp(db, seals.folder, to)).verdict.fault).toMatchObject({
    what: 'ROW_MISSING',
    seal: 1,
    place: 1,
  });
  expect(await refusalOf(checkBackup(to, KEYS))).toMatch(/^TRAIL_FAULT: .*--with-fault.*is missing/);
  const known = await checkBackup(to, KEYS, { withFault: true });
  const [superuser, name] = [inject('superuser'), `restore_${process.pid}_tampered`];
  await installOwned(superuser, name, KEYS, restoring(known));
  const own = ['seal_key', 'ticket_key', 'allowance', 'rehearsal', 'migration'];
  const found = await withClient({ ...superuser, database: name }, (owner) => contentsOf(owner, own));
  expect(found).toEqual(await contentsOf(db.owner, own));
  await withClient({ ...superuser, database: 'postgres' }, (admin) => admin.query(`drop database ${name}`));
});
