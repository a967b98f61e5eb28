import { Arg, Args, ArgsType, Ctx, Field, ID, Resolver } from 'type-graphql';
import { colourCounts, statisticsTable } from './statistics.queries.js';
import { ColourCount, StatisticsTable } from './statistics.type.js';
import { StatisticsTableName } from './statisticsTables.js';
import type { RequestContext } from '../../graphql/context.js';
import { casePost } from '../../graphql/rule.js';
import { RuledQuery } from '../../graphql/ruled.js';

const WHOSE = 'Whose figures; none: those of your own organ. Figures that are not for your post are not there.';

@ArgsType()
class StatisticsTableArgs {
  @Field(() => StatisticsTableName, { description: 'Which table.' })
  name: StatisticsTableName;

  @Field(() => ID, { nullable: true, description: WHOSE })
  unit?: string | null;

  @Field(() => String, { description: 'The first month, as YYYY-MM, China time.' })
  from: string;

  @Field(() => String, { description: 'The last month, at most twelve in all; it must be over.' })
  to: string;
}

@Resolver()
export class StatisticsResolver {
  @RuledQuery(casePost, () => StatisticsTable, {
    description:
      'A fixed table of figures, beyond your own ledger too (固定统计表). Free filters are for `clueStatistics`, over what your ledger has.',
    cost: { points: 2000 },
  })
  statisticsTable(
    @Args(() => StatisticsTableArgs) args: StatisticsTableArgs,
    @Ctx() context: RequestContext,
  ): Promise<StatisticsTable> {
    return statisticsTable(context, args);
  }

  @RuledQuery(casePost, () => [ColourCount], {
    description:
      'Open clues by colour of a unit and of each directly below it, beyond your own ledger too: none, one to four, or exactly; what your ledger has not, as of the last midnight, China time (三色计数).',
    cost: { points: 200, length: 100 },
  })
  colourCounts(
    @Arg('unit', () => ID, { nullable: true, description: WHOSE }) unit: string | null,
    @Ctx() context: RequestContext,
  ): Promise<ColourCount[]> {
    return colourCounts(context, unit);
  }
}
