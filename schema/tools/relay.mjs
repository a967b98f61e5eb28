import { spawnSync } from 'node:child_process';
import { appendFileSync, copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import compiler from 'relay-compiler';
import { definitionsIn, SCHEMA } from './documents.mjs';
import { inTemporaryFolder } from './temporaryFolder.mjs';

const ONLY_RELAY = join(import.meta.dirname, 'relay');

const CONFIG = {
  src: './src',
  schema: `./${SCHEMA}`,
  artifactDirectory: './artifacts',
  language: 'typescript',
  eagerEsModules: true,
  customScalarTypes: { DateTime: 'string' },
  requireCustomScalarTypes: true,
};

/** Whether Relay compiles the operations, word for word, and its own connections and refetching, against the schema. */
export function checkRelay(folder) {
  return inTemporaryFolder((project) => {
    const definitions = [...definitionsIn(join(folder, 'operations')), ...definitionsIn(ONLY_RELAY)];
    mkdirSync(join(project, 'src'));
    mkdirSync(join(project, 'artifacts'));
    copyFileSync(join(folder, SCHEMA), join(project, SCHEMA));
    writeFileSync(join(project, 'relay.config.json'), JSON.stringify(CONFIG));
    // Relay reads documents out of modules, and wants a definition's name to begin with its module's.
    for (const { name, text } of definitions)
      appendFileSync(join(project, 'src', `${name.split('_')[0]}.ts`), `graphql\`${text}\`;\n`);

    const { status, stderr } = spawnSync(compiler, ['--noWatchman', '--output', 'quiet-with-errors'], {
      cwd: project,
      encoding: 'utf8',
    });
    const compiled = new Set(readdirSync(join(project, 'artifacts')).map((name) => name.split('.')[0]));
    return {
      checked: definitions.map(({ name }) => name).join(', '),
      faults:
        status === 0
          ? definitions.filter(({ name }) => !compiled.has(name)).map(({ name }) => `${name} was not compiled`)
          : [stripVTControlCharacters(stderr)],
    };
  });
}
