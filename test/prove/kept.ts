import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { commit } from './results.js';

const FOLDER = '.prove';

interface Entry<Found> {
  found: Found;
  /** Where an earlier proof found it. */
  commit?: string;
}

/** What has been found, a line each in a file; `goOn` takes over what an earlier proof found under the same key. */
export class Kept<Found> {
  private readonly entries = new Map<string, Entry<Found>>();
  private readonly file: string;
  private readonly here = commit();

  constructor(name: string, goOn: boolean) {
    mkdirSync(FOLDER, { recursive: true });
    this.file = `${FOLDER}/${name}.jsonl`;
    // Whoever was ended while writing left half a line.
    appendFileSync(this.file, '\n');
    const lines = goOn ? readFileSync(this.file, 'utf8').split('\n') : [];
    for (const line of lines.filter((one) => one.endsWith('}'))) {
      const { key, found, commit: where } = JSON.parse(line) as Required<Entry<Found>> & { key: string };
      this.entries.set(key, { found, commit: where });
    }
  }

  get(key: string): Entry<Found> | undefined {
    return this.entries.get(key);
  }

  add(key: string, found: Found): void {
    this.entries.set(key, { found });
    appendFileSync(this.file, `${JSON.stringify({ key, found, commit: this.here })}\n`);
  }
}

/** How many were taken over, and where they were found. */
export function takenOver(commits: readonly (string | undefined)[]): Record<string, string> {
  const old = commits.filter((one) => one !== undefined);
  const from = [...new Set(old)].map((one) => `${old.filter((other) => other === one).length} of ${one}`);
  return old.length === 0 ? {} : { 'taken over from an earlier proof of the same': from.join(', ') };
}

export const digest = (...texts: string[]) => createHash('sha256').update(texts.join('\0')).digest('hex').slice(0, 24);

/** What stands in the files below paths, as git names them, whether committed or not. */
export function digestOf(...paths: string[]): string {
  const listed = execFileSync('git', ['ls-files', '-z', '-co', '--exclude-standard', '--', ...paths], {
    encoding: 'utf8',
  });
  const files = [...new Set(listed.split('\0'))].filter((file) => file !== '' && existsSync(file)).toSorted();
  return digest(...files.flatMap((file) => [file, readFileSync(file, 'base64')]));
}
