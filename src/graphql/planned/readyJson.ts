import { randomBytes } from 'node:crypto';

/** No text that a client or the database may have. */
const MARK = `ready ${randomBytes(16).toString('hex')} `;
let held: string[] | null = null;

/** A part of an answer whose JSON is made already, by the database; nobody takes it apart to put it together again. */
export class ReadyJson {
  constructor(private readonly text: string) {}

  toJSON(): unknown {
    if (!held) return JSON.parse(this.text);
    return MARK + (held.push(this.text) - 1);
  }
}

/** An answer as it goes out, on a line. */
export function asJson(answer: object): string {
  const ready: string[] = [];
  held = ready;
  try {
    let rest = JSON.stringify(answer);
    let text = '';
    for (const [n, part] of ready.entries()) {
      const mark = `"${MARK}${n}"`;
      const at = rest.indexOf(mark);
      if (at < 0) throw new Error('a part of the answer has no place in it');
      text += rest.slice(0, at) + part;
      rest = rest.slice(at + mark.length);
    }
    return `${text}${rest}\n`;
  } finally {
    held = null;
  }
}
