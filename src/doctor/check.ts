/**
 * A check looks at one thing and changes nothing. What it may find stands beside it, in the operator's words: what is
 * wrong, what follows, what to do. `{name}` is filled from what was found.
 */
export interface Check<On, Code extends string = string> {
  id: string;
  name: Words;
  faults: Readonly<Record<Code, FaultText>>;
  look: (on: On) => AsyncGenerator<Found<Code>, void>;
}

export interface Words {
  zh: string;
  en: string;
}

export interface FaultText {
  zh: Telling;
  en: Telling;
  /** Worth knowing, and no fault: the command ends well. */
  notice?: true;
}
type Telling = readonly [wrong: string, follows: string, remedy: string];

export type Details = Record<string, string | number | Words>;
export type Found<Code extends string = string> = readonly [code: Code, details?: Details];

/** Holds what a check finds to the words it has for it. */
export function check<On, Code extends string>(one: Check<On, Code>): Check<On, Code> {
  return one;
}

/** Names come from a catalog that somebody may have been at: no control character of theirs reaches a terminal. */
export function filled(text: string, language: keyof Words, details: Details): string {
  return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const detail = details[name] ?? '';
    return printable(typeof detail === 'object' ? detail[language] : String(detail));
  });
}

export function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\s]+/gu, ' ').slice(0, 600);
}
