import { AdministrationWorld, changeOf, type Change } from './administrationWorld.js';
import { fillMerger } from './mergerMatters.js';
import { NINGBO } from '../../fixtures/ningbo.js';
import { Reorganisations } from '../../../src/database/reorganisations.js';
import type { Duty } from '../../../src/jurisdiction/duties.js';
import type { Identity } from '../../../src/jurisdiction/principal.js';

const { unit } = NINGBO;
export const MATTERS = ['clue', 'supervision_item', 'joint_case'] as const;

/** What each matter is to one reader: the facets he has of it, in one snapshot. */
export type Seen = ReadonlyMap<string, string>;
export const said = (seen: Seen, but: readonly string[] = []): string[] =>
  [...seen].flatMap(([matter, facets]) => (but.includes(matter) ? [] : [`${matter} ${facets}`])).toSorted();

/** 海曙区 is to merge into 江北区, with everything that may hang on its matters. */
export class MergerWorld {
  private constructor(
    readonly admin: AdministrationWorld,
    /** Successors that were made for it: of the township and of the group. */
    readonly made: { township: number; group: number },
    readonly readers: readonly string[],
    /** Clues that are denied to a unit, and to persons. */
    readonly denied: { unit: string[]; person: string[] } = { unit: [], person: [] },
    private readonly scoped = admin.world.db.scoped({ max: 6 }),
  ) {}

  static async open(clues = 240): Promise<MergerWorld> {
    const admin = await AdministrationWorld.open();
    const { world } = admin;
    const place = async (input: object) => {
      const { object } = changeOf(await admin.act('unitCreate', 'jiangbei-system', { parent: admin.unit['jiangbei'], ...input }));
      const [row] = await world.rows<{ pos: string }>('select pos from unit where id = $1', [object.slice('unit_'.length)]);
      return Number(row!.pos);
    };
    await world.addPerson('jiangbei-system', unit.jiangbei, 'SYSTEM_ADMINISTRATOR', '江系统');
    const made = {
      township: await place({ kind: 'ORGAN', name: '高桥街道纪工委', code: '330205199' }),
      group: await place({ kind: 'DISPATCHED_GROUP', name: '派驻第九纪检监察组' }),
    };
    const people: readonly [subject: string, unit: number, duty: Duty][] = [
      ['haishu-leader', unit.haishu, 'LEADER_IN_CHARGE'],
      ['haishu-group-head', unit['haishu-group'], 'PRINCIPAL'],
      ['haishu-group-officer', unit['haishu-group'], 'OFFICER'],
      ['haishu-anguan-head', unit['haishu-anguan'], 'OFFICE_HEAD'],
      ['haishu-colleague', unit['haishu-discipline'], 'OFFICER'],
      ['haishu-intake', unit['haishu-anguan'], 'OFFICER'],
      ['jiangbei-principal', unit.jiangbei, 'PRINCIPAL'],
      ['jiangbei-anguan-head', unit['jiangbei-anguan'], 'OFFICE_HEAD'],
      ['jiangbei-handler', unit['jiangbei-discipline'], 'OFFICER'],
      ['jiangbei-recused', unit['jiangbei-anguan'], 'OFFICER'],
      ['jiangbei-leader', unit.jiangbei, 'LEADER_IN_CHARGE'],
      ['new-group-head', made.group, 'PRINCIPAL'],
      ['new-township-principal', made.township, 'PRINCIPAL'],
    ];
    const readers = Object.keys(NINGBO.as).filter((slug) => !['has-left', 'post-ended'].includes(slug));
    for (const [subject, at, duty] of people) {
      await world.addPerson(subject, at, duty, subject);
      readers.push(subject);
    }
    const merger = new MergerWorld(admin, made, [...readers, 'haishu-principal', 'ningbo-security', 'haishu-system']);
    await fillMerger(merger, clues);
    return merger;
  } // prettier-ignore

  async close(): Promise<void> {
    await this.admin.close();
  }

  rows: AdministrationWorld['world']['rows'] = (sql, values) => this.admin.world.rows(sql, values);

  get pairs(): readonly [from: number, to: number][] {
    return [
      [unit.haishu, unit.jiangbei],
      [unit['haishu-anguan'], unit['jiangbei-anguan']],
      [unit['haishu-discipline'], unit['jiangbei-discipline']],
      [unit['haishu-group'], this.made.group],
      [unit.gaoqiao, this.made.township],
    ];
  }

  async input(pairs = this.pairs, posts = 'MOVE') {
    const id = (pos: number) => this.admin.world.unitId(pos);
    return { pairs: await Promise.all(pairs.map(async ([from, to]) => ({ from: await id(from), to: await id(to) }))), posts };
  } // prettier-ignore

  async propose(pairs = this.pairs, posts = 'MOVE'): Promise<Change> {
    return changeOf(await this.admin.act('reorganise', 'ningbo-administrator', await this.input(pairs, posts)));
  }

  async begin(pairs = this.pairs, posts = 'MOVE'): Promise<string> {
    const done = changeOf(await this.admin.decide('ningbo-security', await this.propose(pairs, posts)));
    return done.object;
  }

  server(batch = 50, everyMs = 5000, onError: (error: unknown) => void = () => undefined): Reorganisations {
    return new Reorganisations({
      connection: this.admin.world.db.connectionAs('liandong_jobs'),
      batch,
      everyMs,
      onError,
    });
  }

  postOf = async (subject: string): Promise<string> =>
    (await this.rows<{ id: string }>('select x.id from post x join person p on p.id = x.person_id where subject = $1 order by x.valid_from desc limit 1', [subject]))[0]!.id; // prettier-ignore

  personOf = async (subject: string): Promise<string> =>
    (await this.rows<{ id: string }>('select id from person where subject = $1', [subject]))[0]!.id;

  private readonly identity = (subject: string): Identity => ({ issuer: 'test', subject, post: null });

  /** All that row-level security shows somebody, with what sums tell him of it; null: he has no post. */
  async seenBy(subject: string): Promise<{ seen: Seen; totals: [told: string, counted: string][] } | null> {
    const facet = (table: string, key: string, name: string) =>
      `case when exists (select from ${table} f where f.${key} = m.id) then ' ${name}' else '' end`;
    const sums = [unit.haishu, unit.jiangbei, unit.ningbo];
    return this.scoped
      .as(this.identity(subject), async ({ transaction }) => {
        const rows = await transaction.query<{ id: string; facets: string }>(
          `select m.id, 'ledger' || ${facet('clue_petition', 'clue_id', 'petition')} || ${facet('clue_content', 'clue_id', 'content')}
             || ${facet('clue_reporter', 'clue_id', 'reporter')} as facets from clue m
           union all select m.id, 'ledger' || ${facet('supervision_item_content', 'supervision_item_id', 'content')} from supervision_item m
           union all select m.id, 'ledger' || ${facet('joint_case_content', 'joint_case_id', 'content')} from joint_case m`,
          [],
        );
        const totals = await transaction.query<{ told: string | null; counted: string }>(
          `select matter_total(o, w, p / w, null)::text as told, (case o when 'clue' then (select count(*) from clue where owner_pos / w = p / w)
             when 'joint_case' then (select count(*) from joint_case where owner_pos / w = p / w)
             else (select count(*) from supervision_item where owner_pos / w = p / w) end)::text as counted
           from unnest($1::text[]) o cross join unnest($2::bigint[]) p cross join unnest('{1000000,100000000}'::bigint[]) w`,
          [MATTERS, sums],
        );
        return {
          seen: new Map(rows.map(({ id, facets }) => [id, facets])),
          totals: totals.filter(({ told }) => told !== null).map(({ told, counted }): [string, string] => [told!, counted]),
        };
      })
      .catch((error: { code?: string }) => {
        if (error.code === 'NO_POST_IN_FORCE') return null;
        throw error;
      });
  } // prettier-ignore
}
