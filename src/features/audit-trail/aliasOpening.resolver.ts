import { Arg, Ctx, FieldResolver, ID, Resolver, Root } from 'type-graphql';
import { CITATIONS, decide, request } from './aliasOpening.acts.js';
import {
  AuditAliasOpenDecideInput,
  AuditAliasOpeningPayload,
  AuditAliasOpenRequestInput,
} from './aliasOpening.input.js';
import { aliasOpenings, openedBy, openingsRead } from './aliasOpening.queries.js';
import { AuditAliasOpening, type OpenedAlias } from './aliasOpening.type.js';
import { performOn } from '../../graphql/act/performAct.js';
import type { RequestContext } from '../../graphql/context.js';
import { uuidOf } from '../../graphql/ids.js';
import { auditAdministrator, auditDecider } from '../../graphql/rule.js';
import { RuledMutation, RuledQuery } from '../../graphql/ruled.js';
import { AliasOpeningState } from '../../workflow/auditAliases.js';

type Work = ReturnType<typeof request>;

@Resolver(() => AuditAliasOpening)
export class AliasOpeningResolver {
  @RuledQuery(auditDecider, () => AuditAliasOpening, {
    description: 'One opening by id; null if there is none or it is not for you (开启审计代号). Audited.',
    nullable: true,
  })
  async auditAliasOpening(
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<object | null> {
    return (await openingsRead(context, 'auditAliasOpening', { id: uuidOf('auditAliasOpening', id) }))[0] ?? null;
  }

  @RuledQuery(auditDecider, () => [AuditAliasOpening], {
    description: 'Openings that you asked for or may decide, newest first, at most 100 (开启审计代号列表). Audited.',
    cost: { points: 20 },
  })
  auditAliasOpenings(
    @Arg('state', () => [AliasOpeningState], { nullable: true, description: 'In any of these states; none: in all.' })
    state: number[] | null,
    @Ctx() context: RequestContext,
  ): Promise<object[]> {
    return openingsRead(context, 'auditAliasOpenings', { states: state });
  }

  @FieldResolver()
  opened(@Root() { id }: AuditAliasOpening, @Ctx() context: RequestContext): Promise<OpenedAlias | null> {
    return openedBy(context, uuidOf('auditAliasOpening', id));
  }

  @RuledMutation(auditAdministrator, () => AuditAliasOpeningPayload, {
    description: 'Ask to open an alias that the trail showed you (申请开启审计代号). It takes two persons.',
  })
  auditAliasOpenRequest(
    @Arg('input', () => AuditAliasOpenRequestInput, { description: 'Which, and why.' })
    input: AuditAliasOpenRequestInput,
    @Ctx() context: RequestContext,
  ): Promise<AuditAliasOpeningPayload> {
    return perform(context, 'auditAliasOpenRequest', input, () => request(input));
  }

  @RuledMutation(auditDecider, () => AuditAliasOpeningPayload, {
    description:
      'Decide on an opening: another audit administrator of the organ or above, or the organ’s head; never who asked, nor on himself (决定开启审计代号). Open for 24 hours. 监督执纪工作规则 art. 67.',
  })
  auditAliasOpenDecide(
    @Arg('input', () => AuditAliasOpenDecideInput, { description: 'The decision.' }) input: AuditAliasOpenDecideInput,
    @Ctx() context: RequestContext,
  ): Promise<AuditAliasOpeningPayload> {
    return perform(context, 'auditAliasOpenDecide', input, () => decide(input));
  }
}

function perform(
  context: RequestContext,
  name: string,
  input: { idempotencyKey: string },
  work: () => Work,
): Promise<AuditAliasOpeningPayload> {
  return performOn(context, { name, input, citations: CITATIONS, work }, 'opening', async (id) => {
    const [opening] = await aliasOpenings(context, { id });
    return (opening as AuditAliasOpening | undefined) ?? null;
  });
}
