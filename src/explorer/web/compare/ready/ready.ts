import type { JsonObject } from '../difference/answer.js';
import type { Words } from '../../shared/words.js';

/** Asks on behalf of somebody, for what a ready comparison is to be about; null if that was refused. */
export type Look = (who: string, document: string, variables?: JsonObject) => Promise<JsonObject | null>;

/** A query that is worth comparing, with those whom it is best seen with. */
export interface Ready {
  key: string;
  title: Words;
  document: string;
  cast?: string[];
  /** Ids differ from one demo world to the next; they are looked up. */
  variables?: (look: Look) => Promise<JsonObject>;
}
