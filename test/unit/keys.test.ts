import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from '../../src/shared/config.js';
import { requireSuccessor, sameKeys, withCurrent, withNewKey, without } from '../../src/shared/keyChanges.js';
import { keysText, parseKeys } from '../../src/shared/keys.js';

const bytes = (n: number) => Buffer.alloc(32, n).toString('base64');
const [A, B, C] = [bytes(1), bytes(2), bytes(3)] as const;
const text = (current: string, keys: object) => JSON.stringify({ current, keys });
const of = (current: string, keys: object) => parseKeys(text(current, keys));

describe('keys as a text', () => {
  it('are read in the order they are listed, and written as they are read', () => {
    const keys = of('b', { a: A, b: B, c: C });
    expect([keys.current, ...keys.keys.keys()]).toEqual(['b', 'a', 'b', 'c']);
    expect(parseKeys(keysText(keys))).toEqual(keys);
    expect([...of('2', { '1': A, '2': B, a: C }).keys.keys()]).toEqual(['1', '2', 'a']);
    expect(of('a', { a: Buffer.alloc(32, '"x":').toString('base64') }).current).toBe('a');
  });

  it.each([
    ['that is broken', `{"current":"a","keys":{"a":"${A}"`, 'is not JSON'],
    ['that is broken at a key', `{"current":"a","keys":{"a":${A}}}`, 'is not JSON'],
    ['that is a list', '[]', 'expected'],
    ['that is null', 'null', 'expected'],
    ['of other things', JSON.stringify({ current: 'a', keys: { a: A }, more: 1 }), 'nothing else'],
    ['of a list of keys', JSON.stringify({ current: '0', keys: [A] }), 'expected'],
    ['without keys', text('a', {}), 'the current key is not among the keys'],
    ['with a current key that is not listed', text(A, { a: A }), 'the current key is not among the keys'],
    ['with a short key', text('a', { a: A, b: bytes(2).slice(0, 40) }), 'key b does not have 32 bytes'],
    ['with a key that is no text', text('a', { a: 7 }), 'key a does not have 32 bytes'],
    ['with an id in the place of a key', text('a', { [A]: 'a' }), 'the id of key 1 cannot be one'],
    ['with an id that has a meaning', text('keys', { keys: A }), 'the id of key 1 cannot be one'],
    ['with one key under two ids', text('a', { a: A, b: A }), 'keys a and b are one key'],
    ['with an id twice', `{"current":"a","keys":{"a":"${A}","b":"${B}","a":"${C}"}}`, 'a is listed twice'],
    ['with an id twice, spelt otherwise', `{"current":"a","keys":{"a":"${A}","\\u0061":"${C}"}}`, 'a is listed twice'],
    [
      'with two current keys',
      `{"current":"a","current":"b","keys":{"a":"${A}","b":"${B}"}}`,
      'current is listed twice',
    ],
    ['with a number that only seems to be second', `{"current":"a","keys":{"a":"${A}","7":"${B}"}}`, 'is a number'],
    ['that is too long', `${text('a', { a: A })}${' '.repeat(70_000)}`, 'expected'],
  ])('%s are refused by name, and nothing of them is told', (_, wrong, problem) => {
    const read = () => readConfig({ LIANDONG_KEYS: wrong });
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(/^LIANDONG_KEYS: /);
    expect(read).toThrow(problem);
    for (const key of [A, B, C]) expect(read).not.toThrow(key.slice(0, 6));
  });

  it('come from one setting, not from two or none where a database is shared', () => {
    const both = { LIANDONG_KEYS: text('a', { a: A }), LIANDONG_KEYS_FILE: 'keys.json' };
    expect(() => readConfig(both)).toThrow(/^LIANDONG_KEYS_FILE: .*LIANDONG_KEYS/);
    expect(() => readConfig({ DATABASE_URL: 'postgres://x' })).toThrow(/^LIANDONG_KEYS: .*LIANDONG_KEYS_FILE/);
    expect(readConfig({ DATABASE_URL: 'postgres://x', LIANDONG_KEYS_FILE: 'k' })).toMatchObject({ keysFile: 'k' });
  });
});

describe('keys that change', () => {
  const keys = of('b', { a: A, b: B, c: C });

  it('have a new one that is last and not current, under an id of its own', () => {
    const added = [withNewKey(keys), withNewKey(keys)];
    for (const { id, keys: next } of added) {
      expect([next.current, ...next.keys.keys()]).toEqual(['b', 'a', 'b', 'c', id]);
      expect(parseKeys(keysText(next))).toEqual(next);
    }
    expect(added[0]!.id).not.toBe(added[1]!.id);
  });

  it('use one that is listed', () => {
    expect(withCurrent(keys, 'c').current).toBe('c');
    expect(() => withCurrent(keys, 'd')).toThrow('there are a, b, c');
  });

  it('retire neither the current nor the first one, nor what is not listed', () => {
    expect([...without(keys, 'c').keys.keys()]).toEqual(['a', 'b']);
    expect(() => without(keys, 'b')).toThrow('current');
    expect(() => without(keys, 'a')).toThrow(/first key and stays: .*id numbers.*passwords.*audit trail/);
    expect(() => without(of('a', { a: A }), 'a')).toThrow('current');
    expect(() => without(keys, 'd')).toThrow('there are a, b, c');
  });

  it('are gone on with if the first is first, and each is what it was', () => {
    for (const fine of [keys, of('a', { a: A }), of('d', { a: A, c: C, b: B, d: bytes(4) })])
      expect(() => requireSuccessor(keys, fine)).not.toThrow();
    expect(() => requireSuccessor(keys, of('b', { b: B, c: C }))).toThrow('the first key, a, is missing');
    expect(() => requireSuccessor(keys, of('b', { b: B, a: A }))).toThrow('the first key is a and must stay first');
    expect(() => requireSuccessor(keys, of('b', { a: C, b: B }))).toThrow('key a is another one than before');
    expect(() => requireSuccessor(keys, of('b', { a: A, b: B, c: bytes(4) }))).toThrow('key c is another one');
  });

  it('are the same if nothing changed', () => {
    expect(sameKeys(keys, of('b', { a: A, b: B, c: C }))).toBe(true);
    for (const other of [of('a', { a: A, b: B, c: C }), of('b', { a: A, b: B }), of('b', { a: A, b: B, c: bytes(4) })])
      expect(sameKeys(keys, other)).toBe(false);
  });
});
