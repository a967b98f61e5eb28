/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** Which clues; conditions add up. A condition on a facet matches only rows whose facet you may see. */
export type ClueFilter = {
  /** Open and of any of these colours. */
  colour?: Array<WarningColour> | null | undefined;
  /** Due in this window. */
  due?: TimeWindow | null | undefined;
  /** Handled by this office or group. */
  handlingUnit?: string | number | null | undefined;
  /** Open, or concluded. */
  open?: boolean | null | undefined;
  /** Owned by this unit or anything below it. */
  ownerWithin?: string | number | null | undefined;
  /** Going first, or not. */
  priority?: boolean | null | undefined;
  /** Received in this window. */
  received?: TimeWindow | null | undefined;
  /** From any of these sources. */
  source?: Array<ClueSource> | null | undefined;
  /** At any of these stages. */
  stage?: Array<ClueStage> | null | undefined;
  /** Text in the number, or in subject and allegation where you see the content; 1 to 60 characters. */
  text?: string | null | undefined;
};

/** What became of a clue (办理结果). */
export type ClueOutcome =
  /** Concluded on the explanation given (采信了结). */
  | 'ACCEPTED_EXPLANATION'
  /** Admonition (诫勉). */
  | 'ADMONITION'
  /** A case was filed (立案). */
  | 'CASE_FILED'
  /** Criticism and education (批评教育). */
  | 'CRITICISM'
  /** Concluded as it came (直接了结). */
  | 'DIRECT_CLOSURE'
  /** Concluded as disproved (查否了结). */
  | 'DISPROVED'
  /** A repeat complaint (重复件). */
  | 'DUPLICATE'
  /** Passed to the competent organ (转送). */
  | 'FORWARDED'
  /** Outside the remit (不予受理). */
  | 'NOT_ACCEPTED'
  /** Ordered to examine oneself (责令检查). */
  | 'ORDERED_SELF_EXAMINATION'
  /** A reminding talk (谈话提醒). */
  | 'REMINDER_TALK'
  /** Handed to the Party organisation (移交党组织处理). */
  | 'TRANSFERRED_TO_PARTY_ORG';

/** Where a clue came from (线索来源). */
export type ClueSource =
  /** Brought up by a dispatched group (派驻机构报送). */
  | 'DISPATCHED_GROUP'
  /** Handed over by an inspection (巡视巡察移交). */
  | 'INSPECTION_TRANSFER'
  /** The national platform of reports (检举举报平台). */
  | 'NATIONAL_PLATFORM'
  /** A petition or report from the public (信访举报). */
  | 'PETITION'
  /** Assigned by a superior (上级交办). */
  | 'SUPERIOR_ASSIGNED'
  /** Found by supervision itself (监督检查发现). */
  | 'SUPERVISION_FINDING'
  /** Added to what was known already (补充线索). */
  | 'SUPPLEMENT';

/** Where a clue stands (办理阶段). Sources: 监督执纪工作规则 arts. 21–35, 处理检举控告工作规则 arts. 13–17. */
export type ClueStage =
  /** With its handling office (已分办). */
  | 'ASSIGNED'
  /** A case is filed (已立案). */
  | 'CASE_FILED'
  /** Concluded (予以了结). */
  | 'CLOSED'
  /** Designated to another organ (指定管辖). */
  | 'DESIGNATED_AWAY'
  /** A repeat complaint, registered and kept (重复件留存). */
  | 'DUPLICATE_RETAINED'
  /** Passed to the competent organ (已转送). */
  | 'FORWARDED'
  /** Kept for later; not concluded (暂存待查). */
  | 'HELD'
  /** First-form measure (第一种形态处理). */
  | 'MINOR_MEASURE'
  /** Outside the remit: litigation, another body’s matter (不予受理). */
  | 'NOT_ACCEPTED'
  /** Accepted, awaiting dispatch (待分办). */
  | 'PENDING_DISPATCH'
  /** Preliminary verification (初步核实). */
  | 'PRELIM_VERIFICATION'
  /** Disposal proposed (已提出处置意见). */
  | 'PROPOSED'
  /** Registered, not yet accepted (已接收). */
  | 'RECEIVED'
  /** Returned: no substance or wrong organ (退回). */
  | 'RETURNED_TO_INTAKE'
  /** Talk or written inquiry (谈话函询). */
  | 'TALK_INQUIRY'
  /** Handed to review and investigation (移交审查调查部门). */
  | 'TRANSFERRED_TO_INVESTIGATION'
  /** Handed to the Party organisation (移交党组织处理). */
  | 'TRANSFERRED_TO_PARTY_ORG'
  /** Taken over by the superior (提级办理). */
  | 'UPGRADED';

/** One of the four methods of disposal (处置方式). 监督执纪工作规则 art. 21. */
export type DisposalMethod =
  /** Concluded (予以了结). */
  | 'CLOSED'
  /** Kept for later (暂存待查). */
  | 'HELD_PENDING'
  /** Verification of the facts before a case is filed (初步核实). */
  | 'PRELIMINARY_VERIFICATION'
  /** Talk, or inquiry in writing (谈话函询). */
  | 'TALK_INQUIRY';

/** What a post is for (职务). Rights follow from duty, unit and period. */
export type Duty =
  /** Audit administrator; no case facet (安全审计员). */
  | 'AUDIT_ADMINISTRATOR'
  /** Member of the leading team, in charge of offices (分管领导). */
  | 'LEADER_IN_CHARGE'
  /** Officer (承办人、干部). */
  | 'OFFICER'
  /** Head of an office or group (部门主要负责人). */
  | 'OFFICE_HEAD'
  /** Head of an organ (主要负责人). */
  | 'PRINCIPAL'
  /** Security administrator; no case facet (安全保密管理员). */
  | 'SECURITY_ADMINISTRATOR'
  /** System administrator; no case facet (系统管理员). */
  | 'SYSTEM_ADMINISTRATOR';

/** How the parties work together (联动方式). */
export type JointMode =
  /** All zones together, led by the leader in charge (大联组). */
  | 'GRAND_ZONE'
  /** A group for one topic, led by the office concerned (专项监督组). */
  | 'SPECIAL_SUPERVISION_GROUP'
  /** A task force for one case, led by an investigating office (专案组). */
  | 'TASK_FORCE'
  /** A city’s dispatched group with its counterparts in the districts (上下联动). */
  | 'VERTICAL_LINKAGE'
  /** Members of a cooperation zone together (联组、协作区). */
  | 'ZONE';

/** Level of an organ in the tree (层级). */
export type OrganTier =
  /** City, prefecture (市级). */
  | 'CITY'
  /** County, district (县级). */
  | 'COUNTY'
  /** The nation (中央). */
  | 'NATIONAL'
  /** Province, autonomous region, municipality (省级). */
  | 'PROVINCE'
  /** Township, town, subdistrict (乡级). */
  | 'TOWNSHIP';

/** How a petition came (来信、来访、来电、网络). */
export type PetitionChannel =
  /** By telephone (来电). */
  | 'CALL'
  /** By letter (来信). */
  | 'LETTER'
  /** Online (网络). */
  | 'ONLINE'
  /** In another way (其他). */
  | 'OTHER'
  /** By a visit (来访). */
  | 'VISIT';

/** What a petition is about (信访举报类别). */
export type PetitionClass =
  /** A violation of discipline or law (检举控告类). */
  | 'ACCUSATION'
  /** A decision taken against the petitioner (申诉类). */
  | 'APPEAL'
  /** Anything else (其他). */
  | 'OTHER'
  /** Criticism and suggestions (批评建议类). */
  | 'SUGGESTION';

/** Whether the reporter gave a name (实名、匿名). */
export type ReporterKind =
  /** Gave none (匿名). */
  | 'ANONYMOUS'
  /** Gave a name (实名). */
  | 'REAL_NAME';

/** A region around the post you act through (管辖范围). Within it you get the rows you may see, no others. */
export type Scope =
  /** Everything you may see (全部可见). */
  | 'ALL'
  /** What names you as its handler (本人承办). */
  | 'ASSIGNED'
  /** The offices you are in charge of (分管). */
  | 'BRANCH'
  /** What a grant opens to you: assigned, copied, joint work (授权). */
  | 'GRANTED'
  /** The organs and groups your office looks after (联系). */
  | 'LINKED'
  /** Your organ with its offices, without its subordinates and dispatched groups (本机关). */
  | 'ORGAN'
  /** Your own office or group: what it handles and what came in there (本部门). */
  | 'OWN'
  /** Your organ with everything below it (本级及下级). */
  | 'SUBTREE';

/** State of a supervision item (督办状态). */
export type SupervisionState =
  /** Concluded (已办结). */
  | 'CONCLUDED'
  /** Being worked on (办理中). */
  | 'IN_PROGRESS'
  /** Issued, not yet received (已签发). */
  | 'ISSUED'
  /** Received by its target (已签收). */
  | 'RECEIVED'
  /** The result is reported, awaiting conclusion (已报送). */
  | 'REPORTED'
  /** Returned: the report does not suffice (已退回). */
  | 'RETURNED';

/** A window of time: from (included) to (excluded); either end may be open. */
export type TimeWindow = {
  /** From then on. */
  from?: string | null | undefined;
  /** Before then. */
  to?: string | null | undefined;
};

/** How timely an open matter is (三色预警): blue in time, yellow near its limit, red past it. */
export type WarningColour =
  /** In time (蓝). */
  | 'BLUE'
  /** Past its limit (红). */
  | 'RED'
  /** Near its limit (黄). */
  | 'YELLOW';

export type CluesByTierAndColourQueryVariables = Exact<{
  scope: Scope;
  received?: TimeWindow | null | undefined;
}>;

export type CluesByTierAndColourQuery = {
  clueStatistics: {
    total: number;
    asOf: string;
    effectiveScope: { words: string };
    rows: Array<{ tier: OrganTier | null; colour: WarningColour | null; count: number }>;
  };
};

export type CluesByMonthQueryVariables = Exact<{
  scope: Scope;
  stage?: Array<ClueStage> | ClueStage | null | undefined;
}>;

export type CluesByMonthQuery = {
  clueStatistics: { total: number; rows: Array<{ month: string | null; source: ClueSource | null; count: number }> };
};

export type WorkListQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  scope: Scope;
  filter?: ClueFilter | null | undefined;
}>;

export type WorkListQuery = {
  clues: {
    totalCount: number | null;
    effectiveScope: { words: string };
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
    nodes: Array<{
      id: string;
      number: string;
      stage: ClueStage;
      colour: WarningColour | null;
      dueAt: string | null;
      priority: boolean;
      owner: { id: string; name: string };
      handlingUnit: { id: string; name: string };
      content: { subjectName: string; allegation: string; handlerName: string | null } | null;
      supervisionItems: Array<{ id: string; number: string; state: SupervisionState; dueAt: string | null }>;
    }>;
  };
};

export type ClueDetailQueryVariables = Exact<{
  id: string | number;
}>;

export type ClueDetailQuery = {
  clue: {
    id: string;
    number: string;
    stage: ClueStage;
    source: ClueSource;
    method: DisposalMethod | null;
    outcome: ClueOutcome | null;
    receivedAt: string;
    dueAt: string | null;
    colour: WarningColour | null;
    owner: { id: string; name: string; ancestors: Array<{ id: string; name: string }> };
    petition: { class: PetitionClass; channel: PetitionChannel; text: string } | null;
    content: { subjectName: string; subjectPosition: string | null; allegation: string } | null;
    reporter: { kind: ReporterKind; name: string | null; contact: string | null } | null;
    jointCases: Array<{
      id: string;
      number: string;
      mode: JointMode;
      content: {
        title: string;
        assignments: Array<{ personName: string; tasks: string | null; unit: { id: string; name: string } }>;
      } | null;
    }>;
  } | null;
};

export type MyTasksQueryVariables = Exact<{
  first: number;
}>;

export type MyTasksQuery = {
  me: { person: { id: string; name: string }; post: { id: string; duty: Duty; unit: { id: string; name: string } } };
  clues: {
    nodes: Array<{ id: string; number: string; stage: ClueStage; dueAt: string | null; colour: WarningColour | null }>;
  };
  jointCases: { nodes: Array<{ id: string; number: string; mode: JointMode; leadUnit: { id: string; name: string } }> };
};

export const CluesByTierAndColourQueryDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'query',
      name: { kind: 'Name', value: 'CluesByTierAndColourQuery' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'scope' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'Scope' } } },
        },
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'received' } },
          type: { kind: 'NamedType', name: { kind: 'Name', value: 'TimeWindow' } },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'clueStatistics' },
            arguments: [
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'scope' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'scope' } },
              },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'groupBy' },
                value: {
                  kind: 'ListValue',
                  values: [
                    { kind: 'EnumValue', value: 'TIER' },
                    { kind: 'EnumValue', value: 'COLOUR' },
                  ],
                },
              },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'filter' },
                value: {
                  kind: 'ObjectValue',
                  fields: [
                    {
                      kind: 'ObjectField',
                      name: { kind: 'Name', value: 'received' },
                      value: { kind: 'Variable', name: { kind: 'Name', value: 'received' } },
                    },
                  ],
                },
              },
            ],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'total' } },
                { kind: 'Field', name: { kind: 'Name', value: 'asOf' } },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'effectiveScope' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [{ kind: 'Field', name: { kind: 'Name', value: 'words' } }],
                  },
                },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'rows' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'tier' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'colour' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'count' } },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<CluesByTierAndColourQuery, CluesByTierAndColourQueryVariables>;
export const CluesByMonthQueryDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'query',
      name: { kind: 'Name', value: 'CluesByMonthQuery' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'scope' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'Scope' } } },
        },
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'stage' } },
          type: {
            kind: 'ListType',
            type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'ClueStage' } } },
          },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'clueStatistics' },
            arguments: [
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'scope' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'scope' } },
              },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'groupBy' },
                value: {
                  kind: 'ListValue',
                  values: [
                    { kind: 'EnumValue', value: 'MONTH' },
                    { kind: 'EnumValue', value: 'SOURCE' },
                  ],
                },
              },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'filter' },
                value: {
                  kind: 'ObjectValue',
                  fields: [
                    {
                      kind: 'ObjectField',
                      name: { kind: 'Name', value: 'stage' },
                      value: { kind: 'Variable', name: { kind: 'Name', value: 'stage' } },
                    },
                  ],
                },
              },
            ],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'total' } },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'rows' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'month' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'source' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'count' } },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<CluesByMonthQuery, CluesByMonthQueryVariables>;
export const WorkListQueryDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'query',
      name: { kind: 'Name', value: 'WorkListQuery' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'first' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'Int' } } },
        },
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'after' } },
          type: { kind: 'NamedType', name: { kind: 'Name', value: 'String' } },
        },
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'scope' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'Scope' } } },
        },
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'filter' } },
          type: { kind: 'NamedType', name: { kind: 'Name', value: 'ClueFilter' } },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'clues' },
            arguments: [
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'first' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'first' } },
              },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'after' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'after' } },
              },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'scope' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'scope' } },
              },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'orderBy' },
                value: { kind: 'EnumValue', value: 'DUE_FIRST' },
              },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'filter' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'filter' } },
              },
            ],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'totalCount' } },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'effectiveScope' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [{ kind: 'Field', name: { kind: 'Name', value: 'words' } }],
                  },
                },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'pageInfo' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'hasNextPage' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'endCursor' } },
                    ],
                  },
                },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'nodes' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'number' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'stage' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'colour' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'dueAt' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'priority' } },
                      {
                        kind: 'Field',
                        name: { kind: 'Name', value: 'owner' },
                        selectionSet: {
                          kind: 'SelectionSet',
                          selections: [
                            { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'name' } },
                          ],
                        },
                      },
                      {
                        kind: 'Field',
                        name: { kind: 'Name', value: 'handlingUnit' },
                        selectionSet: {
                          kind: 'SelectionSet',
                          selections: [
                            { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'name' } },
                          ],
                        },
                      },
                      {
                        kind: 'Field',
                        name: { kind: 'Name', value: 'content' },
                        selectionSet: {
                          kind: 'SelectionSet',
                          selections: [
                            { kind: 'Field', name: { kind: 'Name', value: 'subjectName' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'allegation' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'handlerName' } },
                          ],
                        },
                      },
                      {
                        kind: 'Field',
                        name: { kind: 'Name', value: 'supervisionItems' },
                        selectionSet: {
                          kind: 'SelectionSet',
                          selections: [
                            { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'number' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'state' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'dueAt' } },
                          ],
                        },
                      },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<WorkListQuery, WorkListQueryVariables>;
export const ClueDetailQueryDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'query',
      name: { kind: 'Name', value: 'ClueDetailQuery' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'id' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'ID' } } },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'clue' },
            arguments: [
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'id' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'id' } },
              },
            ],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                { kind: 'Field', name: { kind: 'Name', value: 'number' } },
                { kind: 'Field', name: { kind: 'Name', value: 'stage' } },
                { kind: 'Field', name: { kind: 'Name', value: 'source' } },
                { kind: 'Field', name: { kind: 'Name', value: 'method' } },
                { kind: 'Field', name: { kind: 'Name', value: 'outcome' } },
                { kind: 'Field', name: { kind: 'Name', value: 'receivedAt' } },
                { kind: 'Field', name: { kind: 'Name', value: 'dueAt' } },
                { kind: 'Field', name: { kind: 'Name', value: 'colour' } },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'owner' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'name' } },
                      {
                        kind: 'Field',
                        name: { kind: 'Name', value: 'ancestors' },
                        selectionSet: {
                          kind: 'SelectionSet',
                          selections: [
                            { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'name' } },
                          ],
                        },
                      },
                    ],
                  },
                },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'petition' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'class' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'channel' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'text' } },
                    ],
                  },
                },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'content' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'subjectName' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'subjectPosition' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'allegation' } },
                    ],
                  },
                },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'reporter' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'kind' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'name' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'contact' } },
                    ],
                  },
                },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'jointCases' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'number' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'mode' } },
                      {
                        kind: 'Field',
                        name: { kind: 'Name', value: 'content' },
                        selectionSet: {
                          kind: 'SelectionSet',
                          selections: [
                            { kind: 'Field', name: { kind: 'Name', value: 'title' } },
                            {
                              kind: 'Field',
                              name: { kind: 'Name', value: 'assignments' },
                              selectionSet: {
                                kind: 'SelectionSet',
                                selections: [
                                  { kind: 'Field', name: { kind: 'Name', value: 'personName' } },
                                  {
                                    kind: 'Field',
                                    name: { kind: 'Name', value: 'unit' },
                                    selectionSet: {
                                      kind: 'SelectionSet',
                                      selections: [
                                        { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                                        { kind: 'Field', name: { kind: 'Name', value: 'name' } },
                                      ],
                                    },
                                  },
                                  { kind: 'Field', name: { kind: 'Name', value: 'tasks' } },
                                ],
                              },
                            },
                          ],
                        },
                      },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<ClueDetailQuery, ClueDetailQueryVariables>;
export const MyTasksQueryDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'query',
      name: { kind: 'Name', value: 'MyTasksQuery' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'first' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'Int' } } },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'me' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'person' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'name' } },
                    ],
                  },
                },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'post' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'duty' } },
                      {
                        kind: 'Field',
                        name: { kind: 'Name', value: 'unit' },
                        selectionSet: {
                          kind: 'SelectionSet',
                          selections: [
                            { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'name' } },
                          ],
                        },
                      },
                    ],
                  },
                },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'clues' },
            arguments: [
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'first' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'first' } },
              },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'scope' },
                value: { kind: 'EnumValue', value: 'ASSIGNED' },
              },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'orderBy' },
                value: { kind: 'EnumValue', value: 'DUE_FIRST' },
              },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'filter' },
                value: {
                  kind: 'ObjectValue',
                  fields: [
                    {
                      kind: 'ObjectField',
                      name: { kind: 'Name', value: 'open' },
                      value: { kind: 'BooleanValue', value: true },
                    },
                  ],
                },
              },
            ],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'nodes' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'number' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'stage' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'dueAt' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'colour' } },
                    ],
                  },
                },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'jointCases' },
            arguments: [
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'first' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'first' } },
              },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'scope' },
                value: { kind: 'EnumValue', value: 'GRANTED' },
              },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'filter' },
                value: {
                  kind: 'ObjectValue',
                  fields: [
                    {
                      kind: 'ObjectField',
                      name: { kind: 'Name', value: 'open' },
                      value: { kind: 'BooleanValue', value: true },
                    },
                  ],
                },
              },
            ],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'nodes' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'number' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'mode' } },
                      {
                        kind: 'Field',
                        name: { kind: 'Name', value: 'leadUnit' },
                        selectionSet: {
                          kind: 'SelectionSet',
                          selections: [
                            { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'name' } },
                          ],
                        },
                      },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<MyTasksQuery, MyTasksQueryVariables>;
