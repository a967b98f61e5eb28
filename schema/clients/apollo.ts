import { ApolloLink, HttpLink, InMemoryCache, type ApolloClient } from '@apollo/client';
import { finalize } from 'rxjs';
import { mattersIn } from './mattersIn.js';

/*
 * Apollo Client, taught to forget. What a post may see can be withdrawn at any time, and the server says so only by
 * what an answer has no more. By itself the library would keep such a matter, and everything after a refusal.
 */

const merging = (merge: boolean, names: string) =>
  Object.fromEntries(names.split(/\s+/).map((name) => [name, { merge }]));

// Facets have no id: the parts that two queries read of one are joined. A list is what its last answer says, whole.
export const typePolicies = {
  ...merging(true, 'CluePetition ClueContent ClueReporter SupervisionItemContent JointCaseContent Viewer'),
  ...merging(
    false,
    `ClueConnection SupervisionItemConnection JointCaseConnection UnitConnection ClueStatistics ClueSubject
     StatisticsTable`,
  ),
  ...merging(false, 'MatterViewer AccessExplanation AccessReview WhyNotVisible PostReach'),
  ...merging(false, 'AuditTrailPage OpenedAlias StaffPage Calendar'),
  Query: {
    fields: merging(
      false,
      `auditAliasOpenings recusals unmaskings emergencyAccesses interferenceRecords grants contactLinks inspectionRounds
       sessions sessionsOf subjectCandidates colourCounts administrativeChanges organisationImports reorganisations jurisdiction
       organRules`,
    ),
  },
  Clue: { fields: merging(false, 'supervisionItems jointCases') },
  Unit: {
    fields: merging(
      false,
      'ancestors children contactTargets counterparts residentUnits zones successors predecessors',
    ),
  },
  SupervisionItem: { fields: merging(false, 'cc') },
  InterferenceRecord: { fields: merging(false, 'handlings reportedTo') },
  JointCase: { fields: merging(false, 'clues') },
  AdministrativeChange: { fields: merging(false, 'lines') },
  OrganisationImport: { fields: merging(false, 'differences faults') },
  Reorganisation: { fields: merging(false, 'pairs') },
  StaffPost: { fields: merging(false, 'branches') },
  StaffRecord: { fields: merging(false, 'posts') },
};

/** What `new ApolloClient` takes. One client is for one acting post; a store is not shared between posts. */
export function forgetful(acting: { url: string; token: () => string; post?: string }): ApolloClient.Options {
  // Our ids name their type, so that what is forgotten needs only its id.
  const cache = new InMemoryCache({ typePolicies, dataIdFromObject: ({ id }) => id as string | undefined });

  // Asked for each time: a token is renewed while the client lives.
  const authorised = new ApolloLink((operation, forward) => {
    const post = acting.post && { 'x-liandong-post': acting.post };
    operation.setContext({ headers: { authorization: `Bearer ${acting.token()}`, ...post } });
    return forward(operation);
  });

  const forgetting = new ApolloLink((operation, forward) => {
    const { client, query, variables } = operation;
    const held = () => cache.diff({ query, variables, optimistic: false, returnPartialData: true });
    const before = mattersIn([query, variables, held().result]);
    const afterwards = () => {
      const { complete, result } = held();
      // An answer that failed in part is not complete, and proves nothing gone.
      const gone = before.filter((id) => complete && !mattersIn(result).includes(id));
      // A matter may be gone from this list alone: the views that are open ask again.
      void client.refetchQueries({ updateCache: () => gone.forEach((id) => cache.evict({ id })) });
      if ([401, 403].includes(operation.getContext()['response']?.status)) void client.clearStore();
    };
    return forward(operation).pipe(finalize(afterwards));
  });

  const fromServer = { fetchPolicy: 'network-only' } as const;
  return {
    cache,
    link: ApolloLink.from([authorised, forgetting, new HttpLink({ uri: acting.url })]),
    defaultOptions: { query: fromServer, watchQuery: fromServer },
  };
}
