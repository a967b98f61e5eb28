import { spawnSync } from 'node:child_process';
import { join, relative } from 'node:path';

const ESLINT = join(import.meta.dirname, 'node_modules/eslint/bin/eslint.js');
const CONFIG = join(import.meta.dirname, 'eslint.config.mjs');

/** Whether the schema and the operations keep the rules of eslint.config.mjs. */
export function checkRules(folder) {
  // A process of its own: the plugin remembers the first schema it was given.
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [ESLINT, '--config', CONFIG, '--format', 'json', 'schema.graphql', 'operations'],
    { cwd: folder, encoding: 'utf8' },
  );
  if (!stdout) throw new Error(stderr);
  const files = JSON.parse(stdout);
  return {
    checked: files.map(({ filePath }) => relative(folder, filePath)).join(', '),
    faults: files.flatMap(({ filePath, messages }) =>
      messages.map(({ line, message, ruleId }) => `${relative(folder, filePath)}:${line} ${message} (${ruleId})`),
    ),
  };
}
