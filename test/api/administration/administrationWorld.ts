import { NINGBO, type PersonSlug } from '../../fixtures/ningbo.js';
import { ActWorld, key, type Acted } from '../../support/actWorld.js';
import { ADMINISTRATIVE_ACTS, type SingleActName } from '../../../src/jurisdiction/administrativeActs.js';
import type { Duty } from '../../../src/jurisdiction/duties.js';

const CHANGE = `change { id act organ { name } object about lines { field before after } reason state proposerName deciderName
  decidedAt decisionReason undo version }`;
const document = (act: string) =>
  `mutation ($input: ${act.charAt(0).toUpperCase()}${act.slice(1)}Input!) { ${act}(input: $input) { result userErrors { __typename code path citation } ${CHANGE} } }`;

export interface Change {
  id: string;
  act: string;
  object: string;
  about: string;
  lines: { field: string; before: string | null; after: string | null }[];
  state: 'PROPOSED' | 'DONE' | 'REFUSED' | 'WITHDRAWN';
  proposerName: string;
  deciderName: string | null;
  version: number;
}
export const changeOf = ({ change }: Acted) => change as Change;

/** Whatever an administrative act may leave behind, events and keys aside. */
const TRACES = `select ${[
  'unit',
  'unit_former_name',
  'resident_unit',
  'group_counterpart',
  'cooperation_zone',
  'zone_member',
  'person',
  'post',
  'branch',
  'calendar_day',
  'calendar_year',
  'organ_rule',
  'emergency_access',
  'administrative_change',
  'outbox',
]
  .map((table) => `(select md5(coalesce(string_agg(t::text, '' order by t::text), '')) from ${table} t) as ${table}`)
  .join(', ')}`;

/** The small named world with administrators of the province, the city and two districts. */
export class AdministrationWorld {
  private constructor(
    readonly world: ActWorld,
    /** Ids of units by their slugs. */
    readonly unit: Record<string, string>,
  ) {}

  static async open(options?: Parameters<typeof ActWorld.open>[0]): Promise<AdministrationWorld> {
    const world = await ActWorld.open(options);
    const { unit } = NINGBO;
    const administrators: readonly [subject: string, unit: number, duty: Duty][] = [
      ['zhejiang-system', unit.zhejiang, 'SYSTEM_ADMINISTRATOR'],
      ['zhejiang-security', unit.zhejiang, 'SECURITY_ADMINISTRATOR'],
      ['ningbo-security', unit.ningbo, 'SECURITY_ADMINISTRATOR'],
      ['ningbo-audit', unit.ningbo, 'AUDIT_ADMINISTRATOR'],
      ['haishu-system', unit.haishu, 'SYSTEM_ADMINISTRATOR'],
      ['haishu-security', unit.haishu, 'SECURITY_ADMINISTRATOR'],
      ['haishu-principal', unit.haishu, 'PRINCIPAL'],
      ['jiangbei-security', unit.jiangbei, 'SECURITY_ADMINISTRATOR'],
    ];
    for (const [subject, place, duty] of administrators) await world.addPerson(subject, place, duty, subject);
    const ids: Record<string, string> = {};
    for (const [slug, pos] of Object.entries(unit)) ids[slug] = await world.unitId(pos);
    return new AdministrationWorld(world, ids);
  }

  close = () => this.world.close();

  readonly person = (slug: PersonSlug) => `person_${NINGBO.person[slug]}`;

  act(act: SingleActName, as: string, input: object): Promise<Acted> {
    return this.world.act(document(act), as, { idempotencyKey: key(), reason: '机构调整', ...input });
  }

  /** The code of what the API answers: the payload's, or the error that ended the operation. */
  async outcome(act: SingleActName, as: string, input: object): Promise<string> {
    const values = { input: { idempotencyKey: key(), reason: '机构调整', ...input } };
    const { data, errors } = await this.world.api.run(document(act), as, values);
    if (errors) return errors[0]!.extensions.code;
    const [done] = Object.values(data as object) as [Acted];
    return done.userErrors[0]?.code ?? changeOf(done).state;
  }

  decide(as: string, { id, version }: Pick<Change, 'id' | 'version'>, approve = true): Promise<Acted> {
    const input = { idempotencyKey: key(), reason: '同意', id, expectedVersion: version, approve };
    return this.world.act(document('administrativeChangeDecide'), as, input);
  }

  /** What ends a decision before it is one. */
  async forbidden(as: string, { id, version }: Pick<Change, 'id' | 'version'>): Promise<string | undefined> {
    const input = { idempotencyKey: key(), reason: '同意', id, expectedVersion: version, approve: true };
    const { data, errors } = await this.world.api.run(document('administrativeChangeDecide'), as, { input });
    return data === null ? errors?.[0]?.extensions.code : undefined;
  }

  withdraw(as: string, { id, version }: Pick<Change, 'id' | 'version'>): Promise<Acted> {
    const input = { idempotencyKey: key(), id, expectedVersion: version };
    return this.world.act(document('administrativeChangeWithdraw'), as, input);
  }

  /** Proposed by one and confirmed by another, or done at once, or refused at whichever step. */
  async acted(act: SingleActName, as: string, input: object, by = 'zhejiang-security'): Promise<Acted> {
    const acted = await this.act(act, as, input);
    return acted.result && changeOf(acted).state === 'PROPOSED' ? this.decide(by, changeOf(acted)) : acted;
  }

  async done(...asked: Parameters<AdministrationWorld['acted']>): Promise<Change> {
    return changeOf(await this.acted(...asked));
  }

  async traces(): Promise<unknown> {
    return (await this.world.rows(TRACES))[0];
  }
}

export const ACTS = ADMINISTRATIVE_ACTS.flatMap(({ act }) => (act === 'organisationImport' ? [] : act));
