/** Every filter calls it `text`: what is searched for in facets, and answers by its hits what they hold. */
export function looksForText(asked: unknown): boolean {
  return typeof (asked as { text?: unknown } | null | undefined)?.text === 'string';
}
