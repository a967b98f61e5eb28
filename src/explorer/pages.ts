import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { isLoopback } from '../identity/loopback.js';
import { LiandongError } from '../shared/errors.js';

/**
 * The explorer at `/` and, in development only, the comparison at `/compare`. What they load is in one folder that
 * `npm run build` makes; nothing of it comes from elsewhere.
 */
export function explorerPages(host: FastifyInstance, { development }: { development: boolean }): void {
  const folder = pagesFolder();
  void host.register(fastifyStatic, {
    root: join(folder, 'assets'),
    prefix: '/assets/',
    index: false,
    preCompressed: true,
    immutable: true,
    maxAge: '365d',
  });
  const page = (path: string, file: string, allowed: (hostname: string) => boolean) =>
    host.get(path, async (request, reply) => {
      if (!allowed(request.hostname)) throw new LiandongError('NOT_FOUND');
      const html = await readFile(join(folder, file), 'utf8');
      const inDevelopment = development && isLoopback(request.hostname);
      return reply
        .header('cache-control', 'no-cache')
        .type('text/html; charset=utf-8')
        .send(inDevelopment ? html.replace(MODE, MODE.replace('production', 'development')) : html);
    });
  page('/', 'index.html', () => true);
  if (development) page('/compare', 'compare.html', isLoopback);
}

/** How a page knows whether there are identities to choose from. */
const MODE = '<meta name="liandong" content="production" />';

/** dist/explorer beside the package's own description, whether this file was compiled or not. */
function pagesFolder(): string {
  let root = import.meta.dirname;
  while (!existsSync(join(root, 'package.json'))) root = dirname(root);
  return join(root, 'dist/explorer');
}
