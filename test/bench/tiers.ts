import { join } from 'node:path';
import type { BenchDatabase } from './database.js';
import { DIVISION_WIDTH } from '../../src/jurisdiction/units.js';
import { DEMO_ISSUER } from '../../src/demo/issuer.js';
import { developmentIssuer } from '../../src/identity/development.js';

export const TIER_NAMES = ['nation', 'province', 'city', 'county', 'township'] as const;
export type TierName = (typeof TIER_NAMES)[number];

/** Who asks at each tier: the head of case supervision, and the head of a subdistrict, which has no offices. */
const SUBJECTS: Record<TierName, string> = {
  nation: 'nation-anguan-head',
  province: 'zhejiang-anguan-head',
  city: 'ningbo-anguan-head',
  county: 'haishu-anguan-head',
  township: 'qiaosi-principal',
};
const WITHIN: Record<TierName, [column: string, width: number] | null> = {
  nation: null,
  province: ['province', DIVISION_WIDTH.province],
  city: ['city', DIVISION_WIDTH.city],
  county: ['county', DIVISION_WIDTH.county],
  township: ['owner_pos', 1],
};

/** The jurisdiction as an equality, for servers that must be told. */
export interface Within {
  column: string;
  value: number;
}

export interface Tier {
  name: TierName;
  token: string;
  within: Within | null;
}

/** Of everybody's tokens; the first makes its key, which the servers read. */
export const issuerOf = ({ folder }: BenchDatabase) =>
  developmentIssuer(DEMO_ISSUER, { keyFile: join(folder, 'development-key.json') });

export async function tiersOf(database: BenchDatabase): Promise<Record<TierName, Tier>> {
  const { owner } = database;
  const issuer = await issuerOf(database);
  const tiers = TIER_NAMES.map(async (name): Promise<[TierName, Tier]> => {
    const subject = SUBJECTS[name];
    const { rows } = await owner.query<{ organ: string }>(
      `select u.organ_pos as organ from post w join person p on p.id = w.person_id join unit u on u.pos = w.unit_pos
       where p.issuer = $1 and p.subject = $2 order by w.main desc limit 1`,
      [DEMO_ISSUER, subject],
    );
    const way = WITHIN[name];
    const within = way && { column: way[0], value: Math.floor(Number(rows[0]!.organ) / way[1]) };
    return [name, { name, token: await issuer.token(subject), within }];
  });
  return Object.fromEntries(await Promise.all(tiers)) as Record<TierName, Tier>;
}
