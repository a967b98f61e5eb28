import { Arg, Ctx, ID, Resolver } from 'type-graphql';
import { reorganisations } from './reorganisation.queries.js';
import { Reorganisation, ReorganisationState, ReorganiseInput } from './reorganisation.type.js';
import { administer } from '../administration/administration.acts.js';
import { AdministrationPayload } from '../administration/administrativeChange.type.js';
import { ActFault } from '../../database/actFault.js';
import { named } from '../../graphql/act/namedId.js';
import type { RequestContext } from '../../graphql/context.js';
import { uuidOf } from '../../graphql/ids.js';
import { changeReader, systemAdministrator } from '../../graphql/rule.js';
import { RuledMutation, RuledQuery } from '../../graphql/ruled.js';
import { newId } from '../../shared/ids.js';

const MOST_PAIRS = 1000;

/** 机构改革 (DOMAIN A 1): units end and others come after them; their rows follow in batches. */
@Resolver(() => Reorganisation)
export class ReorganisationResolver {
  @RuledQuery(changeReader, () => Reorganisation, {
    description: 'One reorganisation by id; null if there is none or it is not for you (机构改革).',
    nullable: true,
    cost: { points: 20 },
  })
  async reorganisation(
    @Arg('id', () => ID, { description: 'Its id: the object of the change that was confirmed.' }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<Reorganisation | null> {
    return (await reorganisations(context, { id: uuidOf('reorganisation', id) }))[0] ?? null;
  }

  @RuledQuery(changeReader, () => [Reorganisation], {
    description:
      'Reorganisations in your tree – of a head: in his organ –, newest first, at most 100 (机构改革列表). What is not confirmed is an administrative change.',
    cost: { points: 20, length: 100 },
  })
  reorganisations(
    @Arg('state', () => [ReorganisationState], { nullable: true, description: 'In any of these states; none: in all.' })
    state: number[] | null,
    @Ctx() context: RequestContext,
  ): Promise<Reorganisation[]> {
    return reorganisations(context, { states: state });
  }

  @RuledMutation(systemAdministrator, () => AdministrationPayload, {
    description:
      'Propose that units of your tree end and others come after them (机构改革): a merger, a township that goes to another county, an office that is dissolved. Once another person has confirmed it, nothing new comes to the ending units, what is there follows in batches, and then they end.',
  })
  reorganise(
    @Arg('input', () => ReorganiseInput, { description: 'Which units.' }) input: ReorganiseInput,
    @Ctx() context: RequestContext,
  ): Promise<AdministrationPayload> {
    return administer(context, 'reorganise', input, () => {
      if (input.pairs.length > MOST_PAIRS) throw new ActFault('INPUT_INVALID', 'pairs');
      return {
        id: newId(),
        pairs: input.pairs.map(({ from, to }) => ({
          from: named('unit', from, 'pairs'),
          to: named('unit', to, 'pairs'),
        })),
        posts: input.posts,
      };
    });
  }
}
