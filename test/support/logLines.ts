import type { Logger } from 'pino';
import { makeLog } from '../../src/telemetry/log.js';

export type LogLine = Record<string, unknown> & { level: number; msg: string; correlationId?: string };

/** The real log, kept in memory as the lines it wrote. */
export class LogLines {
  readonly log: Logger;
  text = '';

  constructor(level = 'debug') {
    this.log = makeLog(level, { write: (line) => void (this.text += line) });
  }

  get lines(): LogLine[] {
    return this.text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as LogLine);
  }

  /** The lines under an id, once the one that ends the request is there: it comes after the answer has left. */
  async of(correlationId: string | null): Promise<LogLine[]> {
    for (let waited = 0; waited < 5000; waited += 10) {
      const lines = this.lines.filter((line) => line.correlationId === correlationId);
      if (lines.some(({ msg }) => msg === 'request' || msg === 'no request')) return lines;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error(`no request ${correlationId} in the log`);
  }
}
