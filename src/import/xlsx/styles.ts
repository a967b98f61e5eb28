import { damaged } from './archive.js';
import { numberIn, walk } from './xml.js';

/** What a style makes of a number: a date, or digits with zeros that are only shown. */
export type Form = 'PLAIN' | 'DATE' | 'ZEROS';

const MOST_STYLES = 65_536;
/** The formats that have a number instead of a code, the Chinese ones from 27 and 50 on among them. */
const DATES: readonly (readonly [number, number])[] = [
  [14, 22],
  [27, 36],
  [45, 47],
  [50, 58],
];

export async function readStyles(xml: AsyncIterable<string> | null): Promise<readonly Form[]> {
  const forms: Form[] = [];
  if (!xml) return forms;
  const codes = new Map<string, Form>();
  let inCells = false;
  await walk(xml, {
    open: (name, attributes) => {
      if (name === 'numFmt') codes.set(attributes['numFmtId'] ?? '', formOf(attributes['formatCode'] ?? ''));
      if (name === 'cellXfs') inCells = true;
      if (name !== 'xf' || !inCells) return;
      const id = attributes['numFmtId'] ?? '0';
      forms.push(codes.get(id) ?? builtIn(numberIn(id, MOST_STYLES)));
      if (forms.length > MOST_STYLES || codes.size > MOST_STYLES) throw damaged('样式过多', 'it has too many styles');
    },
    close: (name) => {
      if (name === 'cellXfs') inCells = false;
    },
  });
  return forms;
}

function builtIn(id: number): Form {
  return DATES.some(([from, to]) => id >= from && id <= to) ? 'DATE' : 'PLAIN';
}

/** Of a format's code, without what it puts out to the letter: yyyy"年"m"月"d"日", [$-804]m/d, 000000. */
function formOf(code: string): Form {
  const plain = code.replaceAll(/"[^"]*"|\\.|_.|\*.|\[[^\]]*\]/g, '').split(';')[0]!;
  if (/[ymdhs]/i.test(plain)) return 'DATE';
  return /^0{2,}$/.test(plain) ? 'ZEROS' : 'PLAIN';
}
