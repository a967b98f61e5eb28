import { CriticalityLevel, diff, DiffRule } from '@graphql-inspector/core';
import { buildASTSchema } from 'graphql';
import { deprecations, withoutLapsed } from './deprecations.mjs';
import { PROMISED, SCHEMA, sdlIn } from './documents.mjs';

/** Whether what clients were promised still holds. */
export async function checkPromises(folder) {
  const promised = sdlIn(folder, PROMISED);
  const present = sdlIn(folder, SCHEMA);
  const changes = await diff(buildASTSchema(withoutLapsed(promised)), buildASTSchema(withoutLapsed(present)), [
    typesNobodyCouldReach,
  ]);
  const at = (level) => changes.filter(({ criticality }) => criticality.level === level).map(({ message }) => message);
  return {
    checked: `${promised.definitions.length} promised definitions, ${deprecations(present).size} deprecations`,
    faults: [...at(CriticalityLevel.Breaking), ...brokenDates(deprecations(promised), deprecations(present))],
    notes: [
      ...at(CriticalityLevel.Dangerous).map((message) => `dangerous: ${message}`),
      ...(changes.length > 0 ? [`changes since the promise: ${changes.length}`] : []),
    ],
  };
}

// A type goes with the last field that led to it. The library's rule takes a directive for such a type; it is none.
async function typesNobodyCouldReach({ changes, ...schemas }) {
  const ofDirectives = changes.filter(({ path }) => path?.startsWith('@'));
  const others = changes.filter((change) => !ofDirectives.includes(change));
  return [...ofDirectives, ...(await DiffRule.safeUnreachable({ changes: others, ...schemas }))];
}

function brokenDates(promised, present) {
  return [...present].flatMap(([coordinate, { until }]) => {
    if (!until)
      return [`${coordinate} is deprecated without a day; its reason should say “until 2027-06-01” or the like`];
    const before = promised.get(coordinate)?.until;
    return until < before ? [`${coordinate} was promised until ${before}, now only until ${until}`] : [];
  });
}
