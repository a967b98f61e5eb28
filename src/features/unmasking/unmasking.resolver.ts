import { Arg, Ctx, ID, Resolver } from 'type-graphql';
import { CITATIONS, decide, end, request } from './unmasking.acts.js';
import { UnmaskingDecideInput, UnmaskingEndInput, UnmaskingPayload, UnmaskingRequestInput } from './unmasking.input.js';
import { unmaskingById, unmaskingsInState } from './unmasking.queries.js';
import { Unmasking } from './unmasking.type.js';
import { performOn } from '../../graphql/act/performAct.js';
import type { RequestContext } from '../../graphql/context.js';
import { uuidOf } from '../../graphql/ids.js';
import { casePost } from '../../graphql/rule.js';
import { RuledMutation, RuledQuery } from '../../graphql/ruled.js';
import { UnmaskingState } from '../../workflow/unmaskings.js';

@Resolver(() => Unmasking)
export class UnmaskingResolver {
  @RuledQuery(casePost, () => Unmasking, {
    description: 'One unmasking by id; null if there is none or it is not for you (查阅反映人身份).',
    nullable: true,
  })
  unmasking(
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<Unmasking | null> {
    return unmaskingById(context, uuidOf('unmasking', id));
  }

  @RuledQuery(casePost, () => [Unmasking], {
    description: 'Unmaskings that you asked for or decide, newest first, at most 100 (查阅反映人身份列表).',
    cost: { points: 20 },
  })
  unmaskings(
    @Arg('state', () => [UnmaskingState], { nullable: true, description: 'In any of these states; none: in all.' })
    state: (typeof UnmaskingState)[keyof typeof UnmaskingState][] | null,
    @Ctx() context: RequestContext,
  ): Promise<Unmasking[]> {
    return unmaskingsInState(context, state ?? null);
  }

  @RuledMutation(casePost, () => UnmaskingPayload, {
    description:
      'Ask to know who reported a clue whose content one sees, as its handler or as the head of the office or group that handles it (申请查阅反映人身份). Another person decides. 处理检举控告工作规则 arts. 29, 47.',
  })
  unmaskingRequest(
    @Arg('input', () => UnmaskingRequestInput, { description: 'Of what, why, for how long.' })
    input: UnmaskingRequestInput,
    @Ctx() context: RequestContext,
  ): Promise<UnmaskingPayload> {
    return perform(context, 'unmaskingRequest', input, () => request(input));
  }

  @RuledMutation(casePost, () => UnmaskingPayload, {
    description:
      'Decide on an unmasking: the head of petitions and reports (信访) where the clue came in; where there is none, or he is kept from the clue or asks himself, the organ’s principal, then the heads above; never who asks (审批查阅反映人身份).',
  })
  unmaskingDecide(
    @Arg('input', () => UnmaskingDecideInput, { description: 'The decision.' }) input: UnmaskingDecideInput,
    @Ctx() context: RequestContext,
  ): Promise<UnmaskingPayload> {
    return perform(context, 'unmaskingDecide', input, () => decide(input));
  }

  @RuledMutation(casePost, () => UnmaskingPayload, {
    description:
      'End an unmasking at once, by who asked or decides; or withdraw a request, by who asked (终止查阅). It ends by itself with its time, with the clue, and with the handling of it.',
  })
  unmaskingEnd(
    @Arg('input', () => UnmaskingEndInput, { description: 'Which, and why.' }) input: UnmaskingEndInput,
    @Ctx() context: RequestContext,
  ): Promise<UnmaskingPayload> {
    return perform(context, 'unmaskingEnd', input, () => end(input));
  }
}

function perform(
  context: RequestContext,
  name: string,
  input: { idempotencyKey: string },
  work: () => ReturnType<typeof request>,
): Promise<UnmaskingPayload> {
  return performOn(context, { name, input, citations: CITATIONS, work }, 'unmasking', (id) =>
    unmaskingById(context, id),
  );
}
