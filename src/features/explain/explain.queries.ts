import { ACCESS_CODES, BANDS, WAY_CODES } from './explain.enums.js';
import type { AccessExplanation, AccessReview, PostReach, WhyNotVisible } from './explain.type.js';
import { sessionOf, type RequestContext } from '../../graphql/context.js';
import { idOf, parseId, type IdKind } from '../../graphql/ids.js';
import type { ObjectKind } from '../../jurisdiction/facets.js';
import { OfficeKind } from '../../jurisdiction/units.js';
import { LiandongError } from '../../shared/errors.js';

const NOBODY = '00000000-0000-0000-0000-000000000000';
const MATTERS: Partial<Record<IdKind, ObjectKind>> = {
  clue: 'clue',
  supervisionItem: 'supervision_item',
  jointCase: 'joint_case',
};

export function matterOf(id: string): { object: ObjectKind; uuid: string } {
  const { kind, uuid } = parseId(id);
  const object = MATTERS[kind];
  if (!object) throw new LiandongError('ID_INVALID');
  return { object, uuid };
}

/** Hidden and missing take the same time: the policies are evaluated either way, and nothing more is done. */
async function isShown(context: RequestContext, object: ObjectKind, uuid: string): Promise<boolean> {
  const rows = await sessionOf(context).transaction.query(
    `select from ${object} c where c.id = any (array[$1, '${NOBODY}']::uuid[])`,
    [uuid],
  );
  return rows.length > 0;
}

/** Words in the reader's language; the rest as the database tells it to this asker. */
export async function explainAccess(
  context: RequestContext,
  id: string,
  whom: string,
): Promise<AccessExplanation | null> {
  const { transaction, trail } = sessionOf(context);
  const { object, uuid } = matterOf(id);
  const asked = parseId(whom);
  if (asked.kind !== 'person' && asked.kind !== 'post') throw new LiandongError('ID_INVALID');
  const of = (kind: IdKind) => (asked.kind === kind ? asked.uuid : null);
  const rows = (await isShown(context, object, uuid))
    ? await transaction.query<{ posts: AccessExplanation['posts'] | null }>(
        'select explain_access($1, $2, $3, $4) as posts',
        [object, uuid, of('person'), of('post')],
      )
    : [];
  const posts = rows[0]?.posts ?? null;
  if (!posts) {
    trail.explained('explainAccess', object);
    return null;
  }
  const told = posts.map(({ post }) => post);
  trail.explainedTo('explainAccess', object, uuid, told);
  for (const post of posts) {
    post.post = idOf('post', post.post);
    for (const facet of post.facets) {
      facet.words = ACCESS_CODES[facet.code][context.language];
      for (const way of facet.ways) way.words = WAY_CODES[way.code][context.language];
    }
  }
  return { object: id, posts };
}

export async function accessReview(context: RequestContext, id: string): Promise<AccessReview | null> {
  const { transaction, trail } = sessionOf(context);
  const { object, uuid } = matterOf(id);
  const rows = (await isShown(context, object, uuid))
    ? await transaction.query<{ rules: AccessReview['rules'] | null }>('select access_review($1, $2) as rules', [
        object,
        uuid,
      ])
    : [];
  const rules = rows[0]?.rules ?? null;
  trail.explained('accessReview', object, ...(rules ? [uuid] : []));
  return rules && { object: id, rules };
}

const WHY = {
  zh: '该编号没有对应的事项，或者该事项不在您的知悉范围内；二者不作区分。如需了解，请向本机关案件监督管理部门询问。',
  en: 'There is nothing by that number, or it is not for you to know of; the two are not told apart. Ask case supervision of your organ.',
};

/** The number is not even looked at: what was never asked cannot be told. */
export function whyNotVisible(context: RequestContext): WhyNotVisible {
  const { principal, units, trail } = sessionOf(context);
  trail.explained('whyNotVisible', 'clue');
  const organ = units.at(principal.organ[0]);
  const office = units.children(organ).find(({ officeKind }) => officeKind === OfficeKind.CASE_SUPERVISION_MANAGEMENT);
  return { words: WHY[context.language], ask: (office ?? organ).pos };
}

export async function viewAs(context: RequestContext, post: string): Promise<PostReach | null> {
  const { transaction, trail } = sessionOf(context);
  interface Counted extends Omit<PostReach['counts'][number], 'kind' | 'count'> {
    object: ObjectKind;
    least: keyof typeof BANDS;
  }
  const [row] = await transaction.query<{ counts: Counted[] | null }>('select view_as($1) as counts', [post]);
  const counts = row?.counts ?? null;
  trail.explained('viewAs', 'post', ...(counts ? [post] : []));
  return (
    counts && {
      post: idOf('post', post),
      counts: counts.map(({ object, least, ...rest }) => ({ ...rest, kind: object, count: BANDS[least] })),
    }
  );
}
