import { chown } from 'node:fs/promises';
import { dirname } from 'node:path';
import { run } from './command.js';
import { EmbeddedServerError } from './errors.js';

/** Who runs PostgreSQL. Without ids: the user we are. */
export interface Account {
  name: string;
  uid?: number;
  gid?: number;
}

const NAME = 'postgres';

/** PostgreSQL refuses to run as root, so root runs it as the system user `postgres`. */
export async function serverAccount(): Promise<Account> {
  const self = process.getuid?.();
  if (self !== 0) return { name: `uid ${self}` };
  return (await find()) ?? (await create());
}

async function find(): Promise<Account | undefined> {
  const [user, group] = await Promise.all([run('id', ['-u', NAME]), run('id', ['-g', NAME])]);
  if (!user.succeeded || !group.succeeded) return undefined;
  return { name: NAME, uid: Number(user.output), gid: Number(group.output) };
}

async function create(): Promise<Account> {
  const group = await run('groupadd', ['--system', '--force', NAME]);
  const homeless = ['--no-create-home', '--home-dir', '/nonexistent', '--shell', '/usr/sbin/nologin'];
  const user = await run('useradd', ['--system', '--gid', NAME, ...homeless, NAME]);
  // Whoever else is being started on this machine may have created it first.
  const account = await find();
  if (account) return account;
  throw new EmbeddedServerError(
    'SYSTEM_USER',
    `PostgreSQL does not run as root, and the system user ${NAME} could not be created: ` +
      `${[group, user].flatMap((one) => (one.succeeded ? [] : [one.output])).join('; ')}. ` +
      `Create that user (useradd --system ${NAME}), or start as an ordinary user.`,
  );
}

export async function giveTo(account: Account, path: string): Promise<void> {
  if (account.uid !== undefined && account.gid !== undefined) await chown(path, account.uid, account.gid);
}

/** A user who may not pass through a folder's ancestors gets "permission denied" about the last one; this names the right one. */
export async function requireWayTo(folder: string, account: Account): Promise<void> {
  if (account.uid === undefined) return;
  // Asked of the kernel as that user, since mode bits do not tell of access lists.
  const script = 'for d; do [ -x "$d" ] || { printf "closed: %s" "$d"; exit 1; }; done';
  const { succeeded, output } = await run('/bin/sh', ['-c', script, 'sh', ...ancestors(folder)], account);
  if (succeeded) return;
  const closed = /^closed: (.*)$/s.exec(output)?.[1];
  if (closed === undefined) {
    throw new EmbeddedServerError(
      'SYSTEM_USER',
      `No process can be started as the user ${account.name} (${output}). ` +
        'Start as an ordinary user, or allow root to change its user (CAP_SETUID, CAP_SETGID).',
    );
  }
  throw new EmbeddedServerError(
    'FOLDER',
    `As we run as root, PostgreSQL runs as the user ${account.name}, who may not enter ${closed} on the way to ${folder}. ` +
      `Open it (chmod o+x '${closed}'), move to another place, or start as an ordinary user.`,
  );
}

function ancestors(folder: string): string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [...ancestors(parent), folder];
}
