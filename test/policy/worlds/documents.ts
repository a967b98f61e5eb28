// The documents, each one text for all worlds, so that the server parses and checks it once.

export const LISTS = ['clues', 'supervisionItems', 'jointCases'] as const;
export type ListName = (typeof LISTS)[number];

/** `$more`: also what lies behind a matter, and how many there are. */
const ROWS = `
  fragment ClueFacets on Clue { id petition { text } content { allegation } reporter { name } }
  fragment ClueRow on Clue {
    id number stage source method outcome priority expedited owner { id } handlingUnit { id } receivedBy { id }
    receivedAt dueAt colour open closedAt
    petition { class channel text }
    content { subjectName subjectRank keyMinority allegation priorityReason handlerName }
    reporter { kind name protectionRequested }
    supervisionItems @include(if: $more) { id content { requirement } }
    jointCases @include(if: $more) { id content { title } }
  }
  fragment ItemRow on SupervisionItem {
    id number state reasons owner { id } issuingOffice { id } target { id } reportTo { id } cc { id }
    issuedAt dueAt colour open concludedAt
    content { requirement result }
    clue @include(if: $more) { ...ClueFacets }
  }
  fragment CaseRow on JointCase {
    id number mode state owner { id } leadUnit { id } startedAt plannedDays dueAt colour open endedAt
    content { title criteria assignments { personName unit { id } force tasks from until } }
    clues @include(if: $more) { ...ClueFacets }
  }`;

const LIST_VARIABLES = `$scope: Scope!, $order: ListOrder!, $first: Int!, $clues: ClueFilter,
  $supervisionItems: SupervisionItemFilter, $jointCases: JointCaseFilter`;
const LIST_ARGUMENTS = 'first: $first, scope: $scope, orderBy: $order';
const PAGE = 'nodes { id } totalCount pageInfo { hasNextPage hasPreviousPage endCursor }';
/**
 * All that one sees, whole; the first page of lists of a region, order and filter, and the statistics; some matters
 * by their ids. Items and cases take turns, for the sake of time.
 */
export const EVERYTHING = `query Everything(
  $more: Boolean!, $items: Boolean!, $cases: Boolean!, ${LIST_VARIABLES}, $groupBy: [ClueDimension!]!,
  $node: ID!, $clue: ID!, $item: ID!, $case: ID!
) {
  allClues: clues(first: 100) { nodes { ...ClueRow } totalCount @include(if: $more) }
  allSupervisionItems: supervisionItems(first: 100) @include(if: $items) { nodes { ...ItemRow } totalCount @include(if: $more) }
  allJointCases: jointCases(first: 100) @include(if: $cases) { nodes { ...CaseRow } totalCount @include(if: $more) }
  clues(${LIST_ARGUMENTS}, filter: $clues) { ${PAGE} }
  supervisionItems(${LIST_ARGUMENTS}, filter: $supervisionItems) @include(if: $items) @skip(if: $more) { ${PAGE} }
  jointCases(${LIST_ARGUMENTS}, filter: $jointCases) @include(if: $cases) @skip(if: $more) { ${PAGE} }
  clueStatistics(scope: $scope, filter: $clues, groupBy: $groupBy) {
    total rows { count tier unit { id } stage source colour month }
  }
  node(id: $node) {
    id ...ClueFacets ... on SupervisionItem { content { requirement } } ... on JointCase { content { title } }
  }
  clue(id: $clue) { id }
  supervisionItem(id: $item) @include(if: $items) { id }
  jointCase(id: $case) @include(if: $cases) { id }
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
