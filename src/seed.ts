import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { asOwner, openPlace } from './database/place.js';
import { seedDemo } from './demo/seedDemo.js';
import { progressBars } from './progressBars.js';
import { readConfig } from './shared/config.js';

// `npm run seed -- --clues N` makes the demo world, or lets it grow to N clues.
try {
  const { values } = parseArgs({ options: { clues: { type: 'string', default: '4000' } } });
  const clues = Number(values.clues);
  if (!Number.isInteger(clues) || clues < 1 || clues > 10_000_000)
    throw new Error('--clues: a whole number up to 10,000,000');
  const place = await openPlace(readConfig(), () => undefined);
  const bars = progressBars();
  try {
    const summary = await asOwner(place, (owner) => seedDemo(owner, { clues, progress: bars.report }));
    bars.stop();
    console.log(summary);
  } finally {
    bars.stop();
    await place.stop();
  }
} catch (error) {
  console.error(`Nothing was seeded. ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}
