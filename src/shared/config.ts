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
  sessions: SessionLimits;
  /** Unset: /metrics answers on loopback only. */
  metricsToken: string | null;
  /** Whether the OpenTelemetry SDK is to be started; it reads the rest of its variables itself. */
  traces: boolean;
}

/** What a session and a person's sessions are held to; null: no limit. */
export interface SessionLimits {
  idleMinutes: number | null;
  longestMinutes: number | null;
  atOnce: number | null;
}

const LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];

export class ConfigError extends Error {
  constructor(
    readonly setting: string,
    readonly problem: string,
    readonly zh = problem,
  ) {
    super(`${setting}: ${problem}`);
    this.name = 'ConfigError';
  }
}

/** Every setting that makes no sense, and not the first of them only. */
export function configErrors(env: NodeJS.ProcessEnv = process.env): ConfigError[] {
  const left = { ...env };
  const errors: ConfigError[] = [];
  for (;;) {
    try {
      readConfig(left);
      return errors;
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      if (!errors.some(({ setting }) => setting === error.setting)) errors.push(error);
      // One that is missing stands in the way of the rest.
      if (left[error.setting] === undefined) return errors;
      delete left[error.setting];
    }
  }
}

/** The one reader of the environment; what makes no sense is refused by name before anything starts. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const port = Number(env['PORT'] || '4000');
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    throw new ConfigError('PORT', 'must be 0 to 65535', '应为 0 至 65535');
  const host = env['HOST'] || '127.0.0.1';
  if (!/^[\w.:%-]+$/.test(host)) throw new ConfigError('HOST', 'must be an address or a name', '应为地址或主机名');
  const databaseUrl = env['DATABASE_URL'] || null;
  if (databaseUrl) requireDatabaseUrl(databaseUrl);
  const issuer = env['OIDC_ISSUER'] || null;
  const audience = env['OIDC_AUDIENCE'] || null;
  if ((issuer === null) !== (audience === null)) {
    throw new ConfigError(
      issuer ? 'OIDC_AUDIENCE' : 'OIDC_ISSUER',
      'issuer and audience are set together or not at all',
      '签发方与受众须同时设置，或都不设置',
    );
  }
  if (issuer && !URL.canParse(issuer)) throw new ConfigError('OIDC_ISSUER', 'must be a URL', '应为网址');
  const keys = env['LIANDONG_KEYS'] ? readKeys(env['LIANDONG_KEYS']) : null;
  const keysFile = env['LIANDONG_KEYS_FILE'] || null;
  if (keys && keysFile) {
    throw new ConfigError(
      'LIANDONG_KEYS_FILE',
      'is set and so is LIANDONG_KEYS: which one counts?',
      '与 LIANDONG_KEYS 同时设置：以哪个为准？',
    );
  }
  if (databaseUrl && !keys && !keysFile) {
    throw new ConfigError(
      'LIANDONG_KEYS',
      'must be set when DATABASE_URL is, or LIANDONG_KEYS_FILE: all servers of one database share the keys',
      '设置了 DATABASE_URL 就必须设置，或设置 LIANDONG_KEYS_FILE：同一数据库的各台服务器共用密钥',
    );
  }
  const corsOrigins = (env['CORS_ORIGINS'] ?? '').split(',').flatMap((origin) => origin.trim() || []);
  for (const origin of corsOrigins) {
    if (!URL.canParse(origin) || new URL(origin).origin !== origin) {
      throw new ConfigError(
        'CORS_ORIGINS',
        'must be origins such as https://desk.example, with commas between',
        '应为来源，如 https://desk.example，以逗号分隔',
      );
    }
  }
  const costPerMinute = Number(env['COST_PER_MINUTE'] || '600000');
  if (!Number.isInteger(costPerMinute) || costPerMinute < 30_000 || costPerMinute > 1_000_000_000) {
    throw new ConfigError(
      'COST_PER_MINUTE',
      'must be 30000 (one request of the largest cost) to 1000000000',
      '应为 30000（一次最大请求）至 1000000000',
    );
  }
  const sessions = {
    idleMinutes: limitOf('SESSION_IDLE_MINUTES', env['SESSION_IDLE_MINUTES'] || '120', [5, 1440], 'minutes'),
    longestMinutes: limitOf(
      'SESSION_LONGEST_MINUTES',
      env['SESSION_LONGEST_MINUTES'] || '720',
      [15, 44_640],
      'minutes',
    ),
    // The development issuer gives out tokens with every page, and each is a sign-in.
    atOnce: limitOf('SESSIONS_AT_ONCE', env['SESSIONS_AT_ONCE'] || (issuer ? '5' : '0'), [1, 1000], 'sessions'),
  };
  const logLevel = env['LOG_LEVEL'] ?? 'info';
  if (!LEVELS.includes(logLevel)) {
    throw new ConfigError('LOG_LEVEL', `must be one of ${LEVELS.join(', ')}`, `应为 ${LEVELS.join('、')} 之一`);
  }
  const metricsToken = env['METRICS_TOKEN'] || null;
  if (metricsToken && !/^[\w.~+/-]{16,}=*$/.test(metricsToken)) {
    throw new ConfigError(
      'METRICS_TOKEN',
      'must be at least 16 letters, digits or -._~+/',
      '至少 16 个字母、数字或 -._~+/',
    );
  }
  const dataFolder = env['LIANDONG_DATA'] || '.data';
  requireFolder('LIANDONG_DATA', dataFolder);
  const checkpointFolder = env['LIANDONG_CHECKPOINTS'] || `${dataFolder}/checkpoints`;
  requireFolder('LIANDONG_CHECKPOINTS', checkpointFolder);
  return {
    host,
    port,
    databaseUrl,
    dataFolder,
    checkpointFolder,
    oidc: issuer && audience ? { issuer, audience } : null,
    keys,
    keysFile,
    logLevel,
    corsOrigins,
    costPerMinute,
    sessions,
    metricsToken,
    traces: tracesAsked(env),
  };
}

/**
 * Each role logs in by this URL with its own name put in. A URL without a host takes no name, and one given as a
 * parameter goes before it: then everything would run as the owner, whom no policy holds back.
 */
function requireDatabaseUrl(text: string): void {
  if (!/^postgres(ql)?:\/\//.test(text))
    throw new ConfigError('DATABASE_URL', 'must begin with postgres://', '应以 postgres:// 开头');
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url?.hostname || url.searchParams.has('user') || url.searchParams.has('password'))
    throw new ConfigError(
      'DATABASE_URL',
      'must be a URL that names a host before the path (a socket folder as %2Frun%2Fpostgresql), and user and password nowhere else',
      '应在路径之前写明主机（套接字目录写作 %2Frun%2Fpostgresql），用户与密码也只写在那里',
    );
}

/** What stands between quotes in a command of PostgreSQL's, or would be read differently by another program. */
function requireFolder(setting: string, path: string): void {
  // oxlint-disable-next-line no-control-regex -- control characters are what is refused
  if (path.length > 1024 || /["$`\\\u0000-\u001f]/.test(path))
    throw new ConfigError(
      setting,
      'may not contain quotes, $, \\ or control characters',
      '不得含引号、$、\\ 或控制字符',
    );
}

/** Zero is no limit. */
function limitOf(name: string, text: string, [least, most]: readonly [number, number], of: string): number | null {
  const count = /^\d{1,6}$/.test(text.trim()) ? Number(text) : NaN;
  if (count === 0) return null;
  if (!(count >= least && count <= most)) {
    throw new ConfigError(
      name,
      `must be ${least} to ${most} ${of}, or 0 for no limit`,
      `应为 ${least} 至 ${most}，0 为不限`,
    );
  }
  return count;
}

/** As OpenTelemetry has it, but off unless somebody says where traces are to go. */
function tracesAsked(env: NodeJS.ProcessEnv): boolean {
  for (const [setting, value] of [
    ['OTEL_EXPORTER_OTLP_ENDPOINT', env['OTEL_EXPORTER_OTLP_ENDPOINT']],
    ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', env['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT']],
  ] as const) {
    if (value && !(/^https?:/i.test(value) && URL.canParse(value)))
      throw new ConfigError(setting, 'must be a URL', '应为网址');
  }
  if (env['OTEL_SDK_DISABLED']?.trim().toLowerCase() === 'true') return false;
  const exporter = env['OTEL_TRACES_EXPORTER']?.trim();
  if (exporter) return exporter !== 'none';
  return Boolean(env['OTEL_EXPORTER_OTLP_ENDPOINT'] || env['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT']);
}

function readKeys(text: string): Keys {
  try {
    return parseKeys(text);
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message : String(cause);
    throw new ConfigError('LIANDONG_KEYS', problem, `密钥写法不正确（${problem}）`);
  }
}
