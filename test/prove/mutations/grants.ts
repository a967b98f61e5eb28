import { BY, type Answers, type Asked } from './answers.js';
import type { Mutation } from './catalog.js';
import { Scratch } from './scratch.js';
import type { Lane } from '../lane.js';

const FILE = 'test/policy/direct-access.test.ts';
const CATALOG = 'test/database/catalog.test.ts';

interface Batch {
  kind: string;
  file: string;
  /** Which test it is that tries them all. */
  test: (role: string) => string;
  /** What it says when it could do what this opens. */
  says: (mutation: Mutation) => RegExp;
}

/** Of what is granted, by kind. No two of one batch open the same, and each is told by its own words. */
const BATCHES: Batch[] = [
  {
    kind: 'read granted',
    file: FILE,
    test: (role) => `${role} reads the columns that are listed`,
    says: ({ name, about }) => new RegExp(`^\\+ ${about} ${/ \\((\\w+)\\) /.exec(name)?.[1] ?? '\\w+'}$`, 'm'),
  },
  {
    kind: 'write granted',
    file: FILE,
    test: (role) => `${role} > writes no table`,
    says: ({ about }) => new RegExp(`["'](?:update|delete from|insert into) ${about}\\b`),
  },
  {
    kind: 'function opened',
    file: FILE,
    test: (role) => `${role} > calls no function but those that verify`,
    says: ({ about }) => new RegExp(`^\\+ +"${about}",?$`, 'm'),
  },
  // What a function may do that runs with its caller's rights, he may do himself: only the list of what is granted tells.
  {
    kind: 'function opened',
    file: CATALOG,
    test: () => 'login roles > have column lists to read, a handful of functions and types, and the schema’s name',
    says: (mutation) => new RegExp(`^\\+ +"${rolesOf(mutation)[0]} execute function ${mutation.about}",?$`, 'm'),
  },
];
const rolesOf = ({ name }: Mutation) => / to ([\w, ]+)$/.exec(name)![1]!.split(', ');

/** Grants are many and alike: all that open something to one role are tried at once, by the test that tries everything. */
export async function askGrants(lane: Lane, asked: readonly Asked[], answers: Answers, report: (one: Asked) => void) {
  const scratch = new Scratch(lane);
  for (const { kind, file, test, says } of BATCHES) {
    const left = asked.filter(
      (one) =>
        one.mutation.kind === kind &&
        !one.noticed &&
        (file === FILE || one.mutation.secondLine === true) &&
        !answers.isKnown(one, file),
    );
    for (const role of new Set(left.map(({ mutation }) => rolesOf(mutation)[0]!))) {
      const batch = left.filter(({ mutation }) => rolesOf(mutation)[0] === role);
      const name = test(role);
      const said = await scratch.said(
        batch.map(({ mutation }) => mutation),
        file,
      );
      const text = said.find((one) => one.test === name)?.text ?? '';
      for (const one of batch) {
        if (says(one.mutation).test(text)) answers.keep(one, file, `${file}${BY}${name}`);
        report(one);
      }
    }
  }
}
