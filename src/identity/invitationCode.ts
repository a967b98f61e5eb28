import { createHash, randomBytes } from 'node:crypto';

/** No letters that are read as others. */
const LETTERS = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const LENGTH = 26;
const GROUP = /.{1,6}/g;

/** 130 bits in groups that can be read out: nobody finds it by trying. */
export function newInvitationCode(): string {
  const letters = [...randomBytes(LENGTH)].map((byte) => LETTERS[byte % LETTERS.length]).join('');
  return letters.match(GROUP)!.join('-');
}

/** As it is kept: a digest of what was written, hyphens and case aside. */
export function invitationDigest(code: string): string {
  return createHash('sha256').update(code.toUpperCase().replaceAll(/[\s-]/g, '')).digest('hex');
}
