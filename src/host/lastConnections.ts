import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { DOOR } from './door.js';

/** What a request that has just come in whole may still take. */
const ANSWER_MS = 10_000;
/** How long what has been sent may be on its way. */
const GRACE_MS = 100;

/**
 * When the server closes it ends the connections over which nothing has come, and after the time that a request may take
 * all others. Node ends those that are idle after a request, and no longer looks at the rest: it would wait as long as
 * somebody is silent, or sends a byte now and then.
 */
export function endLastConnections(host: FastifyInstance, longestMs = DOOR.request + ANSWER_MS): void {
  const open = new Set<Socket>();
  let last: NodeJS.Timeout | undefined;
  host.server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  host.addHook('preClose', async () => {
    last = setTimeout(() => host.server.closeAllConnections(), longestMs);
    const silent = () => [...open].filter(({ bytesRead }) => bytesRead === 0);
    // What has been sent and not been read yet is a request, and told that the server closes.
    if (silent().length > 0) await delay(GRACE_MS);
    for (const socket of silent()) socket.destroy();
  });
  host.addHook('onClose', () => clearTimeout(last));
}
