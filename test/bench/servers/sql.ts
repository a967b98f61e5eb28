import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { BEGIN, CONNECTION, ENTER, identityOf, markOf, proofOf, ready } from './door.js';

/** What somebody writes who needs these two answers and no others: one statement each, and PostgreSQL makes the JSON. */
interface Asked {
  first?: number;
  within?: { column: string; value: number };
  id?: string;
}

const unit = (pos: string) =>
  `(select json_build_object('id', u.id, 'name', u.name) from unit u where u.pos = c.${pos})`;
const NODE = `json_build_object('id', c.id, 'number', c.number, 'stage', c.stage, 'source', c.source,
  'priority', c.priority, 'expedited', c.expedited, 'receivedAt', c.received_at, 'dueAt', c.due_at, 'open', c.open,
  'version', c.version, 'owner', ${unit('owner_pos')}, 'handlingUnit', ${unit('handling_pos')},
  'receivedBy', ${unit('received_pos')},
  'petition', (select json_build_object('class', p.class, 'channel', p.channel, 'text', p.text)
    from clue_petition p where p.clue_id = c.id),
  'content', (select json_build_object('subjectName', t.subject_name, 'subjectPosition', t.subject_position,
      'allegation', t.allegation, 'handlerName', t.handler_name) from clue_content t where t.clue_id = c.id),
  'reporter', (select json_build_object('kind', r.kind, 'name', r.name) from clue_reporter r where r.clue_id = c.id),
  'supervisionItems', (select coalesce(json_agg(json_build_object('id', s.id, 'number', s.number, 'state', s.state,
      'dueAt', s.due_at) order by s.id desc), '[]') from supervision_item s where s.clue_id = c.id))`;
const COLUMNS = ['province', 'city', 'county', 'owner_pos'];

// The limit is a literal and the name says the column, so that a plan is made once for each and is good for all.
function statement({ first, within, id }: Asked): pg.QueryConfig {
  if (id) return { name: 'one', text: `select ${NODE}::text as body from clue c where c.id = $1`, values: [id] };
  const [limit, column] = [Number(first), COLUMNS.find((name) => name === within?.column)];
  const where = column ? `where c.${column} = $1` : '';
  return {
    name: `list ${column} ${limit}`,
    text: `select coalesce(json_agg(x.node), '[]')::text as body
      from (select ${NODE} as node from clue c ${where} order by c.id desc limit ${limit}) x`,
    values: column ? [within!.value] : [],
  };
}

const pool = new pg.Pool({ ...CONNECTION, pipeline: true });
pool.on('error', () => undefined);

/** Two round trips: the ticket is for the transaction that has begun; all else goes out at once. */
async function answer(request: IncomingMessage): Promise<string> {
  const identity = await identityOf(request);
  const asked = JSON.parse(await text(request)) as Asked;
  const client = await pool.connect();
  try {
    const mark = markOf(await client.query(BEGIN));
    const [, { rows }] = await Promise.all([
      client.query({ name: 'enter', text: ENTER, values: proofOf(identity, mark) }),
      client.query<{ body: string }>(statement(asked)),
      client.query('commit'),
    ]);
    client.release();
    return rows[0]?.body ?? 'null';
  } catch (error) {
    client.release(true);
    throw error;
  }
}

function send(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

const server = createServer((request, response) => {
  answer(request).then(
    (body) => send(response, 200, body),
    (error: unknown) => send(response, 500, JSON.stringify({ errors: [String(error)] })),
  );
});
server.listen(0, '127.0.0.1', () => ready((server.address() as AddressInfo).port));
