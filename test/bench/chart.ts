/** Small charts as SVG, readable without colour: every line and bar bears its name. */
export interface Series {
  name: string;
  /** One of the colours; otherwise the next. */
  colour?: number;
  dashed?: boolean;
  points: readonly { x: number; y: number }[];
}

export interface LineChart {
  title: string;
  x: string;
  y: string;
  series: readonly Series[];
  /** Names of x = 0, 1, 2 … where it is no quantity. */
  names?: readonly string[];
  logX?: boolean;
  logY?: boolean;
  /** A limit to show. */
  line?: number;
}

const [WIDTH, HEIGHT] = [860, 420];
const FRAME = { left: 70, right: 250, top: 44, bottom: 56 };
const COLOURS = ['#0b6e99', '#c0392b', '#8a6d00', '#57aed1', '#e6968c', '#3b7d3b'];
const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const text = (x: number, y: number, words: string, more = '') =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" ${more}>${escape(words)}</text>`;
const colour = (n: number) => COLOURS[n % COLOURS.length]!;

function sheet(title: string, parts: readonly string[]): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12">
<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>
${text(FRAME.left, 24, title, 'font-size="15" font-weight="bold"')}
${parts.join('\n')}
</svg>
`;
}

/** Round steps, some five of them. */
function ticks(low: number, high: number): number[] {
  const rough = (high - low) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((n) => n * power).find((n) => n >= rough)!;
  const first = Math.ceil(low / step) * step;
  return Array.from({ length: Math.floor((high - first) / step + 1e-9) + 1 }, (_, n) => first + n * step);
}
function powers(low: number, high: number): number[] {
  const all: number[] = [];
  for (let power = 10 ** Math.floor(Math.log10(low)); power <= high; power *= 10)
    for (const n of [1, 2, 5]) if (n * power >= low && n * power <= high) all.push(n * power);
  return all;
}
export const short = (n: number) =>
  n >= 1e6 ? `${+(n / 1e6).toPrecision(3)} M` : n >= 1e4 ? `${+(n / 1e3).toPrecision(3)} k` : String(+n.toPrecision(3));

export function lineChart({ title, x, y, series, names, logX, logY, line }: LineChart): string {
  const all = series.flatMap(({ points }) => points);
  const [xs, ys] = [all.map((point) => point.x), [...all.map((point) => point.y), ...(line ? [line] : [])]];
  const [lowX, highX] = [Math.min(...xs), Math.max(...xs)];
  const [lowY, highY] = [logY ? Math.min(...ys) * 0.8 : 0, Math.max(...ys) * 1.1];
  const scale = (from: number, to: number, low: number, high: number, log?: boolean) => (value: number) => {
    const at = (v: number) => (log ? Math.log(v) : v);
    return high === low ? (from + to) / 2 : from + ((at(value) - at(low)) / (at(high) - at(low))) * (to - from);
  };
  const atX = scale(FRAME.left + 10, WIDTH - FRAME.right, lowX, highX, logX);
  const atY = scale(HEIGHT - FRAME.bottom, FRAME.top, lowY, highY, logY);
  const right = WIDTH - FRAME.right + 10;
  const grid = (logY ? powers(lowY, highY) : ticks(lowY, highY)).flatMap((value) => [
    `<line x1="${FRAME.left}" x2="${right}" y1="${atY(value)}" y2="${atY(value)}" stroke="#e3e3e3"/>`,
    text(FRAME.left - 6, atY(value) + 4, short(value), 'text-anchor="end" fill="#444"'),
  ]);
  const marks = names ? names.map((_, n) => n) : new Set(xs).size <= 8 ? [...new Set(xs)] : ticks(lowX, highX);
  const below = marks.map((value) =>
    text(atX(value), HEIGHT - FRAME.bottom + 18, names?.[value] ?? short(value), 'text-anchor="middle" fill="#444"'),
  );
  const limit = line
    ? [
        `<line x1="${FRAME.left}" x2="${right}" y1="${atY(line)}" y2="${atY(line)}" stroke="#000" stroke-dasharray="5 4"/>`,
      ]
    : [];
  return sheet(title, [
    ...grid,
    ...below,
    ...limit,
    text((FRAME.left + right) / 2, HEIGHT - 14, x, 'text-anchor="middle"'),
    text(FRAME.left, FRAME.top - 6, y, 'fill="#444"'),
    ...series.map(({ points, colour: of, dashed = false }, n) =>
      drawn(
        points.map((point) => [atX(point.x), atY(point.y)] as const),
        colour(of ?? n),
        dashed,
      ),
    ),
    ...labels(
      series.map(({ name, points, colour: of }, n) => ({
        name,
        y: atY(points.at(-1)?.y ?? highY),
        of: colour(of ?? n),
      })),
      right + 8,
    ),
  ]);
}

function drawn(points: readonly (readonly [number, number])[], of: string, dashed: boolean): string {
  const path = points.map(([px, py], n) => `${n === 0 ? 'M' : 'L'}${px.toFixed(1)} ${py.toFixed(1)}`).join('');
  const dots = points.map(([px, py]) => `<circle cx="${px.toFixed(1)}" cy="${py.toFixed(1)}" r="3.2" fill="${of}"/>`);
  return `<path d="${path}" fill="none" stroke="${of}" stroke-width="2"${dashed ? ' stroke-dasharray="6 4"' : ''}/>${dots.join('')}`;
}

/** Beside the ends of their lines, and never over one another. */
function labels(ends: readonly { name: string; y: number; of: string }[], x: number): string[] {
  const placed = ends.map((end) => ({ ...end })).sort((a, b) => a.y - b.y);
  for (const [n, label] of placed.entries()) if (n > 0) label.y = Math.max(label.y, placed[n - 1]!.y + 15);
  const over = Math.max(0, (placed.at(-1)?.y ?? 0) - (HEIGHT - FRAME.bottom));
  return placed.map(({ name, y, of }) => text(x, y - over + 4, name, `fill="${of}" font-weight="bold"`));
}

/** A group of bars for each name, a bar for each of its values. */
export function barChart(
  title: string,
  names: readonly string[],
  groups: readonly { name: string; values: number[] }[],
): string {
  const most = Math.max(...groups.flatMap(({ values }) => values));
  const [left, top] = [250, 56];
  const row = (HEIGHT - top - 20) / groups.length;
  const bar = Math.min(20, (row - 8) / names.length);
  return sheet(title, [
    ...names.map((name, n) => text(left + n * 150, top - 10, name, `fill="${colour(n)}" font-weight="bold"`)),
    ...groups.flatMap(({ name, values }, g) => [
      text(left - 8, top + g * row + bar + 4, name, 'text-anchor="end"'),
      ...values.flatMap((value, n) => {
        const [py, length] = [top + g * row + n * bar, (value / most) * (WIDTH - left - 80)];
        return [
          `<rect x="${left}" y="${py.toFixed(1)}" width="${length.toFixed(1)}" height="${(bar - 2).toFixed(1)}" fill="${colour(n)}"/>`,
          text(left + length + 5, py + bar - 6, short(value), 'fill="#444" font-size="11"'),
        ];
      }),
    ]),
  ]);
}
