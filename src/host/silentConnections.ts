import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/**
 * Ends the connections over which nothing has come when the server closes. Node ends those that are idle after a request,
 * and no longer looks at the others: it would wait for them as long as one may be silent.
 */
export function endSilentConnections(host: FastifyInstance): void {
  const open = new Set<Socket>();
  host.server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  host.addHook('preClose', (done) => {
    for (const socket of open) if (socket.bytesRead === 0) socket.destroy();
    done();
  });
}
