import { Arg, Ctx, ID, Resolver } from 'type-graphql';
import { perform } from './administration.acts.js';
import { changesRead } from './administrativeChange.queries.js';
import {
  AdministrationPayload,
  AdministrativeChange,
  AdministrativeChangeDecideInput,
  AdministrativeChangeWithdrawInput,
  ChangeState,
} from './administrativeChange.type.js';
import { named } from '../../graphql/act/namedId.js';
import { written } from '../../graphql/act/performAct.js';
import type { RequestContext } from '../../graphql/context.js';
import { parseId, uuidOf } from '../../graphql/ids.js';
import { changeDecider, changeReader, staffAdministrator } from '../../graphql/rule.js';
import { RuledMutation, RuledQuery } from '../../graphql/ruled.js';

@Resolver(() => AdministrativeChange)
export class AdministrativeChangeResolver {
  @RuledQuery(changeReader, () => AdministrativeChange, {
    description: 'One change by id; null if there is none or it is not for you (管理变更). Audited.',
    nullable: true,
  })
  async administrativeChange(
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<AdministrativeChange | null> {
    return (await changesRead(context, 'administrativeChange', { id: uuidOf('administrativeChange', id) }))[0] ?? null;
  }

  @RuledQuery(changeReader, () => [AdministrativeChange], {
    description:
      'Changes of the organisation in your tree – of a head: in his organ –, newest first, at most 100 (管理变更列表). Audited.',
    cost: { points: 20, length: 100 },
  })
  administrativeChanges(
    @Arg('state', () => [ChangeState], { nullable: true, description: 'In any of these states; none: in all.' })
    state: number[] | null,
    @Arg('object', () => ID, { nullable: true, description: 'Of this unit, zone, person, post or branch.' })
    object: string | null,
    @Arg('before', () => ID, { nullable: true, description: 'Older than this change: the next page.' })
    before: string | null,
    @Ctx() context: RequestContext,
  ): Promise<AdministrativeChange[]> {
    return changesRead(context, 'administrativeChanges', {
      states: state,
      object: object ? parseId(object).uuid : null,
      before: before ? uuidOf('administrativeChange', before) : null,
    });
  }

  @RuledMutation(changeDecider, () => AdministrationPayload, {
    description:
      'Confirm or refuse a change that another person proposed (确认管理变更). It is judged anew as it is done; who gets something by it cannot confirm it.',
  })
  administrativeChangeDecide(
    @Arg('input', () => AdministrativeChangeDecideInput, { description: 'The decision.' })
    input: AdministrativeChangeDecideInput,
    @Ctx() context: RequestContext,
  ): Promise<AdministrationPayload> {
    return perform(context, 'administrativeChangeDecide', input, () => {
      const [id, reason] = [named('administrativeChange', input.id, 'id'), written(input.reason, 'reason')];
      const { expectedVersion, approve } = input;
      return async (acting) => {
        const values = [id, expectedVersion, approve, reason];
        await acting.query('select administrative_change_decide($1, $2, $3, $4)', values);
        return { object: 'administrative_change', ids: [id], details: { approved: approve }, done: { id } };
      };
    });
  }

  @RuledMutation(staffAdministrator, () => AdministrationPayload, {
    description: 'Take back what one proposed, while it is not confirmed (撤回管理变更).',
  })
  administrativeChangeWithdraw(
    @Arg('input', () => AdministrativeChangeWithdrawInput, { description: 'Which.' })
    input: AdministrativeChangeWithdrawInput,
    @Ctx() context: RequestContext,
  ): Promise<AdministrationPayload> {
    return perform(context, 'administrativeChangeWithdraw', input, () => {
      const id = named('administrativeChange', input.id, 'id');
      return async (acting) => {
        await acting.query('select administrative_change_withdraw($1, $2)', [id, input.expectedVersion]);
        return { object: 'administrative_change', ids: [id], done: { id } };
      };
    });
  }
}
