import { Arg, Ctx, ID, Resolver } from 'type-graphql';
import { OrganRuleEndInput, OrganRuleSetInput } from './organRule.input.js';
import { organRulesAt } from './organRule.queries.js';
import { OrganRule } from './organRule.type.js';
import { administer, PROPOSES } from '../administration/administration.acts.js';
import { AdministrationPayload } from '../administration/administrativeChange.type.js';
import { placeAsked } from '../calendar/calendar.queries.js';
import { named } from '../../graphql/act/namedId.js';
import type { RequestContext } from '../../graphql/context.js';
import { DateTime } from '../../graphql/dateTime.js';
import { anyPost, systemAdministrator } from '../../graphql/rule.js';
import { RuledMutation, RuledQuery } from '../../graphql/ruled.js';

/** How matters are watched is an organ's own business, within the bounds of each rule. DOMAIN A 18. */
@Resolver(() => OrganRule)
export class OrganRuleResolver {
  @RuledQuery(anyPost, () => [OrganRule], {
    description:
      'All rules as they hold at a unit, and where each value comes from; null if there is no such unit (机关规则).',
    nullable: true,
    cost: { points: 20 },
  })
  async organRules(
    @Arg('organ', () => ID, { nullable: true, description: 'At which organ, or another unit; none: at one’s own.' })
    organ: string | null,
    @Arg('at', () => DateTime, { nullable: true, description: 'As they held or will hold then; none: now.' })
    at: Date | null,
    @Ctx() context: RequestContext,
  ): Promise<OrganRule[] | null> {
    const place = placeAsked(context, organ);
    return place === null ? null : organRulesAt(context, place, at);
  }

  @RuledMutation(systemAdministrator, () => AdministrationPayload, {
    description: `Propose what holds for an organ of your tree and all below it, from now or a later day on (设定机关规则). ${PROPOSES} The nearest organ that has ruled is heard; what one above bound can only be made stricter.`,
  })
  organRuleSet(
    @Arg('input', () => OrganRuleSetInput, { description: 'The rule.' }) input: OrganRuleSetInput,
    @Ctx() context: RequestContext,
  ): Promise<AdministrationPayload> {
    const { rule, value, binding } = input;
    return administer(context, 'organRuleSet', input, () => ({
      organ: named('unit', input.organ, 'organ'),
      rule,
      value,
      binding,
      from: input.from ?? undefined,
    }));
  }

  @RuledMutation(systemAdministrator, () => AdministrationPayload, {
    description: `Propose the end of what an organ of your tree ruled, from now or a later day on (终止机关规则). ${PROPOSES} What it was is kept.`,
  })
  organRuleEnd(
    @Arg('input', () => OrganRuleEndInput, { description: 'Which.' }) input: OrganRuleEndInput,
    @Ctx() context: RequestContext,
  ): Promise<AdministrationPayload> {
    return administer(context, 'organRuleEnd', input, () => ({
      organ: named('unit', input.organ, 'organ'),
      rule: input.rule,
      from: input.from ?? undefined,
    }));
  }
}
