import { vi } from 'vitest';
import type { TokenVerifier } from '../../src/identity/bearer.js';
import { LiandongError } from '../../src/shared/errors.js';

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;

/** What became of a token: whom it names, or the code it is refused with. */
export async function outcome(verifier: TokenVerifier, token: string): Promise<string> {
  try {
    return (await verifier.verify(token)).subject;
  } catch (error) {
    if (error instanceof LiandongError) return error.code;
    throw error;
  }
}

/** Moves the clock alone, until the test ends (eachFile); timers and sockets go on as ever. */
export function later(milliseconds: number): void {
  if (!vi.isFakeTimers()) vi.useFakeTimers({ toFake: ['Date'] });
  vi.setSystemTime(Date.now() + milliseconds);
}
