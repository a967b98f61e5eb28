import { Duty } from '../../../src/jurisdiction/duties.js';
import { OfficeKind, type OrganTier, type UnitKind } from '../../../src/jurisdiction/units.js';
import { stableId } from '../../../src/shared/ids.js';
import type { AnyMatter, Clue, JointCase, Matter, Noun, SupervisionItem } from '../worlds/world.js';
import type { ContactLink, Unit, Viewer, World } from '../worlds/world.js';

// A city with a unit of every kind, in each of them a post of every duty, and beside and below it what a post can stand
// in relation to. `matters` of a viewer: for each relation the one matter that is nothing else to him.

const DAY = 86_400_000;
const idOf = (what: string) => stableId(new Date('2026-01-01T00:00:00Z'), `matrix ${what}`);
const CENTRES: readonly OfficeKind[] = ['JOINT_SUPERVISION_CENTRE', 'JOINT_CASE_CENTRE'];
const DUTIES = Object.keys(Duty) as Duty[];

export interface Standpoint {
  unit: Unit;
  viewer: Viewer;
  /** By relation, for each noun. */
  matters: Record<Noun, Map<string, string>>;
}

interface Lie {
  owner: Unit;
  handling: Unit;
  received?: Unit;
  handler?: string;
  registrar?: string;
  custodian?: string;
  closed?: boolean;
  compartment?: boolean;
  sealed?: boolean;
  unresolved?: boolean;
}

export function matrixWorld(now: number): { world: World; standpoints: Standpoint[] } {
  const units: Unit[] = [];
  const organ = (code: string, tier: OrganTier, above: Unit | null, kind: UnitKind = 'ORGAN'): Unit => {
    const [pos, hi] = [Number(code.padEnd(12, '0')), Number(code.padEnd(12, '9'))];
    const unit = { id: idOf(code), pos, hi, organ: pos, parent: above?.pos ?? null, kind, tier, officeKind: null };
    units.push(unit);
    return unit;
  };
  const within = (of: Unit, number: number, kind: UnitKind, officeKind: OfficeKind | null = null): Unit => {
    const pos = of.pos + number;
    const unit = {
      id: idOf(String(pos)),
      pos,
      hi: pos,
      organ: of.pos,
      parent: of.pos,
      kind,
      tier: of.tier,
      officeKind,
    };
    units.push(unit);
    return unit;
  };
  const nation = organ('', 'NATIONAL', null);
  const province = organ('33', 'PROVINCE', nation);
  const city = organ('3302', 'CITY', province);
  const sibling = organ('3301', 'CITY', province);
  const county = organ('330203', 'COUNTY', city);
  const township = organ('330203100', 'TOWNSHIP', county);
  const linked = organ('339005', 'COUNTY', province);
  const endedLink = organ('339006', 'COUNTY', province);
  const agency = organ('330270', 'COUNTY', city, 'DISPATCHED_ORGAN');
  const agencyOffice = within(agency, 1, 'OFFICE', 'GENERAL_OFFICE');
  // Where nobody of the matrix stands.
  const elsewhere = within(city, 460, 'OFFICE', 'GENERAL_OFFICE');
  const branch = within(city, 461, 'OFFICE', 'GENERAL_OFFICE');
  const cadreBranch = within(city, 462, 'OFFICE', 'CADRE_SUPERVISION');
  const group = within(city, 599, 'DISPATCHED_GROUP');
  const offices = (Object.keys(OfficeKind) as OfficeKind[]).map((kind, n) =>
    within(city, n + 1, CENTRES.includes(kind) ? 'COMMAND_CENTRE' : 'OFFICE', kind),
  );
  const places = [
    city,
    agency,
    ...offices,
    within(city, 470, 'INSPECTION_BODY'),
    within(city, 501, 'DISPATCHED_GROUP'),
  ];

  const always = { from: now - 400 * DAY, to: null };
  const world: World = {
    now,
    units,
    persons: [],
    posts: [],
    branches: [],
    links: [],
    zones: [],
    rounds: [],
    clues: [],
    supervisionItems: [],
    jointCases: [],
    grants: [],
    denials: [],
    viewers: [],
  };
  const add = matterMaker(world, now);
  const link = (office: Unit): ContactLink[] => [
    { office: office.pos, target: linked.pos, ...always },
    { office: office.pos, target: endedLink.pos, from: always.from, to: now - DAY },
  ];
  world.links.push(...[...offices, branch, agencyOffice].flatMap(link));

  const shared = (own: Unit, other: Unit): Record<string, Lie> => ({
    'own organ’s': { owner: own, handling: other },
    'own organ’s, closed': { owner: own, handling: other, closed: true },
    'own organ’s, cadre compartment': { owner: own, handling: other, compartment: true },
    'own organ’s, sealed': { owner: own, handling: other, sealed: true },
    'own organ’s, sealed, closed': { owner: own, handling: other, sealed: true, closed: true },
    'of 干部监督 in his charge, cadre compartment': { owner: sibling, handling: cadreBranch, compartment: true },
    'of an office in his charge': { owner: sibling, handling: branch },
    'of an office in his charge, cadre compartment': { owner: sibling, handling: branch, compartment: true },
    'came in or is addressed to an office in his charge': { owner: sibling, handling: sibling, received: branch },
    'of a linked organ': { owner: linked, handling: linked },
    'of a linked organ, cadre compartment': { owner: linked, handling: linked, compartment: true },
    'of a linked organ, closed before the link': { owner: linked, handling: linked, closed: true },
    'of an organ no longer linked': { owner: endedLink, handling: endedLink },
    'of the organ below': { owner: county, handling: county },
    'of the organ below, cadre compartment': { owner: county, handling: county, compartment: true },
    'of the organ below, sealed': { owner: county, handling: county, sealed: true },
    'of the organ below that': { owner: township, handling: township },
    'of a dispatched group of the organ': { owner: group, handling: group },
    'of the organ above': { owner: province, handling: province },
    'of the organ beside': { owner: sibling, handling: sibling },
  });
  const ofCity = add.all('city', shared(city, elsewhere));
  const ofAgency = add.all('agency', shared(agency, agencyOffice));

  const standpoints: Standpoint[] = [];
  for (const unit of places) {
    const own = unit === agency ? agency : city;
    const ofUnit = add.all(`unit ${unit.pos}`, {
      'own unit handles it': { owner: sibling, handling: unit },
      'own unit handles it, cadre compartment': { owner: own, handling: unit, compartment: true },
      'own unit handles it, another organ’s, cadre compartment': { owner: sibling, handling: unit, compartment: true },
      'came in or is addressed there': { owner: sibling, handling: sibling, received: unit },
      'came in or is addressed there, closed': { owner: sibling, handling: sibling, received: unit, closed: true },
      ...(unit.kind === 'DISPATCHED_GROUP' ? { 'own unit is accountable': { owner: unit, handling: sibling } } : {}),
    });
    for (const duty of DUTIES) {
      const name = `${unit.pos} ${duty}`;
      const person = { id: idOf(`person ${name}`), subject: name, clearance: 0, leftAt: null };
      const post = { id: idOf(`post ${name}`), person: person.id, unit: unit.pos, duty, main: true, ...always };
      const viewer = { identity: name, person, post, chosen: false };
      world.persons.push(person);
      world.posts.push(post);
      world.viewers.push(viewer);
      world.branches.push({ post: post.id, office: branch.pos, ...always });
      world.branches.push({ post: post.id, office: cadreBranch.pos, ...always });
      const named = add.clues(name, {
        'names him as handler': { owner: sibling, handling: sibling, handler: post.id },
        'names him as registrar': { owner: sibling, handling: sibling, registrar: post.id },
        'names him as registrar, came in there': {
          owner: sibling,
          handling: sibling,
          received: unit,
          registrar: post.id,
        },
        'names him as registrar, came in there, closed': {
          owner: sibling,
          handling: sibling,
          received: unit,
          registrar: post.id,
          closed: true,
        },
        'subject unresolved, names him as registrar': {
          owner: sibling,
          handling: sibling,
          received: unit,
          registrar: post.id,
          unresolved: true,
        },
        'subject unresolved, names him as custodian': {
          owner: sibling,
          handling: sibling,
          custodian: post.id,
          unresolved: true,
        },
      });
      const organs = own === agency ? ofAgency : ofCity;
      const both = (noun: Noun) => new Map([...ofUnit[noun], ...organs[noun]]);
      standpoints.push({
        unit,
        viewer,
        matters: {
          clue: new Map([...named, ...both('clue')]),
          supervisionItem: both('supervisionItem'),
          jointCase: both('jointCase'),
        },
      });
    }
  }
  return { world, standpoints };
}

/** Adds matters to a world; answers their ids by relation. */
function matterMaker(world: World, now: number) {
  let number = 0;
  const matterOf = <N extends Noun>(noun: N, name: string, lie: Lie): Matter & { noun: N } => ({
    noun,
    id: idOf(`${noun} ${name}`),
    number: `${(number += 1)}号`,
    owner: lie.owner.pos,
    handling: lie.handling.pos,
    received: lie.received?.pos ?? null,
    handler: lie.handler ?? null,
    registrar: lie.registrar ?? null,
    custodian: lie.custodian ?? null,
    subject: lie.unresolved ? 'UNRESOLVED' : 'NOT_STAFF',
    classification: 0,
    compartment: lie.compartment ?? false,
    sealed: lie.sealed ?? false,
    // In a month of its own, so that its month's figures are of it alone.
    beganAt: now - (900 + 31 * number) * DAY,
    closedAt: lie.closed ? now - 800 * DAY : null,
    dueAt: null,
    yellowAt: null,
    redAt: null,
  });
  const clue = (name: string, lie: Lie): Clue => ({
    ...matterOf('clue', name, lie),
    stage: 'ASSIGNED',
    source: 'PETITION',
    method: null,
    outcome: null,
    priority: false,
    expedited: false,
    petition: { class: 'ACCUSATION', channel: 'LETTER', text: '原文' },
    content: {
      subjectName: '某',
      subjectPosition: null,
      subjectRank: null,
      keyMinority: false,
      allegation: '问题',
      priorityReason: null,
      handlerName: null,
    },
    reporter: {
      kind: 'ANONYMOUS',
      name: null,
      contact: null,
      acceptanceNoticeDueAt: null,
      resultNoticeDueAt: null,
      protectionRequested: false,
    },
  });
  const item = (name: string, lie: Lie, elsewhere: Unit): SupervisionItem => ({
    ...matterOf('supervisionItem', name, lie),
    received: (lie.received ?? elsewhere).pos,
    state: 'ISSUED',
    reasons: ['KEY_CLUE'],
    clue: null,
    reportTo: null,
    cc: [],
    content: { requirement: '要求', result: null },
  });
  const joint = (name: string, lie: Lie): JointCase => ({
    ...matterOf('jointCase', name, lie),
    received: null,
    mode: 'TASK_FORCE',
    state: 'ACTIVE',
    plannedDays: null,
    content: { title: '专案', criteria: null },
    assignments: [],
    clues: [],
  });
  const into =
    <M extends AnyMatter>(list: M[], make: (name: string, lie: Lie) => M) =>
    (where: string, lies: Record<string, Lie>): Map<string, string> =>
      new Map(
        Object.entries(lies).map(([relation, lie]) => {
          const made = make(`${where} ${relation}`, lie);
          list.push(made);
          return [relation, made.id];
        }),
      );
  const farAway = world.units[1]!;
  const clues = into(world.clues, clue);
  const items = into(world.supervisionItems, (name, lie) => item(name, lie, farAway));
  const cases = into(world.jointCases, joint);
  const notReceived = (lies: Record<string, Lie>) =>
    Object.fromEntries(Object.entries(lies).filter(([, { received }]) => !received));
  return {
    clues,
    all: (where: string, lies: Record<string, Lie>): Record<Noun, Map<string, string>> => ({
      clue: clues(where, lies),
      supervisionItem: items(where, lies),
      // A joint case is received nowhere.
      jointCase: cases(where, notReceived(lies)),
    }),
  };
}
