import { Arg, Ctx, Field, FieldResolver, Float, ID, InputType, Int, Query, Resolver, Root } from 'type-graphql';
import type { QueryRunner } from 'typeorm';
import { Clue } from './clue.js';
import { ClueContent, CluePetition, ClueReporter, SupervisionItem, Unit } from './entities.js';
import type { makeLoaders } from './loaders.js';
import type { Identity } from '../../../../src/jurisdiction/principal.js';

export interface Context {
  identity: Identity;
  runner: QueryRunner;
  loaders: ReturnType<typeof makeLoaders>;
}

const COLUMNS: Record<string, keyof Clue> = {
  province: 'province',
  city: 'city',
  county: 'county',
  owner_pos: 'ownerPos',
};

@InputType()
export class Within {
  @Field(() => String)
  column: string;

  @Field(() => Float)
  value: number;
}

@Resolver(() => Clue)
export class ClueResolver {
  @Query(() => [Clue])
  clues(
    @Arg('first', () => Int) first: number,
    @Arg('within', () => Within, { nullable: true }) within: Within | null,
    @Ctx() { runner }: Context,
  ): Promise<Clue[]> {
    const column = within && COLUMNS[within.column];
    const where = column ? { [column]: within.value } : {};
    return runner.manager.find(Clue, { where, order: { id: 'DESC' }, take: first });
  }

  @Query(() => Clue, { nullable: true })
  clue(@Arg('id', () => ID) id: string, @Ctx() { runner }: Context): Promise<Clue | null> {
    return runner.manager.findOneBy(Clue, { id });
  }

  @FieldResolver(() => Unit)
  owner(@Root() { ownerPos }: Clue, @Ctx() { loaders }: Context) {
    return loaders.unit.load(ownerPos);
  }

  @FieldResolver(() => Unit)
  handlingUnit(@Root() { handlingPos }: Clue, @Ctx() { loaders }: Context) {
    return loaders.unit.load(handlingPos);
  }

  @FieldResolver(() => Unit, { nullable: true })
  receivedBy(@Root() { receivedPos }: Clue, @Ctx() { loaders }: Context) {
    return receivedPos === null ? null : loaders.unit.load(receivedPos);
  }

  @FieldResolver(() => CluePetition, { nullable: true })
  petition(@Root() { id }: Clue, @Ctx() { loaders }: Context) {
    return loaders.petition.load(id);
  }

  @FieldResolver(() => ClueContent, { nullable: true })
  content(@Root() { id }: Clue, @Ctx() { loaders }: Context) {
    return loaders.content.load(id);
  }

  @FieldResolver(() => ClueReporter, { nullable: true })
  reporter(@Root() { id }: Clue, @Ctx() { loaders }: Context) {
    return loaders.reporter.load(id);
  }

  @FieldResolver(() => [SupervisionItem])
  supervisionItems(@Root() { id }: Clue, @Ctx() { loaders }: Context) {
    return loaders.supervisionItems.load(id);
  }
}
