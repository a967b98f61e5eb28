import { Args, ArgsType, Ctx, Field, Resolver } from 'type-graphql';
import { ClueFilter } from './clue.filter.js';
import { clueStatistics } from './clueStatistics.queries.js';
import { ClueDimension, ClueStatistics } from './clueStatistics.type.js';
import type { RequestContext } from '../../graphql/context.js';
import { Scope } from '../../graphql/effectiveScope.js';
import { casePost } from '../../graphql/rule.js';
import { RuledQuery } from '../../graphql/ruled.js';
import type { ScopeName } from '../../jurisdiction/scope.js';

@ArgsType()
class ClueStatisticsArgs {
  @Field(() => ClueFilter, { nullable: true, description: 'Which clues; none: all in the scope.' })
  filter?: ClueFilter | null;

  @Field(() => [ClueDimension], { defaultValue: [], description: 'Dimensions to count by; none: only the total.' })
  groupBy: ClueDimension[];

  @Field(() => Scope, { defaultValue: 'ALL', description: 'The region to count in.' })
  scope: ScopeName;
}

@Resolver()
export class ClueStatisticsResolver {
  @RuledQuery(casePost, () => ClueStatistics, {
    description: 'Counts of clues whose ledger you may see, by any of the dimensions (问题线索统计).',
    cost: { points: 200, search: 200 },
  })
  clueStatistics(
    @Args(() => ClueStatisticsArgs) args: ClueStatisticsArgs,
    @Ctx() context: RequestContext,
  ): Promise<ClueStatistics> {
    return clueStatistics(context, args);
  }
}
