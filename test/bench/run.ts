import { compareAnswers } from './compare.js';
import { openDatabase } from './database.js';
import { heapOf } from './heap.js';
import { byRate, byRows, byTier, control, throughput, warmUp, type Bench } from './measure.js';
import { objectsOf } from './mix.js';
import type { Options, Part } from './options.js';
import { memoryOf } from './processes.js';
import { Questions } from './questions.js';
import { CONTROL, startServer, type Running, type Server } from './servers.js';
import { median } from './statistics.js';
import { tiersOf } from './tiers.js';

/** All that was found on a database of one size. */
export type Found = Awaited<ReturnType<typeof run>>;

export async function run(
  root: string,
  options: Options,
  chosen: readonly Server[],
  clues: number,
  report: (label: string) => void,
) {
  report(`a database of ${clues} clues`);
  const database = await openDatabase(root, clues);
  const servers: Running[] = [];
  const failures: unknown[] = [];
  try {
    report('starting the servers');
    // The first makes the issuer's key, which the others read.
    const tiers = await tiersOf(database);
    const starting = chosen.map((one) => startServer(root, one, database));
    for (const start of await Promise.allSettled(starting)) {
      if (start.status === 'rejected') failures.push(start.reason);
      else servers.push(start.value);
    }
    if (failures.length > 0) throw failures[0];
    const questions = new Questions(root);
    const compare = (label: string) => compareAnswers(servers, questions, tiers, () => report(label), options);
    const compared = await compare('comparing answers');
    const objects = await objectsOf(database);
    const { postmaster } = database;
    const bench: Bench = { options, servers, questions, tiers, compared, objects, postmaster, report };
    const has = (part: Part) => options.parts.includes(part);
    const first = servers.find(({ name }) => name === CONTROL.name)!;

    await warmUp(bench);
    const begin = await control(bench, first);
    const rates = has('throughput') ? await throughput(bench) : null;
    // Whoever had begun to say something else would not be measured.
    await compare('comparing answers once more');
    const rows = has('rows') ? await byRows(bench) : null;
    const latencies = has('tiers') ? await byTier(bench) : null;
    const capacity = (name: string) => (rates ? median(rates[name]!.list.map(({ perSecond }) => perSecond)) : 100);
    const loads = has('load') ? await byRate(bench, capacity) : null;
    const end = await control(bench, first);
    const memory: Record<string, { rss: number; peak: number; heap: number | null } | null> = {};
    for (const one of servers) {
      const resident = memoryOf(one.pid);
      memory[one.name] = resident && { ...resident, heap: await heapOf(one) };
    }
    const { bytes, version, settings } = database;
    const { answers, facets } = compared;
    return {
      database: { clues: database.clues, bytes, version, settings },
      servers: servers.map(({ name, title, kind, page }) => ({ name, title, kind, page })),
      compared: { answers, facets },
      control: { begin, end },
      throughput: rates,
      rows,
      tiers: latencies,
      load: loads,
      memory,
    };
  } finally {
    await Promise.all(servers.map((one) => one.stop()));
    await database.stop();
  }
}
