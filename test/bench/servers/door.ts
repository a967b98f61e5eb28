import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { rolePassword, SCHEMA } from '../../../src/database/roles.js';
import { Sessions } from '../../../src/database/sessions.js';
import { ticket } from '../../../src/database/ticket.js';
import { DEMO_ISSUER } from '../../../src/demo/issuer.js';
import { bearerOf } from '../../../src/identity/bearer.js';
import { developmentIssuer } from '../../../src/identity/development.js';
import type { SignedIn } from '../../../src/jurisdiction/principal.js';
import { currentKey, firstKey, parseKeys } from '../../../src/shared/keys.js';

/** What all peers have in common with ours: whom a token names, and how a transaction becomes his. */
const keys = parseKeys(process.env['LIANDONG_KEYS']!);
const ticketKey = { id: keys.current, key: currentKey(keys, 'ticket') };
const issuer = await developmentIssuer(DEMO_ISSUER, { keyFile: process.env['BENCH_ISSUER_KEY']! });

export const CONNECTIONS = 16;
export const ownerUrl = process.env['DATABASE_URL']!;

const as = (role: 'liandong_api' | 'liandong_door') => {
  const url = new URL(ownerUrl);
  url.username = role;
  url.password = rolePassword(keys, role);
  return url.toString();
};

/** As ours has it, plans kept for all values included: without that PostGraphile's reading of one object took three times as long. */
export const CONNECTION = {
  connectionString: as('liandong_api'),
  max: CONNECTIONS,
  statement_timeout: 5000,
  idle_in_transaction_session_timeout: 5000,
  options: `-c search_path=${SCHEMA},pg_temp -c timezone=UTC -c jit=off -c random_page_cost=1.1 -c plan_cache_mode=force_generic_plan`,
};
export const pool = new pg.Pool(CONNECTION);
pool.on('error', () => undefined);

const sessions = new Sessions({
  connection: { connectionString: as('liandong_door') },
  ticketKey,
  key: firstKey(keys, 'session'),
});

export async function identityOf(request: IncomingMessage): Promise<SignedIn> {
  const verified = await issuer.verify(bearerOf(request.headers.authorization));
  const identity = { ...verified, post: null, session: sessions.idOf(verified) };
  await sessions.seen(identity, { signedInAt: verified.signedInAt, client: null, source: '127.0.0.1' });
  return identity;
}

export const BEGIN = `begin isolation level repeatable read read only;
  select pg_backend_pid() || ':' || (extract(epoch from transaction_timestamp()) * 1000000)::bigint as mark`;
export const ENTER = 'select enter($1, $2)';

export const markOf = (results: unknown) => (results as { rows: { mark: string }[] }[])[1]!.rows[0]!.mark;
export const proofOf = (identity: SignedIn, mark: string) => ticket(ticketKey, identity, mark);

/** The transaction as whoever asks, before the first statement of the request. */
export async function enter(client: pg.ClientBase, identity: SignedIn): Promise<void> {
  const mark = markOf(await client.query(BEGIN));
  await client.query({ name: 'enter', text: ENTER, values: proofOf(identity, mark) });
}

/** Tells the benchmark where it listens, and aside from that how large its heap is. */
export function ready(port: number): void {
  const side = createServer((_request, response) => response.end(`heap ${process.memoryUsage().heapUsed}`));
  side.listen(0, '127.0.0.1', () => {
    console.log(`heap at http://127.0.0.1:${(side.address() as AddressInfo).port}/`);
    console.log(`ready at http://127.0.0.1:${port}/graphql`);
  });
}
