import type { ClientBase } from 'pg';
import { hmacPads } from './hmac.js';
import { deriveKey, type Keys } from '../shared/keys.js';

/** The definer checks tickets with these; keys that are no longer configured count for an hour more. */
export async function storeTicketKeys(owner: ClientBase, keys: Keys): Promise<void> {
  const ids = [...keys.keys.keys()];
  await owner.query(
    "update ticket_key set valid_to = clock_timestamp() + interval '1 hour' where id <> all ($1) and valid_to is null",
    [ids],
  );
  for (const id of ids) {
    const pads = hmacPads(deriveKey(keys, 'ticket', id)!);
    await owner.query(
      `insert into ticket_key (id, inner_pad, outer_pad) values ($1, $2, $3)
       on conflict (id) do update set inner_pad = $2, outer_pad = $3, valid_to = null`,
      [id, pads.inner, pads.outer],
    );
  }
}

/** What the database knows: until when a key counts, null being as long as a server lists it. */
export async function storedTicketKeys(owner: ClientBase): Promise<Map<string, Date | null>> {
  const { rows } = await owner.query<{ id: string; until: Date | null }>(
    'select id, valid_to as until from ticket_key where valid_to is null or valid_to > clock_timestamp() order by id',
  );
  return new Map(rows.map(({ id, until }) => [id, until]));
}
