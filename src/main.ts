import 'reflect-metadata';
import { startApp } from './app.js';
import { progressBars } from './progressBars.js';
import { tellUnheard } from './host/unheard.js';
import { readConfig } from './shared/config.js';
import { makeLog } from './telemetry/log.js';
import { startTraces } from './telemetry/traces.js';

try {
  const config = readConfig();
  const log = makeLog(config.logLevel);
  tellUnheard(process, log);
  const stopTraces = config.traces ? await startTraces(log) : () => Promise.resolve();
  const bars = progressBars();
  const started = startApp(config, log, bars.report);
  const end = async () => {
    try {
      // A start under way is finished first: what it opens is then known, and closed.
      await (await started).stop();
    } finally {
      await stopTraces();
    }
  };
  let stopping = false;
  const stop = (signal: string) => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'draining');
    end().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'did not stop cleanly');
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  // From a terminal it says that the terminal is gone; a service manager asks so for what is new in the configuration.
  process.on('SIGHUP', (signal) => {
    if (process.stdin.isTTY || process.stdout.isTTY) stop(signal);
    else void started.then((app) => app.lookAtKeys()).catch(() => undefined);
  });
  const app = await started;
  bars.stop();
  console.log(`\nLiandong 联动 is ready at ${app.url}/graphql`);
  console.log(`Explorer 查询台: ${app.url}/`);
  if (app.development) {
    console.log(`The same query, seen by several tiers 多级对照: ${app.url}/compare`);
    console.log(`Identities of the demo world, with tokens: ${app.url}/dev/identities\n`);
    for (const { name, subject } of (await app.development.identities()).slice(0, 12))
      console.log(`  ${name}  (${subject})`);
    const county = (await app.development.identities()).find(({ tier }) => tier === 'COUNTY');
    if (county) {
      console.log(`\nA county's clues, as ${county.name}:\n`);
      console.log(`curl -s ${app.url}/graphql -H 'content-type: application/json' \\
  -H 'authorization: Bearer ${await app.development.issuer.token(county.subject)}' \\
  -d '{"query":"{ clues(first: 3) { totalCount nodes { number stage dueAt colour owner { name } content { subjectName } } } }"}'\n`);
    }
  }
} catch (error) {
  console.error(`Liandong did not start. ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}
