import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { CheckpointFolder } from '../../src/audit/checkpointFolder.js';
import { Sealer, type SealerOptions } from '../../src/audit/sealer.js';
import { publicKeys } from '../../src/audit/signing.js';
import { verifyTrail, type Verdict } from '../../src/audit/verify.js';
import type { AuditWriter } from '../../src/audit/writer.js';
import { KEYS, type TestDatabase } from '../support/database.js';

export const READER = { person: randomUUID(), post: randomUUID(), unit: 330200000001 };

const HELD_UP = 'select from audit_entry where txid >= pg_snapshot_xmin(pg_current_snapshot()) limit 1';

/** Requests that have each read some clues. */
export async function reads(audit: AuditWriter, requests: number, rows = 1): Promise<void> {
  for (let n = 0; n < requests; n += 1) {
    const traces = Array.from({ length: rows }, () => {
      const read = { kind: 'READ', operation: 'clues', object: 'clue', objectIds: [randomUUID()] } as const;
      return { ...read, facets: ['CONTENT'] as const };
    });
    await audit.append({ asker: READER, source: '127.0.0.1', correlationId: randomUUID() }, traces);
  }
}

/** A folder outside the database and a server that seals into it. */
export async function sealing(db: TestDatabase, options: Partial<SealerOptions> = {}) {
  const path = await mkdtemp(join(tmpdir(), 'liandong-checkpoints-'));
  const folder = new CheckpointFolder(path);
  const sealer = new Sealer({ connection: db.connectionAs('liandong_sealer'), keys: KEYS, folder, ...options });
  const verify = (keys = publicKeys(KEYS)): Promise<Verdict> =>
    verifyTrail({ owner: db.owner, outside: folder.checkpoints(), keys });
  return {
    path,
    folder,
    sealer,
    verify,
    /** All that there is, together: transactions of other tests on the same server may hold up some of it. */
    async sealAll() {
      for (let tries = 0; tries < 1200; tries += 1) {
        const { rows } = await db.owner.query(HELD_UP);
        if (rows.length === 0) await sealer.run();
        if (rows.length === 0 && (await verify()).tail === 0) return;
        await delay(50);
      }
      throw new Error('not sealed within a minute');
    },
    async end() {
      await sealer.stop();
      await rm(path, { recursive: true, force: true });
    },
  };
}
export type Sealing = Awaited<ReturnType<typeof sealing>>;
