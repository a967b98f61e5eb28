import { isLoopback } from './loopback.js';

/**
 * The development issuer hands anybody the token of anybody. So it exists only where the people are invented (the
 * demo marker), where nobody else can knock (loopback), and where no real issuer was meant (none is set).
 */
export function developmentAllowed(input: {
  demoMarker: boolean;
  host: string;
  oidcIssuerSet: boolean;
}): { allowed: true } | { allowed: false; reason: string } {
  const obstacles: string[] = [];
  if (!input.demoMarker) obstacles.push('the database holds no demo data (fill an empty one with `npm run seed`)');
  if (!isLoopback(input.host)) obstacles.push(`HOST is ${input.host}, not loopback (set HOST=127.0.0.1)`);
  if (input.oidcIssuerSet) obstacles.push('OIDC_ISSUER is set (unset OIDC_ISSUER and OIDC_AUDIENCE)');
  if (obstacles.length === 0) return { allowed: true };
  const otherwise = input.oidcIssuerSet ? '' : ' Or set OIDC_ISSUER and OIDC_AUDIENCE, and let people sign in there.';
  return { allowed: false, reason: `The development issuer may not run here: ${obstacles.join('; ')}.${otherwise}` };
}
