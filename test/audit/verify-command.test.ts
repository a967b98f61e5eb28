import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { PORT, socketFolderOf } from '../../src/database/embedded/socketFolder.js';
import { withClient } from '../../src/database/install.js';
import { OWNER_ROLE, rolePassword } from '../../src/database/roles.js';
import { parseKeys } from '../../src/shared/keys.js';
import { compiled, type StartedServer } from '../support/startedServer.js';

/* `npm run audit:verify` as an operator runs it: beside the server, after it, and after somebody was at the database. */

let project: Awaited<ReturnType<typeof compiled>>;
let server: StartedServer;
beforeAll(async () => {
  project = await compiled();
  server = await project.start({ LOG_LEVEL: 'info' });
}, 120_000);
afterAll(async () => {
  await server.stop();
  await project.remove();
});

const owner = async () => {
  const keys = parseKeys(await readFile(join(project.data, 'keys.json'), 'utf8'));
  const connection = { host: socketFolderOf(project.data), port: PORT, database: 'liandong', user: OWNER_ROLE };
  return { ...connection, password: rolePassword(keys, OWNER_ROLE) };
};

it('tells what holds, beside a server that runs and without one; and what does not', async () => {
  const identities = (await (await fetch(`${server.url}/dev/identities`)).json()) as { tier: string; token: string }[];
  const { token } = identities.find(({ tier }) => tier === 'COUNTY')!;
  const read = async () => {
    const response = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: '{ clues(first: 3) { nodes { content { subjectName } } } }' }),
    });
    expect(JSON.stringify(await response.json())).toMatch(/subjectName/);
  };
  await read();
  // A second or so later it is sealed, told in the log and written outside.
  await expect.poll(() => server.output(), { timeout: 20_000 }).toMatch(/"msg":"sealed"/);
  const sealed = server.output().split('\n').find((line) => line.includes('"msg":"sealed"'))!; // prettier-ignore
  expect(Object.keys(JSON.parse(sealed).seal)).toEqual([
    'number',
    'at',
    'count',
    'root',
    'previous',
    'key',
    'signature',
  ]);
  const [, publicPart] = /"publicPart":"([^"]+)"/.exec(server.output())!;
  const files = () => readdir(join(project.data, 'checkpoints')).catch(() => []);
  await expect
    .poll(async () => (await files())[0], { timeout: 10_000 })
    .toMatch(/^checkpoints-\d{4}-\d{2}-\d{2}\.jsonl$/);

  const beside = await project.run('auditVerify.js', []);
  expect(beside).toMatchObject({ code: 0, output: expect.stringContaining('Nothing was changed.') });
  expect(beside.output).toContain('未发现改动。');
  expect(await project.run('auditVerify.js', ['--public', `first=${publicPart}`])).toMatchObject({ code: 0 });
  const stranger = Buffer.alloc(32, 1).toString('base64');
  expect(await project.run('auditVerify.js', ['--public', `first=${stranger}`])).toMatchObject({ code: 1 });
  expect((await project.run('auditVerify.js', ['--public', 'nonsense'])).output).toContain('--public');
  expect((await project.run('auditVerify.js', [], { LIANDONG_DATA: '/nowhere' })).output).toContain(
    'There is no database',
  );

  // The trail stands on the first key, whichever is current.
  const keys = (...parameters: string[]) => project.run('keys.js', parameters);
  const added = await keys('add');
  const [, id] = /keys -- use (\S+)/.exec(added.output)!;
  expect(await keys('use', id!)).toMatchObject({ code: 0 });
  server.hangUp();
  await expect.poll(() => server.output()).toMatch(new RegExp(`"current":"${id}".*"msg":"keys taken over"`));
  expect((await keys('list')).answer).toMatch(new RegExp(`^first .* first .*known to the database\n${id} .*current`));

  await read();
  await server.stop();
  expect(await project.run('auditVerify.js', [])).toMatchObject({ code: 0 });

  server = await project.start({ LOG_LEVEL: 'info' });
  const { rows } = await withClient(await owner(), async (client) => {
    const first = await client.query<{ id: string }>('select id from audit_entry order by txid, id limit 1');
    await client.query(`alter table audit_entry disable trigger all; alter table audit_entry no force row level security;
      update audit_entry set operation = 'units' where id = '${first.rows[0]!.id}'`);
    return first;
  });
  await delay(1500);
  const changed = await project.run('auditVerify.js', []);
  expect(changed.code).toBe(1);
  expect(changed.output).toContain(`Entry ${rows[0]!.id} (transaction `);
  expect(changed.output).toContain('was changed.');
}, 120_000);
