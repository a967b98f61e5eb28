import { ID, ObjectType } from 'type-graphql';
import { AccessCode, DenialReason, ReachBand, RuleCondition, WayCode, type Band } from './explain.enums.js';
import { AccessPath, MatterKind } from '../../graphql/access.enums.js';
import { DateTime } from '../../graphql/dateTime.js';
import { Facet } from '../../graphql/facet.enum.js';
import { withObject } from '../../graphql/rule.js';
import { RuledField } from '../../graphql/ruled.js';
import { Duty } from '../../jurisdiction/duties.js';
import type { Facet as FacetName, ObjectKind } from '../../jurisdiction/facets.js';
import { GrantBasis } from '../../jurisdiction/grants.js';
import { Unit } from '../unit/unit.type.js';

@ObjectType({ description: 'A way that was tried to a facet (途径).' })
export class WayTried {
  @RuledField(withObject, () => AccessPath, { description: 'The way.' })
  via: AccessPath;

  @RuledField(withObject, () => GrantBasis, { description: 'Of a grant: on what it stands.', nullable: true })
  basis: number | null;

  @RuledField(withObject, () => WayCode, { description: 'What came of it.' })
  code: keyof typeof WayCode;

  @RuledField(withObject, () => String, { description: 'The same in words, in the language of the request.' })
  words: string;

  @RuledField(withObject, () => DateTime, { description: 'Until when, if it opens the facet.', nullable: true })
  until: string | null;
}

@ObjectType({ description: 'Why a post may know of a facet, or may not.' })
export class FacetExplanation {
  @RuledField(withObject, () => Facet, { description: 'The facet.' })
  facet: FacetName;

  @RuledField(withObject, () => AccessCode, {
    description:
      'Whether. Whoever has not the content is told of others BY_RULE or NOT_BY_RULE, by duty, unit and the matter’s places alone: denials, secrecy, compartments, names and grants count for nothing there. Of himself he is told GRANTED or NOT_ENTITLED.',
  })
  code: keyof typeof AccessCode;

  @RuledField(withObject, () => String, { description: 'The same in words, in the language of the request.' })
  words: string;

  @RuledField(withObject, () => [DenialReason], { description: 'Of a denial: why.', cost: { length: 2 } })
  reasons: (keyof typeof DenialReason)[];

  @RuledField(withObject, () => [WayTried], {
    description: 'Each way that was tried; of BY_RULE those that open it, of NOT_BY_RULE and NOT_ENTITLED none.',
  })
  ways: WayTried[];
}

@ObjectType({
  description:
    'What one post may know of a matter. Whichever organ the post is of, its unit and its duty are told: posts are no secret.',
})
export class PostAccess {
  @RuledField(withObject, () => ID, { description: 'The post’s id.' })
  post: string;

  @RuledField(withObject, () => Unit, { description: 'Where it is.' })
  unit: number;

  @RuledField(withObject, () => Duty, { description: 'Its duty.' })
  duty: number;

  @RuledField(withObject, () => [FacetExplanation], { description: 'Facet by facet.', cost: { length: 4 } })
  facets: FacetExplanation[];
}

@ObjectType({ description: 'Why a person may know of a matter, or may not (知悉权限说明).' })
export class AccessExplanation {
  @RuledField(withObject, () => ID, { description: 'The matter’s id.' })
  object: string;

  @RuledField(withObject, () => [PostAccess], {
    description: 'The post that was asked for, or all of the person’s in force; the main ones first.',
    cost: { length: 2 },
  })
  posts: PostAccess[];
}

@ObjectType({ description: 'A rule by which a facet of a matter can be known.' })
export class AccessRule {
  @RuledField(withObject, () => Facet, { description: 'The facet.' })
  facet: FacetName;

  @RuledField(withObject, () => AccessPath, { description: 'By what.' })
  via: AccessPath;

  @RuledField(withObject, () => GrantBasis, { description: 'Of a grant: on what it stands.', nullable: true })
  basis: number | null;

  @RuledField(withObject, () => Unit, { description: 'Posts of this unit.' })
  unit: number;

  @RuledField(withObject, () => Duty, { description: 'With this duty; null: any case duty there.', nullable: true })
  duty: number | null;

  @RuledField(withObject, () => RuleCondition, { description: 'Only under this condition.', nullable: true })
  onlyIf: keyof typeof RuleCondition | null;

  @RuledField(withObject, () => DateTime, { description: 'Until when, if an end is set.', nullable: true })
  until: string | null;
}

@ObjectType({ description: 'By which rules a matter can be known (知悉范围). 监督执纪工作规则 art. 67.' })
export class AccessReview {
  @RuledField(withObject, () => ID, { description: 'The matter’s id.' })
  object: string;

  @RuledField(withObject, () => [AccessRule], {
    description:
      'Rules, not persons. Denials go before all of them and are not told here: whoever is missing is not told.',
    cost: { length: 40 },
  })
  rules: AccessRule[];
}

@ObjectType({ description: 'Why a number may lead to nothing: the same words for every number.' })
export class WhyNotVisible {
  @RuledField(withObject, () => String, { description: 'The words, in the language of the request.' })
  words: string;

  @RuledField(withObject, () => Unit, { description: 'Whom to ask: case supervision of your organ (案管室).' })
  ask: number;
}

@ObjectType({ description: 'How many matters of a kind a facet reaches by one path.' })
export class ReachCount {
  @RuledField(withObject, () => MatterKind, { description: 'The kind of matter.' })
  kind: ObjectKind;

  @RuledField(withObject, () => Facet, { description: 'The facet.' })
  facet: FacetName;

  @RuledField(withObject, () => AccessPath, { description: 'By what.' })
  via: AccessPath;

  @RuledField(withObject, () => ReachBand, { description: 'How many, in bands.' })
  count: Band;

  @RuledField(withObject, () => [String], {
    description:
      'Some of them, as many as the least of the band, under aliases: the same for you within a day, worth nothing to anybody else or elsewhere.',
  })
  aliases: string[];
}

@ObjectType({ description: 'What a post reaches, without what it is (权限检查).' })
export class PostReach {
  @RuledField(withObject, () => ID, { description: 'The post’s id.' })
  post: string;

  @RuledField(withObject, () => [ReachCount], {
    description: 'By kind, facet and path; what is not there is none.',
    cost: { length: 20 },
  })
  counts: ReachCount[];
}
