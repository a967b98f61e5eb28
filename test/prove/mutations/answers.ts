import { digest, digestOf, Kept } from '../kept.js';
import type { Mutation } from './catalog.js';
import { SIGHTS } from './sights.js';

/** Between a file and its test. */
export const BY = ' › ';
/** Which test notices a mutation, `file › test`, or none. */
export type Answer = string | null;

export interface Asked {
  mutation: Mutation;
  /** Who noticed it, `file › test`, and where an earlier proof found that. */
  noticed?: { by: string; commit: string | undefined };
  /** PostgreSQL refuses it, and why. */
  refused?: string;
  seconds: number;
}

/** Tables that only these read: a case more leaves what other files have answered. */
const [CASES, MATRIX] = ['test/policy/cases', 'test/policy/matrix'];
const TABLES: Record<string, string[]> = {
  'test/policy/access-cases.test.ts': [CASES],
  'test/policy/access-matrix.test.ts': [MATRIX],
  [SIGHTS]: [CASES, MATRIX],
};

/** What has been answered, by mutation and by the files that answer, for this proof and for one that goes on. */
export class Answers {
  private readonly kept: Kept<Answer>;
  /** Who noticed each when it was last asked, whatever has changed since: whom to ask first. */
  private readonly before = new Kept<string>('noticed', true);
  private readonly around = digestOf(
    'migrations',
    'src',
    'test',
    ':!test/prove',
    ':(exclude,glob)test/**/*.test.ts',
    ...Object.values(TABLES).flatMap((folders) => folders.map((folder) => `:!${folder}`)),
    'package-lock.json',
  );
  private readonly texts = new Map<string, string>();

  constructor(goOn: boolean) {
    this.kept = new Kept<Answer>('mutations', goOn);
  }

  /** Whether it is known what a file, or several as git names them, says of it. */
  isKnown(asked: Asked, files: string): boolean {
    const known = this.kept.get(this.key(asked.mutation, files));
    if (known?.found) asked.noticed = { by: known.found, commit: known.commit };
    return known !== undefined;
  }

  keep(asked: Asked, files: string, answer: Answer): void {
    this.kept.add(this.key(asked.mutation, files), answer);
    if (!answer) return;
    asked.noticed = { by: answer, commit: undefined };
    if (answer.includes(BY)) this.before.add(digest(asked.mutation.sql), answer);
  }

  /** The test that noticed it before. */
  noticedBefore({ sql }: Mutation): { file: string; name: string } | null {
    const [file, name] = this.before.get(digest(sql))?.found.split(BY) ?? [];
    return file && name ? { file, name } : null;
  }

  private key({ sql }: Mutation, files: string): string {
    if (!this.texts.has(files)) this.texts.set(files, digestOf(files, ...(TABLES[files] ?? [])));
    return digest(sql, this.around, this.texts.get(files)!);
  }
}
