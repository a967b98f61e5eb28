import { DEFAULT_CAST } from '../cast.js';
import { aClueOfHaishu, haishu } from './haishu.js';
import type { Ready } from './ready.js';

const [DISTRICT, CITY, PROVINCE, NEIGHBOUR] = DEFAULT_CAST as [string, string, string, string];

export const READY_COMPARISONS: readonly Ready[] = [
  {
    key: 'clues-of-a-district',
    title: { zh: '海曙区的问题线索：各级所见', en: 'Haishu’s clues, as each tier sees them' },
    variables: haishu,
    document: `query CluesOfADistrict($haishu: ID!) {
  clues(first: 6, orderBy: DUE_FIRST, filter: { ownerWithin: $haishu }) {
    totalCount
    nodes {
      number
      stage
      colour
      owner { name }
      petition { channel }
      content { subjectName }
      reporter { kind }
    }
  }
}`,
  },
  {
    key: 'one-clue',
    title: { zh: '一条线索：逐个信息面', en: 'One clue, facet by facet' },
    cast: [DISTRICT, 'haishu-intake-officer', CITY, PROVINCE, NEIGHBOUR],
    variables: aClueOfHaishu,
    document: `query OneClue($id: ID!) {
  clue(id: $id) {
    number
    stage
    source
    receivedAt
    dueAt
    colour
    owner { name }
    handlingUnit { name }
    petition { class channel text }
    content { subjectName subjectPosition allegation handlerName }
    reporter { kind name contact protectionRequested }
    supervisionItems { number state owner { name } }
  }
}`,
  },
  {
    key: 'work-list',
    title: { zh: '工作清单：各看各的急件', en: 'Work lists: everybody’s most urgent' },
    document: `query WorkList {
  clues(first: 3, orderBy: DUE_FIRST, filter: { open: true }) {
    totalCount
    effectiveScope { words }
    nodes {
      number
      stage
      colour
      dueAt
      owner { name }
      content { subjectName handlerName }
    }
  }
}`,
  },
  {
    key: 'warning-colours',
    title: { zh: '三色预警：未办结线索的件数', en: 'Three colours: how many clues are open' },
    document: `query WarningColours {
  clueStatistics(groupBy: [TIER, COLOUR], filter: { open: true }) {
    total
    rows { tier colour count }
    effectiveScope { words }
  }
}`,
  },
  {
    key: 'supervision-items',
    title: { zh: '督办事项与督办要求', en: 'Supervision items and what they require' },
    document: `query SupervisionItems {
  supervisionItems(first: 3, filter: { open: true }) {
    totalCount
    nodes {
      number
      state
      dueAt
      owner { name }
      target { name }
      content { requirement }
      clue { number }
    }
  }
}`,
  },
  {
    key: 'joint-cases',
    title: { zh: '室组地联合办案：谁在其中', en: 'Joint cases, and who is in them' },
    cast: [
      'hangzhou-leads-a-joint-case',
      'hangzhou-group-member-in-a-joint-case',
      'shangcheng-member-of-the-city-s-joint-case',
      PROVINCE,
    ],
    document: `query JointCases {
  jointCases(first: 2, orderBy: OLDEST_FIRST, filter: { open: true }) {
    totalCount
    nodes {
      number
      mode
      owner { name }
      leadUnit { name }
      content {
        title
        assignments { personName unit { name } force tasks }
      }
    }
  }
}`,
  },
  {
    key: 'who-am-i',
    title: { zh: '我是谁，能看多远', en: 'Who am I, and how far do I reach' },
    document: `query WhoAmI {
  me {
    person { name }
    post { duty main unit { name } }
    organ { name tier }
    reaches {
      clues { words }
      supervisionItems { words }
      jointCases { words }
    }
  }
}`,
  },
  {
    key: 'administrators',
    title: { zh: '三员：管系统，不看案件', en: 'Administrators see no case' },
    cast: [DISTRICT, 'system-administrator', 'security-administrator', 'audit-administrator'],
    variables: aClueOfHaishu,
    document: `query Administrators($id: ID!) {
  me {
    post { duty unit { name } }
    reaches { clues { words } }
  }
  clue(id: $id) {
    number
    stage
    content { subjectName }
  }
}`,
  },
];
