import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { grafserv } from 'postgraphile/grafserv/node';
import { postgraphile } from 'postgraphile';
import { identityOf, ready } from './door.js';
import { preset } from './postgraphilePreset.js';

const serv = postgraphile(preset).createServ(grafserv);
const handle = serv.createHandler();
const server = createServer((request: IncomingMessage & { identity?: unknown }, response) => {
  identityOf(request)
    .then((identity) => (request.identity = identity))
    .then(() => handle(request, response))
    .catch(() => response.writeHead(401).end());
});
await serv.ready();
server.listen(0, '127.0.0.1', () => ready((server.address() as AddressInfo).port));
