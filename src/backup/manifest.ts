import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { Verdict } from '../audit/verify.js';
import type { Keys } from '../shared/keys.js';
import { keyOf, parseHeading } from './heading.js';
import { contentOf, HEADING, writePart, type Backup } from './parts.js';
import { BackupRefused } from './refusal.js';
import type { Table } from './tables.js';

/** A table as it was kept, with the file's length. */
export interface KeptTable extends Table {
  rows: number;
  bytes: number;
}

/** What belongs to a backup, in a part of its own: written last, it makes the others a whole. */
export interface Manifest {
  postgres: string;
  /** Applied ones, in their order. */
  migrations: string[];
  tables: KeptTable[];
  /** Of the audit trail, as they lay outside the database. */
  seals: number;
  /** Of the trail in this backup with its seals. */
  verdict: Verdict;
}

export const rowsOf = ({ tables }: Manifest) => tables.reduce((sum, { rows }) => sum + rows, 0);

export const SEALS = 'audit-seals';
const MANIFEST = 'manifest';

export async function writeManifest(backup: Backup, manifest: Manifest): Promise<void> {
  await writePart(backup, MANIFEST, Readable.from([Buffer.from(`${JSON.stringify(manifest)}\n`)]));
}

export async function writeHeading({ folder, heading }: Backup): Promise<void> {
  await writeFile(join(folder, HEADING), heading, { flag: 'wx', mode: 0o600, flush: true });
}

export async function openBackup(
  folder: string,
  keys: Keys,
): Promise<{ backup: Backup; at: string; manifest: Manifest }> {
  const heading = await readFile(join(folder, HEADING), 'utf8').catch((cause: unknown) => {
    throw new BackupRefused('NO_BACKUP', folder, { cause });
  });
  const told = parseHeading(heading, folder);
  const backup = { folder, heading, key: keyOf(told, keys) };
  const text: Buffer[] = [];
  for await (const bytes of contentOf(backup, MANIFEST)) text.push(bytes);
  return { backup, at: told.at, manifest: JSON.parse(Buffer.concat(text).toString('utf8')) as Manifest };
}
