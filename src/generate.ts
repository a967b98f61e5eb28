import 'reflect-metadata';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectionOf, startEmbedded } from './database/embedded/server.js';
import { installOwned, withClient } from './database/install.js';
import { generatedFiles } from './generated.js';
import { newKeysText, parseKeys } from './shared/keys.js';

// `npm run generate` writes the generated files from a database made for it; with --check it only compares.
const check = process.argv.includes('--check');
const folder = await mkdtemp(join(tmpdir(), 'liandong-generate-'));
await chmod(folder, 0o711);
const server = await startEmbedded({ folder, settings: { fsync: 'off' } });
try {
  const owner = await installOwned(connectionOf(server, 'postgres'), 'generate', parseKeys(newKeysText()));
  const files = await withClient(owner, generatedFiles);
  const stale: string[] = [];
  for (const [path, text] of Object.entries(files)) {
    const present = await readFile(path, 'utf8').catch(() => '');
    if (present === text) continue;
    stale.push(path);
    if (!check) await writeFile(path, text);
  }
  if (stale.length > 0) console.log(`${check ? 'Not up to date' : 'Written'}: ${stale.join(', ')}`);
  if (check && stale.length > 0) process.exitCode = 1;
} finally {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}
