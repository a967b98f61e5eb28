import type { Unit } from '../../hierarchy/unit.js';
import { Duty } from '../../jurisdiction/duties.js';
import { stableId } from '../../shared/ids.js';
import { ORGANS_WITH_CENTRES, CENTRES } from '../organisation/centres.js';
import { GROUPS } from '../organisation/groups.js';
import { standardOffices } from '../organisation/offices.js';
import type { Organisation } from '../organisation/organisation.js';
import { daysLater } from '../moments.js';
import { Random } from '../random.js';
import { ADMINISTRATOR_POSTS, ADMINISTRATORS_UNIT, ENDED, HELD_BESIDE_ANOTHER, LEFT } from './exceptions.js';
import { distinctNames } from './names.js';
import { positionsIn } from './positions.js';

export const IN_POST_SINCE = new Date('2021-01-04T09:00:00+08:00');

export interface Person {
  id: string;
  subject: string;
  name: string;
  clearance: number;
  leftAt: Date | null;
}

export interface Post {
  id: string;
  key: string;
  person: Person;
  unit: Unit;
  duty: number;
  main: boolean;
  until: Date | null;
}

/** Of these counties the townships have officers, not only their named ones. */
const STAFFED_TOWNSHIPS_OF = /^(?:330122|330113|330112|330213)\d{3}$/;

const CLEARANCE: Partial<Record<number, number>> = {
  [Duty.PRINCIPAL]: 3,
  [Duty.LEADER_IN_CHARGE]: 2,
  [Duty.OFFICE_HEAD]: 2,
};

/** The people of the demo world and the posts they hold. */
export class Staff {
  readonly people: Person[] = [];
  readonly posts: Post[] = [];
  /** The posts through which somebody can be given work now. */
  readonly working: Post[] = [];
  private readonly byKey = new Map<string, Post>();
  private readonly workingAt = new Map<number, Post[]>();
  private readonly nameFor = distinctNames();

  constructor(
    organisation: Organisation,
    private readonly now: Date,
  ) {
    const units = staffedUnits(organisation).map((slug) => ({ slug, unit: organisation.at(slug) }));
    const slots = units.flatMap(({ slug, unit }) =>
      positionsIn(unit).map(({ role, duty }) => ({ key: `${slug}-${role}`, unit, duty })),
    );
    for (const [key, duty] of ADMINISTRATOR_POSTS) {
      slots.push({ key, unit: organisation.at(ADMINISTRATORS_UNIT), duty: Duty[duty] });
    }
    // A post beside another comes after the one it is beside.
    slots.sort((a, b) => Number(a.key in HELD_BESIDE_ANOTHER) - Number(b.key in HELD_BESIDE_ANOTHER));
    for (const { key, unit, duty } of slots) this.fill(key, unit, duty);
  }

  post(key: string): Post {
    const post = this.byKey.get(key);
    if (!post) throw new Error(`the demo world has no post ${key}`);
    return post;
  }

  /** The same of one unit, its head first. */
  at(pos: number): readonly Post[] {
    return this.workingAt.get(pos) ?? [];
  }

  private fill(key: string, unit: Unit, duty: number): void {
    const holder = HELD_BESIDE_ANOTHER[key];
    const person = holder === undefined ? this.newPerson(key, duty) : this.post(holder).person;
    const ended = ENDED[key];
    const post: Post = {
      id: stableId(IN_POST_SINCE, `post:${key}`),
      key,
      person,
      unit,
      duty,
      main: holder === undefined,
      until: ended === undefined ? null : daysLater(this.now, -ended),
    };
    this.posts.push(post);
    this.byKey.set(key, post);
    if (post.until === null && person.leftAt === null) {
      this.working.push(post);
      this.workingAt.set(unit.pos, [...(this.workingAt.get(unit.pos) ?? []), post]);
    }
  }

  private newPerson(subject: string, duty: number): Person {
    const random = new Random(`person:${subject}`);
    const left = LEFT[subject];
    const person: Person = {
      id: stableId(IN_POST_SINCE, `person:${subject}`),
      subject,
      name: this.nameFor(random),
      clearance: CLEARANCE[duty] ?? random.integer(0, 1),
      leftAt: left === undefined ? null : daysLater(this.now, -left),
    };
    this.people.push(person);
    return person;
  }
}

function staffedUnits(organisation: Organisation): string[] {
  const named = organisation.slugs();
  const known = new Set(named.map((slug) => organisation.at(slug).pos));
  return [
    ...named.flatMap((slug) => [
      slug,
      ...standardOffices(organisation.at(slug)).map((office) => `${slug}-${office.slug}`),
    ]),
    ...GROUPS.map(({ organ, slug }) => `${organ}-group-${slug}`),
    ...ORGANS_WITH_CENTRES.flatMap((organ) => CENTRES.map(({ slug }) => `${organ}-${slug}`)),
    ...organisation.organs.flatMap(({ code, pos }) =>
      code !== null && STAFFED_TOWNSHIPS_OF.test(code) && !known.has(pos) ? [code] : [],
    ),
  ];
}
