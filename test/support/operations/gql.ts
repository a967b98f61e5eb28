/* eslint-disable */
import * as types from './graphql.js';
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';

/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
  'query CluesByTierAndColourQuery($scope: Scope!, $received: TimeWindow) {\n  clueStatistics(\n    scope: $scope\n    groupBy: [TIER, COLOUR]\n    filter: {received: $received}\n  ) {\n    total\n    asOf\n    effectiveScope {\n      words\n    }\n    rows {\n      tier\n      colour\n      count\n    }\n  }\n}\n\nquery CluesByMonthQuery($scope: Scope!, $stage: [ClueStage!]) {\n  clueStatistics(scope: $scope, groupBy: [MONTH, SOURCE], filter: {stage: $stage}) {\n    total\n    rows {\n      month\n      source\n      count\n    }\n  }\n}': typeof types.CluesByTierAndColourQueryDocument;
  'query WorkListQuery($first: Int!, $after: String, $scope: Scope!, $filter: ClueFilter) {\n  clues(\n    first: $first\n    after: $after\n    scope: $scope\n    orderBy: DUE_FIRST\n    filter: $filter\n  ) {\n    totalCount\n    effectiveScope {\n      words\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n    nodes {\n      id\n      number\n      stage\n      colour\n      dueAt\n      priority\n      owner {\n        id\n        name\n      }\n      handlingUnit {\n        id\n        name\n      }\n      content {\n        subjectName\n        allegation\n        handlerName\n      }\n      supervisionItems {\n        id\n        number\n        state\n        dueAt\n      }\n    }\n  }\n}\n\nquery ClueDetailQuery($id: ID!) {\n  clue(id: $id) {\n    id\n    number\n    stage\n    source\n    method\n    outcome\n    receivedAt\n    dueAt\n    colour\n    owner {\n      id\n      name\n      ancestors {\n        id\n        name\n      }\n    }\n    petition {\n      class\n      channel\n      text\n    }\n    content {\n      subjectName\n      subjectPosition\n      allegation\n    }\n    reporter {\n      kind\n      name\n      contact\n    }\n    jointCases {\n      id\n      number\n      mode\n      content {\n        title\n        assignments {\n          personName\n          unit {\n            id\n            name\n          }\n          tasks\n        }\n      }\n    }\n  }\n}': typeof types.WorkListQueryDocument;
  'query MyTasksQuery($first: Int!) {\n  me {\n    person {\n      name\n    }\n    post {\n      id\n      duty\n      unit {\n        id\n        name\n      }\n    }\n  }\n  clues(first: $first, scope: ASSIGNED, orderBy: DUE_FIRST, filter: {open: true}) {\n    nodes {\n      id\n      number\n      stage\n      dueAt\n      colour\n    }\n  }\n  jointCases(first: $first, scope: GRANTED, filter: {open: true}) {\n    nodes {\n      id\n      number\n      mode\n      leadUnit {\n        id\n        name\n      }\n    }\n  }\n}': typeof types.MyTasksQueryDocument;
};
const documents: Documents = {
  'query CluesByTierAndColourQuery($scope: Scope!, $received: TimeWindow) {\n  clueStatistics(\n    scope: $scope\n    groupBy: [TIER, COLOUR]\n    filter: {received: $received}\n  ) {\n    total\n    asOf\n    effectiveScope {\n      words\n    }\n    rows {\n      tier\n      colour\n      count\n    }\n  }\n}\n\nquery CluesByMonthQuery($scope: Scope!, $stage: [ClueStage!]) {\n  clueStatistics(scope: $scope, groupBy: [MONTH, SOURCE], filter: {stage: $stage}) {\n    total\n    rows {\n      month\n      source\n      count\n    }\n  }\n}':
    types.CluesByTierAndColourQueryDocument,
  'query WorkListQuery($first: Int!, $after: String, $scope: Scope!, $filter: ClueFilter) {\n  clues(\n    first: $first\n    after: $after\n    scope: $scope\n    orderBy: DUE_FIRST\n    filter: $filter\n  ) {\n    totalCount\n    effectiveScope {\n      words\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n    nodes {\n      id\n      number\n      stage\n      colour\n      dueAt\n      priority\n      owner {\n        id\n        name\n      }\n      handlingUnit {\n        id\n        name\n      }\n      content {\n        subjectName\n        allegation\n        handlerName\n      }\n      supervisionItems {\n        id\n        number\n        state\n        dueAt\n      }\n    }\n  }\n}\n\nquery ClueDetailQuery($id: ID!) {\n  clue(id: $id) {\n    id\n    number\n    stage\n    source\n    method\n    outcome\n    receivedAt\n    dueAt\n    colour\n    owner {\n      id\n      name\n      ancestors {\n        id\n        name\n      }\n    }\n    petition {\n      class\n      channel\n      text\n    }\n    content {\n      subjectName\n      subjectPosition\n      allegation\n    }\n    reporter {\n      kind\n      name\n      contact\n    }\n    jointCases {\n      id\n      number\n      mode\n      content {\n        title\n        assignments {\n          personName\n          unit {\n            id\n            name\n          }\n          tasks\n        }\n      }\n    }\n  }\n}':
    types.WorkListQueryDocument,
  'query MyTasksQuery($first: Int!) {\n  me {\n    person {\n      name\n    }\n    post {\n      id\n      duty\n      unit {\n        id\n        name\n      }\n    }\n  }\n  clues(first: $first, scope: ASSIGNED, orderBy: DUE_FIRST, filter: {open: true}) {\n    nodes {\n      id\n      number\n      stage\n      dueAt\n      colour\n    }\n  }\n  jointCases(first: $first, scope: GRANTED, filter: {open: true}) {\n    nodes {\n      id\n      number\n      mode\n      leadUnit {\n        id\n        name\n      }\n    }\n  }\n}':
    types.MyTasksQueryDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 *
 *
 * @example
 * ```ts
 * const query = graphql(`query GetUser($id: ID!) { user(id: $id) { name } }`);
 * ```
 *
 * The query argument is unknown!
 * Please regenerate the types.
 */
export function graphql(source: string): unknown;

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(
  source: 'query CluesByTierAndColourQuery($scope: Scope!, $received: TimeWindow) {\n  clueStatistics(\n    scope: $scope\n    groupBy: [TIER, COLOUR]\n    filter: {received: $received}\n  ) {\n    total\n    asOf\n    effectiveScope {\n      words\n    }\n    rows {\n      tier\n      colour\n      count\n    }\n  }\n}\n\nquery CluesByMonthQuery($scope: Scope!, $stage: [ClueStage!]) {\n  clueStatistics(scope: $scope, groupBy: [MONTH, SOURCE], filter: {stage: $stage}) {\n    total\n    rows {\n      month\n      source\n      count\n    }\n  }\n}',
): (typeof documents)['query CluesByTierAndColourQuery($scope: Scope!, $received: TimeWindow) {\n  clueStatistics(\n    scope: $scope\n    groupBy: [TIER, COLOUR]\n    filter: {received: $received}\n  ) {\n    total\n    asOf\n    effectiveScope {\n      words\n    }\n    rows {\n      tier\n      colour\n      count\n    }\n  }\n}\n\nquery CluesByMonthQuery($scope: Scope!, $stage: [ClueStage!]) {\n  clueStatistics(scope: $scope, groupBy: [MONTH, SOURCE], filter: {stage: $stage}) {\n    total\n    rows {\n      month\n      source\n      count\n    }\n  }\n}'];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(
  source: 'query WorkListQuery($first: Int!, $after: String, $scope: Scope!, $filter: ClueFilter) {\n  clues(\n    first: $first\n    after: $after\n    scope: $scope\n    orderBy: DUE_FIRST\n    filter: $filter\n  ) {\n    totalCount\n    effectiveScope {\n      words\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n    nodes {\n      id\n      number\n      stage\n      colour\n      dueAt\n      priority\n      owner {\n        id\n        name\n      }\n      handlingUnit {\n        id\n        name\n      }\n      content {\n        subjectName\n        allegation\n        handlerName\n      }\n      supervisionItems {\n        id\n        number\n        state\n        dueAt\n      }\n    }\n  }\n}\n\nquery ClueDetailQuery($id: ID!) {\n  clue(id: $id) {\n    id\n    number\n    stage\n    source\n    method\n    outcome\n    receivedAt\n    dueAt\n    colour\n    owner {\n      id\n      name\n      ancestors {\n        id\n        name\n      }\n    }\n    petition {\n      class\n      channel\n      text\n    }\n    content {\n      subjectName\n      subjectPosition\n      allegation\n    }\n    reporter {\n      kind\n      name\n      contact\n    }\n    jointCases {\n      id\n      number\n      mode\n      content {\n        title\n        assignments {\n          personName\n          unit {\n            id\n            name\n          }\n          tasks\n        }\n      }\n    }\n  }\n}',
): (typeof documents)['query WorkListQuery($first: Int!, $after: String, $scope: Scope!, $filter: ClueFilter) {\n  clues(\n    first: $first\n    after: $after\n    scope: $scope\n    orderBy: DUE_FIRST\n    filter: $filter\n  ) {\n    totalCount\n    effectiveScope {\n      words\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n    nodes {\n      id\n      number\n      stage\n      colour\n      dueAt\n      priority\n      owner {\n        id\n        name\n      }\n      handlingUnit {\n        id\n        name\n      }\n      content {\n        subjectName\n        allegation\n        handlerName\n      }\n      supervisionItems {\n        id\n        number\n        state\n        dueAt\n      }\n    }\n  }\n}\n\nquery ClueDetailQuery($id: ID!) {\n  clue(id: $id) {\n    id\n    number\n    stage\n    source\n    method\n    outcome\n    receivedAt\n    dueAt\n    colour\n    owner {\n      id\n      name\n      ancestors {\n        id\n        name\n      }\n    }\n    petition {\n      class\n      channel\n      text\n    }\n    content {\n      subjectName\n      subjectPosition\n      allegation\n    }\n    reporter {\n      kind\n      name\n      contact\n    }\n    jointCases {\n      id\n      number\n      mode\n      content {\n        title\n        assignments {\n          personName\n          unit {\n            id\n            name\n          }\n          tasks\n        }\n      }\n    }\n  }\n}'];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(
  source: 'query MyTasksQuery($first: Int!) {\n  me {\n    person {\n      name\n    }\n    post {\n      id\n      duty\n      unit {\n        id\n        name\n      }\n    }\n  }\n  clues(first: $first, scope: ASSIGNED, orderBy: DUE_FIRST, filter: {open: true}) {\n    nodes {\n      id\n      number\n      stage\n      dueAt\n      colour\n    }\n  }\n  jointCases(first: $first, scope: GRANTED, filter: {open: true}) {\n    nodes {\n      id\n      number\n      mode\n      leadUnit {\n        id\n        name\n      }\n    }\n  }\n}',
): (typeof documents)['query MyTasksQuery($first: Int!) {\n  me {\n    person {\n      name\n    }\n    post {\n      id\n      duty\n      unit {\n        id\n        name\n      }\n    }\n  }\n  clues(first: $first, scope: ASSIGNED, orderBy: DUE_FIRST, filter: {open: true}) {\n    nodes {\n      id\n      number\n      stage\n      dueAt\n      colour\n    }\n  }\n  jointCases(first: $first, scope: GRANTED, filter: {open: true}) {\n    nodes {\n      id\n      number\n      mode\n      leadUnit {\n        id\n        name\n      }\n    }\n  }\n}'];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> =
  TDocumentNode extends DocumentNode<infer TType, any> ? TType : never;
