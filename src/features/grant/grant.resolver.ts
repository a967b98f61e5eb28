import { Arg, Ctx, FieldResolver, ID, Resolver, Root } from 'type-graphql';
import { CITATIONS, end, issue, MATTERS, objectOf } from './grant.acts.js';
import { GrantEndInput, GrantIssueInput, GrantPayload } from './grant.input.js';
import { grantById, grantsOn } from './grant.queries.js';
import { Grant } from './grant.type.js';
import { performOn } from '../../graphql/act/performAct.js';
import { sessionOf, type RequestContext } from '../../graphql/context.js';
import { parseId } from '../../graphql/ids.js';
import { casePost } from '../../graphql/rule.js';
import { RuledMutation, RuledQuery } from '../../graphql/ruled.js';
import { LiandongError } from '../../shared/errors.js';

@Resolver(() => Grant)
export class GrantResolver {
  @RuledQuery(casePost, () => [Grant], {
    description:
      'To whom a matter was opened outside the tree, newest first, at most 100: for the principal and 案管 of its organ what their organ’s posts granted – for the principal also what was granted by hand before the matter came to his organ –, for everybody what his own post did (授权列表).',
    cost: { points: 20 },
  })
  grants(
    @Arg('matter', () => ID, { description: 'A clue, supervision item or joint case.' }) matter: string,
    @Ctx() context: RequestContext,
  ): Promise<Grant[]> {
    return grantsOn(context, matterOf(matter));
  }

  @FieldResolver()
  personName(@Root() grant: Grant, @Ctx() context: RequestContext): string | null {
    return traced(context, grant, grant.personName);
  }

  @FieldResolver()
  reason(@Root() grant: Grant, @Ctx() context: RequestContext): string | null {
    return traced(context, grant, grant.reason);
  }

  @RuledMutation(casePost, () => GrantPayload, {
    description:
      'Open facets of a matter of one’s organ that one sees oneself to a unit, a post or a person (授权). Who may on which basis: schema/permissions.md. 监督执纪工作规则 art. 67.',
  })
  grantIssue(
    @Arg('input', () => GrantIssueInput, { description: 'To whom, what, on what basis, for how long.' })
    input: GrantIssueInput,
    @Ctx() context: RequestContext,
  ): Promise<GrantPayload> {
    return perform(context, 'grantIssue', input, () => issue(input));
  }

  @RuledMutation(casePost, () => GrantPayload, {
    description:
      'End a grant at this instant: by the post that issued it, its organ’s principal or the head of its 案管, or the principal of the organ that the matter is with now; never what another act opened, nor what was reported (终止授权). 监督执纪工作规则 art. 67.',
  })
  grantEnd(
    @Arg('input', () => GrantEndInput, { description: 'Which, and why.' }) input: GrantEndInput,
    @Ctx() context: RequestContext,
  ): Promise<GrantPayload> {
    return perform(context, 'grantEnd', input, () => end(input));
  }
}

/** Who works on a matter and why is content of it, and its reading is in the trail; one's own words need no content. */
function traced(context: RequestContext, { matterId, seesContent }: Grant, text: string | null): string | null {
  const { kind, uuid } = matterOf(matterId);
  const trace = { kind: 'READ', operation: 'grants', object: objectOf(kind), facets: ['CONTENT'] } as const;
  if (text !== null && seesContent) sessionOf(context).trail.add(trace).add(uuid);
  return text;
}

function matterOf(id: string): { kind: (typeof MATTERS)[number]; uuid: string } {
  const { kind, uuid } = parseId(id);
  const known = MATTERS.find((one) => one === kind);
  if (!known) throw new LiandongError('ID_INVALID');
  return { kind: known, uuid };
}

function perform(
  context: RequestContext,
  name: string,
  input: { idempotencyKey: string },
  work: () => ReturnType<typeof issue>,
): Promise<GrantPayload> {
  return performOn(context, { name, input, citations: CITATIONS, work }, 'grant', (id) => grantById(context, id));
}
