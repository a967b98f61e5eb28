import { readdirSync, readFileSync } from 'node:fs';

/** Texts of the catalog notice every change by themselves; they are no proof that anything is kept. */
const NO_PROOF =
  /coverage|plan-shapes|hidden-and-missing|clients|worlds-other|revocation|start-and-outage|telemetry|door|over-http|tokens|issuer|limits/;
const FOLDERS = ['test/policy', 'test/audit', 'test/api/scenarios', 'test/api'];
const CATALOG_RULES = 'test/database/catalog.test.ts';

const POLICIES = ['access-matrix', 'access-cases'];
/** What those look at. */
const OF_MATTERS = /^(clue|supervision_item|joint_case|duty_facet)/;
const STATEMENTS = ['direct-access', 'acts', 'sealed-principal', 'injected-statements', 'tickets'];
/** What is likely to notice what, first to last. */
const LIKELY: Record<string, string[]> = {
  'policy open': POLICIES,
  'policy dropped': POLICIES,
  'condition dropped': POLICIES,
  'alternative dropped': POLICIES,
  'read granted': ['direct-access'],
  'write granted': ['direct-access'],
  'function opened': ['direct-access'],
  'row-level security off': ['access-matrix', 'direct-access', 'append-only', 'sealed-principal'],
  'trigger off': ['scope-columns', 'append-only', 'acts'],
  'check left out': ['acts', 'tickets'],
  'duty left out': POLICIES,
  'duty widened': POLICIES,
};
const OTHERWISE = [...STATEMENTS, 'scope-columns', ...POLICIES];
const LAST = ['withheld-facets', 'leaves-no-trace', 'interleaved-requests', 'pooled-connections', 'worlds'];

/** The test files that may notice, in the order in which they are asked. */
export class TestFiles {
  private readonly texts: ReadonlyMap<string, string>;
  /** How long each took. */
  readonly seconds = new Map<string, number>();
  private readonly noticed = new Map<string, string[]>();

  constructor(root: string) {
    const files = FOLDERS.flatMap((folder) => readdirSync(`${root}/${folder}`).map((file) => `${folder}/${file}`));
    const proofs = files.filter((file) => file.endsWith('.test.ts') && !NO_PROOF.test(file));
    this.texts = new Map(proofs.map((file) => [file, readFileSync(`${root}/${file}`, 'utf8')]));
  }

  inOrder({ kind, about, secondLine }: { kind: string; about: string; secondLine?: boolean }): string[] {
    const named = (names: string[]) =>
      names.flatMap((name) => this.all.filter((file) => file.endsWith(`/${name}.test.ts`)));
    const quickFirst = (some: string[]) =>
      some.toSorted((a, b) => (this.seconds.get(a) ?? 0) - (this.seconds.get(b) ?? 0));
    const speaking = quickFirst(this.all.filter((file) => mentions(this.texts.get(file)!, about)));
    const last = named(LAST);
    const likely = LIKELY[kind] === POLICIES && !OF_MATTERS.test(about) ? [] : (LIKELY[kind] ?? []);
    const [byThing, byKind] = [this.noticed.get(about) ?? [], (this.noticed.get(kind) ?? []).slice(0, 2)];
    const rest = quickFirst(this.all.filter((file) => !last.includes(file)));
    const files = [...byThing, ...named(likely), ...byKind, ...speaking, ...named(OTHERWISE), ...rest, ...last];
    return [...new Set([...(secondLine ? [CATALOG_RULES] : []), ...files])];
  }

  /** Who noticed one thing will notice its like. */
  learn({ kind, about }: { kind: string; about: string }, file: string): void {
    for (const key of [about, kind]) {
      const before = (this.noticed.get(key) ?? []).filter((one) => one !== file);
      this.noticed.set(key, key === about ? [file, ...before] : [...before, file]);
    }
  }

  private get all(): string[] {
    return [...this.texts.keys()];
  }
}

/** By its name in the database, or as the API has it. */
function mentions(text: string, name: string): boolean {
  const camel = name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  return new RegExp(`\\b(${name}|${camel})\\b`, 'i').test(text);
}
