import { access, chmod, constants, mkdir, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { findBinaries } from './binaries.js';
import { openCluster, SUPERUSER } from './cluster.js';
import { EmbeddedServerError } from './errors.js';
import { acquireLock } from './lock.js';
import { Postmaster } from './postmaster.js';
import { makeSocketFolder, PORT, socketFolderOf } from './socketFolder.js';
import { requireWayTo, serverAccount } from './systemUser.js';

/*
 * A real PostgreSQL of our own, for whoever sets no DATABASE_URL. It listens on a Unix socket only, and one process
 * owns a data folder at a time. It survives our death: a killed process leaves it running, and the next start stops it.
 *
 * The data folder:  secret.json  the superuser's password     server.json, server.lock  who runs it now
 *                   cluster/     PostgreSQL's data directory  socket/, postgres.log
 */

export interface EmbeddedServerOptions {
  folder: string;
  /** PostgreSQL settings over ours, such as fsync=off for tests. */
  settings?: Record<string, string>;
  log?: (line: string) => void;
}

export interface EmbeddedServer {
  socketFolder: string;
  port: number;
  superuser: { user: string; password: string };
  /** Tells whoever starts a second process on this folder where the first one listens. */
  setAddress(url: string): Promise<void>;
  stop(): Promise<void>;
}

const defaults: Record<string, string> = {
  shared_buffers: '256MB',
  max_connections: '100',
  // Messages of clients' errors quote values ("invalid input syntax: …"); the level "log" leaves them out and keeps
  // what the server says of itself. Should someone raise it, statements, parameters and details still stay out.
  log_min_messages: 'log',
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
  log_parameter_max_length: '0',
  log_parameter_max_length_on_error: '0',
};

export async function startEmbedded(options: EmbeddedServerOptions): Promise<EmbeddedServer> {
  const { settings = {}, log = () => undefined } = options;
  const folder = await makeDataFolder(options.folder);
  const socketFolder = socketFolderOf(folder);
  const lock = await acquireLock(folder, log);
  const undo = [() => lock.release()];
  const leave = async () => {
    for (const step of undo) await step();
  };
  try {
    const account = await serverAccount();
    await requireWayTo(folder, account);
    const binaries = await findBinaries(account);
    const cluster = await openCluster(folder, binaries, account, log);
    const postmaster = new Postmaster(cluster.path, join(folder, 'postgres.log'), binaries, account, log);
    await postmaster.stop(10);
    await makeSocketFolder(socketFolder, account);
    undo.unshift(() => rm(socketFolder, { recursive: true, force: true }));
    const flags = {
      ...defaults,
      ...settings,
      listen_addresses: '',
      port: String(PORT),
      unix_socket_directories: `"${socketFolder}"`,
      unix_socket_permissions: '0700',
    };
    await postmaster.start(flags);

    let stopping: Promise<void> | undefined;
    const watch = keepRunning(postmaster, flags, () => stopping !== undefined, log);
    const stop = async () => {
      await watch.end();
      await postmaster.stop(60);
      await leave();
    };
    return {
      socketFolder,
      port: PORT,
      superuser: { user: SUPERUSER, password: cluster.password },
      setAddress: async (url) => {
        if (!stopping) await lock.setAddress(url);
      },
      stop: () => (stopping ??= stop()),
    };
  } catch (error) {
    await leave();
    throw error;
  }
}

const WATCH_EVERY_MS = 1000;

/** PostgreSQL restarts its own children; should it itself be killed, for want of memory say, we start it again. */
function keepRunning(
  postmaster: Postmaster,
  flags: Record<string, string>,
  stopping: () => boolean,
  log: (line: string) => void,
): { end: () => Promise<void> } {
  let busy: Promise<void> | undefined;
  const look = async () => {
    if (stopping() || (await postmaster.isRunning())) return;
    log('PostgreSQL is gone; starting it again.');
    // What is left of it may still be ending: then the next look tries again.
    await postmaster
      .start(flags)
      .catch((error: unknown) => log(error instanceof Error ? error.message : String(error)));
  };
  const timer = setInterval(() => {
    busy ??= look().finally(() => (busy = undefined));
  }, WATCH_EVERY_MS);
  timer.unref();
  return {
    end: async () => {
      clearInterval(timer);
      await busy;
    },
  };
}

/** What node-pg needs in order to connect. */
export function connectionOf(server: EmbeddedServer, database: string) {
  return { host: server.socketFolder, port: server.port, ...server.superuser, database };
}

async function makeDataFolder(path: string): Promise<string> {
  // pg_ctl puts the path between double quotes into a shell command.
  if (/["$`\\\n]/.test(path)) {
    throw new EmbeddedServerError(
      'FOLDER',
      `The data folder's name may not contain quotes, $, \\ or line ends: ${path}`,
    );
  }
  // Only root runs PostgreSQL as another user, who must be able to pass through.
  const mode = process.getuid?.() === 0 ? 0o711 : 0o700;
  try {
    const created = await mkdir(path, { recursive: true, mode });
    if (created !== undefined) await chmod(path, mode);
    await access(path, constants.W_OK | constants.X_OK);
    // The one spelling of it, so that a postmaster's command line can be compared.
    return await realpath(path);
  } catch (cause) {
    throw new EmbeddedServerError('FOLDER', `The data folder ${path} cannot be used: ${(cause as Error).message}`, {
      cause,
    });
  }
}
