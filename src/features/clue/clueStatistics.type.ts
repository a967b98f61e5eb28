import { Int, ObjectType, registerEnumType } from 'type-graphql';
import './clue.enums.js';
import { DateTime } from '../../graphql/dateTime.js';
import { EffectiveScope } from '../../graphql/effectiveScope.js';
import { withObject } from '../../graphql/rule.js';
import { RuledField } from '../../graphql/ruled.js';
import { OrganTier } from '../../jurisdiction/units.js';
import { ClueSource, ClueStage } from '../../workflow/clueStages.js';
import { WarningColour } from '../../workflow/colours.js';
import { Unit } from '../unit/unit.type.js';

export const ClueDimension = {
  TIER: 'TIER',
  UNIT: 'UNIT',
  STAGE: 'STAGE',
  SOURCE: 'SOURCE',
  COLOUR: 'COLOUR',
  MONTH: 'MONTH',
} as const;
export type ClueDimension = keyof typeof ClueDimension;
registerEnumType(ClueDimension, {
  name: 'ClueDimension',
  description: 'What to count clues by.',
  valuesConfig: {
    TIER: { description: 'Tier of the accountable organ or group (层级).' },
    UNIT: { description: 'The accountable organ or group (责任机关).' },
    STAGE: { description: 'Stage (阶段).' },
    SOURCE: { description: 'Source (来源).' },
    COLOUR: { description: 'Colour at the moment of the answer; null once closed (三色预警).' },
    MONTH: { description: 'Month of receipt, China time (接收月份).' },
  },
});

@ObjectType({ description: 'One combination of the dimensions asked for, and how many clues it has.' })
export class ClueCount {
  @RuledField(withObject, () => Int, { description: 'Clues, in items (件).' })
  count: number;

  @RuledField(withObject, () => OrganTier, { description: 'Tier, if asked for.', nullable: true })
  tier: number | null;

  @RuledField(withObject, () => Unit, { description: 'Accountable organ or group, if asked for.', nullable: true })
  unit: number | null;

  @RuledField(withObject, () => ClueStage, { description: 'Stage, if asked for.', nullable: true })
  stage: number | null;

  @RuledField(withObject, () => ClueSource, { description: 'Source, if asked for.', nullable: true })
  source: number | null;

  @RuledField(withObject, () => WarningColour, {
    description: 'Colour, if asked for and the clues are open.',
    nullable: true,
  })
  colour: number | null;

  @RuledField(withObject, () => String, { description: 'Month of receipt as YYYY-MM, if asked for.', nullable: true })
  month: string | null;
}

@ObjectType({ description: 'Counts over the clues whose ledger you may see, and no others (问题线索统计).' })
export class ClueStatistics {
  @RuledField(withObject, () => Int, { description: 'All of them, in items (件).' })
  total: number;

  @RuledField(withObject, () => [ClueCount], {
    description: 'By the dimensions asked for, in their order; no row for zero.',
  })
  rows: ClueCount[];

  @RuledField(withObject, () => DateTime, { description: 'The moment the figures are of.' })
  asOf: string;

  @RuledField(withObject, () => EffectiveScope, {
    description: 'What was asked for, and through what your post reaches it.',
  })
  effectiveScope: EffectiveScope;
}
