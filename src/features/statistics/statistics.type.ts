import { Int, ObjectType } from 'type-graphql';
import '../clue/clue.type.js';
import { ColourBand, CountUnit, StatisticsExtent, StatisticsTableName } from './statisticsTables.js';
import { DateTime } from '../../graphql/dateTime.js';
import { withObject } from '../../graphql/rule.js';
import { RuledField } from '../../graphql/ruled.js';
import { OrganTier } from '../../jurisdiction/units.js';
import { ClueOutcome, ClueSource, DisposalMethod } from '../../workflow/clueStages.js';
import { WarningColour } from '../../workflow/colours.js';
import { Unit } from '../unit/unit.type.js';

@ObjectType({
  description:
    'One figure. What your own ledger has is exact. The rest is suppressed under five, and now and then from five on; else it is rounded to a multiple of five, alike for everybody and each time, usually by less than five. What is kept from anybody is in no rest.',
})
export class StatisticsCell {
  @RuledField(withObject, () => Int, { description: 'The figure; null if it is suppressed.', nullable: true })
  value: number | null;

  @RuledField(withObject, () => Boolean, {
    description: 'Whether it is withheld: by itself, with what it is part of, or so that another cannot be computed.',
  })
  suppressed: boolean;

  @RuledField(withObject, () => Boolean, { description: 'Whether there is a rounded part in it.' })
  rounded: boolean;

  @RuledField(withObject, () => ClueSource, { description: 'Source, in tables by source.', nullable: true })
  source: number | null;

  @RuledField(withObject, () => OrganTier, { description: 'Tier, in tables by tier.', nullable: true })
  tier: number | null;

  @RuledField(withObject, () => DisposalMethod, {
    description: 'Method, in tables by method; null for clues without one.',
    nullable: true,
  })
  method: number | null;

  @RuledField(withObject, () => ClueOutcome, {
    description: 'Outcome, in tables by outcome; null for clues without one.',
    nullable: true,
  })
  outcome: number | null;
}

@ObjectType({ description: 'The figures of a unit for a month.' })
export class StatisticsRow {
  @RuledField(withObject, () => Unit, { description: 'Whose (统计单位). Every clue is counted once, at one place.' })
  unit: number;

  @RuledField(withObject, () => StatisticsExtent, { description: 'How much of it.' })
  extent: StatisticsExtent;

  @RuledField(withObject, () => String, { description: 'Month as YYYY-MM, China time (月份).' })
  month: string;

  @RuledField(withObject, () => StatisticsCell, { description: 'All of them.' })
  total: StatisticsCell;

  @RuledField(withObject, () => [StatisticsCell], {
    description:
      'By the dimension of the table, zeros too; none in a table without one. Rounded, they need not add up.',
    cost: { length: 8 },
  })
  cells: StatisticsCell[];
}

@ObjectType({ description: 'A fixed table of figures over closed months (固定统计表).' })
export class StatisticsTable {
  @RuledField(withObject, () => StatisticsTableName, { description: 'Which table.' })
  name: StatisticsTableName;

  @RuledField(withObject, () => Unit, { description: 'The unit that was asked for (统计范围).' })
  scopeOrgan: number;

  @RuledField(withObject, () => CountUnit, { description: 'What the figures count (计量单位).' })
  unit: CountUnit;

  @RuledField(withObject, () => DateTime, { description: 'The moment the figures are of (统计时点).' })
  asOf: string;

  @RuledField(withObject, () => String, { description: 'The last closed month, China time, as YYYY-MM.' })
  closedThrough: string;

  @RuledField(withObject, () => [StatisticsRow], {
    description:
      'By month: the unit, its organ with its offices, and each unit directly below – those whose figures your post may have, and no others.',
    cost: { length: 100 },
  })
  rows: StatisticsRow[];
}

@ObjectType({ description: 'Open clues of one organ or group in one colour (三色计数).' })
export class ColourCount {
  @RuledField(withObject, () => Unit, {
    description: 'The accountable organ or group: its own clues, none of those below it.',
  })
  unit: number;

  @RuledField(withObject, () => WarningColour, {
    description:
      'Colour (三色预警): at the moment of asking of what your ledger has, as of the last midnight of the rest.',
  })
  colour: number;

  @RuledField(withObject, () => ColourBand, { description: 'How much is told.' })
  band: ColourBand;

  @RuledField(withObject, () => Int, { description: 'How many, in items (件); null for a few.', nullable: true })
  count: number | null;
}
