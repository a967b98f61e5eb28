import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, ID, Info, Resolver } from 'type-graphql';
import { CITATIONS, decide, end, request } from './recusal.acts.js';
import { RecusalDecideInput, RecusalEndInput, RecusalPayload, RecusalRequestInput } from './recusal.input.js';
import { recusalById, recusalsInState } from './recusal.queries.js';
import { Recusal } from './recusal.type.js';
import { performOn } from '../../graphql/act/performAct.js';
import type { RequestContext } from '../../graphql/context.js';
import { uuidOf } from '../../graphql/ids.js';
import { casePost } from '../../graphql/rule.js';
import { RuledMutation, RuledQuery } from '../../graphql/ruled.js';
import { RecusalState } from '../../workflow/recusals.js';

@Resolver(() => Recusal)
export class RecusalResolver {
  @RuledQuery(casePost, () => Recusal, {
    description: 'One recusal by id; null if there is none or it is not for you (回避).',
    nullable: true,
  })
  recusal(
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Recusal | null> {
    return recusalById(context, uuidOf('recusal', id), info);
  }

  @RuledQuery(casePost, () => [Recusal], {
    description: 'Recusals you may know of, newest first, at most 100 (回避列表).',
    cost: { points: 20 },
  })
  recusals(
    @Arg('state', () => [RecusalState], { nullable: true, description: 'In any of these states; none: in all.' })
    state: (typeof RecusalState)[keyof typeof RecusalState][] | null,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Recusal[]> {
    return recusalsInState(context, info, state ?? null);
  }

  @RuledMutation(casePost, () => RecusalPayload, {
    description:
      'Ask that somebody – oneself or another – keep out of a clue whose ledger one sees (申请回避). 监察法 art. 67; 处理检举控告工作规则 art. 48.',
  })
  recusalRequest(
    @Arg('input', () => RecusalRequestInput, { description: 'Who, of what, why.' }) input: RecusalRequestInput,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<RecusalPayload> {
    return perform(context, info, 'recusalRequest', input, () => request(input));
  }

  @RuledMutation(casePost, () => RecusalPayload, {
    description:
      'Decide on a recusal: the head of the accountable organ, of its own head the superior organ’s, or the next above who may know of the clue (决定回避). 监察法实施条例 2021 art. 264.',
  })
  recusalDecide(
    @Arg('input', () => RecusalDecideInput, { description: 'The decision.' }) input: RecusalDecideInput,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<RecusalPayload> {
    return perform(context, info, 'recusalDecide', input, () => decide(input));
  }

  @RuledMutation(casePost, () => RecusalPayload, {
    description: 'End a recusal whose ground is gone; by who decides on it (解除回避).',
  })
  recusalEnd(
    @Arg('input', () => RecusalEndInput, { description: 'Which, and why.' }) input: RecusalEndInput,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<RecusalPayload> {
    return perform(context, info, 'recusalEnd', input, () => end(input));
  }
}

function perform(
  context: RequestContext,
  info: GraphQLResolveInfo,
  name: string,
  input: { idempotencyKey: string },
  work: () => ReturnType<typeof request>,
): Promise<RecusalPayload> {
  return performOn(context, { name, input, citations: CITATIONS, work }, 'recusal', (id) =>
    recusalById(context, id, info, ['recusal']),
  );
}
