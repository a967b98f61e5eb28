import type { Client } from 'pg';
import type { Limits } from './limits.js';
import type { WayIn } from './login.js';
import type { LoginRole } from '../database/roles.js';
import type { Config } from '../shared/config.js';
import type { Keys } from '../shared/keys.js';

/** What there is to look at once the settings make sense. */
export interface Configured {
  config: Config;
  limits: Limits;
}

/** And once the database has let its owner in: `db` only reads. */
export interface Connected extends Configured {
  db: Client;
  keys: Keys;
  /** How each role gets in that may log in at all; asked once. */
  waysIn: () => Promise<ReadonlyMap<LoginRole, WayIn>>;
}
