import { Arg, Ctx, ID, Resolver } from 'type-graphql';
import { jurisdictionOn } from './jurisdiction.queries.js';
import { Jurisdiction } from './jurisdiction.type.js';
import type { RequestContext } from '../../graphql/context.js';
import { DateTime } from '../../graphql/dateTime.js';
import { uuidOf } from '../../graphql/ids.js';
import { anyPost } from '../../graphql/rule.js';
import { RuledQuery } from '../../graphql/ruled.js';

/** DOMAIN A 1: history survives changes of boundaries. */
@Resolver()
export class JurisdictionResolver {
  @RuledQuery(anyPost, () => [Jurisdiction], {
    description:
      'Who stood for a unit at a moment: it itself while it is in force, else what came after it, or what it came after; none if nothing did (历史管辖).',
    cost: { points: 20, length: 10 },
  })
  jurisdiction(
    @Arg('unit', () => ID, { description: 'The unit, in force or not.' }) unit: string,
    @Arg('on', () => DateTime, { description: 'The moment.' }) on: Date,
    @Ctx() context: RequestContext,
  ): Promise<Jurisdiction[]> {
    return jurisdictionOn(context, uuidOf('unit', unit), on);
  }
}
