import { parseArgs } from 'node:util';
import { examine } from './doctor/examine.js';
import { exitCodeOf, jsonOf, linesOf } from './doctor/report.js';

// `npm run doctor` tells an operator what is wrong and what to do, and changes nothing; `-- --json` tells a machine.
try {
  const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
  const outcomes = await examine(undefined);
  console.log(values.json ? jsonOf(outcomes) : [...linesOf(outcomes)].join('\n'));
  process.exitCode = exitCodeOf(outcomes);
} catch (error) {
  console.error(`检查未完成。\nNot examined. ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 2;
}
