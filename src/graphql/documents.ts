import { InMemoryLRUCache } from '@apollo/utils.keyvaluecache';
import type { DocumentNode } from 'graphql';

/** Of all documents that are kept parsed; each character comes to up to 250 bytes of memory. */
export const KEPT_CHARACTERS = 400_000;

/** Documents that were asked lately, measured by what they are made from: Apollo's own measure leaves out comments. */
export function keptDocuments(): InMemoryLRUCache<DocumentNode> {
  return new InMemoryLRUCache<DocumentNode>({
    maxSize: KEPT_CHARACTERS,
    sizeCalculation: ({ loc }) => loc?.source.body.length || KEPT_CHARACTERS,
  });
}
