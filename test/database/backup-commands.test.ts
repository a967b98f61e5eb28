import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { OWNER_ROLE } from '../../src/database/roles.js';
import { reads, sealing, type Sealing } from '../audit/sealedTrail.js';
import { insertNingbo } from '../fixtures/ningbo.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { TEST_KEYS } from '../support/keys.js';
import { compiled } from '../support/startedServer.js';

/* `npm run backup` and `npm run restore` as an operator runs them: from one kind of place into the other. */

let project: Awaited<ReturnType<typeof compiled>>;
let db: TestDatabase;
let seals: Sealing;
beforeAll(async () => {
  project = await compiled();
  db = await cloneDatabase();
  await insertNingbo(db.owner);
  seals = await sealing(db);
  await reads(db.audit(), 3);
  await seals.sealAll();
}, 120_000);
afterAll(async () => {
  await seals.end();
  await db.drop();
  await project.remove();
});

it('a database behind a URL goes into a server of our own, whole or not at all', async () => {
  const { host, port, password } = db.connectionAs(OWNER_ROLE);
  const url = `postgres://${OWNER_ROLE}:${password}@localhost/${db.name}?host=${encodeURIComponent(host!)}&port=${port}`;
  const there = { DATABASE_URL: url, LIANDONG_KEYS: TEST_KEYS, LIANDONG_CHECKPOINTS: seals.path };
  const to = join(project.data, '../kept');
  expect(await project.run('backup.js', [], there)).toMatchObject({ code: 1, output: expect.stringContaining('--to <folder>') });
  const made = await project.run('backup.js', ['--to', to], there);
  expect(made).toMatchObject({ code: 0, output: expect.stringContaining('1 seals from outside') });
  expect(made.output).toContain('Nothing was changed.');
  expect(made.output).toContain('密钥不在备份中');
  const again = await project.run('backup.js', ['--to', to], there);
  expect(again).toMatchObject({ code: 1, output: expect.stringMatching(/未备份。.*已存在.*\nNot backed up\. .* exists/) });

  // Without its keys, with a stranger's, and damaged: told, and no server is even made.
  const from = ['--from', to];
  expect(await project.run('restore.js', from)).toMatchObject({ code: 1, output: expect.stringContaining('NO_KEYS') });
  const stranger = TEST_KEYS.replaceAll('test', 'other');
  const refused = await project.run('restore.js', from, { LIANDONG_KEYS: stranger });
  expect(refused).toMatchObject({ code: 1, output: expect.stringContaining('The backup is under the key "test"') });
  const damaged = join(project.data, '../damaged');
  await cp(to, damaged, { recursive: true });
  const bytes = await readFile(join(damaged, 'table-clue_petition.sealed'));
  bytes[bytes.length >> 1]! ^= 1;
  await writeFile(join(damaged, 'table-clue_petition.sealed'), bytes);
  const told = await project.run('restore.js', ['--from', damaged], { LIANDONG_KEYS: TEST_KEYS });
  expect(told).toMatchObject({ code: 1, output: expect.stringMatching(/未恢复。.*已损坏或被改动.*\nNot restored\. The file table-clue_petition\.sealed/) });
  expect(await readdir(project.data).catch(() => null)).toBe(null);
  expect(told.output + refused.output + made.output).not.toContain(JSON.parse(TEST_KEYS).keys.test);

  // With the keys where a server of our own keeps them.
  await mkdir(project.data, { mode: 0o711 });
  await writeFile(join(project.data, 'keys.json'), TEST_KEYS, { mode: 0o600 });
  const restored = await project.run('restore.js', from);
  expect(restored).toMatchObject({ code: 0, output: expect.stringMatching(/Restored the backup of 20\S+: \d\d tables, \d+ rows, 1 seals/) });
  const verified = await project.run('auditVerify.js', []);
  expect(verified).toMatchObject({ code: 0, output: expect.stringContaining('Verified 1 seals over 3 entries.') });
  expect(verified.output).toContain('Nothing was changed.');
  expect(verified.output).not.toContain('not yet outside');

  expect(await project.run('restore.js', from)).toMatchObject({ code: 1, output: expect.stringContaining('SEALS_THERE') });
  const elsewhere = { LIANDONG_CHECKPOINTS: join(project.data, 'others') };
  expect(await project.run('restore.js', from, elsewhere)).toMatchObject({ code: 1, output: expect.stringContaining('NOT_EMPTY') });
}, 120_000); // prettier-ignore
