import { check } from '../check.js';
import type { Connected } from '../ground.js';
import { isSigned, publicKeys } from '../../audit/signing.js';
import { parseLine, textOf } from '../../audit/checkpoint.js';
import { hmacPads } from '../../database/hmac.js';
import { deriveKey, type Keys } from '../../shared/keys.js';

export const keys = check({
  id: 'keys',
  name: { zh: '密钥', en: 'Keys' },
  faults: {
    FIRST_KEY: {
      zh: [
        '第一把密钥不是原来的那一把：{proof}。',
        '密码、封签与证件号摘要都由它派生，从此对不上。',
        '在 LIANDONG_KEYS（或 keys.json）中恢复原来的第一把密钥；新密钥加在其后。',
      ],
      en: [
        'The first key is not the one it was: {proof}.',
        'Passwords, seals and digests of id numbers come from it and no longer fit.',
        'Put the old first key back in its place in LIANDONG_KEYS (or keys.json); new ones come after it.',
      ],
    },
    KEY_NOT_STORED: {
      zh: [
        '密钥 {id} 与数据库所存的不同，或尚未存入。',
        '用它签发的票据一概无效，请求都会失败。',
        '各服务器用同一 LIANDONG_KEYS，逐台重启。',
      ],
      en: [
        'The database does not have the key {id}, or another one by that name.',
        'Tickets made with it are worth nothing: requests fail.',
        'Give all servers the same LIANDONG_KEYS and restart them one by one.',
      ],
    },
    KEY_STRANGE: {
      zh: [
        '数据库认可一把本配置没有的密钥 {id}。',
        '持有者可冒充任何人。',
        '若是别的服务器在用，统一 LIANDONG_KEYS；否则重启服务器，一小时后它即失效。',
      ],
      en: [
        'The database accepts tickets of a key that is not configured here: {id}.',
        'Whoever has it can ask as anybody.',
        'If another server uses it, give all the same LIANDONG_KEYS; if none does, restart a server: it ends within the hour.',
      ],
    },
  },
  async *look(on: Connected) {
    const proof = await otherFirstKey(on);
    if (proof) return yield ['FIRST_KEY', { proof }];
    const { rows } = await on.db.query<{ id: string; inner_pad: Buffer; outer_pad: Buffer }>(
      'select id, inner_pad, outer_pad from ticket_key where valid_to is null order by id',
    );
    for (const id of on.keys.keys.keys()) {
      const pads = hmacPads(deriveKey(on.keys, 'ticket', id)!);
      const same = ({ inner_pad: inner, outer_pad: outer }: (typeof rows)[0]) =>
        inner.equals(pads.inner) && outer.equals(pads.outer);
      if (!rows.some((row) => row.id === id && same(row))) yield ['KEY_NOT_STORED', { id }];
    }
    for (const { id } of rows) if (!on.keys.keys.has(id)) yield ['KEY_STRANGE', { id }];
  },
});

/** Passwords of roles and seals are made with the first key, and with no other. */
async function otherFirstKey({ db, keys: configured, waysIn }: Connected) {
  const ways = [...(await waysIn()).values()];
  if (ways.length > 0 && ways.every(({ refused }) => refused === '28P01'))
    return { zh: '没有一个角色能用由它派生的密码登录', en: 'no role logs in with a password made of it' };
  const { rows } = await db.query<{ line: string }>('select line from audit_seal order by number desc limit 1');
  const seal = rows[0] && parseLine(rows[0].line);
  if (!seal || signedByFirst(configured, seal)) return null;
  return { zh: `封签 ${seal.number} 由另一把密钥签署`, en: `seal ${seal.number} was signed with another` };
}

function signedByFirst(configured: Keys, seal: NonNullable<ReturnType<typeof parseLine>>): boolean {
  const [id, key] = [...publicKeys(configured)][0]!;
  return seal.key === id && isSigned(textOf(seal), seal.signature, key);
}
