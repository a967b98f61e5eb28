import type { OrganRule } from './organRule.type.js';
import { sessionOf, type RequestContext } from '../../graphql/context.js';
import { ORGAN_RULES, OrganRuleName, RuleUnit, type OrganRuleKind } from '../../workflow/organRules.js';

type Ruled = Pick<OrganRule, 'rule' | 'value' | 'organ' | 'binding' | 'since' | 'until'>;

/** Every rule there is, as it holds at a place, and where its value comes from. */
export async function organRulesAt(context: RequestContext, place: number, at: Date | null): Promise<OrganRule[]> {
  const { transaction, units } = sessionOf(context);
  const rows = await transaction.query<{ ruled: Ruled }>(
    `select json_build_object('rule', rule, 'value', value, 'organ', organ_pos, 'binding', binding, 'since', valid_from, 'until', valid_to) as ruled
     from organ_rules_at($1, coalesce($2, app_now()))`,
    [place, at],
  );
  const own = units.at(place)?.organPos;
  const ruled = new Map(rows.map((row) => [row.ruled.rule, row.ruled]));
  return Object.entries<OrganRuleKind>(ORGAN_RULES).map(([name, kind]) => {
    const one = ruled.get(OrganRuleName[name as OrganRuleName])!;
    const { smallest, largest, byDefault, source } = kind;
    const origin = one.organ === null ? 'DEFAULT' : one.organ === own ? 'OWN' : 'INHERITED';
    return { ...one, unit: RuleUnit[kind.unit], origin, smallest, largest, byDefault, source };
  });
}
