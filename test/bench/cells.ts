/** Cells and rows of Markdown tables. */
export const row = (...cells: (string | number)[]) => `| ${cells.join(' | ')} |`;
export const head = (...cells: string[]) => [
  row(...cells),
  `|${cells.map((_, n) => (n === 0 ? '---|' : '--:|')).join('')}`,
];
export const ms = (value: number | null | undefined) =>
  value === null || value === undefined ? '–' : value.toFixed(2);
export const times = (value: number) => `${value.toFixed(2)} ×`;

/** The hand-written one on the same Node. */
export const sqlFor = (name: string) => (name.endsWith('24') || name === 'postgraphile' ? 'sql24' : 'sql');

/** Three figures, thousands and millions by their letters. */
export const short = (n: number) =>
  n >= 1e6 ? `${+(n / 1e6).toPrecision(3)} M` : n >= 1e4 ? `${+(n / 1e3).toPrecision(3)} k` : String(+n.toPrecision(3));
