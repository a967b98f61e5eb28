import { daysLater, inWorkingHours } from '../moments.js';
import { Random } from '../random.js';
import type { World } from '../world.js';
import type { Clue } from './clue.js';
import { newClue } from './newClue.js';
import type { Numbering } from './numbering.js';
import { placeOf } from './places.js';
import { SCENES, type Scene } from './scenes.js';
import { apportion, demoShares } from './shares.js';
import { inventedName } from '../people/names.js';
import { supervisedClues } from './supervisedClues.js';

/** The demo world goes back three years. */
export const DAYS = 3 * 365;

/** The clues of the demo world in the order they came in; those of the stories can be found by key. */
export class Ledger {
  readonly clues: readonly Clue[];
  private readonly byKey = new Map<string, Clue>();

  constructor(
    private readonly world: World,
    numbering: Numbering,
    total: number,
  ) {
    const { organisation, staff, now } = world;
    const told = [...SCENES.map((scene) => this.told(scene)), ...supervisedClues(organisation, staff, now)];
    for (const [key, clue] of told) this.byKey.set(key, clue);
    const drawn = apportion(demoShares(organisation), Math.max(0, total - told.length)).flatMap(({ unit, count }) => {
      const place = placeOf(unit);
      return Array.from({ length: count }, (_, n) => {
        const key = `clue:${unit.pos}:${n}`;
        // Somewhat more of late than long ago.
        const share = new Random(`received:${key}`).next() ** 0.8;
        return newClue(key, place, inWorkingHours(now, DAYS, share), now, staff);
      });
    });
    const clues = [...told.map(([, clue]) => clue), ...drawn];
    clues.sort((a, b) => a.receivedAt.getTime() - b.receivedAt.getTime() || (a.id < b.id ? -1 : 1));
    for (const clue of clues) clue.number = numbering.next(clue.place.owner, clue.receivedAt, clue.compartment);
    this.clues = clues;
  }

  clue(key: string): Clue {
    const clue = this.byKey.get(key);
    if (!clue) throw new Error(`the demo world has no clue ${key}`);
    return clue;
  }

  private told(scene: Scene): [string, Clue] {
    const { organisation, staff, now } = this.world;
    const { daysAgo, ...step } = scene.step;
    const about = typeof scene.about === 'string' ? staff.post(scene.about) : null;
    const outsider = typeof scene.about === 'object' ? scene.about : null;
    const clue = newClue(
      scene.key,
      placeOf(organisation.at(scene.place)),
      daysLater(now, -scene.receivedDaysAgo),
      now,
      staff,
      {
        ...scene,
        step: { ...step, at: daysLater(now, -daysAgo) },
        owner: scene.owner && organisation.at(scene.owner).pos,
        handling: scene.handling === undefined ? undefined : organisation.at(scene.handling).pos,
        handler: scene.handler === undefined ? undefined : staff.post(scene.handler),
        compartment: about !== null,
        unresolved: scene.unresolved ?? false,
        subject: about
          ? { name: about.person.name, position: '纪检监察干部', rank: 'SECTION' }
          : outsider && { name: inventedName(new Random(`subject:${scene.key}`)), ...outsider },
      },
    );
    return [scene.key, { ...clue, classification: 0 }];
  }
}
