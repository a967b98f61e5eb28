import { randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedServerError } from './errors.js';

export async function readPassword(folder: string): Promise<string | undefined> {
  const file = join(folder, 'secret.json');
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const password = /^\s*\{\s*"password"\s*:\s*"([\w-]{32,})"\s*\}\s*$/.exec(text)?.[1];
  if (password) return password;
  throw new EmbeddedServerError('SECRET', `${file} does not hold the superuser's password. Restore it from a backup.`);
}

/** Safe on disk before the cluster that knows it, so that no kill leaves a cluster nobody can enter. */
export async function createPassword(folder: string): Promise<string> {
  const file = join(folder, 'secret.json');
  const password = randomBytes(32).toString('base64url');
  await writeFile(`${file}.new`, `${JSON.stringify({ password })}\n`, { mode: 0o600, flush: true });
  await rename(`${file}.new`, file);
  return password;
}
