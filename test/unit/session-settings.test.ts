import { describe, expect, it } from 'vitest';
import { clientWords } from '../../src/host/clientWords.js';
import { ConfigError, readConfig } from '../../src/shared/config.js';

const OIDC = { OIDC_ISSUER: 'https://id.example', OIDC_AUDIENCE: 'liandong' };

describe('limits of sessions', () => {
  it('are two hours unused, twelve in all, five at once – as many as one likes with the development issuer', () => {
    const usual = { idleMinutes: 120, longestMinutes: 720, atOnce: 5 };
    expect(readConfig(OIDC).sessions).toEqual(usual);
    expect(readConfig({}).sessions).toEqual({ ...usual, atOnce: null });
  });

  it('are as they are set; zero is none', () => {
    const env = { SESSION_IDLE_MINUTES: '5', SESSION_LONGEST_MINUTES: '0', SESSIONS_AT_ONCE: ' 1 ' };
    expect(readConfig(env).sessions).toEqual({ idleMinutes: 5, longestMinutes: null, atOnce: 1 });
    expect(readConfig({ ...OIDC, SESSIONS_AT_ONCE: '0' }).sessions.atOnce).toBeNull();
  });

  it.each([
    ['SESSION_IDLE_MINUTES', ['4', '1441', '-1', '1.5', 'two', '1e2', '0x10', '９']],
    ['SESSION_LONGEST_MINUTES', ['14', '44641', 'NaN']],
    ['SESSIONS_AT_ONCE', ['1001', '5 5', 'Infinity']],
  ])('%s that makes no sense stops the start, by its name', (name, values) => {
    for (const value of values) {
      const read = () => readConfig({ [name]: value });
      expect(read).toThrow(ConfigError);
      expect(read).toThrow(`${name}: must be `);
    }
  });
});

describe('a client in few words', () => {
  it.each([
    ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0', 'Edge / Windows'],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox / Linux'],
    ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15', 'Safari / macOS'],
    ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 MicroMessenger/8.0', 'WeChat / iOS'],
    ['Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36', 'Chromium / Android'],
    ['curl/8.14.1', 'curl'],
    ['node', null],
    ['', null],
    [`${'x'.repeat(600)} Firefox/1`, null],
    ['<script>alert(1)</script> Windows', 'Windows'],
  ])('%j is %j', (agent, words) => {
    expect(clientWords(agent)).toBe(words);
  }); // prettier-ignore

  it('is nothing where nothing is sent', () => {
    expect(clientWords(undefined)).toBeNull();
  });
});
