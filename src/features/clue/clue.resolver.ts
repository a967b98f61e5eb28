import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, ArgsType, Ctx, Field, FieldResolver, ID, Info, Resolver, Root } from 'type-graphql';
import { ClueFilter, clueFilter } from './clue.filter.js';
import { CLUES } from './clue.projection.js';
import { Clue, ClueConnection } from './clue.type.js';
import type { RequestContext } from '../../graphql/context.js';
import type { ScopedConnection } from '../../graphql/connection.js';
import { uuidOf } from '../../graphql/ids.js';
import { ListArgs } from '../../graphql/listArgs.js';
import { readConnection, readOne } from '../../graphql/read/readConnection.js';
import { casePost } from '../../graphql/rule.js';
import { RuledQuery } from '../../graphql/ruled.js';
import { viewerOf } from '../viewer/matterViewer.queries.js';
import type { MatterViewer } from '../viewer/matterViewer.type.js';

@ArgsType()
class CluesArgs extends ListArgs {
  @Field(() => ClueFilter, { nullable: true, description: 'Which clues; none: all in the scope.' })
  filter?: ClueFilter | null;
}

@Resolver(() => Clue)
export class ClueResolver {
  @RuledQuery(casePost, () => Clue, {
    description:
      'One clue by id; null if there is none or it is not for you – the two cannot be told apart (问题线索).',
    nullable: true,
  })
  clue(
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return readOne<Clue>(context, info, CLUES, uuidOf('clue', id));
  }

  @RuledQuery(casePost, () => ClueConnection, {
    description: 'Clues within your jurisdiction (问题线索列表).',
    cost: { points: 20, search: 200 },
  })
  async clues(
    @Args(() => CluesArgs) args: CluesArgs,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<ScopedConnection<Clue>> {
    const filter = await clueFilter(args.filter, context, info.fieldName);
    return readConnection<Clue>(context, info, CLUES, args, filter, args.filter ?? {});
  }

  @FieldResolver()
  viewer(@Root() { id }: Clue, @Ctx() context: RequestContext): Promise<MatterViewer> {
    return viewerOf(context, 'clue', id);
  }
}
