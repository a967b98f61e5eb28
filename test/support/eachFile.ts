import 'reflect-metadata';
import { afterAll, afterEach, vi } from 'vitest';

// Files share a process: what one changes of the process must not reach the next. Unlike what files import, this runs for each of them.
afterEach(() => void vi.useRealTimers());
afterAll(() => void vi.restoreAllMocks());
