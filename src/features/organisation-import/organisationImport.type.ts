import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { AdministrativeInput, AdministrativeLine } from '../administration/administrativeChange.type.js';
import { ActInput, ActPayload } from '../../graphql/act/act.types.js';
import { DateTime } from '../../graphql/dateTime.js';
import { withObject } from '../../graphql/rule.js';
import { RuledField } from '../../graphql/ruled.js';
import { Unit } from '../unit/unit.type.js';

export const ImportState = {
  OPEN: 1,
  CHECKING: 2,
  CHECKED: 3,
  CONFIRMED: 4,
  DONE: 5,
  REFUSED: 6,
  WITHDRAWN: 7,
  FAILED: 8,
} as const;
registerEnumType(ImportState, {
  name: 'OrganisationImportState',
  description: 'How far an import is (导入状态).',
  valuesConfig: {
    OPEN: { description: 'Takes files (收取文件).' },
    CHECKING: { description: 'Being rehearsed: done as a whole and taken back (预演中).' },
    CHECKED: { description: 'Rehearsed: its differences or its faults are told; another person confirms it (待确认).' },
    CONFIRMED: { description: 'Confirmed, and being done (办理中).' },
    DONE: { description: 'Done as a whole (已完成).' },
    REFUSED: { description: 'Refused by who had to confirm it (不同意).' },
    WITHDRAWN: { description: 'Withdrawn by who proposed it (已撤回).' },
    FAILED: {
      description: 'Not done: something had changed since, or who proposed it is in office no more; nothing was changed. It can be checked again (未完成).',
    },
  },
}); // prettier-ignore

@ObjectType({ description: 'What is wrong with a file, and where (导入错误).' })
export class OrganisationImportFault {
  @RuledField(withObject, () => Int, { description: 'Its number, for the next page.' })
  number: number;

  @RuledField(withObject, () => String, { description: 'The file, and the sheet of a workbook.' })
  file: string;

  @RuledField(withObject, () => Int, { description: 'The line of the file or the row of the sheet; 0: of all of it.' })
  line: number;

  @RuledField(withObject, () => String, { description: 'The column by heading and letter, or what of the row.', nullable: true }) // prettier-ignore
  column: string | null;

  @RuledField(withObject, () => String, { description: 'Stable, for programs.' })
  code: string;

  @RuledField(withObject, () => String, { description: 'For the reader, in the language of the request.' })
  message: string;
}

@ObjectType({ description: 'What a row of a file makes or changes (导入差异).' })
export class OrganisationImportDifference {
  @RuledField(withObject, () => Int, { description: 'Its number, for the next page.' })
  number: number;

  @RuledField(withObject, () => String, { description: 'The file, and the sheet of a workbook.' })
  file: string;

  @RuledField(withObject, () => Int, { description: 'The line of the file or the row of the sheet.' })
  line: number;

  @RuledField(withObject, () => Boolean, { description: 'Whether it is new; else something that is there changes.' })
  created: boolean;

  @RuledField(withObject, () => [AdministrativeLine], { description: 'The difference.', cost: { length: 2 } })
  lines: AdministrativeLine[];
}

@ObjectType({
  description:
    'Units and persons by file (组织机构导入): rehearsed as a whole, confirmed by another person, done in one step. What no file names stays as it is; the same files again change nothing.',
})
export class OrganisationImport {
  @RuledField(withObject, () => ID, { description: 'Its id.' })
  id: string;

  @RuledField(withObject, () => Unit, { description: 'In whose tree (所属机关).' })
  organ: number;

  @RuledField(withObject, () => String, { description: 'Why (理由).' })
  reason: string;

  @RuledField(withObject, () => ImportState, { description: 'How far it is (状态).' })
  state: number;

  @RuledField(withObject, () => Int, {
    description: 'Of what is being checked or done: percent of the rows; null: nothing is under way (进度).',
    nullable: true,
  })
  progress: number | null;

  @RuledField(withObject, () => Int, { description: 'Rows so far (行数).' })
  rows: number;

  @RuledField(withObject, () => Int, {
    description: 'Rows that make something new; null: not checked.',
    nullable: true,
  })
  created: number | null;

  @RuledField(withObject, () => Int, { description: 'Rows that change something; null: not checked.', nullable: true })
  amended: number | null;

  @RuledField(withObject, () => Int, { description: 'Faults so far; with any, it cannot be confirmed (错误数).' })
  faultCount: number;

  @RuledField(withObject, () => String, { description: 'Who proposed it, by name (提出人).' })
  proposerName: string;

  @RuledField(withObject, () => DateTime, { description: 'When it was opened (提出时间).' })
  proposedAt: string;

  @RuledField(withObject, () => String, {
    description: 'Who confirmed or refused it, by name (确认人).',
    nullable: true,
  })
  deciderName: string | null;

  @RuledField(withObject, () => String, { description: 'The decider’s words (确认意见).', nullable: true })
  decisionReason: string | null;

  @RuledField(withObject, () => DateTime, { description: 'When it was confirmed or refused.', nullable: true })
  decidedAt: string | null;

  @RuledField(withObject, () => DateTime, { description: 'When it was done, refused or withdrawn.', nullable: true })
  endedAt: string | null;

  @RuledField(withObject, () => Int, { description: 'Version, for acts to name (版本).' })
  version: number;

  @RuledField(withObject, () => [OrganisationImportFault], {
    description: 'Faults in their order, 100 at a time (导入错误).',
    cost: { length: 100 },
  })
  faults: OrganisationImportFault[];

  @RuledField(withObject, () => [OrganisationImportDifference], {
    description: 'What changes, in the order of the files, 100 rows at a time (导入差异).',
    cost: { length: 100 },
  })
  differences: OrganisationImportDifference[];
}

@InputType({ description: 'A new import (新建导入).' })
export class OrganisationImportOpenInput extends AdministrativeInput {}

@InputType({ description: 'An import whose files are complete (提交导入).' })
export class OrganisationImportCheckInput extends ActInput {
  @Field(() => ID, { description: 'The import.' })
  id: string;
}

@InputType({ description: 'An import that is taken back (撤回导入).' })
export class OrganisationImportWithdrawInput extends ActInput {
  @Field(() => ID, { description: 'The import.' })
  id: string;
}

@InputType({ description: 'The decision on an import (确认导入).' })
export class OrganisationImportDecideInput extends AdministrativeInput {
  @Field(() => ID, { description: 'The import.' })
  id: string;

  @Field(() => Int, { description: 'Its version as you read it.' })
  expectedVersion: number;

  @Field(() => Boolean, { description: 'Whether it is to be done.' })
  approve: boolean;
}

@ObjectType({ description: 'What came of an act on an import.' })
export class OrganisationImportPayload extends ActPayload {
  @RuledField(withObject, () => OrganisationImport, {
    description: 'The import; null if there is none.',
    nullable: true,
  })
  organisationImport: OrganisationImport | null;
}
