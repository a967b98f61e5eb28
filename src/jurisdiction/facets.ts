/** What can be known of a matter, as a set and not a chain; each case facet is a table of its own. */
export const FACETS = ['STATISTICS', 'LEDGER', 'PETITION', 'CONTENT', 'REPORTER'] as const;
export type Facet = (typeof FACETS)[number];

/** The kinds of matter the rules speak of, and the facets each has. */
export const OBJECT_FACETS = {
  clue: ['LEDGER', 'PETITION', 'CONTENT', 'REPORTER'],
  supervision_item: ['LEDGER', 'CONTENT'],
  joint_case: ['LEDGER', 'CONTENT'],
} as const satisfies Record<string, readonly Facet[]>;
export type ObjectKind = keyof typeof OBJECT_FACETS;
