import { inForce, type AnyMatter, type Clue, type ContactLink, type Facet, type JointCase } from './worlds/world.js';
import { type Matter, type SupervisionItem, type Unit, type Viewer, type World } from './worlds/world.js';

// DOMAIN B4 said once more, by hand and without SQL: what one viewer may know of one matter. Slow and plain on purpose;
// the policies must come to the same answer for every matter of every world.

/** What a viewer's post amounts to now. */
export interface Standing {
  viewer: Viewer;
  unit: Unit;
  organ: Unit;
  /** Offices and groups he is in charge of. */
  branches: number[];
  links: ContactLink[];
  unitsOfAllPosts: number[];
}

const ADMINISTRATORS = ['SYSTEM_ADMINISTRATOR', 'SECURITY_ADMINISTRATOR', 'AUDIT_ADMINISTRATOR'];
const LOOKS_AFTER_OTHERS = ['SUPERVISION_INSPECTION', 'DISCIPLINE_SUPERVISION'];

export function unitAt(world: World, pos: number): Unit {
  const unit = world.units.find((one) => one.pos === pos);
  if (!unit) throw new Error(`this world has no unit ${pos}`);
  return unit;
}

export function standingOf(world: World, viewer: Viewer): Standing {
  const unit = unitAt(world, viewer.post.unit);
  const organ = unitAt(world, unit.organ);
  const branches: number[] = [];
  for (const branch of world.branches) {
    if (branch.post === viewer.post.id && inForce(branch, world)) branches.push(branch.office);
  }
  const unitsOfAllPosts: number[] = [];
  for (const post of world.posts) {
    if (post.person === viewer.person.id && inForce(post, world)) unitsOfAllPosts.push(post.unit);
  }
  const standing = { viewer, unit, organ, branches, links: [] as ContactLink[], unitsOfAllPosts };
  for (const link of world.links) {
    if (inForce(link, world) && looksThrough(standing, link)) standing.links.push(link);
  }
  return standing;
}

/** An office has its own links, a leader those of his branch offices, a principal those of all his organ's offices. */
function looksThrough({ viewer, unit, organ, branches }: Standing, link: ContactLink): boolean {
  if (isAdministrator(viewer)) return false;
  if (unit.officeKind !== null && LOOKS_AFTER_OTHERS.includes(unit.officeKind) && link.office === unit.pos) return true;
  if (viewer.post.duty === 'LEADER_IN_CHARGE' && branches.includes(link.office)) return true;
  return headsAnOrgan(viewer, unit) && inOrgan(organ, link.office);
}

export function isAdministrator(viewer: Viewer): boolean {
  return ADMINISTRATORS.includes(viewer.post.duty);
}

function headsAnOrgan(viewer: Viewer, unit: Unit): boolean {
  return viewer.post.duty === 'PRINCIPAL' && (unit.kind === 'ORGAN' || unit.kind === 'DISPATCHED_ORGAN');
}

function headsAnOffice(viewer: Viewer, unit: Unit): boolean {
  return viewer.post.duty === 'OFFICE_HEAD' && unit.kind === 'OFFICE';
}

/** The organ with its offices, without its dispatched groups and what is below it. */
export function inOrgan(organ: Unit, pos: number | null): boolean {
  return pos !== null && pos >= organ.pos && pos <= organ.pos + 499;
}

export function inSubtree(unit: Unit, pos: number | null): boolean {
  return pos !== null && pos >= unit.pos && pos <= unit.hi;
}

/** The facets that reach the viewer; empty: for him the matter does not exist. Without the ledger there is no matter. */
export function facetsOf(world: World, standing: Standing, matter: AnyMatter): ReadonlySet<Facet> {
  const facets = reachedFacets(world, standing, matter);
  return facets.has('LEDGER') ? facets : new Set<Facet>();
}

/** The facets by themselves, whether or not the matter can be found through its ledger. */
export function reachedFacets(world: World, standing: Standing, matter: AnyMatter): ReadonlySet<Facet> {
  if (isAdministrator(standing.viewer)) return new Set<Facet>();
  const facets = new Set<Facet>(grantedFacets(world, standing, matter));
  const give = (...more: Facet[]) => more.forEach((facet) => facets.add(facet));
  if (matter.noun === 'clue') rightsToClue(world, standing, matter, give);
  if (matter.noun === 'supervisionItem') rightsToSupervisionItem(world, standing, matter, give);
  if (matter.noun === 'jointCase') rightsToJointCase(world, standing, matter, give);
  for (const facet of facets) {
    if (isDenied(world, standing, matter, facet)) facets.delete(facet);
  }
  return facets;
}

type Give = (...facets: Facet[]) => void;

function rightsToClue(world: World, standing: Standing, clue: Clue, give: Give): void {
  const { viewer, unit, organ, branches } = standing;
  const open = clue.closedAt === null;
  if (headsAnOffice(viewer, unit) && clue.handling === unit.pos) {
    give('LEDGER');
    if (unit.officeKind !== 'PETITIONS_REPORTS') give('CONTENT'); // 信访 never has content
    if (unit.officeKind !== 'CASE_TRIAL') give('PETITION'); // 审理 never the petition
  }
  if (unit.officeKind === 'CASE_SUPERVISION_MANAGEMENT') {
    if (inOrgan(organ, clue.owner)) give('LEDGER', 'PETITION');
    if (inOrgan(organ, clue.owner)) give('CONTENT');
    if (inSubtree(organ, clue.owner)) give('LEDGER');
  }
  if (unit.officeKind === 'PETITIONS_REPORTS' && clue.received === unit.pos) {
    give('LEDGER', 'PETITION');
    if (headsAnOffice(viewer, unit) && open) give('REPORTER');
  }
  if (viewer.post.duty === 'LEADER_IN_CHARGE' && branches.includes(clue.handling))
    give('LEDGER', 'PETITION', 'CONTENT');
  if (headsAnOrgan(viewer, unit) && inOrgan(organ, clue.owner)) give('LEDGER', 'PETITION', 'CONTENT');
  if (unit.officeKind === 'CADRE_SUPERVISION' && clue.compartment && inOrgan(organ, clue.owner)) {
    give('LEDGER', 'PETITION', 'CONTENT');
  }
  if (isLinked(world, standing, clue)) give('LEDGER');
  if (unit.kind === 'DISPATCHED_GROUP') {
    if (clue.owner === unit.pos || clue.handling === unit.pos) give('LEDGER', 'PETITION', 'CONTENT');
    if (clue.received === unit.pos && open) give('REPORTER');
  }
  if (clue.handler === viewer.post.id) give('LEDGER', 'PETITION', 'CONTENT');
  if (clue.registrar === viewer.post.id && clue.received === unit.pos && open) give('REPORTER');
  if (clue.sealed && open && headsAnOrgan(viewer, unit) && inOrgan(organ, clue.owner)) give('REPORTER');
  if (clue.subject === 'UNRESOLVED' && isEntrusted(viewer, clue)) give('LEDGER', 'PETITION', 'CONTENT');
}

function rightsToSupervisionItem(world: World, standing: Standing, item: SupervisionItem, give: Give): void {
  const { viewer, unit, organ, branches } = standing;
  if (headsAnOffice(viewer, unit) && (item.handling === unit.pos || item.received === unit.pos))
    give('LEDGER', 'CONTENT');
  if (unit.officeKind === 'CASE_SUPERVISION_MANAGEMENT') {
    if (inOrgan(organ, item.owner) || inOrgan(organ, item.received)) give('LEDGER', 'CONTENT');
    if (inSubtree(organ, item.owner)) give('LEDGER');
  }
  if (unit.officeKind === 'CADRE_SUPERVISION' && isCompartmented(world, item) && inOrgan(organ, item.owner)) {
    give('LEDGER', 'CONTENT');
  }
  if (viewer.post.duty === 'LEADER_IN_CHARGE') {
    if (branches.includes(item.handling) || branches.includes(item.received)) give('LEDGER', 'CONTENT');
  }
  if (headsAnOrgan(viewer, unit) && (inOrgan(organ, item.owner) || inOrgan(organ, item.received))) {
    give('LEDGER', 'CONTENT');
  }
  if (unit.kind === 'DISPATCHED_GROUP' && (item.handling === unit.pos || item.received === unit.pos)) {
    give('LEDGER', 'CONTENT');
  }
}

function rightsToJointCase(world: World, standing: Standing, joint: JointCase, give: Give): void {
  const { viewer, unit, organ, branches } = standing;
  if (headsAnOffice(viewer, unit) && joint.handling === unit.pos) give('LEDGER', 'CONTENT');
  if (unit.officeKind === 'CASE_SUPERVISION_MANAGEMENT') {
    if (inOrgan(organ, joint.owner)) give('LEDGER', 'CONTENT');
    if (inSubtree(organ, joint.owner)) give('LEDGER');
  }
  if (unit.officeKind === 'CADRE_SUPERVISION' && isCompartmented(world, joint) && inOrgan(organ, joint.owner)) {
    give('LEDGER', 'CONTENT');
  }
  if (viewer.post.duty === 'LEADER_IN_CHARGE' && branches.includes(joint.handling)) give('LEDGER', 'CONTENT');
  if (headsAnOrgan(viewer, unit) && inOrgan(organ, joint.owner)) give('LEDGER', 'CONTENT');
  if (isLinked(world, standing, joint)) give('LEDGER');
  if (unit.kind === 'DISPATCHED_GROUP' && joint.handling === unit.pos) give('LEDGER', 'CONTENT');
  if (unit.officeKind === 'JOINT_CASE_CENTRE' && inOrgan(organ, joint.owner)) give('LEDGER');
}

/** What was closed before a link began stays closed to it. */
function isLinked(world: World, { links }: Standing, matter: Matter): boolean {
  for (const link of links) {
    const late = matter.closedAt !== null && matter.closedAt < link.from;
    if (!late && inSubtree(unitAt(world, link.target), matter.owner)) return true;
  }
  return false;
}

/** Until it is known whether the subject is one of us, two posts know of the clue. */
function isEntrusted(viewer: Viewer, clue: Matter): boolean {
  return clue.registrar === viewer.post.id || clue.custodian === viewer.post.id;
}

export function grantedFacets(world: World, { viewer }: Standing, matter: AnyMatter): Facet[] {
  const facets: Facet[] = [];
  for (const { object, grantee, ...grant } of world.grants) {
    if (object !== matter.id || !inForce(grant, world)) continue;
    const mine =
      ('unit' in grantee && grantee.unit === viewer.post.unit) ||
      ('post' in grantee && grantee.post === viewer.post.id) ||
      ('person' in grantee && grantee.person === viewer.person.id);
    if (mine) facets.push(...grant.facets);
  }
  return facets;
}

function isDenied(world: World, standing: Standing, matter: AnyMatter, facet: Facet): boolean {
  const { viewer, unitsOfAllPosts } = standing;
  const exempt = isExempt(world, viewer, matter, facet);
  // What is written about a clue is as secret as the clue, and denied to whom the clue is.
  const all: AnyMatter[] = [matter, ...cluesOf(world, matter)];
  if (all.some(({ classification }) => classification > viewer.person.clearance)) return true;
  if (all.some(({ subject }) => subject === 'UNRESOLVED') && !isEntrusted(viewer, matter)) return true;
  if (all.some(({ sealed }) => sealed)) {
    // For the head of its organ alone, and nothing else is ever written about it.
    const his = headsAnOrgan(viewer, standing.unit) && inOrgan(standing.organ, matter.owner);
    if (!his || matter.noun !== 'clue') return true;
  } else if (isCompartmented(world, matter) && !isInCompartment(world, standing, matter, facet) && !exempt) return true;
  for (const { object, whom, endedAt } of world.denials) {
    if (endedAt !== null || !all.some(({ id }) => id === object)) continue;
    if ('person' in whom && whom.person === viewer.person.id) return true;
    if (exempt) continue;
    if ('lo' in whom && unitsOfAllPosts.some((pos) => pos >= whom.lo && pos <= whom.hi)) return true;
  }
  return false;
}

/** The clues that an item or a case is about. */
function cluesOf(world: World, matter: AnyMatter): Clue[] {
  const ids = matter.noun === 'supervisionItem' ? [matter.clue] : matter.noun === 'jointCase' ? matter.clues : [];
  return world.clues.filter(({ id }) => ids.includes(id));
}

function isCompartmented(world: World, matter: AnyMatter): boolean {
  return matter.compartment || cluesOf(world, matter).some(({ compartment }) => compartment);
}

/** Named in a compartment grant of this very matter, for this very facet. */
function isExempt(world: World, viewer: Viewer, matter: Matter, facet: Facet): boolean {
  for (const { object, grantee, exempts, facets, ...grant } of world.grants) {
    if (object !== matter.id || !exempts || !facets.includes(facet) || !inForce(grant, world)) continue;
    if ('post' in grantee && grantee.post === viewer.post.id) return true;
  }
  return false;
}

/** The cadre compartment (干部监督): clues about discipline officials, for few of their own organ. */
function isInCompartment(world: World, standing: Standing, matter: Matter, facet: Facet): boolean {
  const { viewer, unit, organ, branches } = standing;
  if (facet === 'REPORTER') return false;
  if (unit.officeKind === 'CASE_SUPERVISION_MANAGEMENT' && facet === 'LEDGER') return inSubtree(organ, matter.owner);
  if (viewer.post.duty === 'LEADER_IN_CHARGE' && branches.includes(matter.handling)) {
    if (unitAt(world, matter.handling).officeKind === 'CADRE_SUPERVISION') return true;
  }
  if (!inOrgan(organ, matter.owner)) return false;
  if (headsAnOrgan(viewer, unit) || unit.officeKind === 'CADRE_SUPERVISION') return true;
  return unit.officeKind === 'CASE_SUPERVISION_MANAGEMENT' && facet !== 'CONTENT';
}

/** Whether the figures that the viewer may have count a clue: the STATISTICS column of DOMAIN B4. */
export function isCounted(world: World, standing: Standing, clue: Clue): boolean {
  if (isAdministrator(standing.viewer)) return false;
  const place = placeOf(world, clue);
  if (!hasFiguresOf(world, standing, place)) return false;
  return reachedFacets(world, standing, clue).has('LEDGER') || isKeptFromNobody(world, clue);
}

/** Once, at one place: with the office of the accountable organ that handles it, else with who is accountable. */
export function placeOf(world: World, { owner, handling }: Clue): number {
  const accountable = unitAt(world, owner);
  return accountable.organ === accountable.pos && inOrgan(accountable, handling) ? handling : owner;
}

const COUNT_THEIR_ORGAN = ['CASE_SUPERVISION_MANAGEMENT', 'PETITIONS_REPORTS', 'CASE_TRIAL', 'CADRE_SUPERVISION'];

function hasFiguresOf(world: World, standing: Standing, place: number): boolean {
  const { viewer, unit, organ, links } = standing;
  const atItsHead = unit.kind === 'ORGAN' || unit.kind === 'DISPATCHED_ORGAN';
  const leads = atItsHead && ['PRINCIPAL', 'LEADER_IN_CHARGE'].includes(viewer.post.duty);
  const ofOrgan = leads || unit.kind === 'COMMAND_CENTRE' || COUNT_THEIR_ORGAN.includes(unit.officeKind ?? '');
  if (ofOrgan && inOrgan(organ, place)) return true;
  const isSuperior = leads || unit.kind === 'OFFICE';
  if (isSuperior && inSubtree(organ, place) && !inOrgan(organ, place)) return true;
  const looksAfter = leads || LOOKS_AFTER_OTHERS.includes(unit.officeKind ?? '');
  if (looksAfter && links.some(({ target }) => inSubtree(unitAt(world, target), place))) return true;
  if (unit.kind === 'INSPECTION_BODY') return isInspected(world, standing, place);
  const countsItsOwn = unit.kind === 'OFFICE' || unit.kind === 'DISPATCHED_GROUP' || viewer.post.duty === 'OFFICER';
  return countsItsOwn && place === unit.pos;
}

/** The organ of its round, with its offices. */
function isInspected(world: World, standing: Standing, place: number): boolean {
  for (const { body, inspected, ...round } of world.rounds) {
    if (body === standing.unit.pos && inForce(round, world) && inOrgan(unitAt(world, inspected), place)) return true;
  }
  return false;
}

function isKeptFromNobody(world: World, clue: Clue): boolean {
  if (clue.classification > 0 || clue.compartment || clue.sealed || clue.subject === 'UNRESOLVED') return false;
  return !world.denials.some(({ object, endedAt }) => object === clue.id && endedAt === null);
}
