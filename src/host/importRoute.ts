import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { admitted, type Admitting } from './admission.js';
import { ActFault, type FaultCode } from '../database/actFault.js';
import type { ActDatabase } from '../database/acting.js';
import type { RequestContext } from '../graphql/context.js';
import { uuidOf } from '../graphql/ids.js';
import { LIMITS } from '../import/limits.js';
import { readImport } from '../import/readImport.js';
import { storedFault, storedRows, type StoredRow } from '../import/stored.js';
import { TABLE_NAMES, type Table } from '../import/tables.js';
import { LiandongError, type ErrorCode } from '../shared/errors.js';
import { newId } from '../shared/ids.js';

/** What a file costs of the minute, whatever is in it. */
const FILE = 20_000;
/** Rows of one act; an act has five seconds. */
const AT_ONCE = 500;
/** Files that this server reads at the same time. */
const MOST = 2;
const NAME = /^[^\p{Cc}\p{Cf}/\\]{1,120}$/u;

interface Parts extends Admitting {
  acts: ActDatabase;
  /** Where a file lies while it is read. */
  folder: string;
  /** An act outside the schema that did not happen. */
  refused: (context: RequestContext, operation: string, code: FaultCode) => Promise<LiandongError | null>;
}

const REFUSALS: Partial<Record<FaultCode, ErrorCode>> = {
  OBJECT_NOT_FOUND: 'NOT_FOUND',
  STATE_CONFLICT: 'IMPORT_CLOSED',
  LIMIT_REACHED: 'PAYLOAD_TOO_LARGE',
};

/**
 * POST /imports/<id>?file=<name>[&table=<table>]: a file of one's own open import. It is written down whole, read piece by
 * piece, and its rows are gathered by acts of the caller; sent again under its name it takes the place of what it was.
 */
export function importRoute(host: FastifyInstance, parts: Parts): void {
  let reading = 0;
  const contexts = new WeakMap<object, RequestContext>();
  void host.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, payload, parsed) => parsed(null, payload));
    scope.post('/imports/:id', {
      bodyLimit: LIMITS.fileBytes,
      onRequest: async (request) => {
        const context = await admitted(request, parts);
        await parts.allowance.take(context.identity, FILE);
        contexts.set(request, context);
      },
      handler: async (request, reply) => {
        const asked = askedOf(request);
        if (reading >= MOST) throw new LiandongError('UNAVAILABLE');
        reading += 1;
        const path = join(parts.folder, newId());
        try {
          const taken = await takeFile(parts, contexts.get(request)!, asked, path, request.body as Readable);
          return await reply.header('cache-control', 'no-store').send(taken);
        } finally {
          reading -= 1;
          await rm(path, { force: true });
        }
      },
    });
    done();
  });
}

interface Asked {
  id: string;
  file: string;
  table: Table | undefined;
}

function askedOf(request: FastifyRequest): Asked {
  const { id } = request.params as { id: string };
  const { file, table } = request.query as { file?: unknown; table?: unknown };
  if (typeof file !== 'string' || !NAME.test(file)) throw new LiandongError('BAD_REQUEST', { reason: 'file' });
  const known = TABLE_NAMES.find((name) => name === table);
  if (table !== undefined && !known) throw new LiandongError('BAD_REQUEST', { reason: 'table' });
  return { id: uuidOf('organisationImport', id), file, table: known };
}

async function takeFile(parts: Parts, context: RequestContext, asked: Asked, path: string, body: Readable) {
  const { identity, source, correlationId } = context;
  const send = newId();
  let n = 0;
  /** Each piece is an act by its own key: sent once, whatever is repeated. */
  const act = async (statement: string, values: readonly unknown[]) => {
    const request = { act: 'organisationImportAdd', key: `${send}-${(n += 1)}`, body: { id: asked.id, n }, source, correlationId };
    try {
      await parts.acts.perform(identity, request, async (acting) => {
        await acting.query(statement, values);
        return { object: 'organisation_import', ids: [asked.id], done: {} };
      });
    } catch (cause) {
      if (!(cause instanceof ActFault)) throw cause;
      const failed = await parts.refused(context, 'organisationImportAdd', cause.code);
      throw failed ?? new LiandongError(REFUSALS[cause.code] ?? 'FORBIDDEN');
    }
  }; // prettier-ignore
  // Whose import it is not, sends nothing that anybody would have to read.
  await act('select organisation_import_file($1, $2)', [asked.id, asked.file]);
  await mkdir(parts.folder, { recursive: true, mode: 0o700 });
  await pipeline(body, limited(LIMITS.fileBytes), createWriteStream(path, { flags: 'wx', mode: 0o600 }));

  const counts = { rows: 0, faults: 0, notices: [] as { zh: string; en: string }[] };
  let rows: StoredRow[] = [];
  let faults: object[] = [];
  const flush = async () => {
    await act('select organisation_import_add($1, $2, $3)', [asked.id, JSON.stringify(rows), JSON.stringify(faults)]);
    [rows, faults] = [[], []];
  };
  for await (const each of readImport(path, asked.table ? { table: asked.table } : {})) {
    if (each.kind === 'row') rows.push(...storedRows(each, asked.file));
    else if (each.kind === 'fault') faults.push(storedFault(each, asked.file));
    else counts.notices.push({ zh: each.zh, en: each.en });
    counts.rows += each.kind === 'row' ? 1 : 0;
    counts.faults += each.kind === 'fault' ? 1 : 0;
    if (rows.length >= AT_ONCE) await flush();
  }
  if (rows.length + faults.length > 0) await flush();
  return counts;
}

function limited(most: number): Transform {
  let bytes = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > most) done(new LiandongError('PAYLOAD_TOO_LARGE'));
      else done(null, chunk);
    },
  });
}
