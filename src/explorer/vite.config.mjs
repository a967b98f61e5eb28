import { resolve } from 'node:path';
import { defineConfig } from 'vite';

const WEB = resolve(import.meta.dirname, 'web');

/** Two pages, each with what it needs and no more; everything they load is theirs, and served by us. */
export default defineConfig({
  root: WEB,
  configFile: false,
  logLevel: 'error',
  build: {
    outDir: resolve(import.meta.dirname, '../../dist/explorer'),
    emptyOutDir: true,
    target: 'es2022',
    chunkSizeWarningLimit: 8000,
    rolldownOptions: { input: [resolve(WEB, 'index.html'), resolve(WEB, 'compare.html')] },
  },
  worker: { format: 'es' },
});
