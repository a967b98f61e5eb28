import { once } from 'node:events';
import { connect, type AddressInfo } from 'node:net';
import Fastify from 'fastify';
import { expect, it } from 'vitest';
import { endLastConnections } from '../../src/host/lastConnections.js';

it('a closing server does not wait for a request that never ends', async () => {
  const host = Fastify();
  endLastConnections(host, 500);
  await host.listen({ host: '127.0.0.1', port: 0 });
  const client = connect((host.server.address() as AddressInfo).port, '127.0.0.1');
  client.on('error', () => undefined);
  await once(client, 'connect');
  client.write('GET / HTTP/1.1\r\nX: ');
  const dripping = setInterval(() => client.write('x'), 50);
  await new Promise((resolve) => setTimeout(resolve, 100));
  const ended = once(client, 'close');
  const started = performance.now();
  await host.close();
  await ended;
  clearInterval(dripping);
  const took = performance.now() - started;
  expect(took).toBeGreaterThan(400);
  expect(took).toBeLessThan(5000);
});

it('a request that was sent before it closed is answered', async () => {
  let closed = 0;
  for (let n = 0; n < 20; n += 1) {
    const host = Fastify();
    host.get('/', () => 'here');
    endLastConnections(host);
    await host.listen({ host: '127.0.0.1', port: 0 });
    const client = connect((host.server.address() as AddressInfo).port, '127.0.0.1');
    let answer = '';
    client.on('data', (chunk) => void (answer += chunk.toString())).on('error', () => undefined);
    await Promise.all([once(client, 'connect'), once(host.server, 'connection')]);
    client.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    const ended = once(client, 'close');
    await host.close();
    await ended;
    if (!/^HTTP\/1\.1 (200|503)/.test(answer)) closed += 1;
  }
  expect(closed).toBe(0);
});
