import { Arg, Ctx, Resolver } from 'type-graphql';
import {
  BranchAssignInput,
  BranchEndInput,
  ClearanceInput,
  ClearanceLowerInput,
  ClearanceRaiseInput,
  PersonAmendInput,
  PersonBindInput,
  PersonLeaveInput,
  PersonReturnInput,
  PersonRegisterInput,
  PostAppointInput,
  PostEndInput,
} from './staffAdministration.input.js';
import { administer, formed, nameIf, PROPOSES } from '../administration/administration.acts.js';
import { AdministrationPayload } from '../administration/administrativeChange.type.js';
import { ActFault } from '../../database/actFault.js';
import { named } from '../../graphql/act/namedId.js';
import { writtenName } from '../../graphql/act/performAct.js';
import type { RequestContext } from '../../graphql/context.js';
import { securityAdministrator, staffAdministrator, systemAdministrator } from '../../graphql/rule.js';
import { RuledMutation } from '../../graphql/ruled.js';
import { newId } from '../../shared/ids.js';

const LONGEST_NAME = 60;
const LONGEST_SUBJECT = 255;
const NUMBER = /^[0-9A-Za-z-]{1,32}$/;

/** Persons, posts, branches, clearance (DOMAIN A 13; 监督执纪工作规则 arts. 67, 68). What takes is done at once. */
@Resolver()
export class StaffAdministrationResolver {
  @RuledMutation(systemAdministrator, () => AdministrationPayload, {
    description: 'Register a person of an organ of your tree (人员登记). It gives nothing before there is a post.',
  })
  personRegister(
    @Arg('input', () => PersonRegisterInput, { description: 'Who.' }) input: PersonRegisterInput,
    @Ctx() context: RequestContext,
  ): Promise<AdministrationPayload> {
    return administer(context, 'personRegister', input, () => ({
      id: newId(),
      organ: named('unit', input.organ, 'organ'),
      name: writtenName(input.name, 'name', LONGEST_NAME),
      staffNumber: formed(input.staffNumber, NUMBER, 'staffNumber'),
    }));
  }

  @RuledMutation(systemAdministrator, () => AdministrationPayload, {
    description: 'Correct the name or staff number of a person of your tree (更正人员信息).',
  })
  personAmend(
    @Arg('input', () => PersonAmendInput, { description: 'What changes.' }) input: PersonAmendInput,
    @Ctx() context: RequestContext,
  ): Promise<AdministrationPayload> {
    return administer(context, 'personAmend', input, () => ({
      person: named('person', input.person, 'person'),
      name: nameIf(input.name, 'name', LONGEST_NAME),
      staffNumber: formed(input.staffNumber, NUMBER, 'staffNumber'),
    }));
  }

  @RuledMutation(staffAdministrator, () => AdministrationPayload, {
    description:
      'A person leaves: no request of his begins after it, and all his posts end, wherever they are (离任). 监督执纪工作规则 art. 68.',
  })
  personLeave(
    @Arg('input', () => PersonLeaveInput, { description: 'Who.' }) input: PersonLeaveInput,
    @Ctx() context: RequestContext,
  ): Promise<AdministrationPayload> {
    return administer(context, 'personLeave', input, () => ({ person: named('person', input.person, 'person') }));
  }

  @RuledMutation(systemAdministrator, () => AdministrationPayload, {
    description: `Propose that a person who left comes back, without a post (返岗). ${PROPOSES}`,
  })
  personReturn(
    @Arg('input', () => PersonReturnInput, { description: 'Who.' }) input: PersonReturnInput,
    @Ctx() context: RequestContext,
  ): Promise<AdministrationPayload> {
    return administer(context, 'personReturn', input, () => ({ person: named('person', input.person, 'person') }));
  }

  @RuledMutation(systemAdministrator, () => AdministrationPayload, {
    description: `Propose what your identity provider calls a person of your tree: whoever signs in so, is he (绑定统一身份). ${PROPOSES}`,
  })
  personBind(
    @Arg('input', () => PersonBindInput, { description: 'Who, and the subject.' }) input: PersonBindInput,
    @Ctx() context: RequestContext,
  ): Promise<AdministrationPayload> {
    return administer(context, 'personBind', input, () => ({
      person: named('person', input.person, 'person'),
      subject: writtenName(input.subject, 'subject', LONGEST_SUBJECT),
    }));
  }

  @RuledMutation(systemAdministrator, () => AdministrationPayload, {
    description: `Propose a post for a person of your tree in a unit of your tree (任职). ${PROPOSES} 监督执纪工作规则 art. 67.`,
  })
  postAppoint(
    @Arg('input', () => PostAppointInput, { description: 'Who, where, as what.' }) input: PostAppointInput,
    @Ctx() context: RequestContext,
  ): Promise<AdministrationPayload> {
    return administer(context, 'postAppoint', input, () => ({
      id: newId(),
      person: named('person', input.person, 'person'),
      unit: named('unit', input.unit, 'unit'),
      duty: input.duty,
      main: input.main,
      from: input.from ?? undefined,
      until: input.until ?? undefined,
    }));
  }

  @RuledMutation(staffAdministrator, () => AdministrationPayload, {
    description: 'A post in your tree ends at once, and what hangs by it (免职).',
  })
  postEnd(
    @Arg('input', () => PostEndInput, { description: 'Which.' }) input: PostEndInput,
    @Ctx() context: RequestContext,
  ): Promise<AdministrationPayload> {
    return administer(context, 'postEnd', input, () => ({ post: named('post', input.post, 'post') }));
  }

  @RuledMutation(systemAdministrator, () => AdministrationPayload, {
    description: `Propose what a leader is in charge of (分管). ${PROPOSES}`,
  })
  branchAssign(
    @Arg('input', () => BranchAssignInput, { description: 'Whose, and what.' }) input: BranchAssignInput,
    @Ctx() context: RequestContext,
  ): Promise<AdministrationPayload> {
    return administer(context, 'branchAssign', input, () => ({
      id: newId(),
      post: named('post', input.post, 'post'),
      office: named('unit', input.office, 'office'),
      from: input.from ?? undefined,
    }));
  }

  @RuledMutation(staffAdministrator, () => AdministrationPayload, {
    description: 'A leader is in charge of an office no longer, at once (不再分管).',
  })
  branchEnd(
    @Arg('input', () => BranchEndInput, { description: 'Which.' }) input: BranchEndInput,
    @Ctx() context: RequestContext,
  ): Promise<AdministrationPayload> {
    return administer(context, 'branchEnd', input, () => ({ branch: named('branch', input.branch, 'branch') }));
  }

  @RuledMutation(securityAdministrator, () => AdministrationPayload, {
    description: `Propose a higher clearance for a person of your tree (提高涉密等级). ${PROPOSES}`,
  })
  clearanceRaise(
    @Arg('input', () => ClearanceRaiseInput, { description: 'Whose, and how high.' }) input: ClearanceRaiseInput,
    @Ctx() context: RequestContext,
  ): Promise<AdministrationPayload> {
    return administer(context, 'clearanceRaise', input, () => clearance(input));
  }

  @RuledMutation(securityAdministrator, () => AdministrationPayload, {
    description: 'Lower the clearance of a person of your tree, at once (降低涉密等级).',
  })
  clearanceLower(
    @Arg('input', () => ClearanceLowerInput, { description: 'Whose, and how low.' }) input: ClearanceLowerInput,
    @Ctx() context: RequestContext,
  ): Promise<AdministrationPayload> {
    return administer(context, 'clearanceLower', input, () => clearance(input));
  }
}

function clearance(input: ClearanceInput) {
  if (input.clearance < 0 || input.clearance > 3) throw new ActFault('INPUT_INVALID', 'clearance');
  return { person: named('person', input.person, 'person'), clearance: input.clearance };
}
