import { Ctx, Resolver } from 'type-graphql';
import { Viewer } from './viewer.type.js';
import { sessionOf, type RequestContext } from '../../graphql/context.js';
import { effectiveScope } from '../../graphql/effectiveScope.js';
import { idOf } from '../../graphql/ids.js';
import { anyPost, casePost } from '../../graphql/rule.js';
import { RuledQuery } from '../../graphql/ruled.js';
import { actingPost, type PostInForce } from '../../jurisdiction/principal.js';
import { planScope, type ObjectReach, type ScopePlan } from '../../jurisdiction/scope.js';

@Resolver(() => Viewer)
export class ViewerResolver {
  @RuledQuery(anyPost, () => Viewer, {
    description: 'Who asks, and how far that reaches (当前用户). Costs no statement of its own.',
  })
  me(@Ctx() context: RequestContext): Viewer {
    const { principal } = sessionOf(context);
    // What the post's own clearance forbids is not to be promised by a grant that may stand.
    const none: ScopePlan = { asked: 'ALL', effective: [], branches: [] };
    const reach = (object: ObjectReach) => {
      const plan = casePost.check?.(context) ? planScope(principal, object, 'ALL') : none;
      return effectiveScope(plan, principal, sessionOf(context).units, context.language);
    };
    return {
      person: { id: idOf('person', principal.person.id), name: principal.person.name },
      post: shown(actingPost(principal)),
      posts: principal.posts.map(shown),
      organ: principal.organ[0],
      reaches: { clues: reach('clue'), supervisionItems: reach('supervisionItem'), jointCases: reach('jointCase') },
    };
  }
}

function shown({ id, duty, main, unitPos, from, until }: PostInForce) {
  return { id: idOf('post', id), duty, main, unit: unitPos, from, until };
}
