import { describe, expect, it } from 'vitest';
import { developmentAllowed } from '../../src/identity/conditions.js';

const demo = { demoMarker: true, host: '127.0.0.1', oidcIssuerSet: false };

describe('the development issuer', () => {
  it.each(['127.0.0.1', '127.8.9.10', '::1', '[::1]', '0:0:0:0:0:0:0:1', '::ffff:127.0.0.1', 'localhost', 'LocalHost'])(
    'runs on demo data behind %s without an OIDC issuer',
    (host) => {
      expect(developmentAllowed({ ...demo, host })).toEqual({ allowed: true });
    },
  );

  it.each([
    '0.0.0.0',
    '::',
    '',
    '10.0.0.1',
    '128.0.0.1',
    '::2',
    '::ffff:10.0.0.1',
    '127.0.0.1.example.org',
    '127.evil.org',
    'localhost.example.org',
    'liandong.example.org',
  ])('does not run behind %j', (host) => {
    expect(developmentAllowed({ ...demo, host })).toEqual({
      allowed: false,
      reason: expect.stringContaining(`HOST is ${host}, not loopback (set HOST=127.0.0.1)`) as string,
    });
  });

  const MARKER = 'no demo data';
  const HOST = 'HOST is';
  const OIDC = 'OIDC_ISSUER is set';
  it.each([
    [true, '127.0.0.1', true, [OIDC]],
    [true, '0.0.0.0', false, [HOST]],
    [true, '0.0.0.0', true, [HOST, OIDC]],
    [false, '127.0.0.1', false, [MARKER]],
    [false, '127.0.0.1', true, [MARKER, OIDC]],
    [false, '0.0.0.0', false, [MARKER, HOST]],
    [false, '0.0.0.0', true, [MARKER, HOST, OIDC]],
  ])(
    'with demo marker %s, host %s, OIDC issuer set %s: is told %j and nothing else',
    (demoMarker, host, oidcIssuerSet, told) => {
      const answer = developmentAllowed({ demoMarker, host, oidcIssuerSet });
      const reason = answer.allowed ? '' : answer.reason;
      expect([MARKER, HOST, OIDC].filter((part) => reason.includes(part))).toEqual(told);
    },
  );

  it('names the other way out, unless it is the one taken', () => {
    expect(developmentAllowed({ ...demo, demoMarker: false })).toMatchObject({
      reason: expect.stringContaining('Or set OIDC_ISSUER and OIDC_AUDIENCE') as string,
    });
    expect(developmentAllowed({ ...demo, oidcIssuerSet: true })).toMatchObject({
      reason: expect.not.stringContaining('Or set') as string,
    });
  });
});
