import { Arg, Ctx, ID, Resolver } from 'type-graphql';
import { accessReview, explainAccess, viewAs, whyNotVisible } from './explain.queries.js';
import { AccessExplanation, AccessReview, PostReach, WhyNotVisible } from './explain.type.js';
import type { RequestContext } from '../../graphql/context.js';
import { uuidOf } from '../../graphql/ids.js';
import { accessReviewer, casePost, securityAdministrator } from '../../graphql/rule.js';
import { RuledQuery } from '../../graphql/ruled.js';

@Resolver()
export class ExplainResolver {
  @RuledQuery(casePost, () => AccessExplanation, {
    description:
      'Why a person or post may know of a matter whose ledger you see, or may not (知悉权限说明): each way that was tried, if you have its content; else, of others, by the rules alone, as if no single decision had been made. Of any person or post, of whichever organ, it tells units and duties. Null if the matter is not there or not for you. Audited.',
    nullable: true,
    cost: { points: 100 },
  })
  explainAccess(
    @Arg('object', () => ID, { description: 'A clue, supervision item or joint case.' }) object: string,
    @Arg('whom', () => ID, { description: 'A person, with all posts in force; or one post.' }) whom: string,
    @Ctx() context: RequestContext,
  ): Promise<AccessExplanation | null> {
    return explainAccess(context, object, whom);
  }

  @RuledQuery(accessReviewer, () => AccessReview, {
    description:
      'By which rules a matter of your organ can be known, never by whom it cannot (知悉范围审查). 监督执纪工作规则 art. 12, 67. Null if it is not there or not for you. Audited.',
    nullable: true,
    cost: { points: 100 },
  })
  accessReview(
    @Arg('object', () => ID, { description: 'A clue, supervision item or joint case.' }) object: string,
    @Ctx() context: RequestContext,
  ): Promise<AccessReview | null> {
    return accessReview(context, object);
  }

  @RuledQuery(casePost, () => WhyNotVisible, {
    description:
      'What to do when a number leads to nothing; the same words whether it is missing, hidden or no number at all (为何不可见). Audited.',
  })
  whyNotVisible(
    @Arg('number', () => String, { description: 'The number; it is not looked up.' }) _number: string,
    @Ctx() context: RequestContext,
  ): WhyNotVisible {
    return whyNotVisible(context);
  }

  @RuledQuery(securityAdministrator, () => PostReach, {
    description:
      'What a post of your organ or below reaches: bands by facet and path, matters under aliases, of those alone that are denied to nobody, not secret, of no compartment and with a resolved subject (权限检查). Null if it is not there or not in force. Audited.',
    nullable: true,
    cost: { points: 1000 },
  })
  viewAs(
    @Arg('post', () => ID, { description: 'The post.' }) post: string,
    @Ctx() context: RequestContext,
  ): Promise<PostReach | null> {
    return viewAs(context, uuidOf('post', post));
  }
}
