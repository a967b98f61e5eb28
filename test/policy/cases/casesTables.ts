import type { Duty } from '../../../src/jurisdiction/duties.js';
import type { OfficeKind, OrganTier, UnitKind } from '../../../src/jurisdiction/units.js';
import type { Facet } from '../worlds/world.js';

// Who and what the access cases name. Everything is said from where the city (本机关) stands.

export const ORGANS = {
  nation: ['', 'NATIONAL', null],
  province: ['33', 'PROVINCE', 'nation'],
  city: ['3302', 'CITY', 'province'],
  'sibling-city': ['3301', 'CITY', 'province'],
  county: ['330203', 'COUNTY', 'city'],
  'ended-county': ['330205', 'COUNTY', 'city'],
  'coming-county': ['330206', 'COUNTY', 'city'],
  'redivided-county': ['330211', 'COUNTY', 'city'],
  'zone-county': ['330212', 'COUNTY', 'city'],
  township: ['330203100', 'TOWNSHIP', 'county'],
} as const satisfies Record<string, readonly [string, OrganTier, string | null]>;

export const OFFICES = {
  'province-register': ['province', 1, 'OFFICE', 'CASE_SUPERVISION_MANAGEMENT'],
  'province-cadre': ['province', 5, 'OFFICE', 'CADRE_SUPERVISION'],
  'province-supervision': ['province', 11, 'OFFICE', 'SUPERVISION_INSPECTION'],
  'province-investigation': ['province', 12, 'OFFICE', 'REVIEW_INVESTIGATION'],
  'city-register': ['city', 1, 'OFFICE', 'CASE_SUPERVISION_MANAGEMENT'],
  'city-intake': ['city', 2, 'OFFICE', 'PETITIONS_REPORTS'],
  'city-trial': ['city', 3, 'OFFICE', 'CASE_TRIAL'],
  'city-cadre': ['city', 5, 'OFFICE', 'CADRE_SUPERVISION'],
  'city-supervision': ['city', 11, 'OFFICE', 'SUPERVISION_INSPECTION'],
  'city-supervision-2': ['city', 12, 'OFFICE', 'SUPERVISION_INSPECTION'],
  'city-investigation': ['city', 13, 'OFFICE', 'REVIEW_INVESTIGATION'],
  'city-conduct': ['city', 14, 'OFFICE', 'CONDUCT_SUPERVISION'],
  'city-inspection': ['city', 470, 'INSPECTION_BODY', null],
  'city-centre': ['city', 480, 'COMMAND_CENTRE', 'JOINT_CASE_CENTRE'],
  'city-group': ['city', 501, 'DISPATCHED_GROUP', null],
  'city-other-group': ['city', 502, 'DISPATCHED_GROUP', null],
  'sibling-register': ['sibling-city', 1, 'OFFICE', 'CASE_SUPERVISION_MANAGEMENT'],
  'county-register': ['county', 1, 'OFFICE', 'CASE_SUPERVISION_MANAGEMENT'],
  'county-office': ['county', 11, 'OFFICE', 'DISCIPLINE_SUPERVISION'],
  'zone-office': ['zone-county', 11, 'OFFICE', 'DISCIPLINE_SUPERVISION'],
} as const satisfies Record<string, readonly [string, number, UnitKind, OfficeKind | null]>;
export type Place = keyof typeof ORGANS | keyof typeof OFFICES;

/** From and to, in days from now. */
export type Term = readonly [from: number, to: number | null];

export type PersonRow = readonly [Place, Duty, { clearance?: number; left?: boolean; term?: Term; alsoIn?: Place }?];
export const PEOPLE = {
  handler: ['city-investigation', 'OFFICER'],
  'colleague-of-the-handler': ['city-investigation', 'OFFICER'],
  'handling-head': ['city-investigation', 'OFFICE_HEAD'],
  'head-of-another-office': ['city-conduct', 'OFFICE_HEAD'],
  register: ['city-register', 'OFFICER'],
  'register-head': ['city-register', 'OFFICE_HEAD', { clearance: 2 }],
  registrar: ['city-intake', 'OFFICER'],
  'intake-officer': ['city-intake', 'OFFICER'],
  'intake-head': ['city-intake', 'OFFICE_HEAD'],
  custodian: ['city-register', 'OFFICER'],
  leader: ['city', 'LEADER_IN_CHARGE'],
  'leader-of-another-branch': ['city', 'LEADER_IN_CHARGE'],
  'leader-of-cadre-supervision': ['city', 'LEADER_IN_CHARGE'],
  principal: ['city', 'PRINCIPAL', { clearance: 1 }],
  'trial-head': ['city-trial', 'OFFICE_HEAD'],
  'trial-officer': ['city-trial', 'OFFICER'],
  'cadre-head': ['city-cadre', 'OFFICE_HEAD'],
  'cadre-officer': ['city-cadre', 'OFFICER'],
  contact: ['city-supervision', 'OFFICER'],
  'new-contact': ['city-supervision-2', 'OFFICER'],
  'superior-register': ['province-register', 'OFFICER', { clearance: 3 }],
  'superior-contact': ['province-supervision', 'OFFICER'],
  'superior-investigation': ['province-investigation', 'OFFICE_HEAD'],
  'superior-cadre': ['province-cadre', 'OFFICE_HEAD'],
  'superior-leader': ['province', 'LEADER_IN_CHARGE'],
  'superior-leader-of-another': ['province', 'LEADER_IN_CHARGE'],
  'superior-principal': ['province', 'PRINCIPAL'],
  'group-head': ['city-group', 'PRINCIPAL'],
  'group-officer': ['city-group', 'OFFICER'],
  'other-group': ['city-other-group', 'PRINCIPAL'],
  'zone-member': ['zone-county', 'PRINCIPAL'],
  'zone-member-seconded': ['zone-office', 'OFFICER'],
  'zone-member-returned': ['zone-office', 'OFFICER'],
  'joint-member': ['county-office', 'OFFICER'],
  'joint-member-ended': ['county-office', 'OFFICER'],
  centre: ['city-centre', 'OFFICER'],
  inspector: ['city-inspection', 'OFFICER'],
  'inspector-of-last-round': ['city-conduct', 'OFFICER'],
  'granted-by-unit': ['sibling-register', 'OFFICER'],
  'granted-by-post': ['township', 'OFFICER'],
  'granted-as-person': ['township', 'OFFICER'],
  'sibling-principal': ['sibling-city', 'PRINCIPAL'],
  'county-register-officer': ['county-register', 'OFFICER'],
  'county-principal': ['county', 'PRINCIPAL'],
  'county-head-of-office': ['county-office', 'OFFICE_HEAD'],
  'township-principal': ['township', 'PRINCIPAL'],
  // Acts in the city's register; his other post is in the county.
  'two-posts': ['city-register', 'OFFICER', { alsoIn: 'county-office' }],
  'system-administrator': ['city', 'SYSTEM_ADMINISTRATOR', { clearance: 3 }],
  'security-administrator': ['city-register', 'SECURITY_ADMINISTRATOR', { clearance: 3 }],
  'audit-administrator': ['city', 'AUDIT_ADMINISTRATOR', { clearance: 3 }],
  'has-left': ['city-register', 'OFFICER', { left: true }],
  'post-ended': ['city-register', 'OFFICER', { term: [-900, -5] }],
} as const satisfies Record<string, PersonRow>;
type Who = keyof typeof PEOPLE;

interface ClueRow {
  owner: Place;
  handling: Place;
  received: Place | null;
  more?: {
    handler?: Who;
    registrar?: Who;
    custodian?: Who;
    closed?: number;
    subject?: 'UNRESOLVED' | 'STAFF';
    classification?: number;
    compartment?: boolean;
    sealed?: boolean;
  };
}
const NAMED = { handler: 'handler', registrar: 'registrar' } as const;
/** The city's own, and everybody who can come to it has a path to it. */
const own = (more: ClueRow['more'] = {}): ClueRow => ({
  owner: 'city',
  handling: 'city-investigation',
  received: 'city-intake',
  more: { ...NAMED, ...more },
});
const of = (owner: Place, handling: Place, received: Place | null = null, more: ClueRow['more'] = {}): ClueRow => ({
  owner,
  handling,
  received,
  more,
});

export const CLUES: Record<string, ClueRow> = {
  open: own(),
  closed: own({ closed: -50 }),
  'of another branch': of('city', 'city-conduct'),
  'at trial': of('city', 'city-investigation'),
  sealed: own({ sealed: true }),
  'sealed, handled by cadre supervision': of('city', 'city-cadre', 'city-intake', { sealed: true }),
  'in the compartment': of('city', 'city-cadre', 'city-intake', { compartment: true, registrar: 'registrar' }),
  'in the compartment, with all paths': own({ compartment: true }),
  'of the county': of('county', 'county-office'),
  'of the township': of('township', 'township'),
  'of the county, copied to the contact office': of('county', 'county-office'),
  'of the county, closed before the link': of('county', 'county-office', null, { closed: -450 }),
  'of the county, closed since': of('county', 'county-office', null, { closed: -50 }),
  'of a county whose link ended': of('ended-county', 'ended-county'),
  'of a county whose link is to come': of('coming-county', 'coming-county'),
  'of a county re-divided': of('redivided-county', 'redivided-county'),
  'of a county re-divided, closed before': of('redivided-county', 'redivided-county', null, { closed: -200 }),
  'supervised by the superior': of('city', 'city-conduct'),
  'of the group': of('city-group', 'city-group', 'city-group', { registrar: 'group-officer' }),
  'of the group, closed': of('city-group', 'city-group', 'city-group', { registrar: 'group-officer', closed: -50 }),
  'of another group': of('city-other-group', 'city-other-group', 'city-other-group'),
  'in the joint case': of('city', 'city-conduct'),
  'in the inspection catalogue': of('city', 'city-conduct'),
  'assigned to the county': of('sibling-city', 'sibling-register'),
  // Denials, each on a clue to which everybody has the path he has to the open one.
  recused: own(),
  'recused in another post': own(),
  'classified 1': own({ classification: 1 }),
  'classified 2': own({ classification: 2 }),
  'of a subject unresolved': own({ subject: 'UNRESOLVED', custodian: 'custodian' }),
  'on the investigation office’s head': own({ subject: 'STAFF' }),
  'on the city’s principal': own({ subject: 'STAFF' }),
  'on the county’s principal': of('city', 'city-cadre', null, { subject: 'STAFF', compartment: true }),
  'on the county’s principal, still in the county': of('county', 'county-office', null, {
    subject: 'STAFF',
    handler: 'joint-member',
  }),
  'on an officer of the group': of('city-group', 'city-group', 'city-group', { subject: 'STAFF' }),
  // As the act leaves them that finds who the subject is.
  'found to be on an officer': own({ subject: 'STAFF', compartment: true }),
  'found to be on the city’s principal': own({ subject: 'STAFF', compartment: true }),
  'in the compartment, two facets exempted': own({ compartment: true }),
  'on an officer, two facets exempted': own({ subject: 'STAFF' }),
  'in the compartment, the reporter exempted': own({ compartment: true }),
  'of a subject unresolved, kept by intake': of('city', 'city-investigation', 'city-intake', {
    subject: 'UNRESOLVED',
    registrar: 'registrar',
    custodian: 'intake-head',
  }),
};

type More = Pick<NonNullable<ClueRow['more']>, 'compartment' | 'sealed'>;

export const ITEMS: Record<string, readonly [owner: Place, issuing: Place, target: Place, clue: string, more?: More]> =
  {
    'notice to the county': ['city', 'city-supervision', 'county', 'of the county'],
    'notice from the province': ['province', 'province-register', 'city', 'supervised by the superior'],
    'notice on a clue on the county’s principal': [
      'city',
      'city-cadre',
      'county',
      'on the county’s principal, still in the county',
    ],
    'notice denied to some': ['city', 'city-supervision', 'county', 'of the county'],
    'notice in the compartment': ['city', 'city-cadre', 'county', 'of the county', { compartment: true }],
    'notice, sealed': ['city', 'city-supervision', 'county', 'of the county', { sealed: true }],
  };
export const JOINT_CASES: Record<string, readonly [owner: Place, lead: Place, clues: readonly string[], more?: More]> =
  {
    'joint case': ['city', 'city-investigation', ['in the joint case']],
    'joint case launched by the centre': ['city', 'city-investigation', []],
    'joint case denied to some': ['city', 'city-investigation', []],
    'joint case in the compartment': ['city', 'city-investigation', [], { compartment: true }],
    'joint case, sealed': ['city', 'city-investigation', [], { sealed: true }],
  };

const NOW: Term = [-400, null];
const ENDED: Term = [-400, -10];
const COMING: Term = [10, null];

export const LINKS: readonly (readonly [Place, Place, Term])[] = [
  ['city-supervision', 'county', NOW],
  ['city-supervision', 'ended-county', ENDED],
  ['city-supervision', 'coming-county', COMING],
  ['city-supervision', 'redivided-county', [-400, -100]],
  ['city-supervision-2', 'redivided-county', [-100, null]],
  ['province-supervision', 'city', NOW],
];

type Grantee = { unit: Place } | { post: Who } | { person: Who };
type GrantRow = readonly [object: string, facets: readonly Facet[], Grantee, Term, exempts?: 'exempts'];
const LC = ['LEDGER', 'CONTENT'] as const;
const LPC = ['LEDGER', 'PETITION', 'CONTENT'] as const;
/** Everything on which the denials are tried. */
const TRIED = Object.keys(CLUES).filter((name) => CLUES[name]!.more?.handler === 'handler');
const MADE_OF_A_CLUE = ['notice', 'joint case'].flatMap((noun) => [
  `${noun} denied to some`,
  `${noun} in the compartment`,
  `${noun}, sealed`,
]);
export const CASE_GRANTS: readonly GrantRow[] = [
  ...TRIED.flatMap((object): GrantRow[] => [
    [object, LPC, { unit: 'sibling-register' }, NOW],
    [object, LPC, { post: 'granted-by-post' }, NOW],
    [object, LPC, { person: 'granted-as-person' }, NOW],
  ]),
  ['of the county, copied to the contact office', LC, { unit: 'city-supervision' }, NOW],
  ['supervised by the superior', LC, { unit: 'province-register' }, NOW],
  ['in the joint case', LC, { post: 'joint-member' }, NOW],
  ['in the joint case', LC, { post: 'joint-member-ended' }, ENDED],
  ['in the joint case', LC, { post: 'zone-member-seconded' }, NOW],
  ['in the joint case', LC, { post: 'zone-member-returned' }, ENDED],
  ['joint case', LC, { post: 'joint-member' }, NOW],
  ['joint case', LC, { post: 'joint-member-ended' }, ENDED],
  ['joint case launched by the centre', LC, { unit: 'city-centre' }, NOW],
  ['in the inspection catalogue', LC, { unit: 'city-inspection' }, [-30, 30]],
  ['in the inspection catalogue', LC, { post: 'inspector-of-last-round' }, ENDED],
  ['assigned to the county', LC, { unit: 'county-register' }, NOW],
  // Sent to trial with its case: the trial office, by its unit.
  ['at trial', LC, { unit: 'city-trial' }, NOW],
  ['on the county’s principal', LPC, { post: 'superior-cadre' }, NOW, 'exempts'],
  ['on the county’s principal', LPC, { post: 'county-head-of-office' }, NOW, 'exempts'],
  ['on the city’s principal', LPC, { post: 'custodian' }, NOW, 'exempts'],
  ['on the county’s principal, still in the county', LPC, { unit: 'county-office' }, NOW],
  ['on the county’s principal, still in the county', LPC, { post: 'superior-cadre' }, NOW],
  ['on the county’s principal, still in the county', LPC, { post: 'two-posts' }, NOW, 'exempts'],
  ['recused', LPC, { post: 'handler' }, NOW, 'exempts'],
  ['found to be on an officer', LPC, { post: 'colleague-of-the-handler' }, NOW, 'exempts'],
  ['found to be on the city’s principal', LPC, { post: 'superior-cadre' }, NOW, 'exempts'],
  ...['in the compartment, two facets exempted', 'on an officer, two facets exempted'].flatMap((object) =>
    (['handler', 'intake-head', 'granted-by-post'] as const).map((post): GrantRow => [
      object,
      LC,
      { post },
      NOW,
      'exempts',
    ]),
  ),
  ['in the compartment, the reporter exempted', ['LEDGER', 'REPORTER'], { post: 'intake-head' }, NOW, 'exempts'],
  ['in the compartment, the reporter exempted', ['LEDGER', 'REPORTER'], { post: 'principal' }, NOW],
  ...MADE_OF_A_CLUE.flatMap((object): GrantRow[] => [
    [object, LC, { post: 'joint-member' }, NOW],
    [object, LC, { post: 'zone-member-seconded' }, NOW],
    [object, LC, { post: 'county-head-of-office' }, NOW, 'exempts'],
  ]),
];

type DenialRow = readonly [object: string, whom: { person: Who } | { unit: Place }];
/** Everybody with a path to the open clue. */
export const PATHS = [
  'handler',
  'handling-head',
  'register',
  'registrar',
  'intake-head',
  'leader',
  'principal',
  'superior-contact',
  'superior-leader',
  'superior-register',
  'granted-by-unit',
  'granted-by-post',
  'granted-as-person',
] as const satisfies Who[];
export const CASE_DENIALS: readonly DenialRow[] = [
  ...PATHS.map((person): DenialRow => ['recused', { person }]),
  ['recused in another post', { unit: 'county-office' }],
  ['on the investigation office’s head', { unit: 'city-investigation' }],
  ['on the city’s principal', { unit: 'city' }],
  ['on the county’s principal', { unit: 'county' }],
  ['on the county’s principal, still in the county', { unit: 'county' }],
  ['on an officer of the group', { unit: 'city-group' }],
  ['found to be on an officer', { person: 'colleague-of-the-handler' }],
  ['found to be on an officer', { unit: 'city-investigation' }],
  ['found to be on the city’s principal', { person: 'principal' }],
  ['found to be on the city’s principal', { unit: 'city' }],
  ['on an officer, two facets exempted', { unit: 'city-investigation' }],
  ['on an officer, two facets exempted', { unit: 'city-intake' }],
  ['on an officer, two facets exempted', { unit: 'township' }],
  ...['notice denied to some', 'joint case denied to some'].flatMap((object): DenialRow[] => [
    [object, { person: 'zone-member-seconded' }],
    [object, { person: 'register-head' }],
    [object, { unit: 'county-office' }],
  ]),
  ['joint case denied to some', { unit: 'city-investigation' }],
];
