import cors from '@fastify/cors';
import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';

/** Milliseconds, and the size of a body in bytes. */
export const DOOR = { body: 256 * 1024, headers: 10_000, request: 15_000, idle: 30_000, checkEvery: 1000 } as const;

/** What a page of ours may load is ours; nobody frames it; nothing tells another site where one was. */
const POLICY = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", 'data:'],
  fontSrc: ["'self'", 'data:'],
  connectSrc: ["'self'"],
  workerSrc: ["'self'", 'blob:'],
  baseUri: ["'none'"],
  formAction: ["'none'"],
  frameAncestors: ["'none'"],
};

/** Headers for browsers: what pages may do, and which other sites' pages may ask. */
export function guardDoor(host: FastifyInstance, origins: readonly string[]): void {
  void host.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: POLICY },
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: { maxAge: 31_536_000, includeSubDomains: false },
  });
  if (origins.length === 0) return;
  void host.register(cors, {
    origin: [...origins],
    methods: ['GET', 'POST'],
    allowedHeaders: ['accept-language', 'authorization', 'content-type', 'traceparent', 'x-liandong-post'],
    exposedHeaders: ['retry-after', 'x-correlation-id'],
    credentials: false,
    maxAge: 600,
  });
}
