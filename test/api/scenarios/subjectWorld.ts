import { insertNingbo, NINGBO } from '../../fixtures/ningbo.js';
import type { TestDatabase } from '../../support/database.js';
import { insertRows } from '../../support/world.js';
import { Duty } from '../../../src/jurisdiction/duties.js';
import { OfficeKind, OrganTier, UnitKind } from '../../../src/jurisdiction/units.js';
import { idNumberDigest, idNumberEnd, idNumberOf } from '../../../src/shared/idNumber.js';
import { newId } from '../../../src/shared/ids.js';
import { firstKey } from '../../../src/shared/keys.js';
import { KEYS } from '../../support/database.js';

// 宁波, with two officers of one name and a superior that has a 干部监督.

const { unit } = NINGBO;
const SINCE = '2020-01-01T00:00:00Z';
export const ZHEJIANG_CADRE = unit.zhejiang + 5;

/** Invented numbers, with the check that they must have. */
const withCheck = (body: string) =>
  Array.from('0123456789X', (check) => idNumberOf(body + check)).find((number) => number !== null)!;
export const NUMBERS = {
  'homonym-jiangbei': withCheck('33020519800101001'),
  'homonym-cadre': withCheck('33020319790615002'),
  nobody: withCheck('33020319990909003'),
};

export const MORE_PEOPLE = {
  'zhejiang-cadre-head': ['岳正声', ZHEJIANG_CADRE, 'OFFICE_HEAD'],
  'homonym-jiangbei': ['程同名', unit['jiangbei-discipline'], 'OFFICE_HEAD'],
  'homonym-cadre': ['程同名', unit['ningbo-cadre'], 'OFFICER'],
  'jiangbei-officer': ['江小舟', unit['jiangbei-discipline'], 'OFFICER'],
} as const satisfies Record<string, readonly [string, number, keyof typeof Duty]>;
type More = keyof typeof MORE_PEOPLE;

export type SubjectWorld = Awaited<ReturnType<typeof insertSubjectWorld>>;
export async function insertSubjectWorld(db: TestDatabase) {
  await insertNingbo(db.owner);
  const office = { organ_pos: unit.zhejiang, parent_pos: unit.zhejiang, tier: OrganTier.PROVINCE, valid_from: SINCE };
  const kind = { kind: UnitKind.OFFICE, office_kind: OfficeKind.CADRE_SUPERVISION, name: '干部监督室' };
  await insertRows(db.owner, 'unit', [{ id: newId(), pos: ZHEJIANG_CADRE, hi: ZHEJIANG_CADRE, ...office, ...kind }]);
  const person = { ...NINGBO.person } as Record<keyof typeof NINGBO.person | More, string>;
  const post = { ...NINGBO.post } as Record<keyof typeof NINGBO.post | More, string>;
  const key = firstKey(KEYS, 'idNumber');
  for (const [subject, [name, pos, duty]] of Object.entries(MORE_PEOPLE)) {
    const slug = subject as More;
    [person[slug], post[slug]] = [newId(), newId()];
    const number = NUMBERS[slug as keyof typeof NUMBERS] as string | undefined;
    const known = number && { id_number_digest: idNumberDigest(key, number), id_number_end: idNumberEnd(number) };
    await insertRows(db.owner, 'person', [{ id: person[slug], name, issuer: 'test', subject, ...known }]);
    await insertPost(db, person[slug], pos, duty, post[slug]);
  }
  return { person, post };
}

export async function insertPost(db: TestDatabase, person: string, pos: number, duty: keyof typeof Duty, id = newId()) {
  await insertRows(db.owner, 'post', [
    { id, person_id: person, unit_pos: pos, duty: Duty[duty], main: false, valid_from: SINCE },
  ]);
  return id;
}

let clues = 0;
/** A clue that came to the city's 信访 and whose subject nobody has found yet; what it says has its number in it. */
export async function insertUnresolved(db: TestDatabase, more: object = {}): Promise<string> {
  const id = newId();
  const said = `未核定-${(clues += 1)}`;
  const places = { owner_pos: unit.ningbo, handling_pos: unit['ningbo-xinfang'], received_pos: unit['ningbo-xinfang'] };
  const entrusted = { registered_by: NINGBO.post['ningbo-intake'], custodian_post: NINGBO.post['ningbo-anguan-head'] };
  const ledger = { number: said, stage: 1, source: 1, subject_state: 0, received_at: '2025-03-01T00:00:00Z' };
  await insertRows(db.owner, 'clue', [{ id, ...ledger, ...places, ...entrusted, ...more }]);
  await insertRows(db.owner, 'clue_petition', [{ clue_id: id, class: 1, channel: 1, text: said }]);
  await insertRows(db.owner, 'clue_content', [{ clue_id: id, subject_name: said, allegation: said }]);
  await insertRows(db.owner, 'clue_reporter', [{ clue_id: id, kind: 1, name: said }]);
  return id;
}
