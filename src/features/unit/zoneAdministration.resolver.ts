import { Arg, Ctx, Resolver } from 'type-graphql';
import { ZoneChangeInput, ZoneDissolveInput, ZoneFormInput } from './zoneAdministration.input.js';
import { administer, nameIf, writtenIf } from '../administration/administration.acts.js';
import { AdministrationPayload } from '../administration/administrativeChange.type.js';
import { named, namedIds } from '../../graphql/act/namedId.js';
import { writtenName } from '../../graphql/act/performAct.js';
import type { RequestContext } from '../../graphql/context.js';
import { systemAdministrator } from '../../graphql/rule.js';
import { RuledMutation } from '../../graphql/ruled.js';
import { newId } from '../../shared/ids.js';

const LONGEST_NAME = 120;
const LONGEST_PRINCIPLE = 2000;
const MOST_MEMBERS = 200;

/** 协作区、片组、联组 (DOMAIN A 7): formed, changed and dissolved; membership opens no matter to anybody. */
@Resolver()
export class ZoneAdministrationResolver {
  @RuledMutation(systemAdministrator, () => AdministrationPayload, {
    description: 'Form a cooperation zone of an organ of your tree (组建协作区).',
  })
  zoneForm(
    @Arg('input', () => ZoneFormInput, { description: 'The zone.' }) input: ZoneFormInput,
    @Ctx() context: RequestContext,
  ): Promise<AdministrationPayload> {
    return administer(context, 'zoneForm', input, () => ({
      id: newId(),
      owner: named('unit', input.owner, 'owner'),
      name: writtenName(input.name, 'name', LONGEST_NAME),
      kind: input.kind,
      members: namedIds('unit', input.members, 'members', MOST_MEMBERS),
      lead: input.lead ? named('unit', input.lead, 'lead') : undefined,
      principle: writtenIf(input.principle, 'principle', LONGEST_PRINCIPLE),
    }));
  }

  @RuledMutation(systemAdministrator, () => AdministrationPayload, {
    description: 'Change the name, members, lead or principle of a zone of your tree (调整协作区).',
  })
  zoneChange(
    @Arg('input', () => ZoneChangeInput, { description: 'What changes.' }) input: ZoneChangeInput,
    @Ctx() context: RequestContext,
  ): Promise<AdministrationPayload> {
    return administer(context, 'zoneChange', input, () => ({
      zone: named('zone', input.zone, 'zone'),
      name: nameIf(input.name, 'name', LONGEST_NAME),
      members: input.members ? namedIds('unit', input.members, 'members', MOST_MEMBERS) : undefined,
      // Null is none; what is left out stays.
      lead: input.lead === undefined ? undefined : input.lead && named('unit', input.lead, 'lead'),
      principle: writtenIf(input.principle, 'principle', LONGEST_PRINCIPLE),
    }));
  }

  @RuledMutation(systemAdministrator, () => AdministrationPayload, {
    description: 'Dissolve a zone of your tree; that it was, stays known (撤销协作区).',
  })
  zoneDissolve(
    @Arg('input', () => ZoneDissolveInput, { description: 'Which.' }) input: ZoneDissolveInput,
    @Ctx() context: RequestContext,
  ): Promise<AdministrationPayload> {
    return administer(context, 'zoneDissolve', input, () => ({ zone: named('zone', input.zone, 'zone') }));
  }
}
