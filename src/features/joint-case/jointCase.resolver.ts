import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, ArgsType, Ctx, Field, FieldResolver, ID, Info, Resolver, Root } from 'type-graphql';
import { JointCaseFilter, jointCaseFilter } from './jointCase.filter.js';
import { JOINT_CASES } from './jointCase.projection.js';
import { JointCase, JointCaseConnection } from './jointCase.type.js';
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
class JointCasesArgs extends ListArgs {
  @Field(() => JointCaseFilter, { nullable: true, description: 'Which joint cases; none: all in the scope.' })
  filter?: JointCaseFilter | null;
}

@Resolver(() => JointCase)
export class JointCaseResolver {
  @RuledQuery(casePost, () => JointCase, {
    description: 'One joint case by id; null if there is none or it is not for you (联合办案).',
    nullable: true,
  })
  jointCase(
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return readOne<JointCase>(context, info, JOINT_CASES, uuidOf('jointCase', id));
  }

  @RuledQuery(casePost, () => JointCaseConnection, {
    description: 'Joint cases that your post leads, oversees or works on (联合办案列表).',
    cost: { points: 20, search: 200 },
  })
  jointCases(
    @Args(() => JointCasesArgs) args: JointCasesArgs,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<ScopedConnection<JointCase>> {
    const filter = jointCaseFilter(args.filter, context);
    return readConnection<JointCase>(context, info, JOINT_CASES, args, filter, args.filter ?? {});
  }

  @FieldResolver()
  viewer(@Root() { id }: JointCase, @Ctx() context: RequestContext): Promise<MatterViewer> {
    return viewerOf(context, 'joint_case', id);
  }
}
