import { posix } from 'node:path';
import { shown, Wrong } from '../faults.js';
import { LIMITS } from '../limits.js';
import { type Archive, damaged } from './archive.js';
import { SharedTexts } from './sharedTexts.js';
import { type Form, readStyles } from './styles.js';
import { walk } from './xml.js';

export interface Sheet {
  readonly name: string;
  readonly part: string;
  readonly hidden: boolean;
}

export interface Workbook {
  readonly sheets: readonly Sheet[];
  readonly texts: SharedTexts;
  readonly styles: readonly Form[];
  /** Days are counted from 1904, as they once were on a Macintosh. */
  readonly from1904: boolean;
}

interface Relation {
  readonly type: string;
  readonly part: string;
}

export async function readWorkbook(archive: Archive): Promise<Workbook> {
  const main = [...(await relations(archive, '')).values()].find(({ type }) => type === 'officeDocument')?.part;
  if (main === undefined) throw damaged('不是 Excel 工作簿', 'it is no workbook');
  if (main.endsWith('.bin')) throw new Wrong('WORKBOOK_IS_BINARY');
  const related = await relations(archive, main);
  const sheets: Sheet[] = [];
  let from1904 = false;
  await walk(archive.read(main), {
    open: (name, attributes) => {
      if (name === 'workbookPr') from1904 = /^(?:1|true)$/.test(attributes['date1904'] ?? '');
      if (name !== 'sheet') return;
      const id = Object.entries(attributes).find(([key]) => /^\w+:id$/.test(key))?.[1];
      const sheet = related.get(id ?? '');
      if (sheet?.type !== 'worksheet') return;
      sheets.push({
        name: shown(attributes['name'] ?? ''),
        part: sheet.part,
        hidden: (attributes['state'] ?? 'visible') !== 'visible',
      });
      if (sheets.length > LIMITS.sheets)
        throw new Wrong('WORKBOOK_TOO_LARGE', {
          reason: { zh: `超过 ${LIMITS.sheets} 个工作表`, en: `it has more than ${LIMITS.sheets} sheets` },
        });
    },
  });
  const read = (type: string) => {
    const part = [...related.values()].find((each) => each.type === type)?.part;
    return part !== undefined && archive.has(part) ? archive.read(part) : null;
  };
  const texts = await SharedTexts.read(read('sharedStrings'));
  return { sheets, texts, styles: await readStyles(read('styles')), from1904 };
}

/** What a part refers to, by id. Nothing outside the archive is ever followed. */
async function relations(archive: Archive, part: string): Promise<Map<string, Relation>> {
  const { dir, base } = posix.parse(part);
  const found = new Map<string, Relation>();
  const file = posix.join(dir, '_rels', `${base}.rels`);
  if (!archive.has(file)) return found;
  await walk(archive.read(file), {
    open: (name, { Id = '', Type = '', Target = '', TargetMode }) => {
      if (name !== 'Relationship' || TargetMode === 'External') return;
      found.set(Id, { type: posix.basename(Type), part: posix.resolve('/', dir, Target).slice(1) });
      if (found.size > LIMITS.zip.entries) throw damaged('关系过多', 'it has too many relations');
    },
  });
  return found;
}
