import type { OfficeKind } from '../../jurisdiction/units.js';
import type { OrganSlug } from './slugs.js';

/** Command centres (指挥中心, S3) stand beside the offices, numbered from 480. */
export const CENTRES: readonly { slug: string; number: number; kind: OfficeKind; name: string }[] = [
  { slug: 'centre-supervision', number: 480, kind: 'JOINT_SUPERVISION_CENTRE', name: '联动监督指挥中心' },
  { slug: 'centre-case', number: 481, kind: 'JOINT_CASE_CENTRE', name: '联合办案指挥中心' },
];

export const ORGANS_WITH_CENTRES: readonly OrganSlug[] = ['foshan', 'nanhai', 'hangzhou', 'ningbo', 'shizhu'];
