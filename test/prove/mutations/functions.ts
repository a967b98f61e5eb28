import type pg from 'pg';
import { LOGIN_ROLES } from '../../../src/database/roles.js';
import { short, type Mutation } from './catalog.js';
import { masked, termsOf, without } from './terms.js';

interface Definition {
  name: string;
  signature: string;
  source: string;
  definition: string;
  answers: string;
  open: string[];
  definers: boolean;
  inlined: boolean;
}

/** Made of the policies, term for term: that they still are is one test's business, and their terms the policies'. */
const COPIES = /^(sees|reached)_/;

const READERS = new Set<string>(['liandong_api', 'liandong_act']);

/** Each closed function opened; each check in each function left out. */
export async function functionMutations(db: pg.Client): Promise<Mutation[]> {
  const { rows } = await db.query<Definition>(
    `select proname::text as name, p.oid::regprocedure::text as signature, prosrc as source,
       pg_get_functiondef(p.oid) as definition, prorettype::regtype::text as answers,
       lanname = 'sql' and not prosecdef and proconfig is null as inlined, prosecdef as definers,
       array(select r from unnest(array[${LOGIN_ROLES.map((role) => `'${role}'`).join()}]) r
         where has_function_privilege(r, p.oid, 'execute')) as open
     from pg_proc p join pg_language l on l.oid = prolang where pronamespace = 'liandong'::regnamespace order by 1, 2`,
  );
  return rows.flatMap((one) => {
    const inside = [...constant(one), ...(COPIES.test(one.name) ? [] : unchecked(one))];
    return [...opened(one), ...(one.inlined ? inside.map((each) => ({ ...each, everywhere: true })) : inside)];
  });
}

/** What runs with its caller's own rights gives him nothing that he could not do himself. */
function opened({ name, signature, definers, open }: Definition): Mutation[] {
  const closed = LOGIN_ROLES.filter((role) => !open.includes(role));
  const [readers, others] = [closed.filter((role) => READERS.has(role)), closed.filter((role) => !READERS.has(role))];
  return [...readers, others.join(', ')].filter(Boolean).map((to) => ({
    kind: 'function opened',
    name: `${signature} to ${to}`,
    about: name,
    everywhere: true,
    sql: `grant execute on function ${signature} to ${to}`,
    ...(definers ? {} : { secondLine: true }),
  }));
}

/** A function that decides says always yes, and always no. */
function constant({ name, signature, definition, answers }: Definition): Mutation[] {
  if (answers !== 'boolean') return [];
  const [head] = definition.split(/\nAS \$/, 1);
  const body = (value: string) =>
    head!.replace(/\n LANGUAGE \w+/, '\n LANGUAGE sql').concat(`\nAS $m$ select ${value} $m$`);
  return ['true', 'false'].map((value) => ({
    kind: 'decision constant',
    name: `${signature} is ${value}`,
    about: name,
    sql: body(value),
  }));
}

/** Statements that are checks, and those that make others wait. */
const WHOLE: [kind: string, pattern: RegExp, instead: string][] = [
  ['check left out', /\bperform require_act\([^;]*;/gi, 'null;'],
  ['lock left out', /\bperform lock_(?:object|seen)\([^;]*;/gi, 'null;'],
  ['lock left out', /\bfor (?:no key )?(?:update|share)\b/gi, ''],
  // A question that leads to nothing but an error.
  ['check left out', /\b(?:els)?if\b((?:(?!\bthen\b)[^;])*)\bthen(?=\s*raise exception)/gi, '$if false then'],
  ['check left out', /\bif not found then(?=\s*raise exception)/gi, 'if false then'],
];

function unchecked({ name, signature, source, definition }: Definition): Mutation[] {
  const at = definition.lastIndexOf(source);
  const of = (changed: string) => `${definition.slice(0, at)}${changed}${definition.slice(at + source.length)}`;
  const found = new Map<string, Mutation>();
  const add = (kind: string, part: string, changed: string) =>
    found.set(changed, { kind, name: `${signature} without ${short(part)}`, about: name, sql: of(changed) });
  const plain = masked(source);
  for (const [kind, pattern, instead] of WHOLE) {
    for (const { index, 0: whole } of plain.matchAll(pattern)) {
      const replaced = instead.replace('$if', /^\w+/.exec(whole)![0]);
      add(
        kind,
        source.slice(index, index + whole.length),
        source.slice(0, index) + replaced + source.slice(index + whole.length),
      );
    }
  }
  for (const term of termsOf(source)) {
    const kind = term.neutral === 'true' ? 'condition left out' : 'alternative left out';
    add(kind, source.slice(term.from, term.to), without(source, term));
  }
  return [...found.values()];
}
