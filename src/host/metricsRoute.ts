import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { bearerOf } from '../identity/bearer.js';
import { isLoopback } from '../identity/loopback.js';
import { LiandongError } from '../shared/errors.js';

/**
 * Figures for Prometheus. With a token, to whoever shows it; without one only on loopback, where nobody else can
 * knock – and there the Host header is checked against rebinding of names.
 */
export function metricsRoute(
  host: FastifyInstance,
  metrics: { contentType: string; text(): Promise<string> },
  access: { token: string | null; listensOn: string },
): void {
  host.get('/metrics', async (request, reply) => {
    if (access.token === null) requireLoopback(request, access.listensOn);
    else requireToken(request, access.token);
    return reply
      .header('cache-control', 'no-store')
      .type(metrics.contentType)
      .send(await metrics.text());
  });
}

function requireLoopback(request: FastifyRequest, listensOn: string): void {
  if (!isLoopback(listensOn) || !isLoopback(request.hostname)) throw new LiandongError('NOT_FOUND');
}

function requireToken(request: FastifyRequest, token: string): void {
  const given = bearerOf(request.headers.authorization);
  if (!timingSafeEqual(digest(given), digest(token))) throw new LiandongError('TOKEN_INVALID');
}

/** Of one length, whatever was given. */
const digest = (text: string) => createHash('sha256').update(text).digest();
