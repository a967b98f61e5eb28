import { readdirSync, readFileSync } from 'node:fs';
import { Kind, parse, print, type DefinitionNode } from 'graphql';

/* What the three users ask, as `schema/operations` has it. */

const FOLDER = 'schema/operations';
const definitions = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.graphql'))
  .flatMap((name) => parse(readFileSync(`${FOLDER}/${name}`, 'utf8')).definitions);
const operations = new Map(
  definitions.flatMap((one) => (one.kind === Kind.OPERATION_DEFINITION ? [[one.name!.value, one]] : [])),
);

export const USERS_OPERATIONS: readonly string[] = [...operations.keys()];

/** The text of one of them with whatever fragments there are: what is not spread is not allowed beside it. */
export function operationText(name: string): string {
  const operation = operations.get(name);
  if (!operation) throw new Error(`${FOLDER} has no ${name}`);
  const fragments = new Map(
    definitions.flatMap((one) => (one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one]] : [])),
  );
  const used = new Map<string, DefinitionNode>();
  const collect = (text: string) => {
    for (const [, spread] of text.matchAll(/\.\.\.\s*(\w+)/g)) {
      const fragment = fragments.get(spread!);
      if (!fragment || used.has(spread!)) continue;
      used.set(spread!, fragment);
      collect(print(fragment));
    }
  };
  collect(print(operation));
  return [operation, ...used.values()].map(print).join('\n');
}
