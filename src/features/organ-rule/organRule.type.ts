import { Int, ObjectType, registerEnumType } from 'type-graphql';
import { DateTime } from '../../graphql/dateTime.js';
import { withObject } from '../../graphql/rule.js';
import { RuledField } from '../../graphql/ruled.js';
import { ORGAN_RULES, OrganRuleName, RuleUnit } from '../../workflow/organRules.js';
import { Unit } from '../unit/unit.type.js';

registerEnumType(OrganRuleName, {
  name: 'OrganRuleName',
  description: 'What an organ decides for itself and its tree (机关规则).',
  valuesConfig: Object.fromEntries(Object.entries(ORGAN_RULES).map(([name, { words }]) => [name, { description: words }])),
}); // prettier-ignore
registerEnumType(RuleUnit, {
  name: 'OrganRuleUnit',
  description: 'What a rule’s value is counted in (规则单位).',
  valuesConfig: {
    DAYS: { description: 'Days of the calendar (日).' },
    WORKING_DAYS: { description: 'Working days (工作日).' },
    MONTHS: { description: 'Months (月).' },
    PERCENT: { description: 'Of a hundred (百分比).' },
    CHOICE: { description: 'One of several, as the rule says (选项).' },
  },
});
export const RuleOrigin = { OWN: 'OWN', INHERITED: 'INHERITED', DEFAULT: 'DEFAULT' } as const;
registerEnumType(RuleOrigin, {
  name: 'OrganRuleOrigin',
  description: 'Where a value comes from (规则来源).',
  valuesConfig: {
    OWN: { description: 'The organ’s own (本机关).' },
    INHERITED: { description: 'An organ’s above (上级机关).' },
    DEFAULT: { description: 'Nobody has ruled (默认).' },
  },
});

@ObjectType({ description: 'A rule as it holds at a unit (机关规则).' })
export class OrganRule {
  @RuledField(withObject, () => OrganRuleName, { description: 'Which.' })
  rule: number;

  @RuledField(withObject, () => RuleUnit, { description: 'What its value is counted in.' })
  unit: number;

  @RuledField(withObject, () => Int, { description: 'Its value; null: there is no such limit.', nullable: true })
  value: number | null;

  @RuledField(withObject, () => RuleOrigin, { description: 'Where the value comes from.' })
  origin: keyof typeof RuleOrigin;

  @RuledField(withObject, () => Unit, { description: 'The organ that ruled it; null: nobody.', nullable: true })
  organ: number | null;

  @RuledField(withObject, () => Boolean, {
    description: 'Whether who ruled it bound those below to be no less strict; of a choice: to the same.',
  })
  binding: boolean;

  @RuledField(withObject, () => DateTime, { description: 'Since when it is ruled so; null: nobody has.', nullable: true })
  since: string | null;

  @RuledField(withObject, () => DateTime, { description: 'Until when; null: without an end.', nullable: true })
  until: string | null;

  @RuledField(withObject, () => Int, { description: 'The smallest value it may be given.' })
  smallest: number;

  @RuledField(withObject, () => Int, { description: 'The largest value it may be given.' })
  largest: number;

  @RuledField(withObject, () => Int, { description: 'What holds where nobody has ruled; null: no limit.', nullable: true })
  byDefault: number | null;

  @RuledField(withObject, () => String, { description: 'What its default and bounds come from (依据).' })
  source: string;
} // prettier-ignore
