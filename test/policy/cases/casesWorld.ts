import type { OfficeKind, OrganTier, UnitKind } from '../../../src/jurisdiction/units.js';
import { stableId } from '../../../src/shared/ids.js';
import type { Clue, Facet, JointCase, SupervisionItem, Unit, Viewer, World } from '../worlds/world.js';
import { CASE_DENIALS, CASE_GRANTS, CLUES, ITEMS, JOINT_CASES, LINKS, ORGANS, OFFICES, PEOPLE } from './casesTables.js';
import type { PersonRow, Place, Term } from './casesTables.js';

// The world that the access cases speak of, as the random worlds have theirs: every unit, person and matter by a name.

const DAY = 86_400_000;
const idOf = (what: string) => stableId(new Date('2026-01-01T00:00:00Z'), `access case ${what}`);

export function casesWorld(now: number) {
  const at = (days: number) => now + days * DAY;
  const term = ([from, to]: Term) => ({ from: at(from), to: to === null ? null : at(to) });
  const units = new Map<string, Unit>();
  for (const [name, [code, tier, above]] of Object.entries<readonly [string, OrganTier, string | null]>(ORGANS)) {
    const pos = Number(code.padEnd(12, '0'));
    const hi = Number(code.padEnd(12, '9'));
    const parent = above === null ? null : units.get(above)!.pos;
    units.set(name, { id: idOf(name), pos, hi, organ: pos, parent, kind: 'ORGAN', tier, officeKind: null });
  }
  for (const [name, [above, number, kind, officeKind]] of Object.entries<
    readonly [string, number, UnitKind, OfficeKind | null]
  >(OFFICES)) {
    const organ = units.get(above)!;
    const pos = organ.pos + number;
    const place = { pos, hi: pos, organ: organ.pos, parent: organ.pos, tier: organ.tier };
    units.set(name, { id: idOf(name), ...place, kind, officeKind });
  }
  const pos = (name: Place) => {
    const unit = units.get(name);
    if (!unit) throw new Error(`the access cases have no unit ${name}`);
    return unit.pos;
  };

  const viewers = new Map<string, Viewer>();
  for (const [name, [unit, duty, more]] of Object.entries<PersonRow>(PEOPLE)) {
    const leftAt = more?.left ? at(-30) : null;
    const person = { id: idOf(`person ${name}`), subject: name, clearance: more?.clearance ?? 0, leftAt };
    const post = { id: idOf(`post ${name}`), person: person.id, unit: pos(unit), duty, main: true };
    viewers.set(name, {
      identity: name,
      person,
      post: { ...post, ...term(more?.term ?? [-900, null]) },
      chosen: false,
    });
  }
  const posts = [...viewers.values()].map(({ post }) => post);
  for (const [name, [, , more]] of Object.entries<PersonRow>(PEOPLE)) {
    if (!more?.alsoIn) continue;
    const { person } = viewers.get(name)!;
    const second = { id: idOf(`second post ${name}`), person: person.id, unit: pos(more.alsoIn), main: false };
    posts.push({ ...second, duty: 'OFFICER', ...term([-900, null]) });
  }
  const postOf = (name: string | undefined) => (name === undefined ? null : viewers.get(name)!.post.id);

  const matter = <N extends string>(noun: N, name: string, n: number) => ({
    noun,
    id: idOf(`${noun} ${name}`),
    number: `${n + 1}号`,
    handler: null,
    registrar: null,
    custodian: null,
    subject: 'NOT_STAFF' as const,
    classification: 0,
    compartment: false,
    sealed: false,
    beganAt: at(-600),
    closedAt: null,
    dueAt: null,
    yellowAt: null,
    redAt: null,
  });
  const clues = Object.entries(CLUES).map(([name, clue], n): Clue => {
    const { handler, registrar, custodian, closed, ...more } = clue.more ?? {};
    return {
      ...matter('clue', name, n),
      // Each came in in a month of its own, so that its month's figures are of it alone.
      beganAt: at(-600 - 31 * n),
      owner: pos(clue.owner),
      handling: pos(clue.handling),
      received: clue.received === null ? null : pos(clue.received),
      handler: postOf(handler),
      registrar: postOf(registrar),
      custodian: postOf(custodian),
      closedAt: closed === undefined ? null : at(closed),
      ...more,
      stage: 'ASSIGNED',
      source: 'PETITION',
      method: null,
      outcome: null,
      priority: false,
      expedited: false,
      petition: { class: 'ACCUSATION', channel: 'LETTER', text: `原文 ${name}` },
      content: {
        subjectName: `被反映人 ${name}`,
        subjectPosition: null,
        subjectRank: null,
        keyMinority: false,
        allegation: `问题 ${name}`,
        priorityReason: null,
        handlerName: null,
      },
      reporter: {
        kind: 'REAL_NAME',
        name: `反映人 ${name}`,
        contact: null,
        acceptanceNoticeDueAt: null,
        resultNoticeDueAt: null,
        protectionRequested: false,
      },
    };
  });
  const clueId = (name: string) => clues[Object.keys(CLUES).indexOf(name)]!.id;
  const supervisionItems = Object.entries(ITEMS).map(
    ([name, [owner, handling, received, about, more]], n): SupervisionItem => ({
      ...matter('supervisionItem', name, n),
      ...more,
      owner: pos(owner),
      handling: pos(handling),
      received: pos(received),
      state: 'ISSUED',
      reasons: ['KEY_CLUE'],
      clue: clueId(about),
      reportTo: null,
      cc: [],
      content: { requirement: `要求 ${name}`, result: null },
    }),
  );
  const jointCases = Object.entries(JOINT_CASES).map(([name, [owner, handling, about, more]], n): JointCase => ({
    ...matter('jointCase', name, n),
    ...more,
    owner: pos(owner),
    handling: pos(handling),
    received: null,
    mode: 'TASK_FORCE',
    state: 'ACTIVE',
    plannedDays: null,
    content: { title: `专案 ${name}`, criteria: null },
    assignments: [],
    clues: about.map(clueId),
  }));
  const matters = new Map(
    [...Object.keys(CLUES), ...Object.keys(ITEMS), ...Object.keys(JOINT_CASES)].map((name, n) => [
      name,
      [...clues, ...supervisionItems, ...jointCases][n]!,
    ]),
  );
  const world: World = {
    now,
    units: [...units.values()],
    persons: [...viewers.values()].map(({ person }) => person),
    posts,
    branches: [
      { post: postOf('leader')!, office: pos('city-investigation'), ...term([-800, null]) },
      { post: postOf('leader-of-another-branch')!, office: pos('city-conduct'), ...term([-800, null]) },
      { post: postOf('leader-of-another-branch')!, office: pos('city-investigation'), ...term([-800, -10]) },
      { post: postOf('leader-of-cadre-supervision')!, office: pos('city-cadre'), ...term([-800, null]) },
      { post: postOf('superior-leader')!, office: pos('province-supervision'), ...term([-800, null]) },
      { post: postOf('superior-leader-of-another')!, office: pos('province-investigation'), ...term([-800, null]) },
    ],
    links: LINKS.map(([office, target, when]) => ({ office: pos(office), target: pos(target), ...term(when) })),
    zones: [{ owner: pos('city'), members: [pos('county'), pos('zone-county')] }],
    rounds: [
      { body: pos('city-inspection'), inspected: pos('city'), ...term([-30, 30]) },
      { body: pos('city-inspection'), inspected: pos('county'), ...term([-90, -60]) },
    ],
    clues,
    supervisionItems,
    jointCases,
    grants: CASE_GRANTS.map(([object, facets, grantee, when, exempts]) => ({
      object: matters.get(object)!.id,
      facets: [...facets] as Facet[],
      grantee:
        'unit' in grantee
          ? { unit: pos(grantee.unit) }
          : 'post' in grantee
            ? { post: postOf(grantee.post)! }
            : { person: viewers.get(grantee.person)!.person.id },
      exempts: exempts === 'exempts',
      ...term(when),
    })),
    denials: CASE_DENIALS.map(([object, whom]) => ({
      object: matters.get(object)!.id,
      whom:
        'person' in whom
          ? { person: viewers.get(whom.person)!.person.id }
          : { lo: pos(whom.unit), hi: units.get(whom.unit)!.hi },
      endedAt: null,
    })),
    viewers: [...viewers.values()],
  };
  return { world, viewers, matters };
}
