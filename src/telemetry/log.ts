import { pino, type DestinationStream, type Logger } from 'pino';
import { plainError } from './plainError.js';
import { underWay } from './requestRecord.js';

const NEVER = ['authorization', 'cookie', '["set-cookie"]'];

/**
 * The log: lines of JSON. Whatever is said while a request is under way carries the request's ids, so that one gets
 * from an answer's correlation id to everything that happened on the way to it.
 */
export function makeLog(level: string, destination?: DestinationStream): Logger {
  return pino(
    {
      level,
      mixin: () => underWay.getStore()?.ids() ?? {},
      serializers: { err: plainError },
      redact: NEVER.flatMap((name) => ['', '*.', '*.*.'].map((depth) => `${depth}${name}`.replace('.[', '['))),
    },
    destination ?? pino.destination(1),
  );
}
