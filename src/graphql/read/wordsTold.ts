import type { GraphQLResolveInfo } from 'graphql';
import { selectionAt, type Selection } from './selection.js';
import type { TracedObject } from '../../audit/entry.js';
import { sessionOf, type RequestContext } from '../context.js';
import { typeNamed, uuidOf } from '../ids.js';

/**
 * The rows of an act noun as they are told. Where one of its fields that may tell of a clue's content is among what is
 * selected (`words`), the trail says who read it.
 */
export function wordsTold<T extends { id: string }>(
  kind: 'recusal' | 'interferenceRecord',
  words: (selected: Selection) => boolean,
) {
  return (context: RequestContext, info: GraphQLResolveInfo, path: string[], rows: { node: T }[]): T[] => {
    const nodes = rows.map(({ node }) => node);
    if (nodes.length > 0 && words(selectionAt(info, [path], typeNamed(kind))))
      sessionOf(context).trail.readOf(
        info.fieldName,
        TRACED[kind],
        nodes.map(({ id }) => uuidOf(kind, id)),
      );
    return nodes;
  };
}

const TRACED = {
  recusal: 'recusal',
  interferenceRecord: 'interference_record',
} as const satisfies Record<string, TracedObject>;
