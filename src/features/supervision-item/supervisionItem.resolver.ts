import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, ArgsType, Ctx, Field, FieldResolver, ID, Info, Resolver, Root } from 'type-graphql';
import { SupervisionItemFilter, supervisionItemFilter } from './supervisionItem.filter.js';
import { SUPERVISION_ITEMS } from './supervisionItem.projection.js';
import { SupervisionItem, SupervisionItemConnection } from './supervisionItem.type.js';
import type { ScopedConnection } from '../../graphql/connection.js';
import type { RequestContext } from '../../graphql/context.js';
import { uuidOf } from '../../graphql/ids.js';
import { ListArgs } from '../../graphql/listArgs.js';
import { readConnection, readOne } from '../../graphql/read/readConnection.js';
import { casePost } from '../../graphql/rule.js';
import { RuledQuery } from '../../graphql/ruled.js';
import { viewerOf } from '../viewer/matterViewer.queries.js';
import type { MatterViewer } from '../viewer/matterViewer.type.js';

@ArgsType()
class SupervisionItemsArgs extends ListArgs {
  @Field(() => SupervisionItemFilter, { nullable: true, description: 'Which items; none: all in the scope.' })
  filter?: SupervisionItemFilter | null;
}

@Resolver(() => SupervisionItem)
export class SupervisionItemResolver {
  @RuledQuery(casePost, () => SupervisionItem, {
    description: 'One supervision item by id; null if there is none or it is not for you (督办事项).',
    nullable: true,
  })
  supervisionItem(
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return readOne<SupervisionItem>(context, info, SUPERVISION_ITEMS, uuidOf('supervisionItem', id));
  }

  @RuledQuery(casePost, () => SupervisionItemConnection, {
    description: 'Supervision items that your post issued, received or oversees (督办事项列表).',
    cost: { points: 20, search: 200 },
  })
  supervisionItems(
    @Args(() => SupervisionItemsArgs) args: SupervisionItemsArgs,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<ScopedConnection<SupervisionItem>> {
    const filter = supervisionItemFilter(args.filter, context);
    return readConnection<SupervisionItem>(context, info, SUPERVISION_ITEMS, args, filter, args.filter ?? {});
  }

  @FieldResolver()
  viewer(@Root() { id }: SupervisionItem, @Ctx() context: RequestContext): Promise<MatterViewer> {
    return viewerOf(context, 'supervision_item', id);
  }
}
