import { hmacHex } from './hmac.js';
import { firstKey, type Keys } from '../shared/keys.js';

/** Login roles: each owns nothing and is a member of nothing; the owner alone runs migrations. */
export const LOGIN_ROLES = [
  'liandong_api',
  'liandong_act',
  'liandong_audit',
  'liandong_jobs',
  'liandong_door',
  'liandong_sealer',
] as const;
export type LoginRole = (typeof LOGIN_ROLES)[number];
/** How many connections each server keeps for a role at most. */
export const CONNECTIONS: Record<LoginRole, number> = {
  liandong_api: 16,
  liandong_act: 8,
  liandong_audit: 4,
  liandong_jobs: 3,
  liandong_door: 8,
  liandong_sealer: 1,
};
export const OWNER_ROLE = 'liandong_owner';
export const SCHEMA = 'liandong';

/**
 * Derived, so that every server of one database knows it and no file holds it – from the first key listed, which stays
 * first while others come and go: servers with the old and the new current key run side by side.
 */
export function rolePassword(keys: Keys, role: LoginRole | typeof OWNER_ROLE): string {
  return hmacHex(firstKey(keys, 'database'), role);
}
