import type { Cell } from './difference/difference.js';

/** A letter for each value that a line has, so that who was answered the same can be read without colours. */
export function sameValues(cells: readonly Cell[]): (string | undefined)[] {
  const met: string[] = [];
  return cells.map((cell) => {
    if (cell.state !== 'value' && cell.state !== 'null') return undefined;
    const text = JSON.stringify(cell.state === 'value' ? cell.value : null);
    if (!met.includes(text)) met.push(text);
    return String.fromCodePoint(0x61 + met.indexOf(text));
  });
}
