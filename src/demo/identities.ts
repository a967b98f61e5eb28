import type pg from 'pg';
import { Duty } from '../jurisdiction/duties.js';
import { OrganTier } from '../jurisdiction/units.js';
import { stableId } from '../shared/ids.js';
import { DEMO_ISSUER } from './issuer.js';
import { IN_POST_SINCE } from './people/staff.js';

export interface DemoIdentity {
  name: string;
  postKey: string;
  /** Who signs in; the post's key names him too, but for a post that is held beside another. */
  subject: string;
  /** Why this one may not come in, for those who try it. */
  refused?: 'LEFT' | 'NO_POST_IN_FORCE';
}

type Row = [postKey: string, name: string, rest?: Partial<Pick<DemoIdentity, 'subject' | 'refused'>>];

/** Who can be tried, from the nation to a township; each stands for a way of seeing (DOMAIN B4). */
const ROWS: readonly Row[] = [
  ['nation-anguan-head', '中央纪委国家监委案件监督管理室主任 · Nation, head of case supervision'],
  [
    'nation-supervision-4-head',
    '中央纪委国家监委第四监督检查室主任 · Nation, head of a supervision office, three provinces linked',
  ],
  ['zhejiang-principal', '浙江省纪委监委主要负责人 · Zhejiang, principal'],
  ['zhejiang-anguan-head', '浙江省纪委监委案件监督管理室主任 · Zhejiang, head of case supervision'],
  ['ningbo-principal', '宁波市纪委监委主要负责人 · Ningbo, principal'],
  ['ningbo-leader-1', '宁波市纪委监委分管领导 · Ningbo, leader in charge of three supervision offices and groups'],
  ['ningbo-anguan-head', '宁波市纪委监委案件监督管理室主任 · Ningbo, head of case supervision'],
  ['ningbo-anguan-officer', '宁波市纪委监委案件监督管理室干部 · Ningbo, case supervision officer'],
  ['ningbo-xinfang-head', '宁波市纪委监委信访室主任 · Ningbo, head of intake'],
  ['ningbo-xinfang-officer', '宁波市纪委监委信访室干部 · Ningbo, intake officer'],
  ['ningbo-supervision-1-head', '宁波市纪委监委第一监督检查室主任 · Ningbo, contact office with three links, head'],
  [
    'ningbo-supervision-1-officer',
    '宁波市纪委监委第一监督检查室干部 · Ningbo, contact office with three links, officer',
  ],
  [
    'ningbo-supervision-3-head',
    '宁波市纪委监委第三监督检查室主任 · Ningbo, contact office with a link that has just begun',
  ],
  [
    'ningbo-supervision-4-head',
    '宁波市纪委监委第四监督检查室主任 · Ningbo, contact office with a link that has just ended',
  ],
  ['ningbo-investigation-7-head', '宁波市纪委监委第七审查调查室主任 · Ningbo, head of an investigation office'],
  ['ningbo-cadre-head', '宁波市纪委监委干部监督室主任 · Ningbo, head of cadre supervision'],
  [
    'ningbo-group-police-head',
    '宁波市纪委监委驻市公安局纪检监察组组长 · Ningbo, head of the group at the police bureau',
  ],
  [
    'ningbo-centre-case-officer',
    '宁波市联合办案指挥中心干部（兼） · Ningbo, joint-case centre, a second post',
    { subject: 'ningbo-supervision-2-officer' },
  ],
  ['haishu-anguan-head', '海曙区纪委监委案件监督管理室主任 · Haishu, head of case supervision'],
  ['haishu-xinfang-officer', '海曙区纪委监委信访室干部 · Haishu, intake officer'],
  ['fenghua-principal', '奉化区纪委监委主要负责人 · Fenghua, principal, withdrawn from one clue'],
  ['fenghua-anguan-head', '奉化区纪委监委案件监督管理室主任 · Fenghua, head of case supervision'],
  ['fenghua-discipline-1-officer', '奉化区纪委监委第一纪检监察室干部 · Fenghua, handler'],
  [
    'fenghua-group-first-head',
    '奉化区纪委监委派驻第一纪检监察组组长（兼） · Fenghua, head of a comprehensive group, a second post',
    { subject: 'fenghua-leader-2' },
  ],
  ['xiangshan-anguan-head', '象山县纪委监委案件监督管理室主任 · Xiangshan, head of case supervision'],
  ['hangzhou-supervision-6-head', '杭州市纪委监委第六监督检查室主任 · Hangzhou, leads a joint case'],
  ['hangzhou-group-justice-member', '杭州市纪委监委驻市司法局纪检监察组干部 · Hangzhou, group member in a joint case'],
  ['shangcheng-discipline-1-officer', '上城区纪委监委第一纪检监察室干部 · Shangcheng, member of the city’s joint case'],
  ['tonglu-anguan-head', '桐庐县纪委监委案件监督管理室主任 · Tonglu, head of case supervision'],
  ['eshan-principal', '莪山畲族乡纪委书记 · Eshan township, principal, its zone has helped'],
  ['330122102-officer', '横村镇纪委干部 · Hengcun township, zone member, seconded until the case ended'],
  ['330122102-principal', '横村镇纪委书记 · Hengcun township, zone member, never seconded'],
  ['linping-discipline-3-officer', '临平区纪委监委第三纪检监察室干部 · Linping, in a joint case that goes on'],
  ['qiaosi-principal', '乔司街道纪工委书记 · Qiaosi subdistrict, principal'],
  [
    'foshan-centre-case-officer',
    '佛山市联合办案指挥中心干部（兼） · Foshan, joint-case centre, a second post',
    { subject: 'foshan-investigation-7-officer' },
  ],
  ['foshan-centre-supervision-officer', '佛山市联动监督指挥中心干部 · Foshan, joint-supervision centre'],
  ['shizhu-anguan-head', '石柱县纪委监委案件监督管理室主任 · Shizhu, a county right below a municipality'],
  ['zhejiang-general-system', '系统管理员 · System administrator'],
  ['zhejiang-general-security', '安全管理员 · Security administrator'],
  ['zhejiang-general-audit', '审计管理员 · Audit administrator'],
  ['jiangbei-discipline-3-officer', '江北区纪委监委原干部（已离任） · Jiangbei, has left', { refused: 'LEFT' }],
  [
    'haishu-discipline-3-officer',
    '海曙区纪委监委干部（无生效职务） · Haishu, no post in force',
    { refused: 'NO_POST_IN_FORCE' },
  ],
];

export const DEMO_IDENTITIES: readonly DemoIdentity[] = ROWS.map(([postKey, name, rest]) => ({
  name,
  postKey,
  subject: postKey,
  ...rest,
}));

export interface IdentityInDatabase {
  name: string;
  personId: string;
  person: string;
  postId: string;
  unit: string;
  unitCode: string | null;
  tier: OrganTier;
  duty: Duty;
  subject: string;
}

/** Those who can come in now, as they are in the database. */
export async function demoIdentities(owner: pg.Client): Promise<IdentityInDatabase[]> {
  const posts = new Map(
    DEMO_IDENTITIES.map((identity) => [stableId(IN_POST_SINCE, `post:${identity.postKey}`), identity]),
  );
  const { rows } = await owner.query<
    Omit<IdentityInDatabase, 'name' | 'tier' | 'duty'> & { tier: number; duty: number }
  >(
    `select p.id as "personId", p.name as person, w.id as "postId", p.subject, w.duty, u.tier,
       case when u.pos = o.pos then u.name else o.name || u.name end as unit, o.division_code as "unitCode"
     from post w join person p on p.id = w.person_id join unit u on u.pos = w.unit_pos join unit o on o.pos = u.organ_pos
     where w.id = any ($1) and p.issuer = $2 and (p.left_at is null or p.left_at > app_now())
       and in_force(w.valid_from, w.valid_to) and in_force(u.valid_from, u.valid_to)
     order by array_position($1, w.id)`,
    [[...posts.keys()], DEMO_ISSUER],
  );
  return rows.map((row) => ({
    ...row,
    name: posts.get(row.postId)!.name,
    tier: nameOf(OrganTier, row.tier),
    duty: nameOf(Duty, row.duty),
  }));
}

function nameOf<Name extends string>(numbers: Readonly<Record<Name, number>>, number: number): Name {
  const found = Object.entries<number>(numbers).find(([, each]) => each === number);
  if (!found) throw new Error(`no name for ${number}`);
  return found[0] as Name;
}
