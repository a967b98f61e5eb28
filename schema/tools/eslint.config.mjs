import graphql from '@graphql-eslint/eslint-plugin';

const {
  'flat/schema-recommended': schema,
  'flat/schema-relay': relay,
  'flat/operations-recommended': operations,
} = graphql.configs;

const shared = {
  plugins: { '@graphql-eslint': graphql },
  languageOptions: {
    parser: graphql.parser,
    parserOptions: { graphQLConfig: { schema: 'schema.graphql', documents: 'operations/*.graphql' } },
  },
};

export default [
  {
    ...shared,
    files: ['schema.graphql'],
    rules: {
      ...schema.rules,
      ...relay.rules,
      '@graphql-eslint/naming-convention': [
        'error',
        {
          types: 'PascalCase',
          FieldDefinition: 'camelCase',
          InputValueDefinition: 'camelCase',
          DirectiveDefinition: 'camelCase',
          EnumValueDefinition: 'UPPER_CASE',
          InputObjectTypeDefinition: { style: 'PascalCase', requiredSuffixes: ['Input', 'Filter', 'Window'] },
          'FieldDefinition[parent.name.value=Query]': {
            style: 'camelCase',
            forbiddenPatterns: [/^(get|list|fetch|query)(?=[A-Z])/],
            forbiddenSuffixes: ['Query', 'List'],
          },
        },
      ],
      '@graphql-eslint/require-description': [
        'error',
        {
          types: true,
          DirectiveDefinition: true,
          FieldDefinition: true,
          InputValueDefinition: true,
          EnumValueDefinition: true,
          // type-graphql makes it and has no place for words on it.
          ignoredSelectors: ['[type=ObjectTypeDefinition][name.value=/^(Query|Mutation)$/]'],
        },
      ],
      // The SDL is printed, not written.
      '@graphql-eslint/description-style': 'off',
      '@graphql-eslint/input-name': ['error', { checkInputType: true, caseSensitiveInputType: false }],
      '@graphql-eslint/no-scalar-result-type-on-mutation': 'error',
      '@graphql-eslint/require-nullable-fields-with-oneof': 'error',
      // Facets, pages and figures have no identity of their own: a cache should keep them where they were asked for.
      '@graphql-eslint/strict-id-in-types': 'off',
      // Lists are walked forward only: a cursor is a place in an index that is read in one direction.
      '@graphql-eslint/relay-arguments': ['error', { includeBoth: false }],
      // `nodes` stands beside `edges`, and short lists that are bounded by nature are lists.
      '@graphql-eslint/relay-edge-types': ['error', { listTypeCanWrapOnlyEdgeType: false }],
      'no-restricted-syntax': [
        'error',
        {
          selector:
            'ObjectTypeDefinition[name.value=Query] > FieldDefinition:has(> InputValueDefinition[name.value=id]) > .gqlType[kind=NonNullType]',
          message: 'What is asked for by id is nullable: hidden and missing are both null.',
        },
      ],
    },
  },
  {
    ...shared,
    files: ['operations/*.graphql'],
    rules: {
      ...operations.rules,
      // Relay's compiler wants the suffix.
      '@graphql-eslint/naming-convention': [
        'error',
        {
          VariableDefinition: 'camelCase',
          'OperationDefinition[operation=query]': { style: 'PascalCase', requiredSuffixes: ['Query'] },
          'OperationDefinition[operation=mutation]': { style: 'PascalCase', requiredSuffixes: ['Mutation'] },
          'OperationDefinition[operation=subscription]': { style: 'PascalCase', requiredSuffixes: ['Subscription'] },
        },
      ],
      // As deep as the server answers.
      '@graphql-eslint/selection-set-depth': ['error', { maxDepth: 12 }],
    },
  },
];
