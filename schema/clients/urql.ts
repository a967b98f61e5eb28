import { Client, createRequest, fetchExchange, type AnyVariables, type TypedDocumentNode } from '@urql/core';
import { cacheExchange } from '@urql/exchange-graphcache';
import { mattersIn } from './mattersIn.js';

/*
 * urql, taught to forget. What a post may see can be withdrawn at any time, and the server says so only by what an
 * answer has no more. By itself the library would keep such a matter, and everything after a refusal.
 */

// What has no id is kept inside what it belongs to.
const EMBEDDED = `CluePetition ClueContent ClueReporter SupervisionItemContent JointCaseContent JointCaseAssignment Viewer
  Reaches EffectiveScope PageInfo ClueConnection ClueEdge SupervisionItemConnection SupervisionItemEdge UnitConnection
  UnitEdge JointCaseConnection JointCaseEdge ClueStatistics ClueCount CooperationZone LinkedUnit ResidentUnit
  RecusalPayload UnmaskingPayload EmergencyAccessPayload InterferenceRecordPayload InterferenceHandling
  GrantPayload ContactLinkRedividePayload InspectionRoundPayload ActRefused VersionConflict ClueSubject
  ClueSubjectPayload SubjectCandidate SubjectPost StatisticsTable StatisticsRow StatisticsCell ColourCount MatterViewer
  FacetAccess AccessExplanation PostAccess FacetExplanation WayTried AccessReview AccessRule WhyNotVisible PostReach
  ReachCount AuditTrailEntry AuditTrailPage OpenedAlias AuditAliasOpeningPayload
  AdministrationPayload AdministrativeLine OrganisationImportDifference OrganisationImportFault OrganisationImportPayload StaffPage
  ReorganisationPair Jurisdiction NamedUnit UnitSuccession SessionPayload SessionsPayload
  Calendar CalendarDay OrganRule`;
export const keys = Object.fromEntries(EMBEDDED.split(/\s+/).map((type) => [type, () => null]));

export type Forgetful = ReturnType<typeof forgetful>;

/** For one acting post, in memory only. `read` asks the server, always; `redraw` shows what was read. */
export function forgetful({ url, token, post }: { url: string; token: () => string; post?: string }) {
  // Asked for each time: a token is renewed while the client lives.
  const headers = () => ({ authorization: `Bearer ${token()}`, ...(post && { 'x-liandong-post': post }) });
  const fresh = () => ({
    known: new Map<number, string[]>(),
    client: new Client({
      url,
      fetchOptions: () => ({ headers: { 'accept-language': 'zh-CN', ...headers() } }),
      preferGetMethod: false,
      requestPolicy: 'network-only',
      exchanges: [cacheExchange({ keys }), fetchExchange],
    }),
  });
  let store = fresh();

  async function read<Data, Variables extends AnyVariables>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
  ) {
    const { client, known } = store;
    const { key } = createRequest(document, variables);
    const before = [...mattersIn([document, variables]), ...(known.get(key) ?? [])];
    const { data, error } = await client.query(document, variables);
    const matters = mattersIn(data);
    const lost = error ? [401, 403].includes(error.response?.status) : before.some((id) => !matters.includes(id));
    // Its store cannot be told to forget one matter: a refusal or a missing one takes the whole of it.
    if (lost) store = fresh();
    if (error) throw error;
    known.set(key, matters);
    return data as Data;
  }

  const redraw = <Data, Variables extends AnyVariables>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
  ) => store.client.readQuery(document, variables, { requestPolicy: 'cache-only' })?.data;

  return { read, redraw };
}
