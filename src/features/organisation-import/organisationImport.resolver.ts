import { Arg, Ctx, FieldResolver, ID, Int, Resolver, Root } from 'type-graphql';
import { differencesOf, faultsOf, organisationImports } from './organisationImport.queries.js';
import {
  OrganisationImport,
  OrganisationImportCheckInput,
  OrganisationImportDecideInput,
  OrganisationImportDifference,
  OrganisationImportFault,
  OrganisationImportOpenInput,
  OrganisationImportPayload,
  OrganisationImportWithdrawInput,
} from './organisationImport.type.js';
import { named } from '../../graphql/act/namedId.js';
import { performOn, written } from '../../graphql/act/performAct.js';
import type { RequestContext } from '../../graphql/context.js';
import { uuidOf } from '../../graphql/ids.js';
import { changeDecider, changeReader, systemAdministrator } from '../../graphql/rule.js';
import { RuledMutation, RuledQuery } from '../../graphql/ruled.js';
import { newId } from '../../shared/ids.js';

const CITATIONS = { NOT_ALLOWED: '监督执纪工作规则第六十七条' };

@Resolver(() => OrganisationImport)
export class OrganisationImportResolver {
  @RuledQuery(changeReader, () => OrganisationImport, {
    description: 'One import by id; null if there is none or it is not for you (组织机构导入).',
    nullable: true,
  })
  async organisationImport(
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<object | null> {
    return (await organisationImports(context, uuidOf('organisationImport', id)))[0] ?? null;
  }

  @RuledQuery(changeReader, () => [OrganisationImport], {
    description: 'Imports in your tree – of a head: in his organ –, newest first, at most 100 (组织机构导入列表).',
    cost: { points: 20 },
  })
  organisationImports(@Ctx() context: RequestContext): Promise<object[]> {
    return organisationImports(context);
  }

  @FieldResolver()
  faults(
    @Root() { id }: OrganisationImport,
    @Arg('after', () => Int, { nullable: true, description: 'The number of the last one read.' }) after: number | null,
    @Ctx() context: RequestContext,
  ): Promise<OrganisationImportFault[]> {
    return faultsOf(context, id, after);
  }

  @FieldResolver()
  differences(
    @Root() { id }: OrganisationImport,
    @Arg('after', () => Int, { nullable: true, description: 'The number of the last one read.' }) after: number | null,
    @Ctx() context: RequestContext,
  ): Promise<OrganisationImportDifference[]> {
    return differencesOf(context, id, after);
  }

  @RuledMutation(systemAdministrator, () => OrganisationImportPayload, {
    description:
      'Open an import; its files are sent to /imports/<id> (新建导入). Nothing changes before another person has confirmed it.',
  })
  organisationImportOpen(
    @Arg('input', () => OrganisationImportOpenInput, { description: 'Why.' }) input: OrganisationImportOpenInput,
    @Ctx() context: RequestContext,
  ): Promise<OrganisationImportPayload> {
    return perform(context, 'organisationImportOpen', input, () => {
      const [id, reason] = [newId(), written(input.reason, 'reason')];
      return { id, statement: 'select organisation_import_open($1, $2)', values: [id, reason] };
    });
  }

  @RuledMutation(systemAdministrator, () => OrganisationImportPayload, {
    description:
      'Say that the files of one’s import are complete: it is rehearsed as a whole and taken back, and then tells its faults or its differences (提交导入). Again, after something was amended.',
  })
  organisationImportCheck(
    @Arg('input', () => OrganisationImportCheckInput, { description: 'Which.' }) input: OrganisationImportCheckInput,
    @Ctx() context: RequestContext,
  ): Promise<OrganisationImportPayload> {
    return perform(context, 'organisationImportCheck', input, () => {
      const id = named('organisationImport', input.id, 'id');
      return { id, statement: 'select organisation_import_check($1)', values: [id] };
    });
  }

  @RuledMutation(systemAdministrator, () => OrganisationImportPayload, {
    description: 'Take back one’s import, while it is not confirmed; its rows are forgotten (撤回导入).',
  })
  organisationImportWithdraw(
    @Arg('input', () => OrganisationImportWithdrawInput, { description: 'Which.' })
    input: OrganisationImportWithdrawInput,
    @Ctx() context: RequestContext,
  ): Promise<OrganisationImportPayload> {
    return perform(context, 'organisationImportWithdraw', input, () => {
      const id = named('organisationImport', input.id, 'id');
      return { id, statement: 'select organisation_import_withdraw($1)', values: [id] };
    });
  }

  @RuledMutation(changeDecider, () => OrganisationImportPayload, {
    description:
      'Confirm or refuse an import that another person proposed (确认导入). It is done as a whole, or not at all; neither of the two gets anything by it.',
  })
  organisationImportDecide(
    @Arg('input', () => OrganisationImportDecideInput, { description: 'The decision.' })
    input: OrganisationImportDecideInput,
    @Ctx() context: RequestContext,
  ): Promise<OrganisationImportPayload> {
    return perform(context, 'organisationImportDecide', input, () => {
      const [id, reason] = [named('organisationImport', input.id, 'id'), written(input.reason, 'reason')];
      const values = [id, input.expectedVersion, input.approve, reason];
      return { id, statement: 'select organisation_import_decide($1, $2, $3, $4)', values };
    });
  }
}

function perform(
  context: RequestContext,
  name: string,
  input: { idempotencyKey: string },
  asked: () => { id: string; statement: string; values: readonly unknown[] },
): Promise<OrganisationImportPayload> {
  const work = () => {
    const { id, statement, values } = asked();
    return async (acting: { query(text: string, values: readonly unknown[]): Promise<unknown> }) => {
      await acting.query(statement, values);
      return { object: 'organisation_import', ids: [id], done: { id } };
    };
  };
  return performOn(context, { name, input, citations: CITATIONS, work }, 'organisationImport', async (id) => {
    const [one] = await organisationImports(context, id);
    return (one as OrganisationImport | undefined) ?? null;
  });
}
