import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');

/** What each part may import, besides itself and packages. Down this list only; files beside the folders compose. */
const ALLOWED: Record<string, string[]> = {
  'src/shared': [],
  'src/jurisdiction': ['src/shared'],
  'src/workflow': ['src/shared', 'src/jurisdiction'],
  migrations: ['src/jurisdiction', 'src/workflow', 'src/database'],
  'src/database': ['src/shared', 'src/jurisdiction', 'migrations'],
  'src/audit': ['src/shared', 'src/jurisdiction', 'src/database'],
  'src/backup': ['src/shared', 'src/database', 'src/audit', 'migrations'],
  'src/identity': ['src/shared'],
  'src/hierarchy': ['src/shared', 'src/jurisdiction'],
  'src/bootstrap': ['src/shared', 'src/jurisdiction', 'src/database', 'src/identity'],
  'src/import': ['src/shared', 'src/jurisdiction'],
  'src/demo': ['src/shared', 'src/jurisdiction', 'src/workflow', 'src/hierarchy'],
  'src/graphql': ['src/shared', 'src/jurisdiction', 'src/workflow', 'src/database', 'src/audit'],
  'src/features': ['src/shared', 'src/jurisdiction', 'src/workflow', 'src/database', 'src/graphql'],
  'src/telemetry': ['src/shared', 'src/graphql'],
  'src/explorer': ['src/shared', 'src/identity'],
  'src/doctor': ['src/shared', 'src/jurisdiction', 'src/database', 'src/audit', 'src/identity', 'migrations'],
  'src/host': ['src/shared', 'src/jurisdiction', 'src/database', 'src/graphql', 'src/identity', 'src/import'],
};

/** What the pages of the explorer show of the schema: the three users' operations, as they stand. */
const OPEN_TO_PAGES = /^schema\/operations\/\w+\.graphql\?raw$/;
/** What of a feature other features may use. */
const OPEN_TO_FEATURES = /\.(type|projection|acts|queries)\.ts$/;
/** What of the database migrations may use: the one shape of HMAC keys. */
const OPEN_TO_MIGRATIONS = 'src/database/hmac.ts';

function filesUnder(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(tsx?|mjs)$/.test(name) && !name.includes('node_modules'))
    .map((name) => join(folder, name));
}

function importsOf(file: string): string[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  return [...text.matchAll(/(?:from|import)\s*\(?'(\.[^']+)'/g)].map(([, path]) =>
    existing(relative(ROOT, resolve(ROOT, dirname(file), path!))),
  );
}

/** What is written as JavaScript is TypeScript, with or without markup. */
const existing = (path: string) =>
  [path.replace(/\.js$/, '.ts'), path.replace(/\.js$/, '.tsx'), path].find((name) => existsSync(join(ROOT, name))) ??
  path;

const partOf = (file: string) => Object.keys(ALLOWED).find((part) => file.startsWith(`${part}/`));

describe('imports run one way', () => {
  it.each(Object.keys(ALLOWED))('%s', (part) => {
    const wrong: string[] = [];
    const files = filesUnder(part);
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) {
      for (const target of importsOf(file)) {
        const to = partOf(target);
        const fine =
          to === part
            ? part !== 'src/features' || dirname(target) === dirname(file) || OPEN_TO_FEATURES.test(target)
            : to === undefined
              ? part === 'src/explorer' && OPEN_TO_PAGES.test(target)
              : ALLOWED[part]!.includes(to) &&
                (part !== 'migrations' || to !== 'src/database' || target === OPEN_TO_MIGRATIONS);
        if (!fine) wrong.push(`${file} → ${target}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('every folder of src is in the list', () => {
    const folders = readdirSync(join(ROOT, 'src'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(folders.map(({ name }) => `src/${name}`).filter((name) => !(name in ALLOWED))).toEqual([]);
  });

  it('nothing but the configuration reads the environment', () => {
    const readers = [...filesUnder('src'), ...filesUnder('migrations')].filter((file) =>
      /process\.env\b/.test(readFileSync(join(ROOT, file), 'utf8')),
    );
    expect(readers).toEqual(['src/shared/config.ts']);
  });
});
