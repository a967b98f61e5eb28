import { Arg, Ctx, Resolver } from 'type-graphql';
import {
  CounterpartsSetInput,
  ResidentUnitsSetInput,
  UnitCreateInput,
  UnitRemoveInput,
  UnitRenameInput,
} from './unitAdministration.input.js';
import { administer, formed, nameIf } from '../administration/administration.acts.js';
import { AdministrationPayload } from '../administration/administrativeChange.type.js';
import { ActFault } from '../../database/actFault.js';
import { named, namedIds } from '../../graphql/act/namedId.js';
import { writtenName } from '../../graphql/act/performAct.js';
import type { RequestContext } from '../../graphql/context.js';
import { systemAdministrator } from '../../graphql/rule.js';
import { RuledMutation } from '../../graphql/ruled.js';
import { newId } from '../../shared/ids.js';

const LONGEST_NAME = 120;
const MOST = 50;
const CODE = /^(?:\d{2}|\d{4}|\d{6}|\d{9})$/;

const ordinalOf = (ordinal: number | null | undefined) => {
  if (typeof ordinal === 'number' && (ordinal < 1 || ordinal > 99)) throw new ActFault('INPUT_INVALID', 'ordinal');
  return ordinal ?? undefined;
};

/** A unit is made, named and removed; it ends by a reorganisation. DOMAIN A 1, 2, 5. */
@Resolver()
export class UnitAdministrationResolver {
  @RuledMutation(systemAdministrator, () => AdministrationPayload, {
    description:
      'Make an organ, an office, a dispatched group or organ, an inspection body or a command centre in your tree (新设机构).',
  })
  unitCreate(
    @Arg('input', () => UnitCreateInput, { description: 'The unit.' }) input: UnitCreateInput,
    @Ctx() context: RequestContext,
  ): Promise<AdministrationPayload> {
    return administer(context, 'unitCreate', input, () => ({
      id: newId(),
      parent: named('unit', input.parent, 'parent'),
      kind: input.kind,
      name: writtenName(input.name, 'name', LONGEST_NAME),
      code: formed(input.code, CODE, 'code'),
      officeKind: input.officeKind ?? undefined,
      ordinal: ordinalOf(input.ordinal),
      comprehensive: input.comprehensive ?? undefined,
      from: input.from ?? undefined,
    }));
  }

  @RuledMutation(systemAdministrator, () => AdministrationPayload, {
    description:
      'Rename a unit of your tree, or correct its code or ordinal; what it was called before is kept (更名).',
  })
  unitRename(
    @Arg('input', () => UnitRenameInput, { description: 'The new name.' }) input: UnitRenameInput,
    @Ctx() context: RequestContext,
  ): Promise<AdministrationPayload> {
    return administer(context, 'unitRename', input, () => ({
      unit: named('unit', input.unit, 'unit'),
      name: nameIf(input.name, 'name', LONGEST_NAME),
      code: formed(input.code, CODE, 'code'),
      ordinal: ordinalOf(input.ordinal),
    }));
  }

  @RuledMutation(systemAdministrator, () => AdministrationPayload, {
    description: 'Remove a unit that nobody ever had a post in, as if it had never been (撤回误设机构).',
  })
  unitRemove(
    @Arg('input', () => UnitRemoveInput, { description: 'Which.' }) input: UnitRemoveInput,
    @Ctx() context: RequestContext,
  ): Promise<AdministrationPayload> {
    return administer(context, 'unitRemove', input, () => ({ unit: named('unit', input.unit, 'unit') }));
  }

  @RuledMutation(systemAdministrator, () => AdministrationPayload, {
    description:
      'Say which bodies a group of your tree is stationed at from now on (驻在单位). 派驻机构工作规则 art. 3.',
  })
  residentUnitsSet(
    @Arg('input', () => ResidentUnitsSetInput, { description: 'All of them.' }) input: ResidentUnitsSetInput,
    @Ctx() context: RequestContext,
  ): Promise<AdministrationPayload> {
    return administer(context, 'residentUnitsSet', input, () => {
      if (input.names.length > MOST) throw new ActFault('INPUT_INVALID', 'names');
      return {
        group: named('unit', input.group, 'group'),
        names: input.names.map((name) => writtenName(name, 'names', LONGEST_NAME)),
      };
    });
  }

  @RuledMutation(systemAdministrator, () => AdministrationPayload, {
    description: 'Say which groups elsewhere are the counterparts of a group of your tree from now on (对口派驻组).',
  })
  counterpartsSet(
    @Arg('input', () => CounterpartsSetInput, { description: 'All of them.' }) input: CounterpartsSetInput,
    @Ctx() context: RequestContext,
  ): Promise<AdministrationPayload> {
    return administer(context, 'counterpartsSet', input, () => ({
      group: named('unit', input.group, 'group'),
      counterparts: namedIds('unit', input.counterparts, 'counterparts', MOST),
    }));
  }
}
