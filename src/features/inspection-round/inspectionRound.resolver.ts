import { Arg, Ctx, Resolver } from 'type-graphql';
import { begin, end, supply } from './inspectionRound.acts.js';
import {
  InspectionCatalogueAddInput,
  InspectionRoundBeginInput,
  InspectionRoundEndInput,
  InspectionRoundPayload,
} from './inspectionRound.input.js';
import { inspectionRoundById, knownInspectionRounds } from './inspectionRound.queries.js';
import { InspectionRound } from './inspectionRound.type.js';
import { performOn } from '../../graphql/act/performAct.js';
import type { RequestContext } from '../../graphql/context.js';
import { casePost } from '../../graphql/rule.js';
import { RuledMutation, RuledQuery } from '../../graphql/ruled.js';

@Resolver(() => InspectionRound)
export class InspectionRoundResolver {
  @RuledQuery(casePost, () => [InspectionRound], {
    description: 'Inspection rounds that you may know of, newest first, at most 50 (巡察轮次列表).',
    cost: { points: 20 },
  })
  inspectionRounds(@Ctx() context: RequestContext): Promise<InspectionRound[]> {
    return knownInspectionRounds(context);
  }

  @RuledMutation(casePost, () => InspectionRoundPayload, {
    description:
      'Begin a round of an inspection body at an organ below: by the principal of the organ that the body belongs to (开展巡察).',
  })
  inspectionRoundBegin(
    @Arg('input', () => InspectionRoundBeginInput, { description: 'Who inspects whom, and when.' })
    input: InspectionRoundBeginInput,
    @Ctx() context: RequestContext,
  ): Promise<InspectionRoundPayload> {
    return perform(context, 'inspectionRoundBegin', input, () => begin(input));
  }

  @RuledMutation(casePost, () => InspectionRoundPayload, {
    description:
      'Supply clues of the inspected organ, ledger and content, until the round ends: by its principal or the head of its 案管 (按协作配合目录提供).',
  })
  inspectionCatalogueAdd(
    @Arg('input', () => InspectionCatalogueAddInput, { description: 'To which round, which clues.' })
    input: InspectionCatalogueAddInput,
    @Ctx() context: RequestContext,
  ): Promise<InspectionRoundPayload> {
    return perform(context, 'inspectionCatalogueAdd', input, () => supply(input));
  }

  @RuledMutation(casePost, () => InspectionRoundPayload, {
    description: 'End a round, and with it all that was supplied for it: by who may begin it (结束巡察).',
  })
  inspectionRoundEnd(
    @Arg('input', () => InspectionRoundEndInput, { description: 'Which, and why.' }) input: InspectionRoundEndInput,
    @Ctx() context: RequestContext,
  ): Promise<InspectionRoundPayload> {
    return perform(context, 'inspectionRoundEnd', input, () => end(input));
  }
}

function perform(
  context: RequestContext,
  name: string,
  input: { idempotencyKey: string },
  work: () => ReturnType<typeof begin>,
): Promise<InspectionRoundPayload> {
  return performOn(context, { name, input, work }, 'inspectionRound', (id) => inspectionRoundById(context, id));
}
