/** One thing that the text of a catalog says; `of` is the object it falls with. */
export interface Fact {
  kind: FactKind;
  name: string;
  text: string;
  of: string | null;
}
export type FactKind =
  'TABLE' | 'COLUMN' | 'CONSTRAINT' | 'INDEX' | 'TRIGGER' | 'POLICY' | 'FUNCTION' | 'ROW_SECURITY' | 'GRANT' | 'OTHER';

/** What `schema/schema.sql`, or the live catalog written the same way, consists of, by name. */
export function factsOf(catalog: string): Map<string, Fact> {
  const facts = new Map<string, Fact>();
  for (const statement of statementsOf(catalog))
    for (const fact of factsIn(statement)) facts.set(`${fact.kind} ${fact.name}`, fact);
  return facts;
}

function statementsOf(catalog: string): string[] {
  const statements: string[] = [];
  let lines: string[] = [];
  for (const line of catalog.split('\n')) {
    if (lines.length === 0 && (line === '' || line.startsWith('--'))) {
      if (line.startsWith('-- default')) statements.push(line);
      continue;
    }
    lines.push(line);
    if (!isWhole(lines)) continue;
    statements.push(lines.join('\n'));
    lines = [];
  }
  return [...statements, ...(lines.length > 0 ? [lines.join('\n')] : [])];
}

function isWhole(lines: readonly string[]): boolean {
  const last = lines.at(-1)!;
  if (!/;( -- enabled: \w)?$/.test(last)) return false;
  if (!lines[0]!.startsWith('CREATE OR REPLACE')) return true;
  const text = lines.join('\n');
  const quotes = text.match(/\$(function|procedure)\$/g)?.length ?? 0;
  return quotes === 2 || (quotes === 0 && (last === 'END;' || /^\s*RETURN /m.test(text)));
}

const SHAPES: readonly [FactKind, RegExp, (...parts: string[]) => [name: string, of: string | null]][] = [
  ['FUNCTION', /^CREATE OR REPLACE \w+ liandong\.(.+)/, (name) => [name, null]],
  ['INDEX', /^CREATE (?:UNIQUE )?INDEX (\S+) ON (?:ONLY )?(?:liandong\.)?(\S+)/, (name, table) => [name, table]],
  [
    'TRIGGER',
    /^CREATE (?:CONSTRAINT )?TRIGGER (\S+) [\s\S]*? ON (?:liandong\.)?(\S+)/,
    (name, table) => [`${name} on ${table}`, table],
  ],
  ['POLICY', /^create policy (\S+) on (\S+)/, (name, table) => [`${name} on ${table}`, table]],
  ['OTHER', /^alter table (\S+) (owner|attach) to (\S+)/, (table, how, to) => [`${table} (${how} ${to})`, table]],
  [
    'ROW_SECURITY',
    /^alter table (\S+) (enable|force) row level security/,
    (table, how) => [`${table} (${how})`, table],
  ],
];

function factsIn(text: string): Fact[] {
  // What a comment says protects nothing.
  if (text.startsWith('comment on ')) return [];
  if (/^create (unlogged )?table/.test(text)) return factsOfTable(text);
  if (text.startsWith('grant ')) return grantsIn(text);
  for (const [kind, shape, named] of SHAPES) {
    const [whole, ...parts] = shape.exec(text) ?? [];
    if (whole === undefined) continue;
    const [name, of] = named(...parts);
    return [{ kind, name, text, of }];
  }
  return [{ kind: 'OTHER', name: text.split('\n')[0]!.slice(0, 120), text, of: null }];
}

function factsOfTable(text: string): Fact[] {
  const [head, ...lines] = text.split('\n');
  const table = /table (\S+) \($/.exec(head!)?.[1] ?? head!;
  const foot = lines.findLastIndex((line) => line.startsWith(')'));
  const facts: Fact[] = [{ kind: 'TABLE', name: table, text: `${head}${lines.slice(foot).join('\n')}`, of: null }];
  // An expression may go over several lines, which stand deeper or begin in upper case.
  for (const line of lines.slice(0, foot)) {
    const [, name] = /^ {2}((?:constraint )?(?:[a-z_][\w$]*|"[^"]+")) /.exec(line) ?? [];
    if (!name) facts.at(-1)!.text += `\n${line}`;
    else if (name.startsWith('constraint '))
      facts.push({ kind: 'CONSTRAINT', name: `${name.slice(11)} on ${table}`, text: line, of: table });
    else facts.push({ kind: 'COLUMN', name: `${table}.${name}`, text: line, of: table });
  }
  for (const fact of facts) fact.text = fact.text.replace(/,$/, '');
  return facts;
}

/** Each privilege for each role, so that one too many is one and not another list. */
function grantsIn(text: string): Fact[] {
  const [, privileges, columns, kind = '', object, grantees] =
    /^grant ([^(]+?)(?: \((.+)\))? on (?:(table|function|schema|type) )?(.+) to ([^;]+);$/.exec(text) ?? [];
  if (!privileges || !object || !grantees) return [{ kind: 'OTHER', name: text, text, of: null }];
  return privileges.split(', ').flatMap((privilege) =>
    (columns?.split(', ') ?? [null]).flatMap((column) =>
      grantees.split(', ').map((grantee): Fact => {
        const on = column ? `${object}.${column}` : kind ? `${kind} ${object}` : object;
        return { kind: 'GRANT', name: `${privilege} on ${on} to ${grantee}`, text: '', of: column ? on : object };
      }),
    ),
  );
}

export interface Difference {
  kind: FactKind;
  name: string;
  how: 'MISSING' | 'EXTRA' | 'CHANGED';
}

/** What differs, without what falls with something that differs as a whole. */
export function differences(committed: Map<string, Fact>, live: Map<string, Fact>): Difference[] {
  const found: (Difference & { of: string | null })[] = [];
  for (const [key, { kind, name, text, of }] of committed) {
    const now = live.get(key);
    if (!now) found.push({ kind, name, of, how: 'MISSING' });
    else if (now.text !== text) found.push({ kind, name, of, how: 'CHANGED' });
  }
  for (const [key, { kind, name, of }] of live) if (!committed.has(key)) found.push({ kind, name, of, how: 'EXTRA' });
  const whole = new Set(
    found.flatMap(({ kind, name, how }) => (how !== 'CHANGED' && WHOLES.has(kind) ? [`${how} ${name}`] : [])),
  );
  const falls = (of: string | null, how: string): boolean =>
    of !== null && (whole.has(`${how} ${of}`) || (of.includes('.') && whole.has(`${how} ${of.split('.')[0]}`)));
  return found.filter(({ of, how }) => !falls(of, how)).map(({ kind, name, how }) => ({ kind, name, how }));
}

const WHOLES: ReadonlySet<FactKind> = new Set<FactKind>(['TABLE', 'COLUMN', 'FUNCTION']);
