import { parseArgs } from 'node:util';
import { CheckpointFolder } from './audit/checkpointFolder.js';
import { publicKeyOf, publicKeys, type PublicKeys } from './audit/signing.js';
import { wordsOf } from './audit/verdictWords.js';
import { verifyTrail } from './audit/verify.js';
import { withClient } from './database/install.js';
import { visitDatabase } from './database/visit.js';
import { progressBars } from './progressBars.js';
import { readConfig } from './shared/config.js';

// `npm run audit:verify` holds the audit trail against its seals outside the database. With `-- --public id=<base64>` it
// trusts that public key and none of ours; with `--from folder` it reads the seals there.
try {
  const { values } = parseArgs({
    options: { public: { type: 'string', multiple: true, default: [] }, from: { type: 'string' } },
  });
  const config = readConfig();
  const visit = await visitDatabase(config);
  const bars = progressBars();
  try {
    const folder = new CheckpointFolder(values.from ?? config.checkpointFolder);
    const keys = values.public.length > 0 ? given(values.public) : publicKeys(visit.keys);
    const verdict = await withClient(visit.owner, (owner) =>
      verifyTrail({
        owner,
        outside: folder.checkpoints(),
        keys,
        onProgress: (done, total) => bars.report('audit', done, total),
      }),
    );
    bars.stop();
    for (const { zh, en } of wordsOf(verdict)) console.log(`${zh}\n${en}`);
    if (verdict.fault) process.exitCode = 1;
  } finally {
    bars.stop();
    await visit.end();
  }
} catch (error) {
  console.error(`核验未完成。\nNot verified. ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}

function given(pairs: string[]): PublicKeys {
  return new Map(
    pairs.map((pair) => {
      const [, id, key] = /^([^=]+)=(.+)$/.exec(pair) ?? [];
      if (!id || !key) throw new Error('--public: id=<32 bytes, base64>');
      return [id, publicKeyOf(key)] as const;
    }),
  );
}
