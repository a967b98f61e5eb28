import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, ID, Info, Resolver } from 'type-graphql';
import { CITATIONS, handle, record } from './interferenceRecord.acts.js';
import {
  InterferenceHandleInput,
  InterferenceRecordInput,
  InterferenceRecordPayload,
} from './interferenceRecord.input.js';
import { interferenceRecordById, interferenceRecordsInState } from './interferenceRecord.queries.js';
import { InterferenceRecord } from './interferenceRecord.type.js';
import { performOn } from '../../graphql/act/performAct.js';
import type { RequestContext } from '../../graphql/context.js';
import { uuidOf } from '../../graphql/ids.js';
import { casePost } from '../../graphql/rule.js';
import { RuledMutation, RuledQuery } from '../../graphql/ruled.js';
import { InterferenceState } from '../../workflow/interferences.js';

@Resolver(() => InterferenceRecord)
export class InterferenceRecordResolver {
  @RuledQuery(casePost, () => InterferenceRecord, {
    description: 'One interference record by id; null if there is none or it is not for you (打听、过问、干预登记).',
    nullable: true,
    name: 'interferenceRecord',
  })
  one(
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<InterferenceRecord | null> {
    return interferenceRecordById(context, uuidOf('interferenceRecord', id), info);
  }

  @RuledQuery(casePost, () => [InterferenceRecord], {
    description: 'Interference records you may know of, newest first, at most 100 (打听、过问、干预登记列表).',
    cost: { points: 20 },
  })
  interferenceRecords(
    @Arg('state', () => [InterferenceState], { nullable: true, description: 'In any of these states; none: in all.' })
    state: (typeof InterferenceState)[keyof typeof InterferenceState][] | null,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<InterferenceRecord[]> {
    return interferenceRecordsInState(context, info, state ?? null);
  }

  @RuledMutation(casePost, () => InterferenceRecordPayload, {
    description:
      'Record that somebody asked about a clue whose ledger one sees, inquired into it or pleaded (登记打听、过问、干预). Refused where nobody could be told. 监察法 art. 66; 监督执纪工作规则 art. 64.',
    name: 'interferenceRecord',
  })
  record(
    @Arg('input', () => InterferenceRecordInput, { description: 'Who, of what, how.' }) input: InterferenceRecordInput,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<InterferenceRecordPayload> {
    return perform(context, info, 'interferenceRecord', input, () => record(input));
  }

  @RuledMutation(casePost, () => InterferenceRecordPayload, {
    description:
      'Add what was made of an interference record: the head of cadre supervision (干部监督) of the clue’s organ or above; where the organ has none who may, its principal; or the principal above whom it was told for want of others (处理打听、过问、干预). 监察法 art. 66.',
  })
  interferenceHandle(
    @Arg('input', () => InterferenceHandleInput, { description: 'Of which record, and what.' })
    input: InterferenceHandleInput,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<InterferenceRecordPayload> {
    return perform(context, info, 'interferenceHandle', input, () => handle(input));
  }
}

function perform(
  context: RequestContext,
  info: GraphQLResolveInfo,
  name: string,
  input: { idempotencyKey: string },
  work: () => ReturnType<typeof record>,
): Promise<InterferenceRecordPayload> {
  return performOn(context, { name, input, citations: CITATIONS, work }, 'interferenceRecord', (id) =>
    interferenceRecordById(context, id, info, ['interferenceRecord']),
  );
}
