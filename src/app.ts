import { join } from 'node:path';
import type { Logger } from 'pino';
import { CheckpointFolder } from './audit/checkpointFolder.js';
import { Sealer } from './audit/sealer.js';
import { AuditWriter } from './audit/writer.js';
import { ActDatabase } from './database/acting.js';
import { Allowance } from './database/allowance.js';
import { requireRealClock } from './database/clock.js';
import { isDemo } from './database/demoMarker.js';
import { HourlyJobs } from './database/hourlyJobs.js';
import { ImportWork } from './database/importWork.js';
import { keyFileOf } from './database/keyFile.js';
import { KeyWatch } from './database/keyWatch.js';
import { asOwner, openPlace, type DatabasePlace } from './database/place.js';
import { Reorganisations } from './database/reorganisations.js';
import { ScopedDatabase } from './database/scoped.js';
import type { TicketKey } from './database/ticket.js';
import { storeSessionLimits } from './database/sessionLimits.js';
import { Sessions } from './database/sessions.js';
import { UnitDirectory } from './database/unitDirectory.js';
import { demoIdentities } from './demo/identities.js';
import { DEMO_ISSUER } from './demo/issuer.js';
import { seedDemo } from './demo/seedDemo.js';
import { explorerPages } from './explorer/pages.js';
import type { Progress } from './demo/progress.js';
import type { FaultCode } from './database/actFault.js';
import { makeApollo } from './graphql/apollo.js';
import type { RequestContext } from './graphql/context.js';
import { CursorSealer } from './graphql/cursor.js';
import { leaveRefusal } from './graphql/leaveTrail.js';
import { buildRuledSchema } from './graphql/schema.js';
import { loadHierarchy } from './hierarchy/loadHierarchy.js';
import { developmentRoutes, type Development } from './host/developmentRoutes.js';
import { importRoute } from './host/importRoute.js';
import { invitationRoute } from './host/invitationRoute.js';
import { metricsRoute } from './host/metricsRoute.js';
import { makeHost } from './host/server.js';
import type { TokenVerifier } from './identity/bearer.js';
import { developmentAllowed } from './identity/conditions.js';
import { developmentIssuer } from './identity/development.js';
import { oidcVerifier } from './identity/oidc.js';
import { RESOLVERS } from './resolvers.js';
import type { Config } from './shared/config.js';
import { currentKey, firstKey, type Keys } from './shared/keys.js';
import { makeTelemetry } from './telemetry/telemetry.js';

export interface RunningApp {
  url: string;
  development: Development | null;
  /** Takes over changed keys now, and not within ten seconds. Never fails: the log tells what was not taken. */
  lookAtKeys(): Promise<void>;
  /** Lets requests in flight finish, then closes what was opened, last first. */
  stop(): Promise<void>;
}

/** The composition: what is started, in its order. */
export async function startApp(config: Config, log: Logger, report: Progress = () => undefined): Promise<RunningApp> {
  const place = await openPlace(config, (line) => log.debug(line));
  try {
    await asOwner(place, requireRealClock);
    await asOwner(place, (owner) => loadHierarchy(owner, (done, total) => report('hierarchy', done, total)));
    if (place.embedded && !config.oidc) await seedIfEmpty(place, report);
    const { tokens, development } = await identities(config, place, log);
    const othersCounted = await asOwner(place, (owner) => storeSessionLimits(owner, config.sessions));
    if (othersCounted) log.info(config.sessions, 'on every server, sessions are held to');

    const telemetry = makeTelemetry(log, () => database.connections);
    const database = new ScopedDatabase(place.connectionAs('liandong_api'), ticketKey(place.keys), {
      onError: (error) => log.warn({ err: error }, 'a database connection broke'),
      onStatement: telemetry.onStatement,
    });
    const acts = new ActDatabase(
      place.connectionAs('liandong_act'),
      { ticket: ticketKey(place.keys), body: firstKey(place.keys, 'act') },
      { onError: (error) => log.warn({ err: error }, 'a connection for acts broke') },
    );
    const allowance = new Allowance({
      connection: place.connectionAs('liandong_door'),
      key: firstKey(place.keys, 'allowance'),
      perMinute: config.costPerMinute,
      onError: (error) => log.warn({ err: error }, 'a connection of the door broke'),
    });
    const sessions = new Sessions({
      connection: place.connectionAs('liandong_door'),
      ticketKey: ticketKey(place.keys),
      key: firstKey(place.keys, 'session'),
      onError: onceAMinute((error) => log.warn({ err: error }, 'the use of a session was not written')),
    });
    const audit = new AuditWriter(place.connectionAs('liandong_audit'), {
      onError: (error) => log.warn({ err: error }, 'a connection of the audit trail broke'),
    });
    const sealer = new Sealer({
      connection: place.connectionAs('liandong_sealer'),
      keys: place.keys,
      folder: new CheckpointFolder(config.checkpointFolder),
      onSeal: (seal) => log.info({ seal }, 'sealed'),
      onError: onceAMinute((error) => log.error({ err: error }, 'the audit trail is not being sealed')),
    });
    const hourly = new HourlyJobs({
      connection: place.connectionAs('liandong_jobs'),
      onError: (error) => log.warn({ err: error }, 'what is done each hour was not done'),
    });
    const imports = new ImportWork({
      connection: place.connectionAs('liandong_jobs'),
      onError: onceAMinute((error) => log.warn({ err: error }, 'imports are not being worked at')),
    });
    const reorganisations = new Reorganisations({
      connection: place.connectionAs('liandong_jobs'),
      onError: onceAMinute((error) => log.warn({ err: error }, 'a step of a reorganisation was not done')),
    });
    const directory = new UnitDirectory();
    await asOwner(place, (owner) => directory.warm((text) => owner.query(text)));
    const apollo = makeApollo({
      schema: buildRuledSchema([...RESOLVERS]),
      database,
      acts,
      allowance,
      audit,
      idNumberKey: firstKey(place.keys, 'idNumber'),
      directory,
      onUnexpected: (cause) => log.error({ err: cause }, 'unexpected'),
      onError: telemetry.onError,
      plugins: [telemetry.plugin],
    });
    await apollo.start();
    let draining = false;
    const ready = async () => !draining && (await database.ping());
    const cursors = new CursorSealer(place.keys);
    const takeOver = (keys: Keys) => {
      database.signWith(ticketKey(keys));
      acts.signWith(ticketKey(keys));
      sessions.signWith(ticketKey(keys));
      cursors.takeOver(keys);
      telemetry.metrics.signsWith(keys);
    };
    telemetry.metrics.signsWith(place.keys);
    const keys = new KeyWatch({
      keys: place.keys,
      file: keyFileOf(config),
      owner: place.owner,
      takeOver,
      onTaken: ({ current, keys: listed }) => log.info({ current, keys: [...listed.keys()] }, 'keys taken over'),
      onRefused: (problem) => log.error({ problem }, 'keys not taken over; going on with those there were'),
      onError: onceAMinute((error) => log.error({ err: error }, 'keys were not stored in the database')),
    });
    const origins = config.corsOrigins;
    const admitting = { tokens, cursors, allowance, sessions };
    const host = makeHost({ ...admitting, apollo, origins, ready, log, telemetry });
    const refused = (context: RequestContext, operation: string, code: FaultCode) =>
      leaveRefusal(audit, context, operation, code);
    invitationRoute(host, { ...admitting, acts, refused });
    importRoute(host, { ...admitting, acts, refused, folder: join(config.dataFolder, 'imports') });
    explorerPages(host, { development: development !== null });
    if (development) developmentRoutes(host, development);
    metricsRoute(host, telemetry.metrics, { token: config.metricsToken, listensOn: config.host });
    const url = await host.listen({ host: config.host, port: config.port });
    await place.setAddress(url);
    sealer.start();
    hourly.start();
    imports.start();
    keys.start();
    reorganisations.start();
    log.info(sealer.publicPart, 'seals of the audit trail are checked with');
    return {
      url,
      development,
      lookAtKeys: () => keys.look(),
      async stop() {
        draining = true;
        await host.close();
        await apollo.stop();
        await database.end();
        await acts.end();
        await allowance.end();
        await sessions.end();
        await audit.end();
        await keys.stop();
        await imports.stop();
        await hourly.stop();
        await reorganisations.stop();
        await sealer.stop();
        await place.stop();
      },
    };
  } catch (error) {
    await place.stop();
    throw error;
  }
}

function ticketKey(keys: Keys): TicketKey {
  return { id: keys.current, key: currentKey(keys, 'ticket') };
}

/** What fails each second is not said each second. */
function onceAMinute(tell: (error: unknown) => void): (error: unknown) => void {
  let next = 0;
  return (error) => {
    if (Date.now() < next) return;
    next = Date.now() + 60_000;
    tell(error);
  };
}

/** A server of our own that nobody has put anything into shows the demo world. */
async function seedIfEmpty(place: DatabasePlace, report: Progress): Promise<void> {
  await asOwner(place, async (owner) => {
    const { rows } = await owner.query<{ empty: boolean }>('select not exists (select from person) as empty');
    if (!rows[0]!.empty) return;
    await seedDemo(owner, { progress: report });
  });
}

async function identities(
  config: Config,
  place: DatabasePlace,
  log: Logger,
): Promise<{ tokens: TokenVerifier; development: Development | null }> {
  if (config.oidc) return { tokens: await oidcVerifier({ ...config.oidc, log }), development: null };
  const demoMarker = await asOwner(place, isDemo);
  const decision = developmentAllowed({ demoMarker, host: config.host, oidcIssuerSet: false });
  if (!decision.allowed) throw new Error(`No identity provider: ${decision.reason}`);
  const issuer = await developmentIssuer(DEMO_ISSUER, { keyFile: join(config.dataFolder, 'development-key.json') });
  return { tokens: issuer, development: { issuer, identities: () => asOwner(place, demoIdentities) } };
}
