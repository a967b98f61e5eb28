import { createHash } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { EmbeddedServerError } from './errors.js';
import { giveTo, requireWayTo, type Account } from './systemUser.js';

/** Only part of the socket's name: nothing listens on TCP, and the folder is this server's alone. */
export const PORT = 5432;

// The kernel takes 107 bytes on Linux and 103 on macOS.
const LONGEST = 103;

export function socketFolderOf(folder: string): string {
  const beside = join(folder, 'socket');
  if (fits(beside)) return beside;
  const hash = createHash('sha256').update(folder).digest('hex').slice(0, 16);
  const elsewhere = join(tmpdir(), `liandong-${hash}`);
  if (fits(elsewhere)) return elsewhere;
  throw new EmbeddedServerError(
    'FOLDER',
    `Neither ${beside} nor ${elsewhere} is short enough for a Unix socket (${LONGEST} bytes). Use a shorter data folder.`,
  );
}

/** Made anew at each start: what a killed server left there would make the next one hesitate. */
export async function makeSocketFolder(path: string, account: Account): Promise<void> {
  if (await answers(socketIn(path))) {
    throw new EmbeddedServerError(
      'START_FAILED',
      `A PostgreSQL that is no process of this machine answers on ${socketIn(path)}: ` +
        'probably another container uses the same data folder. Stop that one first; two at once would destroy the data.',
    );
  }
  await requireWayTo(dirname(path), account);
  try {
    await rm(path, { recursive: true, force: true });
    // Fails if someone else was faster, so the folder is certainly ours.
    await mkdir(path, { mode: 0o700 });
  } catch (cause) {
    throw new EmbeddedServerError('FOLDER', `The socket's folder ${path} cannot be made: ${(cause as Error).message}`, {
      cause,
    });
  }
  await giveTo(account, path);
}

function socketIn(folder: string): string {
  return join(folder, `.s.PGSQL.${PORT}`);
}

function fits(folder: string): boolean {
  return Buffer.byteLength(socketIn(folder)) <= LONGEST;
}

function answers(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const connection = connect(socket);
    const settle = (answered: boolean) => {
      connection.destroy();
      resolve(answered);
    };
    connection.once('connect', () => settle(true)).once('error', () => settle(false));
  });
}
