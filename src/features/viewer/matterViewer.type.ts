import { ObjectType } from 'type-graphql';
import { AccessPath } from '../../graphql/access.enums.js';
import { DateTime } from '../../graphql/dateTime.js';
import { Facet } from '../../graphql/facet.enum.js';
import { withObject } from '../../graphql/rule.js';
import { RuledField } from '../../graphql/ruled.js';
import type { Facet as FacetName } from '../../jurisdiction/facets.js';
import { GrantBasis } from '../../jurisdiction/grants.js';

@ObjectType({ description: 'A facet that reaches the acting post, and by what (知悉途径).' })
export class FacetAccess {
  @RuledField(withObject, () => Facet, { description: 'The facet.' })
  facet: FacetName;

  @RuledField(withObject, () => AccessPath, { description: 'By what it reaches you.' })
  via: AccessPath;

  @RuledField(withObject, () => GrantBasis, { description: 'Of a grant: on what it stands.', nullable: true })
  basis: number | null;

  @RuledField(withObject, () => DateTime, {
    description: 'When this path ends as things are: the end of the post, link, branch or grant; null: no end is set.',
    nullable: true,
  })
  until: string | null;
}

@ObjectType({
  description: 'What the acting post may know of a matter, by what, and what it may try on it (当前用户权限).',
})
export class MatterViewer {
  @RuledField(withObject, () => [FacetAccess], {
    description:
      'Each facet with each path, the longest first. A facet stands here if it reaches you, whether or not anything is written in it.',
    cost: { length: 4 },
  })
  facets: FacetAccess[];

  @RuledField(withObject, () => [String], {
    description:
      'Names of mutations to offer on it now (可办理事项): by duty, state and what you may know; an act may still be refused for what you may not.',
  })
  acts: string[];
}
