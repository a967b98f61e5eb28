// Builds the pages into dist/explorer, unless what is there was built from the same files and packages.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'vite';
import config from './vite.config.mjs';

const ROOT = resolve(import.meta.dirname, '../..');
const STAMP = join(ROOT, 'dist/explorer/.built-from');

function builtFrom() {
  const hash = createHash('sha256').update(readFileSync(join(ROOT, 'package-lock.json')));
  const files = readdirSync(import.meta.dirname, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  for (const file of files) hash.update(file.slice(ROOT.length)).update('\0').update(readFileSync(file));
  return hash.digest('hex');
}

export async function buildPages() {
  const from = builtFrom();
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === from) return;
  await build(config);
  writeFileSync(STAMP, from);
}

if (process.argv[1] === import.meta.filename) await buildPages();
