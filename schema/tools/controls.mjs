import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SCHEMA } from './documents.mjs';
import { checkRules } from './lint.mjs';
import { checkPromises } from './promises.mjs';
import { checkRelay } from './relay.mjs';
import { inTemporaryFolder } from './temporaryFolder.mjs';

const BROKEN_PROMISES = [
  "Field 'removed' was removed",
  "Field 'removedTooEarly' (deprecated) was removed",
  "Field 'Query.kept' changed type from 'String!' to 'String'",
  "Argument 'required: Int!' added to field 'Query.kept'",
  "Directive 'promised' was removed",
  'Query.broughtForward was promised until 2999-12-31, now only until 2999-11-30',
  'Query.withoutDay is deprecated without a day',
  'Query.withoutSuchADay is deprecated without a day',
];

const BROKEN_RULES = [
  'What is asked for by id is nullable',
  'Field "getThings" should not contain the forbidden pattern',
  'schema.graphql:15 A field that returns a Connection type must include forward pagination arguments',
  'schema.graphql:18 A field that returns a Connection type must include forward pagination arguments',
  'Field "Colour" should be in camelCase',
  'Field "thingName" starts with the name of the parent type',
  'Description is required for field "undescribed"',
  'Description is required for input value "undescribed"',
  'Connection type must contain a field `pageInfo`',
  'Edge type must contain a field `cursor`',
  'Edge type must have "Edge" suffix',
  '`pageInfo` field must return a non-null `PageInfo`',
  "Edge type's field `node` must implement `Node`",
  '`PageInfo` must contain a field `endCursor`',
  'Field `hasPreviousPage` must return non-null Boolean',
  'Enum value "blue" should be in UPPER_CASE',
  'Description is required for enum value "RED"',
  'Input "Search" should have one of the following suffixes',
  'Object type `Unreachable` is unreachable',
  'Anonymous GraphQL operations are forbidden',
  'Operation named "TwiceQuery" already defined',
  'Query "Thing" should have one of the following suffixes',
  'Field `thing.id` must be selected',
  'Field `next.id` must be selected',
  'Unknown fragment "NowhereDefined"',
  'Variable "$unused" is never used',
  'Cannot query field "shoeSize"',
  'exceeds maximum operation depth of 12',
];

const REFUSED_BY_RELAY = [
  {
    file: SCHEMA,
    edit: (sdl) => sdl.replaceAll(' implements Node', ''),
    expected: "Invalid use of @refetchable on fragment 'ClueRow_clue'",
  },
  {
    file: SCHEMA,
    edit: (sdl) => sdl.replaceAll('cursor: String!', 'place: String!'),
    expected: "@connection used on invalid field 'clues'",
  },
  {
    file: 'operations/mobile.graphql',
    edit: (operations) => `${operations}\nquery ShoeSizeQuery { clues { nodes { shoeSize } } }`,
    expected: 'The type `Clue` has no field `shoeSize`',
  },
];

/** Whether the checks find the faults that were put there for them, every one and no other. */
export async function checkControls(folder) {
  const controls = join(import.meta.dirname, 'controls');
  const faults = [
    ...disagreement(BROKEN_PROMISES, await checkPromises(join(controls, 'promises'))),
    ...disagreement(BROKEN_RULES, checkRules(join(controls, 'rules'))),
  ];
  for (const { file, edit, expected } of REFUSED_BY_RELAY)
    faults.push(...disagreement([expected], await inEditedCopy(folder, file, edit, checkRelay)));
  const put = BROKEN_PROMISES.length + BROKEN_RULES.length + REFUSED_BY_RELAY.length;
  return { checked: `${put} faults put there for the checks to find`, faults };
}

function disagreement(expected, { faults }) {
  const missed = expected.filter((text) => !faults.some((fault) => fault.includes(text)));
  const surplus = faults.filter((fault) => !expected.some((text) => fault.includes(text)));
  return [...missed.map((text) => `not found: ${text}`), ...surplus.map((fault) => `found where none is: ${fault}`)];
}

function inEditedCopy(folder, file, edit, check) {
  return inTemporaryFolder((copy) => {
    for (const name of [SCHEMA, 'operations']) cpSync(join(folder, name), join(copy, name), { recursive: true });
    writeFileSync(join(copy, file), edit(readFileSync(join(copy, file), 'utf8')));
    return check(copy);
  });
}
