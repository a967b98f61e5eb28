import type { Client } from 'pg';
import { hmacPads } from './hmac.js';
import { firstOf } from '../shared/keyChanges.js';
import { deriveKey, type Keys } from '../shared/keys.js';

/**
 * What is wrong with keys for this database; null if nothing is, or nothing is known yet. A server that started with
 * others all the same would give the login roles passwords that no other server has, and digest id numbers anew.
 */
export async function problemWith(keys: Keys, client: Client): Promise<string | null> {
  const { rows } = await client.query<{ there: boolean }>(
    "select to_regclass('ticket_key') is not null and to_regclass('audit_seal') is not null as there",
  );
  if (!rows[0]!.there) return null;
  return (await anotherThanStored(keys, client)) ?? (await notSealedByFirst(keys, client));
}

async function anotherThanStored(keys: Keys, client: Client): Promise<string | null> {
  const { rows } = await client.query<{ id: string; pad: Buffer }>('select id, inner_pad as pad from ticket_key');
  const other = rows.find(({ id, pad }) => {
    const key = deriveKey(keys, 'ticket', id);
    return key && !hmacPads(key).inner.equals(pad);
  });
  if (!other) return null;
  return `key ${other.id} is not the one of this id that the database knows: restore that one, or give this one another id`;
}

/** Who has lost the key that sealed lists it no more, and goes on with what is left; who lists it has changed the order. */
async function notSealedByFirst(keys: Keys, client: Client): Promise<string | null> {
  const { rows } = await client.query<{ line: string }>('select line from audit_seal order by number desc limit 1');
  const [, sealedBy] = /"key":"([^"]+)"/.exec(rows[0]?.line ?? '') ?? [];
  if (!sealedBy || sealedBy === firstOf(keys) || !keys.keys.has(sealedBy)) return null;
  return `the first key of this database is ${sealedBy} and must stay first, before ${firstOf(keys)}`;
}
