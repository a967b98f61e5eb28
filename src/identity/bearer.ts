import { LiandongError } from '../shared/errors.js';

/** Whom a token names, and until when. */
export interface Verified {
  issuer: string;
  subject: string;
  /** Milliseconds since 1970. */
  expiresAt: number;
  /** What the tokens of one sign-in have in common: of the session, see signIn.ts. */
  signIn: string;
  /** When the person signed in, if the token tells; milliseconds since 1970. */
  signedInAt: number | null;
}

/** Whoever can say whom a token names: the organisation's issuer, or the development one. */
export interface TokenVerifier {
  verify(token: string): Promise<Verified>;
}

const LONGEST_HEADER = 8 * 1024;

/** The token of an Authorization header (RFC 6750); no other scheme is known here. */
export function bearerOf(header: string | undefined): string {
  if (!header) throw new LiandongError('UNAUTHENTICATED');
  if (header.length > LONGEST_HEADER) throw new LiandongError('TOKEN_INVALID');
  const token = /^bearer +([\w.~+/-]+=*)$/i.exec(header)?.[1];
  if (!token) throw new LiandongError('TOKEN_INVALID');
  return token;
}
