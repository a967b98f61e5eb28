// Builds the pages into dist/explorer, unless what is there was built from the same files and packages.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build } from 'vite';
import config from './vite.config.mjs';

const ROOT = resolve(import.meta.dirname, '../..');
const ASSETS = join(ROOT, 'dist/explorer/assets');
const STAMP = join(ROOT, 'dist/explorer/.built-from');

function builtFrom() {
  const hash = createHash('sha256').update(readFileSync(join(ROOT, 'package-lock.json')));
  const files = [import.meta.dirname, join(ROOT, 'schema/operations')]
    .flatMap((folder) => readdirSync(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  for (const file of files) hash.update(file.slice(ROOT.length)).update('\0').update(readFileSync(file));
  return hash.digest('hex');
}

/** Once here instead of at each request. */
function compress() {
  for (const file of readdirSync(ASSETS)) {
    const bytes = readFileSync(join(ASSETS, file));
    if (bytes.length < 1024) continue;
    writeFileSync(join(ASSETS, `${file}.gz`), gzipSync(bytes));
    const quality = { [constants.BROTLI_PARAM_QUALITY]: 7 };
    writeFileSync(join(ASSETS, `${file}.br`), brotliCompressSync(bytes, { params: quality }));
  }
}

export async function buildPages() {
  const from = builtFrom();
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === from) return;
  await build(config);
  compress();
  writeFileSync(STAMP, from);
}

if (process.argv[1] === import.meta.filename) await buildPages();
