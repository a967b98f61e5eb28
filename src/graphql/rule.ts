import type { GraphQLField, GraphQLSchema } from 'graphql';
import { isObjectType } from 'graphql';
import type { RequestContext } from './context.js';
import { ADMINISTRATORS, Duty } from '../jurisdiction/duties.js';
import type { Facet } from '../jurisdiction/facets.js';
import { actingPost } from '../jurisdiction/principal.js';
import { OfficeKind } from '../jurisdiction/units.js';

/**
 * What it takes to try a field or an operation. It is the only declaration: it enforces through the shield, stands
 * in the SDL's description, and is a line of schema/permissions.md. Which rows there are is not its matter – that is
 * row-level security's.
 */
export interface Rule {
  name: string;
  /** As the SDL prints it. */
  words: string;
  /** None: allowed to whoever got as far as the object; such a field costs the shield nothing. */
  check?: (context: RequestContext) => boolean;
}

/** Any person in service, through a post in force. */
export const anyPost: Rule = {
  name: 'anyPost',
  words: 'any post in force (任何生效职务)',
  check: (context) => context.session !== null,
};

/** The three administrators hold no case facet, a number included. */
export const casePost: Rule = {
  name: 'casePost',
  words: "any post in force but an administrator's (除三员外的生效职务); rows by jurisdiction",
  check: (context) => {
    const principal = context.session?.principal;
    return !!principal && !ADMINISTRATORS.some((duty) => Duty[duty] === actingPost(principal).duty);
  },
};

const duty = ({ session }: RequestContext) => session && actingPost(session.principal).duty;
const unitOf = ({ session }: RequestContext) => session?.units.at(session.principal.unit);
/** Head of an organ, and not of a group. */
const headsOrgan = (context: RequestContext) =>
  duty(context) === Duty.PRINCIPAL && unitOf(context)?.organPos === unitOf(context)?.pos;

export const securityAdministrator: Rule = {
  name: 'securityAdministrator',
  words: 'a security administrator (安全保密管理员)',
  check: (context) => duty(context) === Duty.SECURITY_ADMINISTRATOR,
};

/** Who looks after people's accounts, not after what they do with them. */
export const accountAdministrator: Rule = {
  name: 'accountAdministrator',
  words: 'a system administrator or a security administrator (系统管理员、安全保密管理员)',
  check: (context) => duty(context) === Duty.SYSTEM_ADMINISTRATOR || duty(context) === Duty.SECURITY_ADMINISTRATOR,
};

export const auditAdministrator: Rule = {
  name: 'auditAdministrator',
  words: 'an audit administrator (安全审计员)',
  check: (context) => duty(context) === Duty.AUDIT_ADMINISTRATOR,
};

export const systemAdministrator: Rule = {
  name: 'systemAdministrator',
  words: 'a system administrator (系统管理员); what it gives somebody, another person confirms',
  check: (context) => duty(context) === Duty.SYSTEM_ADMINISTRATOR,
};

/** What is taken from somebody either may take; persons are looked at by both. */
export const staffAdministrator: Rule = {
  name: 'staffAdministrator',
  words: 'a system or security administrator (系统管理员、安全保密管理员)',
  check: (context) => duty(context) === Duty.SYSTEM_ADMINISTRATOR || duty(context) === Duty.SECURITY_ADMINISTRATOR,
};

/** Who else confirms what an administrator proposed. */
export const changeDecider: Rule = {
  name: 'changeDecider',
  words: 'a security administrator or the head of the organ, not who proposed it (安全保密管理员、机关主要负责人)',
  check: (context) => duty(context) === Duty.SECURITY_ADMINISTRATOR || headsOrgan(context),
};

/** An organ's changes are its administrators' and its head's to see. */
export const changeReader: Rule = {
  name: 'changeReader',
  words: 'an administrator, or the head of an organ (三员、机关主要负责人)',
  check: (context) =>
    ADMINISTRATORS.some((administrator) => Duty[administrator] === duty(context)) || headsOrgan(context),
};

/** What one audit administrator asks is decided by another, or by the head of the organ. */
export const auditDecider: Rule = {
  name: 'auditDecider',
  words: 'an audit administrator or the head of an organ (安全审计员、机关主要负责人)',
  check: (context) => duty(context) === Duty.AUDIT_ADMINISTRATOR || headsOrgan(context),
};

export const accessReviewer: Rule = {
  name: 'accessReviewer',
  words:
    'the head of an organ, the head of its case supervision, or cadre supervision (主要负责人、案管室主任、干部监督室)',
  check: (context) => {
    const officeKind = unitOf(context)?.officeKind;
    return (
      casePost.check!(context) &&
      (headsOrgan(context) ||
        officeKind === OfficeKind.CADRE_SUPERVISION ||
        (officeKind === OfficeKind.CASE_SUPERVISION_MANAGEMENT && duty(context) === Duty.OFFICE_HEAD))
    );
  },
};

/** Comes with its object: who sees the object sees it. */
export const withObject: Rule = { name: 'withObject', words: 'whoever sees the object (随对象可见)' };

const facets = new Map<Facet, Rule>();

/** Null where the facet is not available to the caller, for whatever reason: row-level security of its own table decides. */
export function facet(name: Facet): Rule {
  const rule = facets.get(name) ?? {
    name: `facet ${name}`,
    words: `the ${name} facet reaches the acting post, else null (按${FACET_WORDS[name]}可见范围)`,
  };
  facets.set(name, rule);
  return rule;
}

const FACET_WORDS: Record<Facet, string> = {
  STATISTICS: '统计',
  LEDGER: '台账',
  PETITION: '信访',
  CONTENT: '内容',
  REPORTER: '举报人',
};

export function ruleOf(field: GraphQLField<unknown, unknown>): Rule | undefined {
  return field.extensions['rule'] as Rule | undefined;
}

/** Every field of every object type with its rule; one without a rule stops the start. */
export function ruledFields(schema: GraphQLSchema): { type: string; field: string; rule: Rule }[] {
  const types = Object.values(schema.getTypeMap()).filter((type) => isObjectType(type) && !type.name.startsWith('__'));
  return types.flatMap((type) =>
    Object.values(isObjectType(type) ? type.getFields() : {}).map((field) => {
      const rule = ruleOf(field);
      if (!rule) throw new Error(`${type.name}.${field.name} has no rule; no rule, no field`);
      return { type: type.name, field: field.name, rule };
    }),
  );
}
