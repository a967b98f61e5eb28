import { registerEnumType } from 'type-graphql';

/** The fixed tables: what is counted, by the month of what, and by which dimension. The database knows no others. */
export const STATISTICS_TABLES = {
  RECEIVED: {
    measure: 'RECEIVED',
    dimension: 'NONE',
    description: 'Clues by the month they came in (受理问题线索).',
  },
  RECEIVED_BY_SOURCE: {
    measure: 'RECEIVED',
    dimension: 'SOURCE',
    description: 'The same by source (按线索来源).',
  },
  RECEIVED_BY_TIER: {
    measure: 'RECEIVED',
    dimension: 'TIER',
    description: 'The same by tier of the accountable organ or group (按层级).',
  },
  CONCLUDED: {
    measure: 'CONCLUDED',
    dimension: 'NONE',
    description: 'Clues by the month they were concluded (办结问题线索).',
  },
  CONCLUDED_BY_METHOD: {
    measure: 'CONCLUDED',
    dimension: 'METHOD',
    description: 'The same by method of disposal (按处置方式). 监督执纪工作规则 art. 21.',
  },
  CONCLUDED_BY_OUTCOME: {
    measure: 'CONCLUDED',
    dimension: 'OUTCOME',
    description: 'The same by outcome (按办理结果).',
  },
} as const satisfies Record<
  string,
  {
    measure: 'RECEIVED' | 'CONCLUDED';
    dimension: 'NONE' | 'SOURCE' | 'TIER' | 'METHOD' | 'OUTCOME';
    description: string;
  }
>;
export type StatisticsTableName = keyof typeof STATISTICS_TABLES;

const names = Object.keys(STATISTICS_TABLES) as StatisticsTableName[];
export const StatisticsTableName = Object.fromEntries(names.map((name) => [name, name])) as {
  [Name in StatisticsTableName]: Name;
};
registerEnumType(StatisticsTableName, {
  name: 'StatisticsTableName',
  description: 'The fixed tables of figures (固定统计表).',
  valuesConfig: Object.fromEntries(names.map((name) => [name, { description: STATISTICS_TABLES[name].description }])),
});

export const StatisticsExtent = { SUBTREE: 'SUBTREE', ORGAN: 'ORGAN', UNIT: 'UNIT' } as const;
export type StatisticsExtent = keyof typeof StatisticsExtent;
registerEnumType(StatisticsExtent, {
  name: 'StatisticsExtent',
  description: 'How much of a unit a row counts (统计口径).',
  valuesConfig: {
    SUBTREE: { description: 'The organ with everything below it (本级及下级).' },
    ORGAN: { description: 'The organ with its offices, without groups and lower organs (本机关).' },
    UNIT: { description: 'The office or group alone; of an organ, what lies with none of its offices (本部门).' },
  },
});

export const CountUnit = { ITEM: 'ITEM', ITEM_TIME: 'ITEM_TIME', PERSON: 'PERSON', PERSON_TIME: 'PERSON_TIME', CASE: 'CASE' } as const; // prettier-ignore
export type CountUnit = keyof typeof CountUnit;
registerEnumType(CountUnit, {
  name: 'CountUnit',
  description: 'What a figure counts (计量单位).',
  valuesConfig: {
    ITEM: { description: 'Items (件).' },
    ITEM_TIME: { description: 'Items, as often as they came (件次).' },
    PERSON: { description: 'Persons (人).' },
    PERSON_TIME: { description: 'Persons, as often as it happened (人次).' },
    CASE: { description: 'Cases (起).' },
  },
});

export const ColourBand = { NONE: 'NONE', FEW: 'FEW', EXACT: 'EXACT' } as const;
export type ColourBand = keyof typeof ColourBand;
registerEnumType(ColourBand, {
  name: 'ColourBand',
  description: 'How much is told of a count by colour (三色计数档).',
  valuesConfig: {
    NONE: { description: 'There is none (0).' },
    FEW: { description: 'One to four that your ledger does not have; how many is not told (1–4).' },
    EXACT: { description: 'Exactly as many as `count` says.' },
  },
});
