import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { connectionOf, startEmbedded } from '../../src/database/embedded/server.js';
import { installOwned, withClient } from '../../src/database/install.js';
import type { Connection } from '../../src/database/migrations.js';
import { parseKeys } from '../../src/shared/keys.js';
import { TEST_KEYS } from './keys.js';

declare module 'vitest' {
  interface ProvidedContext {
    superuser: Connection;
    /** What test files copy: as the migrations made it, or, where `npm run prove` says so, with one thing loosened. */
    template: string;
    /** Databases stay when a test file is done with them, for who wants to know what it touched. */
    left: boolean;
  }
}

/** One real PostgreSQL for the whole run; each test file clones a template database of it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'liandong-test-'));
  // Started as root, the server runs as another user, who must find the way in.
  await chmod(folder, 0o711);
  const server = await startEmbedded({
    folder,
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' },
  });
  const stop = async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
  const superuser = connectionOf(server, 'postgres') as Connection;
  try {
    const owner = await installOwned(superuser, 'template_empty', parseKeys(TEST_KEYS));
    // Most tests ask as somebody, not in a session of his, and some let days pass (sessions.test.ts puts the limits back).
    await withClient(owner, (client) => client.query('delete from session_limit'));
  } catch (error) {
    await stop();
    throw error;
  }
  project.provide('superuser', superuser);
  project.provide('template', 'template_empty');
  project.provide('left', false);
  return stop;
}
