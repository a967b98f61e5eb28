import type { Logger } from 'pino';

/**
 * A promise that failed when nobody was waiting for it any more, as when another part of the same request had failed before
 * it: the request was answered, and everybody else's must go on. It is told, since it may be a fault of ours.
 */
export function tellUnheard(process: Pick<NodeJS.EventEmitter, 'on'>, log: Pick<Logger, 'error'>): void {
  process.on('unhandledRejection', (cause: unknown) => log.error({ err: cause }, 'nobody heard of a failure'));
}
