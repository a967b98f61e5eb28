import { registerEnumType } from 'type-graphql';
import { FACETS, type Facet as FacetName } from '../jurisdiction/facets.js';

export const Facet = Object.fromEntries(FACETS.map((name) => [name, name])) as { [Name in FacetName]: Name };
registerEnumType(Facet, {
  name: 'Facet',
  description: 'What can be known of a matter: a set, not a chain; none implies another (知悉内容).',
  valuesConfig: {
    STATISTICS: { description: 'Counts by fixed dimensions of a closed month (统计).' },
    LEDGER: { description: 'Number, stage, units, dates, colour; needed for lists (台账).' },
    PETITION: { description: 'The petition as it was received (信访).' },
    CONTENT: { description: 'Subject, allegation, later materials, the handler’s name (内容).' },
    REPORTER: { description: 'Who reported; never granted by hand (举报人).' },
  },
});
