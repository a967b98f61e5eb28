import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type CryptoKey, type JWK } from 'jose';

export interface DevelopmentKey {
  sign: CryptoKey;
  published: JWK & { kid: string };
}

/** The key of the development issuer: kept in `file`, so that tokens outlive a restart, or else in memory. */
export async function developmentKey(file?: string): Promise<DevelopmentKey> {
  if (!file) return keyFrom(await newJwk());
  const kept = await readJwk(file);
  if (kept) return kept;
  const jwk = await newJwk();
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const unfinished = `${file}.${randomUUID()}.new`;
  await writeFile(unfinished, `${JSON.stringify(jwk)}\n`, { mode: 0o600, flag: 'wx', flush: true });
  await rename(unfinished, file);
  return keyFrom(jwk);
}

async function newJwk(): Promise<JWK> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  return exportJWK(privateKey);
}

async function readJwk(file: string): Promise<DevelopmentKey | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    return await keyFrom(JSON.parse(text) as JWK);
  } catch (cause) {
    // The file may be somebody else's, so it is not simply replaced.
    throw new Error(`${file} does not hold the key of the development issuer; delete it and start again`, { cause });
  }
}

async function keyFrom(jwk: JWK): Promise<DevelopmentKey> {
  const sign = await importJWK({ ...jwk, ext: false }, 'ES256');
  if (sign instanceof Uint8Array || sign.type !== 'private') throw new TypeError('not a private key');
  const { kty, crv, x, y } = jwk;
  const kid = await calculateJwkThumbprint(jwk);
  return { sign, published: { kty, crv, x, y, kid, alg: 'ES256', use: 'sig' } };
}
