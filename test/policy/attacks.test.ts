import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

/* Every way of asking for what is withheld, and the tests that try it; whoever renames a test says so here. */

const ROOT = resolve(import.meta.dirname, '../..');
const WITHHELD = 'policy/withheld-facets';
const TRACE = 'policy/leaves-no-trace';
const MORE = 'policy/more-oracles';
const INJECTED = 'policy/injected-statements';
const EXPLAINED = 'policy/explained-statements';
const WORLDS = 'policy/worlds/describe';
const NO_ANSWER_CHANGES = 'and %s changes no answer, to the byte';
const NO_TRACE = 'leaves no trace for his people, in any query they can make';
const ORACLE = 'show everyone what the oracle says, and no more';

type Tried = [file: string, ...tests: string[]];
// prettier-ignore
const ATTACKS: Record<string, Tried[]> = {
  'filter on a withheld field': [[WITHHELD, NO_ANSWER_CHANGES], [TRACE, NO_TRACE], [WORLDS, ORACLE]],
  'sort by a withheld field': [[WITHHELD, NO_ANSWER_CHANGES], [WORLDS, ORACLE]],
  'group by a withheld field': [[WITHHELD, NO_ANSWER_CHANGES], [WORLDS, ORACLE], [MORE, 'of a hidden matter are found as those of none, whole, in part, and next to a known one']],
  'search in a withheld field': [[WITHHELD, NO_ANSWER_CHANGES], ['api/refusals', 'text is looked for as it stands: patterns are no patterns']],
  'a cursor at a withheld field': [['api/refusals', 'forged, cut, of somebody else, of another post, of another list or filter: one and the same refusal', 'tells nothing of the position']],
  'aliases and fragments': [[WITHHELD, 'stays null by every alias and fragment'], [MORE, 'are each answered as alone']],
  'errors': [['api/hidden-and-missing', 'to the byte: %s and the clue %s'], [MORE, 'of a hidden matter name as little as those of none']],
  'counts': [[TRACE, NO_TRACE], ['policy/access-cases', '$line: $viewer · $relation · $matter → $counted'], ['policy/statistics-attacks', 'is the same for two people, one of whom is denied a matter'], [WORLDS, ORACLE]],
  'time': [['api/hidden-and-missing', 'in time: ${PAIRS} interleaved pairs, median ratio within']],
  'ids in sequence': [[WITHHELD, 'ids next to a known one are nobody’s, hidden ones like missing ones']],
  'numbers in sequence': [[MORE, 'of a hidden matter are found as those of none, whole, in part, and next to a known one']],
  'nullability': [[WITHHELD, 'is not there'], [MORE, 'stand for any facet anywhere, and take nothing beside them along']],
  'batched operations': [[MORE, 'are each answered as alone', 'in a list of operations are none']],
  'version, change time and order of a withheld facet': [[WITHHELD, 'has another version and time of change', NO_ANSWER_CHANGES]],
  'unique keys': [[INJECTED, 'rows is refused'], [MORE, 'of an act are one’s own: that another has used one is not to be seen'],
    ['api/scenarios/sc-25-recusal', 'asked for by another is not told to the person by his own asking']],
  'foreign keys': [[INJECTED, 'rows is refused'], [MORE, 'of a hidden matter name as little as those of none']],
  'sequences, and numbers per series': [[MORE, 'come from no sequence that anybody could ask']],
  'EXPLAIN': [[EXPLAINED, 'is not to be had through %s', 'is not to be had through the product', 'estimates alike what is hidden and what is missing',
    'does not count the rows that were left out (a known limit)']],
  'catalog statistics': [[EXPLAINED, 'has no statistics of what a facet says, nor of any free text'], [INJECTED, 'is not in their sessions or the statistics of values']],
  'others’ statements': [[INJECTED, 'is not in the statements of the same role']],
  'conditions that fail on hidden rows': [[INJECTED, '%s is asked of visible rows only', 'are asked of visible rows only in joins, groups and orders',
    'do not tell by a failure of a hidden row %s', 'do not tell where the server is somebody else’s either']],
  'columns that decide, and whole rows': [['policy/direct-access', 'of %s cannot be read, nor used, nor had with the whole row']],
  'absence by denial': [[TRACE, NO_TRACE]],
  'a moment after a revocation': [['policy/revocation', 'is refused to whatever begins after its commit, on both servers', 'finds an act done, or stops it']],
};

describe('each attack has a test', () => {
  it.each(Object.entries(ATTACKS))('%s', (_, tried) => {
    for (const [file, ...tests] of tried) {
      const path = file === WORLDS ? `test/${file}.ts` : `test/${file}.test.ts`;
      const text = readFileSync(resolve(ROOT, path), 'utf8');
      expect(tests.filter((test) => !text.includes(test))).toEqual([]);
    }
  });
});
