import { Arg, Args, Ctx, ID, Resolver } from 'type-graphql';
import { staff, staffRecord } from './staff.queries.js';
import { StaffFilter, StaffPage, StaffRecord } from './staff.type.js';
import { PageArgs } from '../../graphql/connection.js';
import type { RequestContext } from '../../graphql/context.js';
import { uuidOf } from '../../graphql/ids.js';
import { staffAdministrator } from '../../graphql/rule.js';
import { RuledQuery } from '../../graphql/ruled.js';

@Resolver(() => StaffRecord)
export class StaffResolver {
  @RuledQuery(staffAdministrator, () => StaffRecord, {
    description: 'One registered person of your tree by id; null if there is none (人员登记). Audited.',
    nullable: true,
  })
  staffRecord(
    @Arg('person', () => ID, { description: 'The person’s id.' }) person: string,
    @Ctx() context: RequestContext,
  ): Promise<StaffRecord | null> {
    return staffRecord(context, uuidOf('person', person));
  }

  @RuledQuery(staffAdministrator, () => StaffPage, {
    description: 'The registered persons of your tree by name (人员名册). Audited.',
    cost: { points: 100 },
  })
  staff(
    @Args(() => PageArgs) args: PageArgs,
    @Arg('filter', () => StaffFilter, { nullable: true, description: 'Which; none: all in service.' })
    filter: StaffFilter | null,
    @Ctx() context: RequestContext,
  ): Promise<StaffPage> {
    return staff(context, args, filter ?? null);
  }
}
