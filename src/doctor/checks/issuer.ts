import { importJWK, type JWK } from 'jose';
import { check } from '../check.js';
import type { Configured } from '../ground.js';
import { discoverKeys } from '../../identity/discovery.js';
import { oidcVerifier } from '../../identity/oidc.js';
import { ConfigError } from '../../shared/config.js';

export const issuer = check({
  id: 'issuer',
  name: { zh: '身份签发方', en: 'Issuer of tokens' },
  faults: {
    ISSUER_SETTING: {
      zh: ['{setting}：{problem}。', '服务器拒绝启动。', '改正 {setting}。'],
      en: ['{setting}: {problem}.', 'The server refuses to start.', 'Correct {setting}.'],
    },
    ISSUER_UNREADABLE: {
      zh: [
        '读不到签发方的密钥：{problem}。',
        '无人能登录；已知的密钥最多再用一小时。',
        '查 OIDC_ISSUER 是否与签发方自称的一字不差，以及网络、证书。',
      ],
      en: [
        'The issuer’s keys cannot be read: {problem}.',
        'Nobody can sign in; keys already known are good for an hour at most.',
        'See that OIDC_ISSUER is to the letter what the issuer calls itself, then its certificate and the way to it.',
      ],
    },
    ISSUER_NO_KEY: {
      zh: ['签发方 {issuer} 没有公布可用的签名公钥。', '令牌一概无效。', '请签发方公布 RSA、EC 或 Ed25519 公钥。'],
      en: [
        'The issuer {issuer} publishes no key that can be used to check a signature.',
        'No token is valid.',
        'Have it publish a public key: RSA, EC or Ed25519.',
      ],
    },
  },
  async *look({ config }: Configured) {
    if (!config.oidc) return;
    try {
      await oidcVerifier(config.oidc);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      const { setting, problem, zh } = error;
      return yield ['ISSUER_SETTING', { setting, problem: { zh, en: problem } }];
    }
    let keys: unknown;
    try {
      ({ keys } = await discoverKeys(config.oidc.issuer));
    } catch (error) {
      const { message, cause } = error as Error;
      const problem = cause instanceof Error ? `${message} (${cause.message})` : message;
      return yield ['ISSUER_UNREADABLE', { problem }];
    }
    const usable = await Promise.all((Array.isArray(keys) ? keys : []).map(canCheck));
    if (!usable.includes(true)) yield ['ISSUER_NO_KEY', { issuer: config.oidc.issuer }];
  },
});

const ALGORITHM: Record<string, string> = { RSA: 'RS256', EC: 'ES256', OKP: 'EdDSA' };

async function canCheck(jwk: JWK): Promise<boolean> {
  const algorithm = ALGORITHM[jwk?.kty ?? ''];
  if (!algorithm || (jwk.use ?? 'sig') !== 'sig') return false;
  const key = await importJWK(jwk, jwk.alg ?? algorithm).catch(() => null);
  return key !== null && !(key instanceof Uint8Array) && key.type === 'public';
}
