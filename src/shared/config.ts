import { parseKeys, type Keys } from './keys.js';

export interface Config {
  host: string;
  port: number;
  /** Unset: the embedded server in `dataFolder`. */
  databaseUrl: string | null;
  dataFolder: string;
  /** Unset: the development issuer, under the conditions of the README. */
  oidc: { issuer: string; audience: string } | null;
  /** Unset: made once and kept in `dataFolder`. */
  keys: Keys | null;
  logLevel: string;
}

const LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];

export class ConfigError extends Error {
  constructor(setting: string, problem: string) {
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
  if (databaseUrl && !keys) {
    throw new ConfigError('LIANDONG_KEYS', 'must be set when DATABASE_URL is: all servers of one database share them');
  }
  const logLevel = env['LOG_LEVEL'] ?? 'info';
  if (!LEVELS.includes(logLevel)) throw new ConfigError('LOG_LEVEL', `must be one of ${LEVELS.join(', ')}`);
  return {
    host: env['HOST'] || '127.0.0.1',
    port,
    databaseUrl,
    dataFolder: env['LIANDONG_DATA'] || '.data',
    oidc: issuer && audience ? { issuer, audience } : null,
    keys,
    logLevel,
  };
}

function readKeys(text: string): Keys {
  try {
    return parseKeys(text);
  } catch (cause) {
    throw new ConfigError('LIANDONG_KEYS', cause instanceof Error ? cause.message : String(cause));
  }
}
