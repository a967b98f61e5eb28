import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import { tellUnheard } from '../../src/host/unheard.js';

it('a failure that nobody heard of is in the log, with its cause', () => {
  const process = new EventEmitter();
  const told: unknown[][] = [];
  tellUnheard(process, { error: (...words: unknown[]) => told.push(words) });
  const err = new Error('of a request that was answered');
  expect(process.emit('unhandledRejection', err)).toBe(true); // heard, so that Node goes on
  expect(told).toEqual([[{ err }, 'nobody heard of a failure']]);
});
