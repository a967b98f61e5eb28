import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, ID, Info, Resolver } from 'type-graphql';
import { sessionOf, type RequestContext } from '../../graphql/context.js';
import { parseId, type IdKind } from '../../graphql/ids.js';
import { Node } from '../../graphql/node.js';
import { readOne, type Readable } from '../../graphql/read/readConnection.js';
import { casePost, anyPost } from '../../graphql/rule.js';
import { RuledQuery } from '../../graphql/ruled.js';
import { LiandongError } from '../../shared/errors.js';
import { CLUES } from '../clue/clue.projection.js';
import { emergencyAccessById } from '../emergency-access/emergencyAccess.queries.js';
import { interferenceRecordById } from '../interference-record/interferenceRecord.queries.js';
import { contactLinkById } from '../contact-link/contactLink.queries.js';
import { grantById } from '../grant/grant.queries.js';
import { inspectionRoundById } from '../inspection-round/inspectionRound.queries.js';
import { recusalById } from '../recusal/recusal.queries.js';
import { unmaskingById } from '../unmasking/unmasking.queries.js';
import { JOINT_CASES } from '../joint-case/jointCase.projection.js';
import { SUPERVISION_ITEMS } from '../supervision-item/supervisionItem.projection.js';

const MATTERS: Partial<Record<IdKind, Readable>> = {
  clue: CLUES,
  supervisionItem: SUPERVISION_ITEMS,
  jointCase: JOINT_CASES,
};

/** Nouns that are read by their own queries. */
type Noun = (context: RequestContext, uuid: string, info: GraphQLResolveInfo) => Promise<object | null>;
const NOUNS: Partial<Record<IdKind, Noun>> = {
  recusal: recusalById,
  unmasking: unmaskingById,
  emergencyAccess: emergencyAccessById,
  interferenceRecord: interferenceRecordById,
  grant: grantById,
  contactLink: contactLinkById,
  inspectionRound: inspectionRoundById,
};

@Resolver()
export class NodeResolver {
  @RuledQuery(anyPost, () => Node, {
    description:
      'Whatever has this id; null if there is nothing or it is not for you (Relay). Matters: as their own queries.',
    nullable: true,
  })
  async node(
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object | null> {
    const { kind, uuid } = parseId(id);
    if (kind === 'unit') return sessionOf(context).units.withId(uuid);
    const matter = MATTERS[kind];
    const noun = NOUNS[kind];
    if (!matter && !noun) throw new LiandongError('ID_INVALID');
    if (!casePost.check?.(context)) throw new LiandongError('FORBIDDEN');
    if (!matter) return noun!(context, uuid, info);
    return readOne<object>(context, info, matter, uuid);
  }
}
