import sax, { type SAXOptions, type Tag } from 'sax';
import { Wrong } from '../faults.js';
import { LIMITS } from '../limits.js';
import { damaged, unsafe } from './archive.js';

/** What is done with elements as they come; names are without their prefix. */
export interface Elements {
  open?(name: string, attributes: Readonly<Record<string, string>>): void;
  text?(text: string): void;
  close?(name: string): void;
}

/** Feeds XML to what reads it, piece by piece: after each, the reader can be asked for what it has. Gives how many
 * characters there were so far. */
export async function* walked(xml: AsyncIterable<string>, elements: Elements): AsyncGenerator<number> {
  const parser = sax.parser(true, { strictEntities: true } as SAXOptions);
  let attributes = 0;
  let depth = 0;
  let characters = 0;
  Object.assign(parser, {
    ondoctype: () => {
      throw unsafe('含有文档类型定义（DTD）', 'it has a document type in it');
    },
    onopentagstart: () => {
      attributes = 0;
      depth += 1;
      if (depth > LIMITS.xml.depth) throw unsafe('嵌套过深', 'its elements are nested too deep');
    },
    onattribute: () => {
      attributes += 1;
      if (attributes > LIMITS.xml.attributes) throw unsafe('属性过多', 'an element has too many attributes');
    },
    onopentag: (tag: Tag) => elements.open?.(local(tag.name), tag.attributes),
    ontext: (text: string) => elements.text?.(text),
    oncdata: (text: string) => elements.text?.(text),
    onclosetag: (name: string) => {
      depth -= 1;
      elements.close?.(local(name));
    },
    onerror: () => {
      throw damaged('XML 不合规范', 'its XML is not well formed');
    },
  });
  for await (const piece of xml) {
    parser.write(piece);
    characters += piece.length;
    yield characters;
  }
  parser.close();
  yield characters;
}

/** The same where the whole part is read before anything is done with it. */
export async function walk(xml: AsyncIterable<string>, elements: Elements): Promise<void> {
  const pieces = walked(xml, elements);
  while (!(await pieces.next()).done);
}

/** Text that is put together from several pieces, and no longer than a cell may be. */
export class Gathered {
  private text = '';

  add(piece: string): void {
    if (this.text.length <= LIMITS.cell) this.text += piece;
  }

  /** What is too long stays so: whoever takes it as a cell is told. */
  take(): string {
    const text = this.text.slice(0, LIMITS.cell + 1);
    this.text = '';
    return /_x[0-9a-f]{4}_/i.test(text) ? text.replaceAll(/_x([0-9a-f]{4})_/gi, unescaped) : text;
  }
}

/** A spreadsheet writes what XML has no character for as _x000D_. */
function unescaped(_: string, code: string): string {
  return String.fromCharCode(Number.parseInt(code, 16));
}

function local(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

export function numberIn(text: string | undefined, highest: number): number {
  const number = /^\d{1,9}$/.test(text ?? '') ? Number(text) : Number.NaN;
  if (number <= highest) return number;
  throw new Wrong('WORKBOOK_DAMAGED', { reason: { zh: '序号超出范围', en: 'a number in it is out of range' } });
}
