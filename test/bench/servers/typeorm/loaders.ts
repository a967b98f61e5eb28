import DataLoader from 'dataloader';
import { In, type EntityManager, type EntityTarget, type ObjectLiteral } from 'typeorm';
import { ClueContent, CluePetition, ClueReporter, SupervisionItem, Unit } from './entities.js';

/** One of each for a request, as DataLoader's manual has it. */
export function makeLoaders(manager: EntityManager) {
  const one = <E extends ObjectLiteral>(entity: EntityTarget<E>, key: keyof E & string) =>
    new DataLoader<string, E | null>(async (keys) => {
      const rows = await manager.find(entity, { where: { [key]: In([...keys]) } as never });
      const found = new Map(rows.map((row) => [row[key] as string, row]));
      return keys.map((each) => found.get(each) ?? null);
    });
  return {
    unit: one(Unit, 'pos'),
    petition: one(CluePetition, 'clueId'),
    content: one(ClueContent, 'clueId'),
    reporter: one(ClueReporter, 'clueId'),
    supervisionItems: new DataLoader<string, SupervisionItem[]>(async (clues) => {
      const rows = await manager.find(SupervisionItem, { where: { clueId: In([...clues]) }, order: { id: 'DESC' } });
      return clues.map((clue) => rows.filter(({ clueId }) => clueId === clue));
    }),
  };
}
