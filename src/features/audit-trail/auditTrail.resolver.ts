import { Arg, Args, Ctx, Resolver } from 'type-graphql';
import { auditTrail } from './auditTrail.queries.js';
import { AuditTrailFilter, AuditTrailPage } from './auditTrail.type.js';
import { PageArgs } from '../../graphql/connection.js';
import type { RequestContext } from '../../graphql/context.js';
import { auditAdministrator } from '../../graphql/rule.js';
import { RuledQuery } from '../../graphql/ruled.js';

@Resolver()
export class AuditTrailResolver {
  @RuledQuery(auditAdministrator, () => AuditTrailPage, {
    description:
      'The audit trail of the posts of your organ and below, newest first, under aliases; no free text (审计记录). Entries about a matter that is denied to you, or about what belongs to it – recusals, unmaskings, emergency access, grants, interference records, openings of aliases –, are left out, and so are a recusal or an interference record about yourself. A refusal names no object and always stands. Audited.',
    cost: { points: 200 },
  })
  auditTrail(
    @Args(() => PageArgs) args: PageArgs,
    @Arg('filter', () => AuditTrailFilter, { nullable: true, description: 'Which entries; none: all.' })
    filter: AuditTrailFilter | null,
    @Ctx() context: RequestContext,
  ): Promise<AuditTrailPage> {
    return auditTrail(context, args, filter ?? null);
  }
}
