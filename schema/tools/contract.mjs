import { copyFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { checkControls } from './controls.mjs';
import { PROMISED, SCHEMA } from './documents.mjs';
import { checkRules } from './lint.mjs';
import { checkPromises } from './promises.mjs';
import { checkRelay } from './relay.mjs';

// `npm run contract` holds the schema to what clients were promised; with `-- --promise` it becomes the promise.
const folder = resolve(import.meta.dirname, '..');

await report('promises', checkPromises);
await report('rules', checkRules);
await report('relay', checkRelay);
// The controls put their faults into the present schema, so it must have none of its own.
if (!process.exitCode) await report('controls', checkControls);

if (process.argv.includes('--promise')) {
  if (process.exitCode) console.log('Nothing is promised while there are faults.');
  else copyFileSync(join(folder, SCHEMA), join(folder, PROMISED));
}

async function report(name, check) {
  const { checked, faults, notes = [] } = await check(folder);
  console.log(`${faults.length === 0 ? '✓' : '✗'} ${name}: ${checked}`);
  for (const line of [...faults, ...notes]) console.log(`    ${line}`);
  if (faults.length > 0) process.exitCode = 1;
}
