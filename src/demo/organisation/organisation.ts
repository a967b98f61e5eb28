import { organsOfTheCountry } from '../../hierarchy/organs.js';
import type { Unit } from '../../hierarchy/unit.js';
import { OfficeKind } from '../../jurisdiction/units.js';
import { CENTRES, ORGANS_WITH_CENTRES } from './centres.js';
import { GROUPS } from './groups.js';
import { officesOfTheCountry, standardOffices, unitUnder } from './offices.js';
import { ORGAN_CODES, type OrganSlug } from './slugs.js';

/** The units of the demo world, found by what its tables call them. */
export class Organisation {
  /** Every organ of the country. */
  readonly organs: readonly Unit[] = [...organsOfTheCountry()];
  readonly groups: readonly Unit[];
  readonly centres: readonly Unit[];
  private readonly byPos = new Map<number, Unit>();
  private readonly bySlug = new Map<string, Unit>();

  constructor() {
    for (const organ of this.organs) {
      this.byPos.set(organ.pos, organ);
      if (organ.code !== null) this.bySlug.set(organ.code, organ);
    }
    for (const [slug, code] of Object.entries(ORGAN_CODES)) this.bySlug.set(slug, this.organWithCode(code));
    this.centres = ORGANS_WITH_CENTRES.flatMap((slug) =>
      CENTRES.map((centre) => {
        const unit = unitUnder(this.at(slug), { number: centre.number, kind: 'COMMAND_CENTRE', name: centre.name });
        unit.officeKind = OfficeKind[centre.kind];
        return this.named(`${slug}-${centre.slug}`, unit);
      }),
    );
    this.groups = GROUPS.map(({ organ, slug, number, name, residentUnits }) => {
      const unit = unitUnder(this.at(organ), { number, kind: 'DISPATCHED_GROUP', name });
      unit.comprehensive = residentUnits.length > 1;
      return this.named(`${organ}-group-${slug}`, unit);
    });
  }

  /** The units beside the organs, all over the country. */
  *otherUnits(): Generator<Unit> {
    yield* officesOfTheCountry(this.organs);
    yield* this.centres;
    yield* this.groups;
  }

  /** By slug (ningbo, ningbo-supervision-1, ningbo-group-police) or an organ by its division code. */
  at(slug: string): Unit {
    const unit = this.bySlug.get(slug) ?? this.office(slug);
    if (!unit) throw new Error(`the demo world has no unit ${slug}`);
    return unit;
  }

  /** The organ or group with this label. */
  accountable(pos: number): Unit {
    return this.byPos.get(pos)!;
  }

  slugs(): OrganSlug[] {
    return Object.keys(ORGAN_CODES) as OrganSlug[];
  }

  private office(slug: string): Unit | undefined {
    const [organSlug = '', ...rest] = slug.split('-');
    const organ = this.bySlug.get(organSlug);
    const office = organ && standardOffices(organ).find((each) => each.slug === rest.join('-'));
    if (!office) return undefined;
    const unit = unitUnder(organ, { number: office.number, kind: 'OFFICE', name: office.name });
    unit.officeKind = OfficeKind[office.kind];
    return this.named(slug, unit);
  }

  private organWithCode(code: string | null): Unit {
    const organ = code === null ? this.organs[0] : this.bySlug.get(code);
    if (!organ) throw new Error(`no division has the code ${code}`);
    return organ;
  }

  private named(slug: string, unit: Unit): Unit {
    this.bySlug.set(slug, unit);
    this.byPos.set(unit.pos, unit);
    return unit;
  }
}
