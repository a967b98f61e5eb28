import type { Language, Words } from './words.js';

/** Somebody of the demo world, as GET /dev/identities lists him; `name` is "中文 · English". */
export interface Identity {
  name: string;
  person: string;
  post: string;
  unit: string;
  unitCode: string | null;
  tier: Tier;
  duty: string;
  token: string;
}

export type Tier = 'NATIONAL' | 'PROVINCE' | 'CITY' | 'COUNTY' | 'TOWNSHIP';

/** From the top down, the order of every list. */
export const TIERS: Record<Tier, Words> = {
  NATIONAL: { zh: '国家', en: 'Nation' },
  PROVINCE: { zh: '省', en: 'Province' },
  CITY: { zh: '市', en: 'City' },
  COUNTY: { zh: '县', en: 'County' },
  TOWNSHIP: { zh: '乡镇', en: 'Township' },
};

/** Null where there are none: in production, or for a browser that came by another name than loopback. */
export async function fetchIdentities(): Promise<Identity[] | null> {
  const answer = await fetch('/dev/identities');
  return answer.ok ? ((await answer.json()) as Identity[]) : null;
}

export function nameOf({ name }: Identity, language: Language): string {
  const [zh = name, en = name] = name.split(' · ');
  return language === 'zh' ? zh : en;
}

/** Who asks: the token, and the post it is to act through. */
export function authorization({ token, post }: Pick<Identity, 'token' | 'post'>): Record<string, string> {
  return { authorization: `Bearer ${token}`, 'x-liandong-post': post };
}
