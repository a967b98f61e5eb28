import { registerEnumType } from 'type-graphql';
import type { Language } from '../../shared/errors.js';

type Words = Record<Language, string>;

/** What came of one way that was tried; the words stand in the answer, in the reader's language. */
export const WAY_CODES = {
  GRANTED: { zh: '可经此途径知悉', en: 'opens it' },
  BY_RULE: { zh: '按规则可经此途径知悉；个别决定不予说明', en: 'opens it by the rules; single decisions are not told' },
  DENIED: { zh: '途径具备，但依规不得知悉', en: 'would open it, and is denied' },
  NOT_THIS_DUTY: { zh: '职务或部门无此权限', en: 'not of this duty or unit' },
  NOT_THIS_PLACE: { zh: '事项不在其范围内', en: 'the matter does not lie there' },
  PERIOD_OVER: { zh: '期限已过', en: 'its period is over' },
  NOT_YET: { zh: '尚未生效', en: 'its period has not begun' },
  CLOSED: { zh: '事项办结后不再适用', en: 'not for a matter that was closed' },
  NOT_NAMED: { zh: '未被指定', en: 'somebody else is named, or nobody' },
  NO_GRANT: { zh: '没有授权', en: 'there is no grant' },
} as const satisfies Record<string, Words>;

/**
 * What came of a facet. Of others, whoever has not the content is told BY_RULE and NOT_BY_RULE and nothing else; of
 * himself NOT_ENTITLED is all that he is told of a no.
 */
export const ACCESS_CODES = {
  GRANTED: { zh: '可以知悉', en: 'may know of it' },
  BY_RULE: { zh: '按规则可以知悉；个别决定不予说明', en: 'may know of it by the rules; single decisions are not told' },
  NOT_BY_RULE: {
    zh: '按规则无权知悉；个别决定不予说明',
    en: 'has no right to it by the rules; single decisions are not told',
  },
  NOT_ENTITLED: { zh: '无权知悉', en: 'is not entitled to know of it' },
  NO_WAY: { zh: '没有可知悉的途径', en: 'nothing opens it' },
  DENIED: { zh: '依规不得知悉', en: 'is denied it' },
  POST_NOT_IN_FORCE: { zh: '职务未生效或已终止', en: 'holds no such post in force' },
} as const satisfies Record<string, Words>;

export const DENIAL_REASONS = {
  RECUSAL: { zh: '已决定回避', en: 'recused' },
  SUBJECT: { zh: '被反映人或其所在单位', en: 'the subject, or of the subject’s unit' },
  COMPARTMENT: { zh: '纪检监察干部专管', en: 'compartment of cadre supervision' },
  CLASSIFICATION: { zh: '密级不符', en: 'classified above the clearance' },
  UNRESOLVED_SUBJECT: { zh: '被反映人身份尚未核定', en: 'its subject is not resolved' },
  OTHER: { zh: '其他不得知悉的情形', en: 'on another ground' },
} as const satisfies Record<string, Words>;

export const RULE_CONDITIONS = {
  WHILE_OPEN: { zh: '未办结期间', en: 'while it is open' },
  CADRE_COMPARTMENT: { zh: '属于纪检监察干部专管的', en: 'if it is of the cadre compartment' },
  NOT_CADRE_COMPARTMENT: { zh: '不属于纪检监察干部专管的', en: 'unless it is of the cadre compartment' },
  SEALED: { zh: '属于密封转送件的', en: 'if it is a sealed item' },
  UNRESOLVED_SUBJECT: { zh: '被反映人身份核定之前', en: 'until its subject is resolved' },
} as const satisfies Record<string, Words>;

/** As many as the least of the band. */
export const BANDS = { 1: 'ONE_TO_FOUR', 5: 'FIVE_TO_NINETEEN', 20: 'TWENTY_OR_MORE' } as const;
export type Band = (typeof BANDS)[keyof typeof BANDS];

function enumOf<Name extends string>(names: Record<Name, unknown>): { [N in Name]: N } {
  return Object.fromEntries(Object.keys(names).map((name) => [name, name])) as { [N in Name]: N };
}
const described = (names: Record<string, Words>) =>
  Object.fromEntries(Object.entries(names).map(([name, { zh, en }]) => [name, { description: `${en[0]!.toUpperCase()}${en.slice(1)} (${zh}).` }])); // prettier-ignore

export const WayCode = enumOf(WAY_CODES);
registerEnumType(WayCode, { name: 'WayCode', description: 'What came of one way that was tried (途径结果).', valuesConfig: described(WAY_CODES) }); // prettier-ignore
export const AccessCode = enumOf(ACCESS_CODES);
registerEnumType(AccessCode, { name: 'AccessCode', description: 'Whether a post may know of a facet (知悉结果).', valuesConfig: described(ACCESS_CODES) }); // prettier-ignore
export const DenialReason = enumOf(DENIAL_REASONS);
registerEnumType(DenialReason, { name: 'DenialReason', description: 'Why it is denied; told to who knows the content (不得知悉事由).', valuesConfig: described(DENIAL_REASONS) }); // prettier-ignore
export const RuleCondition = enumOf(RULE_CONDITIONS);
registerEnumType(RuleCondition, { name: 'RuleCondition', description: 'Under what condition a rule opens a facet (适用条件).', valuesConfig: described(RULE_CONDITIONS) }); // prettier-ignore
export const ReachBand = { ONE_TO_FOUR: 'ONE_TO_FOUR', FIVE_TO_NINETEEN: 'FIVE_TO_NINETEEN', TWENTY_OR_MORE: 'TWENTY_OR_MORE' } as const; // prettier-ignore
registerEnumType(ReachBand, {
  name: 'ReachBand',
  description: 'How many matters, in bands; what is not listed is none (数量区间).',
  valuesConfig: {
    ONE_TO_FOUR: { description: '1 to 4.' },
    FIVE_TO_NINETEEN: { description: '5 to 19.' },
    TWENTY_OR_MORE: { description: '20 or more.' },
  },
});
