import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { circumstances } from './circumstances.js';
import { PARTS, partsOf, readOptions } from './options.js';
import { progress } from './progress.js';
import { resultsText } from './results.js';
import { plotsOf } from './plots.js';
import { run, type Found } from './run.js';
import { serversFor } from './servers.js';

/** `npm run bench`: what each server makes of the same two questions, and the tables and plots of it. */
const root = process.argv[2]!;
const options = readOptions(process.argv.slice(3));
const servers = serversFor(root, options.only);
const bar = progress(options, servers);
// Who ends it ends the servers with it: what is being measured fails, and the database is stopped as always.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
try {
  const found: Found[] = [];
  const around = await circumstances(root, options);
  // Figures of a part of it, or of a few seconds, do not take the place of whole ones.
  const whole = !options.quick && options.only.length === 0 && PARTS.every((part) => options.parts.includes(part));
  const folder = whole ? join(root, 'test/bench') : join(root, '.bench');
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) if (name.endsWith('.svg')) rmSync(join(folder, name));
  for (const [size, clues] of options.clues.entries()) {
    found.push(await run(root, { ...options, parts: partsOf(options, size) }, servers, clues, bar.step));
    const plots = await plotsOf(found);
    for (const [name, svg] of plots) writeFileSync(join(folder, name), svg);
    writeFileSync(join(folder, 'RESULTS.md'), resultsText(found, around, [...plots.keys()]));
    writeFileSync(join(root, '.bench/results.json'), JSON.stringify({ around, found }, null, 1));
  }
  bar.stop();
  if (options.json) console.log(JSON.stringify({ around, found }));
  else console.log(relative(root, join(folder, 'RESULTS.md')));
} catch (error) {
  bar.stop();
  console.error(error instanceof Error ? error : String(error));
  process.exitCode = 1;
}
