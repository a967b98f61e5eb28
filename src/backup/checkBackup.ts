import { MIGRATIONS } from '../../migrations/index.js';
import { wordsOf } from '../audit/verdictWords.js';
import type { Keys } from '../shared/keys.js';
import type { Report } from './makeBackup.js';
import { openBackup, rowsOf, SEALS, type Manifest } from './manifest.js';
import { contentOf, linesIn, type Backup } from './parts.js';
import { BackupRefused } from './refusal.js';
import { partOf } from './tables.js';

export interface CheckedBackup {
  backup: Backup;
  at: string;
  manifest: Manifest;
}

/** Reads all of it to the end, before anything else is touched. */
export async function checkBackup(
  folder: string,
  keys: Keys,
  { withFault = false, report = () => undefined }: { withFault?: boolean; report?: Report } = {},
): Promise<CheckedBackup> {
  const { backup, at, manifest } = await openBackup(folder, keys);
  const newer = manifest.migrations.find((name) => !MIGRATIONS.some((migration) => migration.name === name));
  if (newer) throw new BackupRefused('NEWER_VERSION', newer);
  if (manifest.verdict.fault && !withFault)
    throw new BackupRefused('TRAIL_FAULT', wordsOf(manifest.verdict).at(-1)!.en);
  const parts = [{ part: SEALS, rows: manifest.seals }, ...manifest.tables.map((table) => ({ part: partOf(table), rows: table.rows }))]; // prettier-ignore
  const total = rowsOf(manifest) + manifest.seals;
  let done = 0;
  for (const { part, rows } of parts) {
    const lines = await linesIn(contentOf(backup, part), (read) => report('check', done + read, total));
    if (lines !== rows) throw new BackupRefused('PART_CHANGED', part);
    done += lines;
  }
  return { backup, at, manifest };
}
