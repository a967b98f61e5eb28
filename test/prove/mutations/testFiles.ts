import { readdirSync, readFileSync } from 'node:fs';
import type { Mutation } from './catalog.js';
import type { Control } from './touched.js';

/** Texts of the catalog notice every change by themselves; they are no proof that anything is kept. */
const NO_PROOF =
  /coverage|plan-shapes|hidden-and-missing|clients|worlds-other|\/revocation|start-and-outage|telemetry|door|over-http|tokens|issuer|\/limits/;
const FOLDERS = ['test/policy', 'test/audit', 'test/api/scenarios', 'test/api/explain', 'test/api'];
const CATALOG_RULES = 'test/database/catalog.test.ts';
/** Of the database's own tests those that prove something of who may what. */
const OF_THE_DATABASE = ['administrators', 'hierarchy'].map((name) => `test/database/${name}.test.ts`);

/** Some tests of a file. */
export interface Tests {
  file: string;
  names: RegExp;
}

/** What is likely to notice a mutation and soon done, most likely first. */
function likely({ kind, name }: Mutation): Tests[] {
  const [role] = / to ([\w, ]+)$/.exec(name)?.[1]?.split(',') ?? [];
  const directly = (names: string) => [{ file: 'test/policy/direct-access.test.ts', names: new RegExp(names) }];
  if (kind === 'read granted') return directly(`${role} (reads|of )|^the roles`);
  if (kind === 'write granted') return directly(`^${role} writes`);
  if (kind === 'function opened') return directly(`^${role} calls`);
  return [];
}

export function proofFiles(root: string): string[] {
  const files = FOLDERS.flatMap((folder) => readdirSync(`${root}/${folder}`).map((file) => `${folder}/${file}`));
  return [
    CATALOG_RULES,
    ...OF_THE_DATABASE,
    ...files.filter((file) => file.endsWith('.test.ts') && !NO_PROOF.test(file)),
  ];
}

/** The test files that may notice a mutation, in the order in which they are asked. */
export class TestFiles {
  private readonly texts: ReadonlyMap<string, string>;

  constructor(
    root: string,
    private readonly controls: ReadonlyMap<string, Control>,
  ) {
    const quickFirst = [...controls].toSorted(([, a], [, b]) => a.seconds - b.seconds);
    this.texts = new Map(quickFirst.map(([file]) => [file, readFileSync(`${root}/${file}`, 'utf8')]));
  }

  seconds(file: string): number {
    return this.controls.get(file)!.seconds;
  }

  /** Those that fail anyway and so notice nothing. */
  get failing(): string[] {
    return this.all.filter((file) => !this.controls.get(file)!.passes);
  }

  get all(): string[] {
    return [...this.texts.keys()];
  }

  inOrder(mutation: Mutation): string[] {
    const may = this.all.filter((file) => this.mayNotice(file, mutation));
    const speaking = may.filter((file) => mentions(this.texts.get(file)!, mutation.about));
    return [...new Set([...may.filter((file) => file === CATALOG_RULES), ...speaking, ...may])];
  }

  /** Tests to begin with. */
  likely(mutation: Mutation): Tests[] {
    return likely(mutation).filter(({ file }) => this.mayNotice(file, mutation));
  }

  /** What a file does not touch it cannot notice; of what is granted nobody makes use but who tries what is refused. */
  mayNotice(file: string, { about, everywhere, secondLine }: Mutation): boolean {
    const { passes, touched } = this.controls.get(file)!;
    if (!passes) return false;
    if (file === CATALOG_RULES) return secondLine === true;
    return everywhere === true || touched.includes(about) || mentions(this.texts.get(file)!, about);
  }
}

/** By its name in the database, or as the API has it. */
function mentions(text: string, name: string): boolean {
  const camel = name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  return new RegExp(`\\b(${name}|${camel})\\b`, 'i').test(text);
}
