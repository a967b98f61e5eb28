import type { Client } from 'pg';
import { ticket } from '../../../src/database/ticket.js';
import { TEST_ISSUER } from '../../support/api.js';
import { TICKET_KEY } from '../../support/database.js';
import type { AnyMatter, Viewer } from '../worlds/world.js';

const MONTH = new Intl.DateTimeFormat('sv', { timeZone: 'Asia/Shanghai', year: 'numeric', month: '2-digit' });
/** The month that a matter came in in, in China. */
export const monthOf = ({ beganAt }: AnyMatter) => MONTH.format(beganAt);

/** The months of receipt of which some clue is counted for the viewer: before any protection, as only the owner can ask. */
export async function countedMonths(owner: Client, { person, post }: Viewer): Promise<ReadonlySet<string>> {
  await owner.query('begin');
  try {
    const { rows } = await owner.query<{ mark: string }>('select transaction_mark() as mark');
    const identity = { issuer: TEST_ISSUER, subject: person.subject, post: post.id || null };
    await owner.query('select enter($1, $2)', ticket(TICKET_KEY, identity, rows[0]!.mark));
    const counts = await owner.query<{ month: string }>(
      `select distinct to_char(month, 'YYYY-MM') as month
       from statistics_counts('RECEIVED', 'NONE', 0, 999999999999, '1900-01-01', '2100-01-01')
       where place <@ statistics_reach() and own + rest > 0`,
    );
    return new Set(counts.rows.map(({ month }) => month));
  } finally {
    await owner.query('rollback');
  }
}
