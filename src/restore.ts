import 'reflect-metadata';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { CheckpointFolder } from './audit/checkpointFolder.js';
import { wordsOf } from './audit/verdictWords.js';
import { checkBackup } from './backup/checkBackup.js';
import { BackupRefused, inWords } from './backup/refusal.js';
import { restoring } from './backup/restoreBackup.js';
import { writeOutside } from './backup/seals.js';
import { summaryOf } from './backup/summary.js';
import { keyFileOf, readKeyFile } from './database/keyFile.js';
import { openPlace } from './database/place.js';
import { progressBars } from './progressBars.js';
import { readConfig } from './shared/config.js';

// `npm run restore -- --from <folder>` fills an empty database with a backup, once all of it has been read and found good.
const bars = progressBars();
try {
  const { values } = parseArgs({ options: { from: { type: 'string' }, 'with-fault': { type: 'boolean' } } });
  if (!values.from) throw new Error('npm run restore -- --from <folder>');
  const config = readConfig();
  const keyFile = keyFileOf(config);
  const keys = keyFile ? existsSync(keyFile.path) && (await readKeyFile(keyFile)) : config.keys;
  if (!keys) throw new BackupRefused('NO_KEYS', keyFile?.path ?? config.dataFolder);
  const checked = await checkBackup(resolve(values.from), keys, {
    withFault: values['with-fault'],
    report: bars.report,
  });
  const seals = new CheckpointFolder(config.checkpointFolder);
  if (!(await seals.isEmpty())) throw new BackupRefused('SEALS_THERE', config.checkpointFolder);
  const place = await openPlace({ ...config, keys }, () => undefined, restoring(checked, bars.report));
  bars.stop();
  const { zh, en } = summaryOf(checked.manifest);
  console.log(`已恢复 ${checked.at} 的备份：${zh}`);
  console.log(`Restored the backup of ${checked.at}: ${en}`);
  for (const words of wordsOf(checked.manifest.verdict)) console.log(`${words.zh}\n${words.en}`);
  try {
    await writeOutside(checked.backup, seals);
  } catch (error) {
    console.error(`封签未能写到 ${seals.path}；服务器启动时将从数据库补写。`);
    console.error(
      `The seals could not be written to ${seals.path}; a server that starts writes them from the database. ${inWords(error).en}`,
    );
    process.exitCode = 1;
  } finally {
    await place.stop();
  }
} catch (error) {
  bars.stop();
  const { zh, en } = inWords(error);
  console.error(`未恢复。${zh}\nNot restored. ${en}`);
  process.exitCode = 1;
}
