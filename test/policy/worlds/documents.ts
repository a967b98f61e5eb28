// The documents, each one text for all worlds, so that the server parses and checks it once.

export const LISTS = ['clues', 'supervisionItems', 'jointCases'] as const;
export type ListName = (typeof LISTS)[number];

/** `$more`: also what lies behind a matter. */
const ROWS = `
  fragment ClueFacets on Clue { id petition { text } content { allegation } reporter { name } }
  fragment ClueRow on Clue {
    id number stage source method outcome priority expedited owner { id } handlingUnit { id } receivedBy { id }
    receivedAt dueAt colour open closedAt version
    petition { class channel text }
    content { subjectName subjectPosition subjectRank keyMinority allegation priorityReason handlerName }
    reporter { kind name contact acceptanceNoticeDueAt resultNoticeDueAt protectionRequested }
    supervisionItems @include(if: $more) { id content { requirement } }
    jointCases @include(if: $more) { id content { title } }
  }
  fragment ItemRow on SupervisionItem {
    id number state reasons owner { id } issuingOffice { id } target { id } reportTo { id } cc { id }
    issuedAt dueAt colour open concludedAt version
    content { requirement result }
    clue @include(if: $more) { ...ClueFacets }
  }
  fragment CaseRow on JointCase {
    id number mode state owner { id } leadUnit { id } startedAt plannedDays dueAt colour open endedAt version
    content { title criteria assignments { personName unit { id } force tasks from until } }
    clues @include(if: $more) { ...ClueFacets }
  }`;

const LIST_VARIABLES = `$scope: Scope!, $order: ListOrder!, $first: Int!, $clues: ClueFilter,
  $supervisionItems: SupervisionItemFilter, $jointCases: JointCaseFilter`;
const LIST_ARGUMENTS = 'first: $first, scope: $scope, orderBy: $order';
const PAGE = 'nodes { id } totalCount pageInfo { hasNextPage hasPreviousPage endCursor }';
/**
 * One noun at a time: all of it that one sees, whole; the first page of a list by region, order and filter; for clues
 * the statistics of the same. And some matter by its id.
 */
export const EVERYTHING = `query Everything(
  $more: Boolean!, $ofClues: Boolean!, $ofItems: Boolean!, $ofCases: Boolean!, ${LIST_VARIABLES},
  $groupBy: [ClueDimension!]!, $node: ID!, $clue: ID!, $item: ID!, $case: ID!
) {
  allClues: clues(first: 100) @include(if: $ofClues) { nodes { ...ClueRow } totalCount }
  allSupervisionItems: supervisionItems(first: 100) @include(if: $ofItems) { nodes { ...ItemRow } totalCount }
  allJointCases: jointCases(first: 100) @include(if: $ofCases) { nodes { ...CaseRow } totalCount }
  clues(${LIST_ARGUMENTS}, filter: $clues) @include(if: $ofClues) { ${PAGE} }
  supervisionItems(${LIST_ARGUMENTS}, filter: $supervisionItems) @include(if: $ofItems) { ${PAGE} }
  jointCases(${LIST_ARGUMENTS}, filter: $jointCases) @include(if: $ofCases) { ${PAGE} }
  clueStatistics(scope: $scope, filter: $clues, groupBy: $groupBy) @include(if: $ofClues) {
    total rows { count tier unit { id } stage source colour month }
  }
  node(id: $node) {
    id ...ClueFacets ... on SupervisionItem { content { requirement } } ... on JointCase { content { title } }
  }
  clue(id: $clue) @include(if: $ofClues) { id }
  supervisionItem(id: $item) @include(if: $ofItems) { id }
  jointCase(id: $case) @include(if: $ofCases) { id }
} ${ROWS}`;

export const NEXT_PAGE: Record<ListName, string> = {
  clues: nextPage('clues', 'ClueFilter'),
  supervisionItems: nextPage('supervisionItems', 'SupervisionItemFilter'),
  jointCases: nextPage('jointCases', 'JointCaseFilter'),
};

function nextPage(list: ListName, filter: string): string {
  return `query NextPage($scope: Scope!, $order: ListOrder!, $first: Int!, $filter: ${filter}, $after: String!) {
    ${list}(${LIST_ARGUMENTS}, filter: $filter, after: $after) { ${PAGE} }
  }`;
}
