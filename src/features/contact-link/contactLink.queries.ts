import type { ContactLink } from './contactLink.type.js';
import { sessionOf, type RequestContext } from '../../graphql/context.js';
import { idSql } from '../../graphql/ids.js';

/**
 * Links are known to every post; kept they are by the principal and the 案管 of the organ. Nothing that takes time is asked
 * of a row alone: a hidden one takes the time of a missing one.
 */
const KEPT = `from contact_link l join unit o on o.pos = l.office_pos
  where (select oversees_organ()) and o.organ_pos = $1`;
/** Since when its office has had the target: to end a link and begin it again is no re-division. */
const DIVIDED = `(select min(e.valid_from) from contact_link e
  where e.target_pos = l.target_pos and e.office_pos = l.office_pos and not exists (
    select from contact_link x join unit u on u.pos = x.office_pos
    where x.target_pos = l.target_pos and x.office_pos <> l.office_pos and u.organ_pos = o.organ_pos
      and x.valid_from > e.valid_from and x.valid_from < l.valid_from))`;
const ROW = `json_build_object('id', ${idSql('contactLink', 'l.id')}, 'office', l.office_pos, 'target', l.target_pos,
  'from', l.valid_from, 'until', l.valid_to, 'yearsSinceLastRedivision', case when l.valid_from <= app_now() then extract(year from
    age(app_now() at time zone 'Asia/Shanghai', ${DIVIDED} at time zone 'Asia/Shanghai'))::int end)`;

const organOf = (context: RequestContext) => sessionOf(context).principal.organ[0];

export async function contactLinkById(context: RequestContext, id: string): Promise<ContactLink | null> {
  const rows = await sessionOf(context).transaction.query<{ node: ContactLink }>(
    `select ${ROW} as node ${KEPT} and l.id = $2`,
    [organOf(context), id],
  );
  return rows[0]?.node ?? null;
}

export async function keptContactLinks(context: RequestContext): Promise<ContactLink[]> {
  const rows = await sessionOf(context).transaction.query<{ node: ContactLink }>(
    `select ${ROW} as node ${KEPT} and (l.valid_to is null or l.valid_to > app_now()) order by l.target_pos, l.valid_from, l.id`,
    [organOf(context)],
  );
  return rows.map(({ node }) => node);
}
