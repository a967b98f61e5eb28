import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { KeyWatch, type KeyWatchOptions } from '../../src/database/keyWatch.js';
import { OWNER_ROLE } from '../../src/database/roles.js';
import { storedTicketKeys, storeTicketKeys } from '../../src/database/ticketKeys.js';
import { withCurrent, withNewKey } from '../../src/shared/keyChanges.js';
import { keysText, type Keys } from '../../src/shared/keys.js';
import { cloneDatabase, KEYS, type TestDatabase } from '../support/database.js';

/* What a running server does about the file of its keys, by itself. */

let db: TestDatabase;
let folder: string;
let path: string;
beforeAll(async () => {
  db = await cloneDatabase();
});
afterAll(() => db.drop());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'liandong-keys-'));
  path = join(folder, 'keys.json');
  await write(KEYS);
  await storeTicketKeys(db.owner, KEYS);
});
afterEach(async () => {
  await Promise.all(watches.splice(0).map((one) => one.stop()));
  await rm(folder, { recursive: true });
});

const write = (keys: Keys) => writeFile(path, keysText(keys), { mode: 0o600 });
const watches: KeyWatch[] = [];
function watch(more: Partial<KeyWatchOptions> = {}) {
  const seen = { taken: [] as string[], refused: [] as string[], errors: 0 };
  const watching = new KeyWatch({
    keys: KEYS,
    file: { path, setting: 'LIANDONG_KEYS_FILE' },
    owner: db.connectionAs(OWNER_ROLE),
    takeOver: ({ current }) => seen.taken.push(current),
    onRefused: (problem) => seen.refused.push(problem),
    onError: () => (seen.errors += 1),
    everyMs: 20,
    ...more,
  });
  watches.push(watching);
  return { watching, seen };
}

const next = withNewKey(KEYS);
const used = withCurrent(next.keys, next.id);

it('takes over what has changed, once, without being told', async () => {
  const { watching, seen } = watch();
  watching.start();
  await delay(100);
  expect(seen.taken).toEqual([]);
  await write(used);
  await expect.poll(() => seen.taken).toEqual([next.id]);
  expect(await storedTicketKeys(db.owner)).toMatchObject(new Map([['test', null], [next.id, null]])); // prettier-ignore
  await delay(100);
  expect(seen).toEqual({ taken: [next.id], refused: [], errors: 0 });
});

it('does not sign with what the database could not be told of; and tries again', async () => {
  const down = { ...db.connectionAs(OWNER_ROLE) };
  const password = down.password!;
  down.password = 'wrong';
  const { watching, seen } = watch({ owner: down });
  await write(used);
  await watching.look();
  expect([seen.taken, seen.errors]).toEqual([[], 1]);
  down.password = password;
  await watching.look();
  expect([seen.taken, seen.errors]).toEqual([[next.id], 1]);
});

it('tells of a wrong file once, however often it looks, and anew when it is asked to look or the fault is another', async () => {
  const { watching, seen } = watch();
  watching.start();
  await writeFile(path, '{');
  await expect.poll(() => seen.refused.length).toBe(1);
  await delay(100);
  expect(seen.refused).toEqual([`LIANDONG_KEYS_FILE: ${path}: is not JSON`]);
  await watching.look();
  expect(seen.refused).toHaveLength(2);
  await rm(path);
  await expect.poll(() => seen.refused.length).toBe(3);
  expect([seen.refused[2], seen.taken]).toEqual([`LIANDONG_KEYS_FILE: ${path}: is not there`, []]);
  await write(used);
  await expect.poll(() => seen.taken).toEqual([next.id]);
});

it('says again which keys count, after a server with older keys has said otherwise', async () => {
  const { watching } = watch({ keys: used, file: null, storeEveryMs: 300 });
  await storeTicketKeys(db.owner, used);
  watching.start();
  await storeTicketKeys(db.owner, KEYS);
  expect((await storedTicketKeys(db.owner)).get(next.id)).toBeInstanceOf(Date);
  await expect.poll(async () => (await storedTicketKeys(db.owner)).get(next.id)).toBeNull();
});

it('ends a key that only a server now gone has listed', async () => {
  await storeTicketKeys(db.owner, used);
  const { watching } = watch({ storeEveryMs: 50 });
  watching.start();
  await expect.poll(async () => (await storedTicketKeys(db.owner)).get(next.id)).toBeInstanceOf(Date);
});

it('looks no more once it was stopped', async () => {
  const { watching, seen } = watch();
  watching.start();
  await watching.stop();
  await write(used);
  await delay(100);
  expect(seen.taken).toEqual([]);
});
