import type pg from 'pg';
import { whatIsThere } from './emptiness.js';
import { invitationDigest, newInvitationCode } from '../identity/invitationCode.js';
import { Duty, type ADMINISTRATORS } from '../jurisdiction/duties.js';
import { newId } from '../shared/ids.js';

const LOCK = 0x11a2d6;

/** Who is to be which administrator; with a subject, nobody else's token can accept. */
export interface Named {
  duty: (typeof ADMINISTRATORS)[number];
  name: string;
  subject: string | null;
}

export interface Invited extends Named {
  code: string;
  expiresAt: Date;
}

/** The three administrators of an organ, each with a code that is told here and kept nowhere. All of it, or nothing. */
export async function inviteAdministrators(
  owner: pg.Client,
  organ: number,
  named: readonly Named[],
  { issuer, days }: { issuer: string; days: number },
): Promise<Invited[]> {
  await owner.query('begin');
  try {
    await owner.query('select pg_advisory_xact_lock($1)', [LOCK]);
    const found = await whatIsThere(owner);
    if (found.length > 0) throw new NotEmpty(found);
    const invited: Invited[] = [];
    for (const one of named) {
      const [person, post, code] = [newId(), newId(), newInvitationCode()];
      await owner.query('insert into person (id, name, organ_pos) values ($1, $2, $3)', [person, one.name, organ]);
      await owner.query('insert into post (id, person_id, unit_pos, duty, valid_from) values ($1, $2, $3, $4, now())', [
        post,
        person,
        organ,
        Duty[one.duty],
      ]);
      const { rows } = await owner.query<{ until: Date }>(
        `insert into invitation (id, person_id, digest, issuer, subject, expires_at)
         values ($1, $2, $3, $4, $5, now() + make_interval(days => $6)) returning expires_at as until`,
        [newId(), person, invitationDigest(code), issuer, one.subject, days],
      );
      await told(owner, 'bootstrap', person);
      invited.push({ ...one, code, expiresAt: rows[0]!.until });
    }
    await owner.query('commit');
    return invited;
  } catch (error) {
    await owner.query('rollback');
    throw error;
  }
}

/** A new code for who has not accepted his, which is worth nothing from now on. */
export async function inviteAgain(owner: pg.Client, duty: Named['duty'], days: number): Promise<Invited> {
  const code = newInvitationCode();
  await owner.query('begin');
  try {
    const { rows } = await owner.query<{ person: string; name: string; subject: string | null; until: Date }>(
      `update invitation i set digest = $2, expires_at = now() + make_interval(days => $3), made_at = now()
       from person p where p.id = i.person_id and p.subject is null and i.accepted_at is null
         and exists (select from post w where w.person_id = p.id and w.duty = $1)
       returning p.id as person, p.name, i.subject, i.expires_at as until`,
      [Duty[duty], invitationDigest(code), days],
    );
    if (rows.length !== 1) throw new Error('Nobody is waiting to accept that invitation.');
    await told(owner, 'inviteAgain', rows[0]!.person);
    await owner.query('commit');
    const { name, subject, until } = rows[0]!;
    return { duty, name, subject, code, expiresAt: until };
  } catch (error) {
    await owner.query('rollback');
    throw error;
  }
}

/** The operator's own act, in the audit trail as such. */
async function told(owner: pg.Client, operation: string, person: string): Promise<void> {
  await owner.query(
    `insert into audit_entry (kind, subject, unit_pos, operation, object, object_ids, correlation_id)
     select 1, 'operator', unit_pos, $1, 'person', array[$2::uuid], gen_random_uuid() from post where person_id = $2 limit 1`,
    [operation, person],
  );
}

export class NotEmpty extends Error {
  constructor(readonly found: readonly string[]) {
    super(`the database is not empty: it has ${found.join(', ')}`);
    this.name = 'NotEmpty';
  }
}
