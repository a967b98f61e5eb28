import { describe, expect, it } from 'vitest';
import { newId, stableId } from '../../src/shared/ids.js';

const VERSION_SEVEN = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const at = new Date('2018-03-23T00:00:00+08:00');

describe('ids', () => {
  it('are UUIDs of version 7 with the time in front', () => {
    const millis = at.getTime().toString(16).padStart(12, '0');
    for (const id of [newId(at.getTime()), stableId(at, 'unit:0')]) {
      expect(id).toMatch(VERSION_SEVEN);
      expect(id.replaceAll('-', '').slice(0, 12)).toBe(millis);
    }
  });

  it('sort as time goes', () => {
    const ids = [1, 2, 3].map((day) => newId(Date.UTC(2026, 0, day)));
    expect([...ids].sort()).toEqual(ids);
  });

  it('are fresh, or the same again for the same time and key alone', () => {
    expect(new Set(Array.from({ length: 1000 }, () => newId(1))).size).toBe(1000);
    expect(stableId(at, 'a')).toBe(stableId(new Date(at), 'a'));
    expect(stableId(at, 'a')).not.toBe(stableId(at, 'b'));
    expect(stableId(at, 'a')).not.toBe(stableId(new Date(0), 'a'));
  });

  it.each([Number.NaN, -1, 2 ** 48, 0.5])('refuse %d as a time', (millis) => {
    expect(() => newId(millis)).toThrow(RangeError);
  });
});
