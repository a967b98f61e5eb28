import type { Answers, Asked } from './answers.js';
import type { Mutation } from './catalog.js';
import { Scratch } from './scratch.js';
import type { Lane } from '../lane.js';

const FILE = 'test/policy/direct-access.test.ts';

interface Batch {
  /** Which test it is that tries them all. */
  test: (role: string) => string;
  /** What it says when it could do what this opens. */
  says: (mutation: Mutation) => RegExp;
}

/** Of what is granted, by kind. No two of one batch open the same, and each is told by its own words. */
const BATCHES: Record<string, Batch> = {
  'read granted': {
    test: (role) => `${role} reads the columns that are listed`,
    says: ({ name, about }) => new RegExp(`^\\+ ${about} ${/ \\((\\w+)\\) /.exec(name)?.[1] ?? '\\w+'}$`, 'm'),
  },
  'write granted': {
    test: (role) => `${role} > writes no table`,
    says: ({ about }) => new RegExp(`["'](?:update|delete from|insert into) ${about}\\b`),
  },
  'function opened': {
    test: (role) => `${role} > calls no function but those that verify`,
    says: ({ about }) => new RegExp(`^\\+ +"${about}",?$`, 'm'),
  },
};
const rolesOf = ({ name }: Mutation) => / to ([\w, ]+)$/.exec(name)![1]!.split(', ');

/** Grants are many and alike: all that open something to one role are tried at once, by the test that tries everything. */
export async function askGrants(lane: Lane, asked: readonly Asked[], answers: Answers, report: (one: Asked) => void) {
  const scratch = new Scratch(lane);
  for (const [kind, { test, says }] of Object.entries(BATCHES)) {
    const left = asked.filter((one) => one.mutation.kind === kind && !one.noticed && !answers.isKnown(one, FILE));
    for (const role of new Set(left.map(({ mutation }) => rolesOf(mutation)[0]!))) {
      const batch = left.filter(({ mutation }) => rolesOf(mutation)[0] === role);
      const name = test(role);
      const said = await scratch.said(
        batch.map(({ mutation }) => mutation),
        FILE,
      );
      const text = said.find((one) => one.test === name)?.text ?? '';
      for (const one of batch) {
        if (says(one.mutation).test(text)) answers.keep(one, FILE, `${FILE} › ${name}`);
        report(one);
      }
    }
  }
}
