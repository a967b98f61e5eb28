import { parseKeys, type Keys } from './keys.js';

export interface Config {
  host: string;
  port: number;
  /** Unset: the embedded server in `dataFolder`. */
  databaseUrl: string | null;
  dataFolder: string;
  /** Where the seals of the audit trail are kept outside the database. */
  checkpointFolder: string;
  /** Unset: the development issuer, under the conditions of the README. */
  oidc: { issuer: string; audience: string } | null;
  /** Unset: those of `keysFile`. */
  keys: Keys | null;
  /** Unset, as are keys: made once and kept in `dataFolder`. */
  keysFile: string | null;
  logLevel: string;
  /** Sites whose pages may ask, besides our own. */
  corsOrigins: string[];
  /** Points a person may spend in a minute. */
  costPerMinute: number;
  /** Unset: /metrics answers on loopback only. */
  metricsToken: string | null;
  /** Whether the OpenTelemetry SDK is to be started; it reads the rest of its variables itself. */
  traces: boolean;
}

const LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];

export class ConfigError extends Error {
  constructor(
    readonly setting: string,
    readonly problem: string,
  ) {
    super(`${setting}: ${problem}`);
    this.name = 'ConfigError';
  }
}

/** The one reader of the environment; what makes no sense is refused by name before anything starts. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const port = Number(env['PORT'] || '4000');
  if (!Number.isInteger(port) || port < 0 || port > 65535) throw new ConfigError('PORT', 'must be 0 to 65535');
  const databaseUrl = env['DATABASE_URL'] || null;
  if (databaseUrl && !/^postgres(ql)?:\/\//.test(databaseUrl)) {
    throw new ConfigError('DATABASE_URL', 'must begin with postgres://');
  }
  const issuer = env['OIDC_ISSUER'] || null;
  const audience = env['OIDC_AUDIENCE'] || null;
  if ((issuer === null) !== (audience === null)) {
    throw new ConfigError(
      issuer ? 'OIDC_AUDIENCE' : 'OIDC_ISSUER',
      'issuer and audience are set together or not at all',
    );
  }
  if (issuer && !URL.canParse(issuer)) throw new ConfigError('OIDC_ISSUER', 'must be a URL');
  const keys = env['LIANDONG_KEYS'] ? readKeys(env['LIANDONG_KEYS']) : null;
  const keysFile = env['LIANDONG_KEYS_FILE'] || null;
  if (keys && keysFile)
    throw new ConfigError('LIANDONG_KEYS_FILE', 'is set and so is LIANDONG_KEYS: which one counts?');
  if (databaseUrl && !keys && !keysFile) {
    throw new ConfigError(
      'LIANDONG_KEYS',
      'must be set when DATABASE_URL is, or LIANDONG_KEYS_FILE: all servers of one database share the keys',
    );
  }
  const corsOrigins = (env['CORS_ORIGINS'] ?? '').split(',').flatMap((origin) => origin.trim() || []);
  for (const origin of corsOrigins) {
    if (!URL.canParse(origin) || new URL(origin).origin !== origin) {
      throw new ConfigError('CORS_ORIGINS', 'must be origins such as https://desk.example, with commas between');
    }
  }
  const costPerMinute = Number(env['COST_PER_MINUTE'] || '600000');
  if (!Number.isInteger(costPerMinute) || costPerMinute < 30_000 || costPerMinute > 1_000_000_000) {
    throw new ConfigError('COST_PER_MINUTE', 'must be 30000 (one request of the largest cost) to 1000000000');
  }
  const logLevel = env['LOG_LEVEL'] ?? 'info';
  if (!LEVELS.includes(logLevel)) throw new ConfigError('LOG_LEVEL', `must be one of ${LEVELS.join(', ')}`);
  const metricsToken = env['METRICS_TOKEN'] || null;
  if (metricsToken && !/^[\w.~+/-]{16,}=*$/.test(metricsToken)) {
    throw new ConfigError('METRICS_TOKEN', 'must be at least 16 letters, digits or -._~+/');
  }
  const dataFolder = env['LIANDONG_DATA'] || '.data';
  return {
    host: env['HOST'] || '127.0.0.1',
    port,
    databaseUrl,
    dataFolder,
    checkpointFolder: env['LIANDONG_CHECKPOINTS'] || `${dataFolder}/checkpoints`,
    oidc: issuer && audience ? { issuer, audience } : null,
    keys,
    keysFile,
    logLevel,
    corsOrigins,
    costPerMinute,
    metricsToken,
    traces: tracesAsked(env),
  };
}

/** As OpenTelemetry has it, but off unless somebody says where traces are to go. */
function tracesAsked(env: NodeJS.ProcessEnv): boolean {
  if (env['OTEL_SDK_DISABLED']?.trim().toLowerCase() === 'true') return false;
  const exporter = env['OTEL_TRACES_EXPORTER']?.trim();
  if (exporter) return exporter !== 'none';
  return Boolean(env['OTEL_EXPORTER_OTLP_ENDPOINT'] || env['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT']);
}

function readKeys(text: string): Keys {
  try {
    return parseKeys(text);
  } catch (cause) {
    throw new ConfigError('LIANDONG_KEYS', cause instanceof Error ? cause.message : String(cause));
  }
}
