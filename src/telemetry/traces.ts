import { diag, DiagLogLevel } from '@opentelemetry/api';
import type { Logger } from 'pino';

const FLUSH_MS = 3000;

/**
 * Starts the OpenTelemetry SDK, which reads where to and how from its own variables. It is loaded here and nowhere
 * else, so that who wants no traces pays nothing for them. Answers how to stop it.
 */
export async function startTraces(log: Logger): Promise<() => Promise<void>> {
  const { NodeSDK, resources } = await import('@opentelemetry/sdk-node');
  const say = (level: 'warn' | 'debug') => (message: string) =>
    log[level]({ telemetry: message.slice(0, 300) }, 'traces');
  const quiet = say('debug');
  const sdk = new NodeSDK({
    resource: resources.defaultResource().merge(resources.resourceFromAttributes({ 'service.name': 'liandong' })),
    // Not the process's own: its arguments and user are nobody's business.
    resourceDetectors: [resources.envDetector, resources.hostDetector],
    // Figures are at /metrics, the log is on standard output.
    metricReaders: [],
    logRecordProcessors: [],
  });
  diag.setLogger(
    { error: say('warn'), warn: say('warn'), info: quiet, debug: quiet, verbose: quiet },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
  sdk.start();
  return async () => {
    // A collector that does not answer must not hold up the end.
    const patience = new Promise<void>((resolve) => setTimeout(resolve, FLUSH_MS).unref());
    await Promise.race([
      sdk.shutdown().catch((error: unknown) => log.warn({ err: error }, 'traces were lost')),
      patience,
    ]);
  };
}
