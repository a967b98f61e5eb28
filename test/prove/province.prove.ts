import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { withClient } from '../../src/database/install.js';
import { DUTY_WORDS } from '../../src/import/tables.js';
import { newId } from '../../src/shared/ids.js';
import { GeneratedProvince } from '../support/generatedProvince.js';
import { TEST_KEYS } from '../support/keys.js';
import '../support/figures.js';
import { ScriptedIssuer, signingKey, tokenBy, type SigningKey } from '../support/scriptedIssuer.js';
import { compiled } from '../support/startedServer.js';

/*
 * A province goes from an empty PostgreSQL to working officers, by the commands and the API alone: bootstrap, invitations,
 * import of its files, confirmation by another. On the embedded server, and on Debian's where it is, or can be, installed.
 */

const [organs = 0, units = 0, persons = 0] = (process.env['PROVINCE'] ?? '120,300,900').split(',').map(Number);
const province = new GeneratedProvince({ organs, units, persons });
const AUDIENCE = 'liandong';
const run = promisify(execFile);

let project: Awaited<ReturnType<typeof compiled>>;
let issuer: ScriptedIssuer;
let signing: SigningKey;
let folder: string;
let files: string[];
beforeAll(async () => {
  project = await compiled();
  issuer = await ScriptedIssuer.start();
  signing = await signingKey('one');
  issuer.published = [signing];
  folder = await mkdtemp(join(tmpdir(), 'liandong-province-'));
  await chmod(folder, 0o711);
  files = Object.values(await province.writeCsv(folder));
}, 300_000);
afterAll(async () => {
  await issuer.close();
  await project.remove();
  await rm(folder, { recursive: true, force: true });
});

interface Place {
  url: string;
  stop(): Promise<void>;
}

async function embedded(): Promise<Place> {
  const { user, password, host, port } = inject('superuser');
  const name = `province_${process.pid}`;
  const admin = (sql: string) => withClient({ ...inject('superuser'), database: 'postgres' }, (client) => client.query(sql));
  await admin(`create database ${name}`);
  const url = `postgres://${user}:${password}@localhost:${port}/${name}?host=${encodeURIComponent(host!)}`;
  return { url, stop: () => admin(`drop database ${name} with (force)`).then(() => undefined) };
} // prettier-ignore

const DEBIAN = '/usr/lib/postgresql/15/bin';

/** Debian's own, as it comes, with an owner who is no superuser. */
async function debian(): Promise<Place> {
  if (!existsSync(DEBIAN)) await run('apt-get', ['install', '-y', 'postgresql-15']);
  const data = await mkdtemp(join(tmpdir(), 'liandong-debian-'));
  await run('chown', ['postgres', data]);
  const as = (command: string) => run('su', ['postgres', '-c', command]);
  await as(`${DEBIAN}/initdb -D ${data}/d -E UTF8 --locale=C.UTF-8 -A trust`);
  await as(`${DEBIAN}/pg_ctl -D ${data}/d -o '-p 5716 -k ${data}' -l ${data}/log -w start`);
  const admin = (sql: string) => as(`psql -h ${data} -p 5716 -c "${sql}"`);
  await admin("create role lian login createrole password 'x'");
  await admin('create database liandong owner lian');
  return {
    url: `postgres://lian:x@localhost:5716/liandong?host=${encodeURIComponent(data)}`,
    async stop() {
      await as(`${DEBIAN}/pg_ctl -D ${data}/d -m fast -w stop`);
      await rm(data, { recursive: true, force: true });
    },
  };
}

it.for([
  ['the embedded PostgreSQL', embedded],
  ['PostgreSQL 15 of Debian', debian],
] as const)(
  'a province comes to work on %s',
  { timeout: 3_600_000 },
  async ([name, open], { task, onTestFinished }) => {
    const place = await open();
    onTestFinished(() => place.stop());
    const settings = {
      DATABASE_URL: place.url,
      LIANDONG_KEYS: TEST_KEYS,
      OIDC_ISSUER: issuer.issuer,
      OIDC_AUDIENCE: AUDIENCE,
      COST_PER_MINUTE: '1000000000',
      LOG_LEVEL: 'error',
      NODE_OPTIONS: `--import ${resolve(import.meta.dirname, 'forcedHeap.mjs')}`,
    };
    const seconds: Record<string, number> = {};
    const timed = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
      const begun = performance.now();
      const done = await work();
      seconds[what] = Math.round((performance.now() - begun) / 100) / 10;
      return done;
    };
    const named = ['--system', '甲=system', '--security', '乙=security', '--audit', '丙=audit'];
    const bootstrap = await timed('bootstrap', () => project.run('bootstrap.js', ['--organ', 'nation', ...named], settings));
    expect([bootstrap.code, bootstrap.output]).toEqual([0, expect.stringContaining('甲')]);
    const server = await project.start(settings);
    onTestFinished(() => server.stop().then(() => undefined));
    const token = (subject: string) =>
      tokenBy(signing, { issuer: issuer.issuer, audience: AUDIENCE }, { sub: subject, exp: Math.floor(Date.now() / 1000) + 86_400 });
    const post = async (path: string, as: string, body: object) => {
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${await token(as)}` };
      return (await (await fetch(`${server.url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })).json()) as any; // eslint-disable-line
    };
    const ask = async (as: string, query: string, variables: object = {}) => {
      const { data, errors } = await post('/graphql', as, { query, variables });
      expect([query, errors]).toEqual([query, undefined]);
      return data;
    };
    const codes = bootstrap.output.match(/[2-9A-HJ-NP-Z]{6}(?:-[2-9A-HJ-NP-Z]{2,6}){4}/g)!;
    for (const [n, as] of ['system', 'security', 'audit'].entries()) expect(await post('/invitations', as, { code: codes[n] })).toEqual({ accepted: true });

    const heap = [await server.heap()];
    const tokenFile = join(folder, 'token');
    await writeFile(tokenFile, await token('system'));
    const sent = await timed('sent and checked', () => project.run('importFiles.js', ['--url', server.url, '--token', tokenFile, ...files], {}));
    expect([sent.code, sent.output]).toEqual([0, expect.stringContaining('faults 0')]);
    heap.push(await server.heap());
    const [, id] = /(organisationImport_\S+) CHECKED/.exec(sent.output)!;
    const read = async () => (await ask('security', 'query ($id: ID!) { organisationImport(id: $id) { state version rows created progress } }', { id })).organisationImport;
    const { version, rows } = await read();
    const progress = new Set<number>();
    await timed('done', async () => {
      const input = { idempotencyKey: newId(), id, expectedVersion: version, approve: true, reason: '同意' };
      const decided = await ask('security', 'mutation ($input: OrganisationImportDecideInput!) { organisationImportDecide(input: $input) { userErrors { code } } }', { input });
      expect(decided.organisationImportDecide.userErrors).toEqual([]);
      for (let now = await read(); now.state !== 'DONE'; now = await read()) {
        expect(now.state).toBe('CONFIRMED');
        progress.add(now.progress);
        await new Promise((done) => setTimeout(done, 500));
      }
    });
    heap.push(await server.heap());

    // The counts are the files'.
    const counts = await withClient({ connectionString: place.url }, async (owner) => {
      const { rows: [row] } = await owner.query(`set search_path = liandong; select 1`).then(() => owner.query(
        `select (select count(*)::int from unit where division_code like '90%') as organs, (select count(*)::int from unit where unit_code like '90%') as units,
           (select count(*)::int from person where staff_number like 'P%') as persons, (select count(*)::int from post) - 3 as posts`));
      // A clue for each organ, called by its code.
      await owner.query(`insert into clue (id, number, stage, source, received_at, owner_pos, handling_pos)
        select gen_random_uuid(), division_code, 1, 1, now(), pos, pos from unit where division_code like '90%'`);
      return row as Record<string, number>;
    });
    expect(counts).toEqual({ organs: province.count('organs'), units: province.count('offices') + province.count('groups'), persons, posts: province.count('posts') });

    // Who heads a case supervision office sees what lies below his organ's code, and nothing else.
    const registers = new Set([...province.rows('offices')].filter((cells) => cells.includes('案件监督管理室')).map(([code]) => code!));
    const heads = [...province.rows('posts')].filter(([, unit, duty]) => duty === DUTY_WORDS.OFFICE_HEAD[0] && registers.has(unit!));
    const codesOfOrgans = [...province.rows('organs')].map(([code]) => code!);
    const chosen = [2, 4, 6].flatMap((length) => heads.filter(([, unit]) => unit!.split('-')[0]!.length === length).slice(0, 2));
    expect(chosen.length).toBeGreaterThan(3);
    for (const [person, unit] of chosen) {
      const subject = `province-${Number(person!.slice(1)) - 1}`;
      const seen: string[] = [];
      for (let after: string | null = null, more = true; more; ) {
        const page: any = (await ask(subject, 'query ($after: String) { clues(first: 100, after: $after) { nodes { number } pageInfo { hasNextPage endCursor } } }', { after })).clues; // eslint-disable-line
        seen.push(...page.nodes.map((node: { number: string }) => node.number));
        [after, more] = [page.pageInfo.endCursor, page.pageInfo.hasNextPage];
      }
      const below = codesOfOrgans.filter((code) => code.startsWith(unit!.split('-')[0]!));
      expect([unit, seen.toSorted()]).toEqual([unit, below.toSorted()]);
    }
    const figures = { ...seconds, rows, 'heap before, checked, done (MB)': heap.map((bytes) => Math.round(bytes / 2 ** 20)).join(' / '), 'steps of progress seen': progress.size };
    task.meta.figures = { [`a province on ${name}`]: JSON.stringify(figures) };
    console.info(name, JSON.stringify(figures));
    expect(heap.at(-1)! / heap[0]!).toBeLessThan(1.5);
  },
); // prettier-ignore
