import { createRequire } from 'node:module';
import type { GraphQLSchema } from 'graphql';
import { applyMiddleware, type IMiddleware } from 'graphql-middleware';
import { ruledFields, type Rule } from './rule.js';
import type { RequestContext } from './context.js';
import { LiandongError } from '../shared/errors.js';

// Its ES modules import what Node has no more since 23 and do not load there; the others only call it in two rules unused here.
const require = createRequire(import.meta.url);
const { deny, rule: shieldRule, shield } = require('graphql-shield') as typeof import('graphql-shield');

type FieldMap = Record<string, Record<string, unknown>>;

/**
 * The rules of the fields as one shield tree that denies by default. Shield makes every field it touches
 * asynchronous, so fields whose rule checks nothing are taken out of the generated map again – by name, and only
 * those: what is not known stays denied.
 */
export function shielded(schema: GraphQLSchema): GraphQLSchema {
  const fields = ruledFields(schema);
  const tree: FieldMap = {};
  for (const { type, field, rule } of fields) (tree[type] ??= {})[field] = ruleFor(rule);
  const generator = shield(tree as never, {
    fallbackRule: deny,
    fallbackError: new LiandongError('FORBIDDEN'),
    allowExternalErrors: true,
  });
  const map = generator.generate(schema) as FieldMap;
  for (const { type, field, rule } of fields) {
    if (!rule.check) delete map[type]?.[field];
  }
  return applyMiddleware(schema, map as unknown as IMiddleware);
}

const made = new Map<Rule, ReturnType<ReturnType<typeof shieldRule>>>();

function ruleFor(rule: Rule): ReturnType<ReturnType<typeof shieldRule>> {
  const known = made.get(rule);
  if (known) return known;
  const { check } = rule;
  const fresh = shieldRule(rule.name, { cache: 'no_cache' })((_parent, _args, context: RequestContext) =>
    check ? check(context) : true,
  );
  made.set(rule, fresh);
  return fresh;
}
