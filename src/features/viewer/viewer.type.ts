import { ID, ObjectType, registerEnumType } from 'type-graphql';
import { DateTime } from '../../graphql/dateTime.js';
import { EffectiveScope } from '../../graphql/effectiveScope.js';
import { withObject } from '../../graphql/rule.js';
import { RuledField } from '../../graphql/ruled.js';
import { Duty } from '../../jurisdiction/duties.js';
import { Unit } from '../unit/unit.type.js';

registerEnumType(Duty, {
  name: 'Duty',
  description: 'What a post is for (职务). Rights follow from duty, unit and period.',
  valuesConfig: {
    PRINCIPAL: { description: 'Head of an organ (主要负责人).' },
    LEADER_IN_CHARGE: { description: 'Member of the leading team, in charge of offices (分管领导).' },
    OFFICE_HEAD: { description: 'Head of an office or group (部门主要负责人).' },
    OFFICER: { description: 'Officer (承办人、干部).' },
    SYSTEM_ADMINISTRATOR: { description: 'System administrator; no case facet (系统管理员).' },
    SECURITY_ADMINISTRATOR: { description: 'Security administrator; no case facet (安全保密管理员).' },
    AUDIT_ADMINISTRATOR: { description: 'Audit administrator; no case facet (安全审计员).' },
  },
});

@ObjectType({ description: 'A person in service (工作人员).' })
export class Person {
  @RuledField(withObject, () => ID, { description: 'The person’s id.' })
  id: string;

  @RuledField(withObject, () => String, { description: 'The name.' })
  name: string;
}

@ObjectType({ description: 'A post: unit, duty, period (任职). A request acts through one of them.' })
export class Post {
  @RuledField(withObject, () => ID, { description: 'Its id, as the X-Liandong-Post header takes it.' })
  id: string;

  @RuledField(withObject, () => Duty, { description: 'Its duty.' })
  duty: number;

  @RuledField(withObject, () => Unit, { description: 'Where it is.' })
  unit: number;

  @RuledField(withObject, () => Boolean, {
    description: 'Whether it is the main one, which acts where none is chosen.',
  })
  main: boolean;

  @RuledField(withObject, () => DateTime, { description: 'Since when (起).' })
  from: string;

  @RuledField(withObject, () => DateTime, { description: 'Until when (止).', nullable: true })
  until: string | null;
}

@ObjectType({ description: 'How far the acting post reaches by its ledger, noun by noun, in words.' })
export class Reaches {
  @RuledField(withObject, () => EffectiveScope, { description: 'Clues (问题线索).' })
  clues: EffectiveScope;

  @RuledField(withObject, () => EffectiveScope, { description: 'Supervision items (督办事项).' })
  supervisionItems: EffectiveScope;

  @RuledField(withObject, () => EffectiveScope, { description: 'Joint cases (联合办案).' })
  jointCases: EffectiveScope;
}

@ObjectType({ description: 'Who asks, through which post, and how far that reaches (当前用户).' })
export class Viewer {
  @RuledField(withObject, () => Person, { description: 'The person.' })
  person: Person;

  @RuledField(withObject, () => Post, { description: 'The post this request acts through.' })
  post: Post;

  @RuledField(withObject, () => [Post], {
    description: 'All posts in force, the main ones first.',
    cost: { length: 2 },
  })
  posts: Post[];

  @RuledField(withObject, () => Unit, { description: 'The organ of the acting post.' })
  organ: number;

  @RuledField(withObject, () => Reaches, { description: 'How far the acting post reaches.' })
  reaches: Reaches;
}
