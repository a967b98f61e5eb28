import { createHash, hkdfSync, randomUUID, timingSafeEqual } from 'node:crypto';
import { firstOf } from '../shared/keyChanges.js';
import { deriveKey, firstKey, type Keys } from '../shared/keys.js';
import { BackupRefused } from './refusal.js';

const FORM = 1;

/** What is told of a backup to who has no key: which one is needed, and when it was made. */
export interface Heading {
  form: number;
  id: string;
  at: string;
  key: string;
  /** By which a key of the right name and other bytes is told. */
  check: string;
}

/** The first key listed, as for id numbers: what is in the database makes sense under it alone. */
export function newHeading(keys: Keys): string {
  const [id, at, key] = [randomUUID(), new Date().toISOString(), firstOf(keys)];
  const heading: Heading = { form: FORM, id, at, key, check: checkOf(firstKey(keys, 'backup')).toString('hex') };
  return `${JSON.stringify(heading)}\n`;
}

export function parseHeading(text: string, from: string): Heading {
  const { form, id, at, key, check } = parsed(text, from);
  if (typeof form !== 'number') throw new BackupRefused('NO_BACKUP', from);
  if (form !== FORM) throw new BackupRefused('NEWER_FORM', String(form));
  if (typeof key !== 'string' || typeof check !== 'string' || typeof id !== 'string' || typeof at !== 'string')
    throw new BackupRefused('NO_BACKUP', from);
  return { form, id, at, key, check };
}

function parsed(text: string, from: string): Partial<Record<keyof Heading, unknown>> {
  try {
    return Object(JSON.parse(text)) as Partial<Record<keyof Heading, unknown>>;
  } catch (cause) {
    throw new BackupRefused('NO_BACKUP', from, { cause });
  }
}

/** Ours for this backup, if it is among those we have and they are the same. */
export function keyOf({ key: id, check }: Heading, keys: Keys): Buffer {
  const name = JSON.stringify(id.slice(0, 60));
  const key = deriveKey(keys, 'backup', id);
  if (!key) throw new BackupRefused('KEY_MISSING', name);
  const [told, ours] = [Buffer.from(check, 'hex'), checkOf(key)];
  if (told.length !== ours.length || !timingSafeEqual(told, ours)) throw new BackupRefused('KEY_OTHER', name);
  if (firstOf(keys) !== id) throw new BackupRefused('KEY_NOT_FIRST', name);
  return key;
}

/** Of one part of one backup: put anywhere else, or under another heading, it does not open. */
export function partKey(key: Buffer, heading: string, part: string): Buffer {
  const salt = createHash('sha256').update(heading, 'utf8').digest();
  return Buffer.from(hkdfSync('sha256', key, salt, `part ${part}`, 32));
}

function checkOf(key: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', key, '', 'check', 16));
}
