import { parseArgs } from 'node:util';
import { withClient } from './database/install.js';
import { changeKeyFile, keyFileOf, keysOf } from './database/keyFile.js';
import { storedTicketKeys } from './database/ticketKeys.js';
import { visitDatabase } from './database/visit.js';
import { addedWords, fileWords, listWords, retiredWords, SETTING_WORDS, usedWords, type Words } from './keyWords.js';
import { readConfig, type Config } from './shared/config.js';
import { withCurrent, withNewKey, without } from './shared/keyChanges.js';
import { keysText, type Keys } from './shared/keys.js';

// `npm run keys -- add`, `use <id>`, `retire <id>`, `list`: new keys while servers run. Where keys are in a file it is
// changed, and servers take it over; where they are a setting, standard output has what it becomes, and nothing else.
try {
  const { positionals } = parseArgs({ allowPositionals: true });
  const config = readConfig();
  const [command, id, ...rest] = positionals;
  if (rest.length > 0) throw usage();
  if (command === 'list' && id === undefined) await list(config);
  else await change(config, stepOf(command, id));
} catch (error) {
  console.error(`密钥未改动。\nNo key was changed. ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}

interface Step {
  (keys: Keys): { keys: Keys; told: Words };
  /** The key that every server is to know before. */
  uses?: string;
}

function stepOf(command: string | undefined, id: string | undefined): Step {
  if (command === 'add' && id === undefined) {
    return (keys) => {
      const added = withNewKey(keys);
      return { keys: added.keys, told: addedWords(added.id) };
    };
  }
  if (command === 'use' && id !== undefined) {
    const step: Step = (keys) => ({ keys: withCurrent(keys, id), told: usedWords(id, keys) });
    return Object.assign(step, { uses: id });
  }
  if (command === 'retire' && id !== undefined) {
    return (keys) => ({ keys: without(keys, id), told: retiredWords(id) });
  }
  throw usage();
}

async function change(config: Config, step: Step): Promise<void> {
  if (step.uses !== undefined && config.databaseUrl) await requireStored(config, step.uses);
  const file = keyFileOf(config);
  if (file) return say(await changeKeyFile(file, step), fileWords(file.path));
  const { keys, told } = step(config.keys!);
  console.log(keysText(keys));
  say(told, SETTING_WORDS);
}

/** One file is all there is to an embedded server; of several servers one must not sign what others cannot open. */
async function requireStored(config: Config, id: string): Promise<void> {
  withCurrent(await keysOf(config), id);
  if ((await stored(config)).get(id) !== null) throw new Error(`no server knows ${id} yet, and each is to`);
}

async function list(config: Config): Promise<void> {
  const known = await stored(config).catch((cause: Error) => {
    console.error(`数据库未答复。\nThe database was not asked. ${cause.message}`);
    return null;
  });
  for (const line of listWords(await keysOf(config), known)) console.log(line);
}

async function stored(config: Config): Promise<Map<string, Date | null>> {
  const visit = await visitDatabase(config);
  try {
    return await withClient(visit.owner, storedTicketKeys);
  } finally {
    await visit.end();
  }
}

function say(...words: Words[]): void {
  console.error(words.map(({ zh }) => zh).join('\n'));
  console.error(words.map(({ en }) => en).join('\n'));
}

function usage(): Error {
  return new Error('npm run keys -- list | add | use <id> | retire <id>');
}
