import { parse, print, separateOperations } from 'graphql';
import type { Words } from '../../shared/words.js';
import analyst from '../../../../../schema/operations/analyst.graphql?raw';
import frontend from '../../../../../schema/operations/frontend.graphql?raw';
import mobile from '../../../../../schema/operations/mobile.graphql?raw';
import administrators from './administrators.graphql?raw';
import start from './start.graphql?raw';

export interface ReadyQuery {
  operation: string;
  text: string;
  title: Words;
  note: Words;
  variables: Record<string, unknown>;
  /** Variables that differ from viewer to viewer, and the query that finds them. */
  found?: { by: string; as: (data: never) => Record<string, unknown> };
}

export interface ReadyQueryGroup {
  title: Words;
  queries: ReadyQuery[];
}

type Description = Omit<ReadyQuery, 'operation' | 'text'>;

/** A well-formed id that nobody has: it is answered like one that is hidden. */
const NO_CLUE = 'clue_00000000-0000-4000-8000-000000000000';

const DESCRIPTIONS: Record<string, Description> = {
  WhatISeeQuery: {
    title: { zh: '我能看到什么', en: 'What I see' },
    note: {
      zh: '换一个身份，同一查询即得不同结果。不可见的内容为 null，与不存在无异。',
      en: 'Choose another identity: the same query, another answer. What is withheld is null, as if it were not there.',
    },
    variables: { first: 10 },
  },
  WorkListQuery: {
    title: { zh: '工作台：最急的在前', en: 'Work list, the most overdue first' },
    note: {
      zh: '未办结线索，按到期时间排序；翻页时把 endCursor 填入 after。',
      en: 'Open clues by due date; for the next page put endCursor into after.',
    },
    variables: { first: 20, after: null, scope: 'ALL', filter: { open: true } },
  },
  ClueDetailQuery: {
    title: { zh: '线索详情与各类内容', en: 'One clue with its facets' },
    note: {
      zh: '信访、内容、反映人各按权限；无权者为 null。id 取自您最新的一件，换身份后看同一件。',
      en: 'Petition, content and reporter by right, else null. The id is your newest clue’s; another identity sees that same one.',
    },
    variables: { id: NO_CLUE },
    found: {
      by: '{ clues(first: 1) { nodes { id } } }',
      as: ({ clues }: { clues: { nodes: { id: string }[] } }) => ({ id: clues.nodes[0]?.id ?? NO_CLUE }),
    },
  },
  CluesByTierAndColourQuery: {
    title: { zh: '按层级与三色预警统计', en: 'Counts by tier and warning colour' },
    note: {
      zh: '只统计本职务可见台账的线索；received 可限定接收时间。',
      en: 'Counts only clues whose ledger your post may see; received narrows when they came in.',
    },
    variables: { scope: 'ALL', received: null },
  },
  CluesByMonthQuery: {
    title: { zh: '按接收月份与来源统计', en: 'Counts by month and source' },
    note: { zh: '月份按北京时间；stage 可限定阶段。', en: 'Months in China time; stage narrows the stages.' },
    variables: { scope: 'ALL', stage: null },
  },
  MyTasksQuery: {
    title: { zh: '我的任务', en: 'My tasks' },
    note: {
      zh: '本人承办的线索，以及抽调参加的联合办案。',
      en: 'The clues one handles and the joint cases one was called to.',
    },
    variables: { first: 20 },
  },
  StaffQuery: {
    title: { zh: '人员名册', en: 'Registered persons' },
    note: {
      zh: '系统管理员和安全保密管理员可查；查询留痕。',
      en: 'For system and security administrators; who looked is in the trail.',
    },
    variables: { first: 20, after: null, filter: null },
  },
  ChangesQuery: {
    title: { zh: '待确认的管理变更', en: 'Changes that wait for confirmation' },
    note: {
      zh: '三员和机关主要负责人可查；由另一人以 administrativeChangeDecide 确认。',
      en: 'For administrators and the head of an organ; another person confirms by administrativeChangeDecide.',
    },
    variables: { state: ['PROPOSED'] },
  },
  ImportsQuery: {
    title: { zh: '组织机构导入', en: 'Imports of the organisation' },
    note: {
      zh: '预演进度、新增与变更行数、错误数。',
      en: 'How far each is, the rows that are new or change something, and the faults.',
    },
    variables: {},
  },
  ReorganisationsQuery: {
    title: { zh: '机构改革进度', en: 'Reorganisations and how far they are' },
    note: {
      zh: '撤并机构及其承接机构；以 reorganise 提出，由另一人确认后分批办理。',
      en: 'Which units end and what comes after each; proposed by reorganise, done in batches once another person has confirmed.',
    },
    variables: {},
  },
  DaysAndRulesQuery: {
    title: { zh: '节假日与机关规则', en: 'Holidays and what organs rule' },
    note: {
      zh: '本单位适用的节假日、调休上班日和各项规则，及其出处。',
      en: 'The holidays and made-up working days that hold where one is, the rules too, and where each comes from.',
    },
    variables: { year: new Date().getFullYear() },
  },
};

export const READY_QUERIES: ReadyQueryGroup[] = [
  { title: { zh: '入门', en: 'Start here' }, queries: queriesOf(start) },
  { title: { zh: '前端', en: 'Frontend' }, queries: queriesOf(frontend) },
  { title: { zh: '分析', en: 'Analyst' }, queries: queriesOf(analyst) },
  { title: { zh: '移动端', en: 'Mobile' }, queries: queriesOf(mobile) },
  { title: { zh: '管理员', en: 'Administrators' }, queries: queriesOf(administrators) },
];

/** The operations of a document, each with the fragments it needs. */
function queriesOf(document: string): ReadyQuery[] {
  return Object.entries(separateOperations(parse(document))).map(([operation, own]) => {
    const description = DESCRIPTIONS[operation];
    if (!description) throw new Error(`${operation} has no words`);
    return { operation, text: print(own), ...description };
  });
}
