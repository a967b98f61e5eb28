import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { CheckpointFolder } from './audit/checkpointFolder.js';
import { wordsOf } from './audit/verdictWords.js';
import { makeBackup } from './backup/makeBackup.js';
import { inWords } from './backup/refusal.js';
import { summaryOf } from './backup/summary.js';
import { withClient } from './database/install.js';
import { visitDatabase } from './database/visit.js';
import { progressBars } from './progressBars.js';
import { readConfig } from './shared/config.js';

// `npm run backup -- --to <folder>` keeps all that is in the database, beside the servers that work on it.
try {
  const { values } = parseArgs({ options: { to: { type: 'string' } } });
  if (!values.to) throw new Error('npm run backup -- --to <folder>');
  const to = resolve(values.to);
  const config = readConfig();
  const visit = await visitDatabase(config);
  const bars = progressBars();
  try {
    const seals = new CheckpointFolder(config.checkpointFolder);
    const manifest = await withClient(visit.owner, (owner) =>
      makeBackup({ owner, keys: visit.keys, seals, report: bars.report }, to),
    );
    bars.stop();
    const { zh, en } = summaryOf(manifest);
    console.log(`已备份到 ${to}：${zh}密钥不在备份中，遗失密钥即无法恢复。`);
    console.log(`Backed up to ${to}: ${en} The keys are not in it; without them it cannot be restored.`);
    for (const words of wordsOf(manifest.verdict)) console.log(`${words.zh}\n${words.en}`);
    // What is wrong with the trail is kept as it is, and told.
    if (manifest.verdict.fault) process.exitCode = 1;
  } finally {
    bars.stop();
    await visit.end();
  }
} catch (error) {
  const { zh, en } = inWords(error);
  console.error(`未备份。${zh}\nNot backed up. ${en}`);
  process.exitCode = 1;
}
