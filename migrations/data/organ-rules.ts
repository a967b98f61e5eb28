import { ORGAN_RULES, OrganRuleName, RuleUnit, Stricter, type OrganRuleKind } from '../../src/workflow/organRules.js';

/** The rules there are, anew; called by whichever migration changes one. */
export async function storeOrganRuleKinds(run: (sql: string) => Promise<unknown>): Promise<void> {
  const rows = Object.entries<OrganRuleKind>(ORGAN_RULES).map(
    ([name, { unit, smallest, largest, byDefault, stricter }]) =>
      `(${OrganRuleName[name as OrganRuleName]}, '${name}', ${RuleUnit[unit]}, ${smallest}, ${largest}, ${byDefault}, ${Stricter[stricter]})`,
  );
  await run(`
    insert into organ_rule_kind (rule, name, unit, smallest, largest, by_default, stricter) values ${rows.join(', ')}
    on conflict (rule) do update set name = excluded.name, unit = excluded.unit, smallest = excluded.smallest,
      largest = excluded.largest, by_default = excluded.by_default, stricter = excluded.stricter`);
}
