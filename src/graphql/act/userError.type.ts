import { InterfaceType, ObjectType, registerEnumType } from 'type-graphql';
import { FAULT_CODES, type ActFault, type FaultCode } from '../../database/actFault.js';
import type { Language } from '../../shared/errors.js';
import { withObject } from '../rule.js';
import { RuledField } from '../ruled.js';

const Codes = Object.fromEntries(FAULT_CODES.map((code) => [code, code])) as { [Code in FaultCode]: Code };

const WORDS: Record<FaultCode, { zh: string; en: string }> = {
  OBJECT_NOT_FOUND: { zh: '没有这一事项，或您无权知悉。', en: 'There is no such matter, or it is not for you.' },
  NOT_ALLOWED: { zh: '您的职务不能办理此事。', en: 'This is not your post’s to do.' },
  VERSION_CONFLICT: { zh: '事项已被他人修改，请刷新后重试。', en: 'It was changed meanwhile; read it again.' },
  STATE_CONFLICT: { zh: '事项当前状态不允许此操作。', en: 'Its present state does not allow this.' },
  KEY_REUSED: { zh: '该幂等键已用于另一请求。', en: 'The idempotency key was used for another request.' },
  INPUT_INVALID: { zh: '填写的内容不正确。', en: 'A value is not acceptable.' },
  NOBODY_TO_DECIDE: { zh: '没有可以作出决定的负责人，请联系上级机关。', en: 'Nobody is in office to decide; turn to the superior organ.' },
  LIMIT_REACHED: { zh: '已达到规定次数，请稍后再试，或联系上级机关。', en: 'It has been done as often as it may; try later, or turn to the superior organ.' },
  BUSY: { zh: '该事项正由他人办理，请稍后重试。', en: 'Somebody else is at it just now; try again.' },
}; // prettier-ignore

registerEnumType(Codes, {
  name: 'UserErrorCode',
  description: 'Why an act did not happen (办理失败原因).',
  valuesConfig: Object.fromEntries(
    FAULT_CODES.map((code) => [code, { description: `${WORDS[code].en} (${WORDS[code].zh.replace(/。$/, '')})` }]),
  ),
});

@InterfaceType({
  description: 'Why an act did not happen; nothing was changed (办理失败).',
  resolveType: ({ code }: { code: FaultCode }) => TYPES[code] ?? 'ActRefused',
})
export abstract class UserError {
  @RuledField(withObject, () => Codes, { description: 'Stable, for programs.' })
  code: FaultCode;

  @RuledField(withObject, () => [String], { description: 'The field of the input whose fault it is; empty: none.' })
  path: string[];

  @RuledField(withObject, () => String, { description: 'For the reader, in the language of the request.' })
  message: string;

  @RuledField(withObject, () => String, { description: 'Regulation and article, where one says so.', nullable: true })
  citation: string | null;
}

@ObjectType({ implements: UserError, description: 'Refused for what the act or its input is.' })
export class ActRefused extends UserError {}

@ObjectType({ implements: UserError, description: 'The object has another version than the input expected.' })
export class VersionConflict extends UserError {}

const TYPES: Partial<Record<FaultCode, string>> = { VERSION_CONFLICT: 'VersionConflict' };

export function userError(
  { code, field }: ActFault,
  language: Language,
  citations: Partial<Record<FaultCode, string>> = {},
): UserError {
  return {
    code,
    path: field ? ['input', field] : [],
    message: WORDS[code][language],
    citation: citations[code] ?? null,
  };
}
