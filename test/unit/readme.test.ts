import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { NEEDED } from '../../src/doctor/checks/connections.js';

const ROOT = resolve(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(resolve(ROOT, file), 'utf8');
const all = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map((match) => match[1] ?? match[0]);

const FENCED = /^```[^\n]*\n[\s\S]*?^```$/gm;
const codesOf = (text: string) => all(text, /`([^`\n]+)`/g);
/** What can only be meant as a path of this repository: one of its folders, what is below, or a file beside them. */
const PATH = /^(?:(?:schema|migrations|src|test|deploy|\.ci)(?:\/|$)|[\w.-]+\.(?:ts|mjs|json|ya?ml|md)$)/;

function readme(file: string) {
  const text = read(file);
  const prose = text.replace(FENCED, '');
  const tables = all(prose, /(?:^\|.*\n)+/gm).map((table) => table.trim().split('\n'));
  const configuration = tables.find((rows) => rows.some((row) => row.includes('`DATABASE_URL`'))) ?? [];
  return {
    text,
    prose,
    tables,
    blocks: all(text, FENCED),
    levels: all(prose, /^(#+) /gm),
    paths: codesOf(prose).filter((code) => PATH.test(code)),
    links: all(prose, /\]\((?!https?:)([^)#]+)/g),
    settings: configuration.flatMap((row) => codesOf(row.split('|')[1]!)),
  };
}

const english = readme('README.md');
const chinese = readme('README.zh-CN.md');

describe.each([
  ['README.md', english],
  ['README.zh-CN.md', chinese],
])('%s', (_file, { text, prose, blocks, paths, links, settings }) => {
  it('names commands that exist', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const named = all(text, /npm (?:run )?((?<=run )[\w:-]+|start\b|test\b)/g);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
    expect(named).toEqual(expect.arrayContaining(['start', 'test', 'check']));
  });

  it('shows the two commands that are all it takes', () => {
    expect(blocks.join('\n').split('\n')).toEqual(
      expect.arrayContaining(['npm ci && npm start', 'npm ci && npm test']),
    );
  });

  it('names paths that exist', () => {
    expect([...paths, ...links].filter((path) => !existsSync(resolve(ROOT, path)))).toEqual([]);
    expect(paths.length).toBeGreaterThan(20);
  });

  it('has the settings that are read, and no others', () => {
    const known = new Set(all(read('src/shared/config.ts'), /\benv\['(\w+)'\]/g));
    expect([...settings].sort()).toEqual([...known].sort());
  });

  it('says how many connections a server needs', () => {
    expect(all(text, /(\d+) (?:connections\s+for each server|个连接；)/g)).toEqual([`${NEEDED}`]);
  });

  it('speaks of no particular machine', () => {
    expect(text.split('\n').filter((line) => /\/(?:work|home|root|tmp)\//.test(line))).toEqual([]);
  });

  it('closes what it fences', () => {
    expect(prose).not.toContain('```');
  });
});

describe('the two languages', () => {
  it('have the same headings, level by level', () => {
    expect(chinese.levels).toEqual(english.levels);
  });

  it('show the same code, to the byte', () => {
    expect(chinese.blocks).toEqual(english.blocks);
  });

  it('have the same tables, and in each row the same code', () => {
    const codes = ({ tables }: typeof english) => tables.map((rows) => rows.map((row) => codesOf(row).sort()));
    expect(codes(chinese)).toEqual(codes(english));
  });

  it('link to each other', () => {
    expect(english.links).toContain('README.zh-CN.md');
    expect(chinese.links).toContain('README.md');
  });
});
