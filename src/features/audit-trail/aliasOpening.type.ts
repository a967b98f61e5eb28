import { ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { DateTime } from '../../graphql/dateTime.js';
import { withObject } from '../../graphql/rule.js';
import { RuledField } from '../../graphql/ruled.js';
import { AliasOpeningState } from '../../workflow/auditAliases.js';
import { Unit } from '../unit/unit.type.js';

registerEnumType(AliasOpeningState, {
  name: 'AliasOpeningState',
  description: 'How far the opening of an alias is (开启状态).',
  valuesConfig: {
    REQUESTED: { description: 'Asked for, not decided (待决定).' },
    APPROVED: { description: 'Approved; open to who asked, for a day (已同意).' },
    REFUSED: { description: 'Refused (不同意).' },
  },
});

@ObjectType({ description: 'What was behind an alias.' })
export class OpenedAlias {
  @RuledField(withObject, () => String, { description: 'Of a person or post: the name.', nullable: true })
  name: string | null;

  @RuledField(withObject, () => Unit, {
    description: 'Of a post: its unit; of a matter: the accountable organ.',
    nullable: true,
  })
  unit: number | null;

  @RuledField(withObject, () => String, {
    description:
      'Of a matter: its number, unless it is secret, of the cadre compartment, or its subject is unresolved.',
    nullable: true,
  })
  number: string | null;
}

@ObjectType({
  description:
    'The opening of an alias of the audit trail: asked for by one audit administrator, decided by another person (开启审计代号).',
})
export class AuditAliasOpening {
  @RuledField(withObject, () => ID, { description: 'Its id.' })
  id: string;

  @RuledField(withObject, () => String, { description: 'The alias; it means something to who asked alone.' })
  alias: string;

  @RuledField(withObject, () => String, { description: 'What kind of thing is behind it.' })
  object: string;

  @RuledField(withObject, () => String, { description: 'Who asked, by name (申请人).' })
  requesterName: string;

  @RuledField(withObject, () => String, { description: 'Why, in the words of who asked (理由).' })
  reason: string;

  @RuledField(withObject, () => AliasOpeningState, { description: 'How far it is (状态).' })
  state: number;

  @RuledField(withObject, () => DateTime, { description: 'When it was asked for (提出时间).' })
  requestedAt: string;

  @RuledField(withObject, () => DateTime, { description: 'When it was decided (决定时间).', nullable: true })
  decidedAt: string | null;

  @RuledField(withObject, () => String, { description: 'The decider’s words (决定理由).', nullable: true })
  decisionReason: string | null;

  @RuledField(withObject, () => DateTime, { description: 'Until when it is open (开启期限).', nullable: true })
  openUntil: string | null;

  @RuledField(withObject, () => Int, { description: 'Version, for acts to name (版本).' })
  version: number;

  @RuledField(withObject, () => OpenedAlias, {
    description: 'What is behind it: to who asked, through the same post, while it is open; else null. Audited.',
    nullable: true,
  })
  opened: OpenedAlias | null;
}
