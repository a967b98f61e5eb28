import { check } from '../check.js';
import type { Connected } from '../ground.js';

/** What no constraint can hold to, and what somebody would be left without. Names of units only, never of persons. */
export const organisation = check({
  id: 'organisation',
  name: { zh: '机构与人员', en: 'Organisation' },
  faults: {
    UNIT_OUTLIVES: {
      zh: [
        '{count} 个机构的上级已撤销，它们自己仍在：{units}。',
        '其中的事项无上级可见、可督办。',
        '撤销它们，或改设上级。',
      ],
      en: [
        '{count} units are in force under one that has ended: {units}.',
        'What is with them is seen and pressed by nobody above.',
        'End them, or give them another superior.',
      ],
    },
    OPEN_WITHOUT_OWNER: {
      zh: [
        '{count} 件未办结的事项属于已撤销的机构：{units}。',
        '无人经办，期限照走。',
        '由上级把它们移交给承接的机构。',
      ],
      en: [
        '{count} open matters belong to units that have ended: {units}.',
        'Nobody handles them, and their deadlines run.',
        'Have the organ above transfer them to whoever took over.',
      ],
    },
    REORGANISATION_STUCK: {
      zh: [
        '{count} 项机构改革确认已逾一日，仍未办完：{units}。',
        '撤并机构不再接收新事项，尚未转移的仍在原处。',
        '查服务器日志“a step of a reorganisation was not done”：其中写明哪一步为何失败；排除后自动继续。',
      ],
      en: [
        '{count} reorganisations were confirmed more than a day ago and are not done: {units}.',
        'Nothing new comes to what ends, and what has not gone along is still there.',
        'The log of a server says which step fails and why (“a step of a reorganisation was not done”); without its cause it goes on by itself.',
      ],
    },
    POST_OF_LEAVER: {
      zh: ['{count} 个职务的任职者已离任，职务仍有效：{units}。', '他们登录不了，但席位看似有人。', '终止这些职务。'],
      en: [
        '{count} posts are in force though their persons have left: {units}.',
        'They cannot sign in, and their places look as if they were filled.',
        'End these posts.',
      ],
      notice: true,
    },
    NO_ADMINISTRATOR: {
      zh: [
        '{count} 个有工作人员的机关，本级与上级都没有系统管理员：{units}。',
        '人员变动无人登记。',
        '在本级或上级设一名系统管理员。',
      ],
      en: [
        '{count} organs with staff have no system administrator, nor has any organ above: {units}.',
        'Nobody enters who comes and goes.',
        'Give them one, or the organ above.',
      ],
      notice: true,
    },
  },
  async *look({ db }: Connected) {
    for (const [code, query] of Object.entries(LOOK) as [keyof typeof LOOK, string][]) {
      const { rows } = await db.query<{ count: number; units: string }>(
        `select sum(n)::int as count, string_agg(name, '、' order by pos) filter (where place <= 3) as units
          from (select pos, name, n, row_number() over (order by pos) as place
            from (select pos, count(*) as n from (${query}) found group by pos) each join unit using (pos)) q having sum(n) > 0`,
      );
      const { count, units } = rows[0] ?? {};
      if (count && units) yield [code, { count, units }];
    }
  },
});

const inForce = (of: string) => `(${of}.valid_from <= now() and (${of}.valid_to is null or ${of}.valid_to > now()))`;
const STAFFED = `select u.organ_pos as pos, post.duty from post join unit u on u.pos = unit_pos
  join person on person.id = person_id where ${inForce('post')} and (left_at is null or left_at > now())`;

/** Each answers with the places it found something at. */
const LOOK = {
  UNIT_OUTLIVES: `select u.pos from unit u join unit above on above.pos = u.parent_pos
    where above.valid_to <= now() and (u.valid_to is null or u.valid_to > now())`,
  OPEN_WITHOUT_OWNER: ['clue', 'supervision_item', 'joint_case']
    .map(
      (table) => `select u.pos from unit u join ${table} m on m.owner_pos = u.pos where u.valid_to <= now() and m.open`,
    )
    .join(' union all '),
  REORGANISATION_STUCK:
    "select organ_pos as pos from reorganisation where state = 1 and begun_at < now() - interval '1 day'",
  POST_OF_LEAVER: `select unit_pos as pos from post join person on person.id = person_id
    where left_at <= now() and ${inForce('post')}`,
  NO_ADMINISTRATOR: `select distinct s.pos from (${STAFFED}) s join unit organ on organ.pos = s.pos
    where s.duty not between 5 and 7 and not exists (select from (${STAFFED}) a join unit above on above.pos = a.pos
      where a.duty = 5 and above.pos <= organ.pos and organ.hi <= above.hi)`,
};
