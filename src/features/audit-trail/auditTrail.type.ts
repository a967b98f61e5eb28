import { Field, InputType, ObjectType } from 'type-graphql';
import { AuditKind } from '../../graphql/auditKind.enum.js';
import { PageInfo } from '../../graphql/connection.js';
import { DateTime } from '../../graphql/dateTime.js';
import { TimeWindow } from '../../graphql/filterInputs.js';
import { withObject } from '../../graphql/rule.js';
import { RuledField } from '../../graphql/ruled.js';
import { Unit } from '../unit/unit.type.js';

@ObjectType({
  description:
    'An entry of the audit trail under aliases (审计记录). Aliases are the same for you always, and worth nothing to anybody else.',
})
export class AuditTrailEntry {
  @RuledField(withObject, () => DateTime, { description: 'When.' })
  at: string;

  @RuledField(withObject, () => AuditKind, { description: 'Of what kind.' })
  kind: number;

  @RuledField(withObject, () => String, { description: 'The field of the schema that was asked for, or the act.' })
  operation: string;

  @RuledField(withObject, () => Unit, { description: 'The organ of the post that acted; its office is not told.' })
  organ: number;

  @RuledField(withObject, () => String, { description: 'Who, as an alias.' })
  person: string;

  @RuledField(withObject, () => String, { description: 'By which post, as an alias.' })
  post: string;

  @RuledField(withObject, () => String, { description: 'What kind of thing it was about.', nullable: true })
  object: string | null;

  @RuledField(withObject, () => [String], {
    description:
      'Matters and posts it was about, as aliases, at most 20 of its kind; of an explanation the matter and then the posts. Of other things none.',
  })
  objects: string[];

  @RuledField(withObject, () => [String], { description: 'Facets that were shown.' })
  facets: string[];

  @RuledField(withObject, () => [String], { description: 'By which paths, as the trail names them.' })
  paths: string[];

  @RuledField(withObject, () => String, { description: 'Of a refusal: its code.', nullable: true })
  code: string | null;
}

@ObjectType({ description: 'A page of the audit trail. Entries have no id: nothing but the trail leads to one.' })
export class AuditTrailPage {
  @RuledField(withObject, () => [AuditTrailEntry], { description: 'The entries, newest first.', cost: { page: true } })
  entries: AuditTrailEntry[];

  @RuledField(withObject, () => PageInfo, { description: 'Where the page stands.' })
  pageInfo: PageInfo;
}

@InputType({ description: 'Which entries; conditions add up.' })
export class AuditTrailFilter {
  @Field(() => [AuditKind], { nullable: true, description: 'Of any of these kinds.' })
  kind?: number[] | null;

  @Field(() => [String], { nullable: true, description: 'Of any of these operations, by their names in the schema.' })
  operation?: string[] | null;

  @Field(() => TimeWindow, { nullable: true, description: 'In this window.' })
  at?: TimeWindow | null;
}
