import { Wrong } from '../faults.js';
import { LIMITS } from '../limits.js';
import { damaged } from './archive.js';
import { Gathered, walk } from './xml.js';

const BLOCK = 2 ** 20;

/** The texts that cells refer to by number, packed into bytes outside the heap: what they take has an end. */
export class SharedTexts {
  private readonly blocks: Buffer[] = [];
  private used = BLOCK;
  private readonly places: number[] = [];

  static async read(xml: AsyncIterable<string> | null): Promise<SharedTexts> {
    const texts = new SharedTexts();
    if (!xml) return texts;
    const gathered = new Gathered();
    let inside = false;
    let phonetic = false;
    await walk(xml, {
      open: (name) => {
        if (name === 't') inside = !phonetic;
        if (name === 'rPh') phonetic = true;
      },
      text: (text) => inside && gathered.add(text),
      close: (name) => {
        if (name === 't') inside = false;
        if (name === 'rPh') phonetic = false;
        if (name === 'si') texts.add(gathered.take());
      },
    });
    return texts;
  }

  at(index: number): string {
    const place = this.places[index];
    if (place === undefined) throw damaged('引用的文本不存在', 'a cell refers to a text that is not there');
    const block = this.blocks[Math.floor(place / BLOCK)]!;
    const from = place % BLOCK;
    return block.toString('utf8', from + 2, from + 2 + block.readUInt16LE(from));
  }

  private add(text: string): void {
    const bytes = Buffer.byteLength(text);
    if (this.used + 2 + bytes > BLOCK) {
      if (this.blocks.length * BLOCK >= LIMITS.sharedTexts.bytes) throw tooMany();
      this.blocks.push(Buffer.allocUnsafeSlow(BLOCK));
      this.used = 0;
    }
    if (this.places.length >= LIMITS.sharedTexts.count) throw tooMany();
    const block = this.blocks.at(-1)!;
    block.writeUInt16LE(bytes, this.used);
    block.write(text, this.used + 2);
    this.places.push((this.blocks.length - 1) * BLOCK + this.used);
    this.used += 2 + bytes;
  }
}

function tooMany(): Wrong {
  return new Wrong('WORKBOOK_TOO_LARGE', { reason: { zh: '文本过多', en: 'it has too much text' } });
}
