import { Wrong } from './faults.js';

const SPACES = /[\s\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+/gu;
/** Marks that nobody sees: two names that differ by one would be two people. */
const UNSEEN = /[\u00ad\u200b-\u200f\u2060\ufeff]/gu;
const WIDE = /[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]/gu;
const ALL_WIDE = /[\uff01-\uff5e]/gu;
/** Controls, bidirectional orders, private use (造字), lone surrogates, and the sign for what was lost before. */
const REFUSED = /[\p{Cc}\p{Co}\p{Cs}\u202a-\u202e\u2066-\u2069\ufffd\ufff9-\ufffb]|\p{Noncharacter_Code_Point}/u;

/** Text as it is kept: one form (NFC), plain digits and letters, single spaces, none at the ends. */
export function normalText(text: string): string {
  const normal = text.replaceAll(UNSEEN, '').replaceAll(WIDE, narrow).replaceAll(SPACES, ' ').normalize('NFC').trim();
  const [refused] = REFUSED.exec(normal) ?? [];
  if (refused === undefined) return normal;
  throw new Wrong('CHARACTER_REFUSED', {
    character: `U+${refused.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`,
  });
}

/** Codes and dates, where every full-width sign means the plain one. */
export function normalCode(text: string): string {
  return normalText(text)
    .replaceAll(ALL_WIDE, narrow)
    .replaceAll(/[‐‑‒–—−]/gu, '-');
}

const DOTS = /\s*[·•‧∙⋅・･᛫]\s*/gu;
const DOT_BETWEEN_HAN = /(?<=\p{Script=Han})\s*[.．]\s*(?=\p{Script=Han})/gu;
const SPACE_BETWEEN_HAN = /(?<=\p{Script=Han}) (?=\p{Script=Han})/gu;

/** A name as it is compared: 买买提·吐尔逊 whatever the dot was, and 张三 though it was spread to three characters. */
export function normalName(text: string): string {
  return normalText(text).replaceAll(DOTS, '·').replaceAll(DOT_BETWEEN_HAN, '·').replaceAll(SPACE_BETWEEN_HAN, '');
}

function narrow(wide: string): string {
  return String.fromCharCode(wide.charCodeAt(0) - 0xfee0);
}
