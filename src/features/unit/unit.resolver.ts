import { Arg, Args, ArgsType, Ctx, Field, FieldResolver, ID, InputType, Resolver, Root } from 'type-graphql';
import { Unit, UnitConnection } from './unit.type.js';
import { findUnits } from './unit.queries.js';
import { PageArgs, type Connection } from '../../graphql/connection.js';
import { DateTime } from '../../graphql/dateTime.js';
import { sessionOf, type RequestContext } from '../../graphql/context.js';
import { uuidOf } from '../../graphql/ids.js';
import { anyPost } from '../../graphql/rule.js';
import { RuledQuery } from '../../graphql/ruled.js';
import { OfficeKind, OrganTier, UnitKind } from '../../jurisdiction/units.js';
import type { UnitNode } from '../../jurisdiction/unitTree.js';

@InputType({ description: 'Which units; conditions add up.' })
export class UnitFilter {
  @Field(() => ID, { nullable: true, description: 'Directly below this unit.' })
  childrenOf?: string | null;

  @Field(() => ID, { nullable: true, description: 'Above this unit.' })
  ancestorsOf?: string | null;

  @Field(() => ID, { nullable: true, description: 'This unit and everything below it.' })
  within?: string | null;

  @Field(() => String, { nullable: true, description: 'Part of the name, up to 60 characters.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'Division code, exactly.' })
  code?: string | null;

  @Field(() => [UnitKind], { nullable: true, description: 'Any of these kinds.' })
  kind?: number[] | null;

  @Field(() => [OrganTier], { nullable: true, description: 'Any of these tiers.' })
  tier?: number[] | null;

  @Field(() => [OfficeKind], { nullable: true, description: 'Any of these kinds of office.' })
  officeKind?: number[] | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'In force at this moment, under the names of then; none: of all times, as they are called now.',
  })
  asOf?: Date | null;
}

@ArgsType()
class UnitsArgs extends PageArgs {
  @Field(() => UnitFilter, { nullable: true, description: 'Which units; none: all.' })
  filter?: UnitFilter | null;
}

@Resolver(() => Unit)
export class UnitResolver {
  @RuledQuery(anyPost, () => Unit, {
    description: 'One unit by id or by division code; null if there is none (机构).',
    nullable: true,
  })
  unit(
    @Arg('id', () => ID, { nullable: true, description: 'Its id.' }) id: string | null,
    @Arg('code', () => String, { nullable: true, description: 'The division code of an organ.' }) code: string | null,
    @Ctx() context: RequestContext,
  ): UnitNode | null {
    const { units } = sessionOf(context);
    if (id) return units.withId(uuidOf('unit', id));
    const all = code ? units.withCode(code) : [];
    return all.find(({ until }) => until === null) ?? all[0] ?? null;
  }

  @RuledQuery(anyPost, () => UnitConnection, {
    description: 'Units in the order of the tree (机构列表).',
    cost: { points: 20, search: 200 },
  })
  units(@Args(() => UnitsArgs) args: UnitsArgs, @Ctx() context: RequestContext): Connection<UnitNode> {
    return findUnits(context, args);
  }

  @FieldResolver()
  residentUnits(@Root() { pos }: UnitNode, @Ctx() context: RequestContext) {
    return sessionOf(context).loaders.residentUnits.load(pos);
  }

  @FieldResolver()
  counterparts(@Root() { pos }: UnitNode, @Ctx() context: RequestContext) {
    return sessionOf(context).loaders.counterparts.load(pos);
  }

  @FieldResolver()
  contactTargets(@Root() { pos }: UnitNode, @Ctx() context: RequestContext) {
    return sessionOf(context).loaders.contactTargets.load(pos);
  }

  @FieldResolver()
  async zones(@Root() { pos }: UnitNode, @Ctx() context: RequestContext) {
    return (await sessionOf(context).loaders.zones.load(pos)).map(({ zone }) => zone);
  }
}
