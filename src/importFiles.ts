import { createReadStream } from 'node:fs';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { TABLE_NAMES } from './import/tables.js';
import { templateName, templateOf } from './import/template.js';
import { progressBars } from './progressBars.js';
import { newId } from './shared/ids.js';

// `npm run import -- --url <url> --token <file> --reason <why> <files>` sends the files of an organisation to a server, as a
// system administrator, and tells what they would change or what is wrong with them. Another person confirms it there.
// `-- --templates <folder>` writes empty tables to fill in.
interface Import {
  id: string;
  state: string;
  progress: number | null;
  rows: number;
  created: number | null;
  amended: number | null;
  faultCount: number;
  faults: { number: number; file: string; line: number; column: string | null; code: string; message: string }[];
  differences: { number: number; file: string; line: number; lines: { field: string; before: string | null; after: string | null }[] }[];
} // prettier-ignore

const LOOK_EVERY_MS = 1000;
const FIELDS = 'id state progress rows created amended faultCount';
const ONE = `query ($id: ID!) { organisationImport(id: $id) { ${FIELDS} } }`;
const TOLD = `query ($id: ID!, $faults: Int, $differences: Int) { organisationImport(id: $id) { ${FIELDS}
  faults(after: $faults) { number file line column code message }
  differences(after: $differences) { number file line lines { field before after } } } }`;

const bars = progressBars();
try {
  const { values, positionals: files } = parseArgs({
    allowPositionals: true,
    options: {
      url: { type: 'string', default: 'http://127.0.0.1:4000' },
      token: { type: 'string' },
      reason: { type: 'string', default: '组织机构导入' },
      templates: { type: 'string' },
      all: { type: 'boolean', default: false },
    },
  });
  if (values.templates) await writeTemplates(values.templates);
  else {
    if (!values.token || files.length === 0) throw new Error('--token <file> and the files to import are needed');
    const told = await imported(values.url, (await readFile(values.token, 'utf8')).trim(), values.reason, files);
    bars.stop();
    await tell(told, values.all);
  }
} catch (error) {
  bars.stop();
  console.error(`未导入。\nNothing was imported. ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}

async function writeTemplates(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const table of TABLE_NAMES)
    await writeFile(join(folder, templateName(table)), templateOf(table), { flag: 'wx' });
  console.log(`${TABLE_NAMES.map((table) => templateName(table)).join('、')} → ${folder}`);
}

type Ask = <D>(query: string, variables: object) => Promise<D>;

async function imported(url: string, token: string, reason: string, files: readonly string[]) {
  const headers = { authorization: `Bearer ${token}`, 'accept-language': 'zh, en;q=0.5' };
  const ask: Ask = async (query, variables) => {
    const body = JSON.stringify({ query, variables });
    const response = await fetch(`${url}/graphql`, { method: 'POST', body, headers: { ...headers, 'content-type': 'application/json' } });
    return answerOf(response);
  }; // prettier-ignore
  const act = async (name: string, input: object) => {
    const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
    const query = `mutation ($input: ${type}!) { ${name}(input: $input) { userErrors { message } organisationImport { ${FIELDS} } } }`;
    const data = await ask<Record<string, { userErrors: { message: string }[]; organisationImport: Import }>>(query, {
      input: { idempotencyKey: newId(), ...input },
    });
    const { userErrors, organisationImport } = data[name]!;
    if (userErrors.length > 0) throw new Error(userErrors.map(({ message }) => message).join(' '));
    return organisationImport;
  };
  const { id } = await act('organisationImportOpen', { reason });
  for (const path of files) {
    const { size } = await stat(path);
    const response = await fetch(`${url}/imports/${id}?file=${encodeURIComponent(basename(path))}`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/octet-stream' },
      body: Readable.toWeb(createReadStream(path)) as never,
      duplex: 'half',
    });
    const taken = await answerOf<{ rows: number; notices: { zh: string; en: string }[] }>(response, true);
    bars.report(basename(path), size, size);
    for (const { zh, en } of taken.notices) console.log(`${basename(path)}: ${zh} ${en}`);
  }
  await act('organisationImportCheck', { id });
  for (;;) {
    const { organisationImport: now } = await ask<{ organisationImport: Import }>(ONE, { id });
    if (now.state !== 'CHECKING') return { ask, id };
    bars.report('check', now.progress ?? 0, 100);
    await delay(LOOK_EVERY_MS);
  }
}

async function tell({ ask, id }: { ask: Ask; id: string }, all: boolean): Promise<void> {
  let [faults, differences] = [0, 0];
  for (;;) {
    const { organisationImport: one } = await ask<{ organisationImport: Import }>(TOLD, { id, faults, differences });
    for (const { file, line, column, code, message } of one.faults)
      console.log(`✗ ${file} ${line}${column ? ` ${column}` : ''}: ${message} (${code})`);
    for (const { file, line, lines } of one.differences)
      console.log(`  ${file} ${line}: ${lines.map(({ field, before, after }) => `${field} ${before ?? '–'} → ${after ?? '–'}`).join('; ')}`);
    [faults, differences] = [one.faults.at(-1)?.number ?? faults, one.differences.at(-1)?.number ?? differences];
    if (!all || one.faults.length + one.differences.length === 0) {
      const { rows, created, amended, faultCount, state } = one;
      console.log(`\n${id} ${state}: ${rows} 行 rows, 新增 new ${created ?? '–'}, 变更 changed ${amended ?? '–'}, 错误 faults ${faultCount}`);
      if (state === 'CHECKED' && faultCount === 0)
        console.log('由安全保密管理员或机关主要负责人确认：organisationImportDecide。\nAnother person confirms it: organisationImportDecide.');
      else process.exitCode = 1;
      return;
    }
  }
} // prettier-ignore

async function answerOf<D>(response: Response, bare = false): Promise<D> {
  const answer = (await response.json()) as { data?: D; errors?: { message: string; extensions: { code: string } }[] };
  if (answer.errors) throw new Error(answer.errors.map(({ message, extensions }) => `${extensions.code}: ${message}`).join(' '));
  return (bare ? answer : answer.data) as D;
} // prettier-ignore
