import { Arg, Ctx, ID, Resolver } from 'type-graphql';
import { open, review } from './emergencyAccess.acts.js';
import {
  EmergencyAccessOpenInput,
  EmergencyAccessPayload,
  EmergencyAccessReviewInput,
} from './emergencyAccess.input.js';
import { emergencyAccessById, emergencyAccessesInState } from './emergencyAccess.queries.js';
import { EmergencyAccess } from './emergencyAccess.type.js';
import { performOn } from '../../graphql/act/performAct.js';
import type { RequestContext } from '../../graphql/context.js';
import { uuidOf } from '../../graphql/ids.js';
import { casePost } from '../../graphql/rule.js';
import { RuledMutation, RuledQuery } from '../../graphql/ruled.js';
import { EMERGENCY, EmergencyState } from '../../workflow/emergencyAccesses.js';

@Resolver(() => EmergencyAccess)
export class EmergencyAccessResolver {
  @RuledQuery(casePost, () => EmergencyAccess, {
    description: 'One emergency access by id; null if there is none or it is not for you (紧急访问).',
    nullable: true,
  })
  emergencyAccess(
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<EmergencyAccess | null> {
    return emergencyAccessById(context, uuidOf('emergencyAccess', id));
  }

  @RuledQuery(casePost, () => [EmergencyAccess], {
    description: 'Emergency accesses you may know of, newest first, at most 100 (紧急访问列表).',
    cost: { points: 20 },
  })
  emergencyAccesses(
    @Arg('state', () => [EmergencyState], { nullable: true, description: 'In any of these states; none: in all.' })
    state: (typeof EmergencyState)[keyof typeof EmergencyState][] | null,
    @Ctx() context: RequestContext,
  ): Promise<EmergencyAccess[]> {
    return emergencyAccessesInState(context, state ?? null);
  }

  @RuledMutation(casePost, () => EmergencyAccessPayload, {
    description: `Open petition or content of a clue whose ledger one sees, in an emergency (紧急访问): for ${EMERGENCY.hours} hours, ${EMERGENCY.mostInADay} times in 24 at most; told to the organ above, which reviews it. It opens nothing that is denied.`,
  })
  emergencyAccessOpen(
    @Arg('input', () => EmergencyAccessOpenInput, { description: 'What of which clue, and why.' })
    input: EmergencyAccessOpenInput,
    @Ctx() context: RequestContext,
  ): Promise<EmergencyAccessPayload> {
    return perform(context, 'emergencyAccessOpen', input, () => open(input, context));
  }

  @RuledMutation(casePost, () => EmergencyAccessPayload, {
    description:
      'Review an emergency access: the principal or the head of 案管 of the organ above – of the nearest that has one in office who may know of the clue – never who opened it (复核紧急访问). What was not justified ends at once.',
  })
  emergencyAccessReview(
    @Arg('input', () => EmergencyAccessReviewInput, { description: 'Which, and what came of it.' })
    input: EmergencyAccessReviewInput,
    @Ctx() context: RequestContext,
  ): Promise<EmergencyAccessPayload> {
    return perform(context, 'emergencyAccessReview', input, () => review(input));
  }
}

function perform(
  context: RequestContext,
  name: string,
  input: { idempotencyKey: string },
  work: () => ReturnType<typeof open>,
): Promise<EmergencyAccessPayload> {
  return performOn(context, { name, input, work }, 'emergencyAccess', (id) => emergencyAccessById(context, id));
}
