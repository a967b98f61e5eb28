import { execFileSync } from 'node:child_process';
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { changeKeyFile, makeMissing, readKeyFile } from '../../src/database/keyFile.js';
import { withNewKey } from '../../src/shared/keyChanges.js';
import { parseKeys } from '../../src/shared/keys.js';
import { TEST_KEYS } from '../support/keys.js';
import { compiled, type Ended } from '../support/startedServer.js';

/* `npm run keys` as an operator runs it: on a file, on a setting, several at once, killed half way. */

let project: Awaited<ReturnType<typeof compiled>>;
let folder: string;
let path: string;
beforeAll(async () => {
  project = await compiled();
}, 60_000);
afterAll(() => project.remove());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'liandong-keys-'));
  path = join(folder, 'keys.json');
  await writeFile(path, TEST_KEYS, { mode: 0o600 });
  return () => rm(folder, { recursive: true });
});

const inFile = async () => parseKeys(await readFile(path, 'utf8'));
const idsIn = async () => [...(await inFile()).keys.keys()];
const file = () => ({ path, setting: 'LIANDONG_KEYS_FILE' });

async function keys(parameters: string[], environment: Record<string, string> = {}): Promise<Ended> {
  const ended = await project.run('keys.js', parameters, { LIANDONG_KEYS_FILE: path, ...environment });
  if (!environment['LIANDONG_KEYS']) {
    const secrets = [...(await inFile().catch(() => parseKeys(TEST_KEYS))).keys.values()];
    for (const key of secrets) expect(ended.output).not.toContain(key.toString('base64').slice(0, 8));
  }
  return ended;
}

describe('on a file', () => {
  it('adds, uses, retires and lists; and says what is next', async () => {
    const added = await keys(['add']);
    const [first, id] = await idsIn();
    expect(added).toMatchObject({ code: 0, answer: '' });
    expect(added.output).toContain(`npm run keys -- use ${id}`);
    expect([first, (await inFile()).current]).toEqual(['test', 'test']);
    expect(await keys(['use', id!])).toMatchObject({ code: 0 });
    expect((await inFile()).current).toBe(id);
    await keys(['add']);
    const [, , next] = await idsIn();
    expect((await keys(['use', next!])).output).toContain(`npm run keys -- retire ${id}`);
    const listed = await keys(['list']);
    expect(listed.answer.trim().split('\n').map((line) => line.replace(/ {2,}/, ' '))).toEqual([
      'test 首位 first',
      `${id} `,
      `${next} 当前 current`,
    ]); // prettier-ignore
    expect(await keys(['retire', id!])).toMatchObject({ code: 0, output: expect.stringContaining('CURSOR_INVALID') });
    expect(await idsIn()).toEqual(['test', next]);
  });

  it.each([
    ['the first key', ['retire', 'test'], 'is the first key and stays: digests of id numbers, passwords'],
    ['the current key', ['retire', 'other'], 'other is the current key'],
    ['a key that is not there', ['use', 'nothing'], 'there is no key of this id; there are test, other'],
    ['no key', ['use'], 'list | add | use <id> | retire <id>'],
    ['an option', ['--force', 'add'], '--force'],
  ])('refuses %s, and changes nothing', async (_, parameters, problem) => {
    const both = { test: Buffer.alloc(32, 7).toString('base64'), other: Buffer.alloc(32, 8).toString('base64') };
    await writeFile(path, JSON.stringify({ current: 'other', keys: both }));
    const before = await readFile(path, 'utf8');
    expect(await keys(parameters)).toMatchObject({ code: 1, answer: '', output: expect.stringContaining(problem) });
    expect(await readFile(path, 'utf8')).toBe(before);
  });

  it('of which several change it at once loses nothing', async () => {
    await Promise.all(Array.from({ length: 4 }, () => keys(['add'])));
    expect(await idsIn()).toHaveLength(5);
    const add = () => changeKeyFile(file(), (now) => ({ keys: withNewKey(now).keys, told: null }));
    await Promise.all(Array.from({ length: 12 }, add));
    expect(await idsIn()).toHaveLength(17);
    expect(await readdir(folder)).toEqual(['keys.json']);
  });

  it('killed before the new file is in place leaves the old one, and no lock that holds anybody up', async () => {
    const killer = join(folder, 'killer.mjs');
    await writeFile(
      killer,
      `import fs from 'node:fs';
       import { syncBuiltinESMExports } from 'node:module';
       const { rename } = fs.promises;
       fs.promises.rename = (from, to) => (to.endsWith('keys.json') ? process.kill(process.pid, 'SIGKILL') : rename(from, to));
       syncBuiltinESMExports();`,
    );
    await keys(['add'], { NODE_OPTIONS: `--import ${killer}` });
    expect(await readFile(path, 'utf8')).toBe(TEST_KEYS);
    expect(await readdir(folder)).toEqual(expect.arrayContaining(['keys.json.lock', 'keys.json.new']));
    expect(await keys(['add'])).toMatchObject({ code: 0 });
    expect(await idsIn()).toHaveLength(2);
    expect((await readdir(folder)).sort()).toEqual(['keys.json', 'killer.mjs']);
  });

  it('leaves it to whom it belonged, and where it was', async () => {
    const link = join(folder, 'link.json');
    await symlink(path, link);
    await chmod(path, 0o640);
    const asRoot = process.getuid?.() === 0;
    if (asRoot) await chown(path, 1234, 4321);
    expect(await keys(['add'], { LIANDONG_KEYS_FILE: link })).toMatchObject({ code: 0 });
    const { mode, uid, gid } = await stat(path);
    expect([(mode & 0o777).toString(8), ...(asRoot ? [uid, gid] : [])]).toEqual([
      '640',
      ...(asRoot ? [1234, 4321] : []),
    ]);
    expect(await idsIn()).toHaveLength(2);
  });

  it.each([0o604, 0o620, 0o602, 0o644, 0o666])('that others could read or change (%o) is not read', async (mode) => {
    await chmod(path, mode);
    const problem = `LIANDONG_KEYS_FILE: ${path}: is open to others (mode ${mode.toString(8)})`;
    await expect(readKeyFile(file())).rejects.toThrow(problem);
    await expect(changeKeyFile(file(), (now) => ({ keys: now, told: null }))).rejects.toThrow(problem);
    expect(await readFile(path, 'utf8')).toBe(TEST_KEYS);
  });

  it('that is none is refused by name', async () => {
    await rm(path);
    expect((await keys(['add'])).output).toContain(`LIANDONG_KEYS_FILE: ${path}: is not there`);
    await mkdir(path);
    await expect(readKeyFile(file())).rejects.toThrow(`LIANDONG_KEYS_FILE: ${path}: `);
    await rm(path, { recursive: true });
    execFileSync('mkfifo', ['-m', '600', path]);
    await expect(readKeyFile(file())).rejects.toThrow('is no file');
    await rm(path);
    await writeFile(path, ' '.repeat(70_000), { mode: 0o600 });
    await expect(readKeyFile(file())).rejects.toThrow('too long');
  });

  it('is made once, whoever comes first, and never half', async () => {
    await rm(path);
    await Promise.all([makeMissing(file()), makeMissing(file()), makeMissing(file())]);
    const made = await readFile(path, 'utf8');
    expect(parseKeys(made).current).toBe('first');
    await chmod(path, 0o644);
    await makeMissing(file());
    expect([await readFile(path, 'utf8'), (await stat(path)).mode & 0o777]).toEqual([made, 0o600]);
    expect(await readdir(folder)).toEqual(['keys.json']);
  });
});

it('of a setting tells what it becomes, alone on standard output', async () => {
  const setting = { LIANDONG_KEYS_FILE: '', LIANDONG_KEYS: TEST_KEYS };
  const added = await keys(['add'], setting);
  const next = parseKeys(added.answer.trim());
  const [first, id] = [...next.keys.keys()];
  expect([added.code, first, next.current]).toEqual([0, 'test', 'test']);
  expect(added.output).toContain('restart them one after another');
  const used = parseKeys((await keys(['use', id!], { ...setting, LIANDONG_KEYS: added.answer })).answer);
  expect([used.current, [...used.keys]]).toEqual([id, [...next.keys]]);
  expect(await keys(['retire', 'test'], setting)).toMatchObject({ code: 1, answer: '' });
});
