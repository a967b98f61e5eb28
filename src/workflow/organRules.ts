/** What an organ decides for itself and its tree about how matters are watched (机关规则). The number is what the database stores. */
export const OrganRuleName = {
  UNPROPOSED_YELLOW_BEFORE: 1,
  UNPROPOSED_RED_AFTER: 2,
  DATED_YELLOW_BEFORE: 3,
  PRELIMINARY_VERIFICATION_LIMIT: 4,
  TALK_INQUIRY_WINDOW: 5,
  SPOT_CHECK_SHARE: 6,
  OPINION_REPLY_LIMIT: 7,
  EMERGENCY_REVIEW_LIMIT: 8,
} as const;
export type OrganRuleName = keyof typeof OrganRuleName;

export const RuleUnit = { DAYS: 1, WORKING_DAYS: 2, MONTHS: 3, PERCENT: 4, CHOICE: 5 } as const;
/** Which of two values asks more of those it is for; of a choice neither does. */
export const Stricter = { LESS: -1, NEITHER: 0, MORE: 1 } as const;

export interface OrganRuleKind {
  unit: keyof typeof RuleUnit;
  smallest: number;
  largest: number;
  /** Where nobody has ruled; null: there is no such limit. */
  byDefault: number | null;
  stricter: keyof typeof Stricter;
  words: string;
  source: string;
}

const COLOURS = 'DOMAIN A 18, B3: a city’s real rule (A10); no law has one';
const PROPOSED = `监督执纪工作规则 art. 21: a month; ${COLOURS}`;

/**
 * The rules there are, each with its bounds: none of them can loosen what the law says – no clue stays blue when the
 * month of art. 21 is over – and no two contradict one another: nothing is red before it is yellow.
 */
export const ORGAN_RULES = {
  UNPROPOSED_YELLOW_BEFORE: { unit: 'DAYS', smallest: 0, largest: 20, byDefault: 0, stricter: 'MORE',
    words: 'So long before the month is over in which a disposal is proposed, a clue without one is yellow (未提出处置意见转黄).', source: PROPOSED },
  UNPROPOSED_RED_AFTER: { unit: 'MONTHS', smallest: 1, largest: 2, byDefault: 2, stricter: 'LESS',
    words: 'A clue is red when it is so old and nothing is proposed (未提出处置意见转红).', source: PROPOSED },
  DATED_YELLOW_BEFORE: { unit: 'DAYS', smallest: 1, largest: 30, byDefault: 3, stricter: 'MORE',
    words: 'What has a date of its own is yellow so long before it (临期转黄).', source: COLOURS },
  PRELIMINARY_VERIFICATION_LIMIT: { unit: 'WORKING_DAYS', smallest: 5, largest: 366, byDefault: null, stricter: 'LESS',
    words: 'How long a preliminary verification may take (初步核实时限).',
    source: 'No central text has one; 西乡县: generally 15 working days' },
  TALK_INQUIRY_WINDOW: { unit: 'CHOICE', smallest: 1, largest: 2, byDefault: 1, stricter: 'NEITHER',
    words: 'In what talks and inquiries with one person are counted: 1, the twelve months before; 2, the calendar year (谈话函询计次期间).',
    source: 'DOMAIN A 28: at most two a year, as a rule' },
  SPOT_CHECK_SHARE: { unit: 'PERCENT', smallest: 30, largest: 100, byDefault: 30, stricter: 'MORE',
    words: 'How many of the concluded talks and inquiries are checked (谈话函询抽查比例).', source: 'DOMAIN A 29: 30 % or more' },
  OPINION_REPLY_LIMIT: { unit: 'WORKING_DAYS', smallest: 1, largest: 60, byDefault: null, stricter: 'LESS',
    words: 'Within what an integrity opinion is given (党风廉政意见回复时限).',
    source: 'DOMAIN A 80; no statutory deadline found' },
  EMERGENCY_REVIEW_LIMIT: { unit: 'WORKING_DAYS', smallest: 1, largest: 3, byDefault: 3, stricter: 'LESS',
    words: 'Within what the organ reviews what was opened below it in an emergency (紧急访问复核时限).',
    source: 'Ours, of no regulation: three at most' },
} as const satisfies Record<OrganRuleName, OrganRuleKind>; // prettier-ignore
