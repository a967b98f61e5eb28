import { ID, ObjectType, registerEnumType } from 'type-graphql';
import { DateTime } from '../../graphql/dateTime.js';
import { withObject } from '../../graphql/rule.js';
import { RuledField } from '../../graphql/ruled.js';
import { Duty } from '../../jurisdiction/duties.js';
import { SubjectFinding, SubjectState } from '../../workflow/subjects.js';
import { Unit } from '../unit/unit.type.js';

const FOUND = {
  NOT_STAFF: { description: 'No discipline official (非纪检监察干部).' },
  STAFF: {
    description:
      'A discipline official: the clue is denied to him, his units, and all below and within what he heads or leads (纪检监察干部).',
  },
};
registerEnumType(SubjectState, {
  name: 'SubjectState',
  description: 'Whether the subject of a clue is a discipline official (被反映人身份).',
  valuesConfig: {
    UNRESOLVED: {
      description:
        'Not decided: the registering officer and one custodian see it, and it cannot be dispatched (待核定).',
    },
    ...FOUND,
  },
});
registerEnumType(SubjectFinding, {
  name: 'SubjectFinding',
  description: 'What was found of the subject of a clue (被反映人核定结果).',
  valuesConfig: FOUND,
});

@ObjectType({ description: 'A post of somebody who may be meant: where, and by what duty (任职).' })
export class SubjectPost {
  @RuledField(withObject, () => Unit, { description: 'Where it is (机构).' })
  unit: number;

  @RuledField(withObject, () => Duty, { description: 'Its duty (职务).' })
  duty: number;
}

@ObjectType({ description: 'An official in service who may be the subject of a clue (被反映人候选).' })
export class SubjectCandidate {
  @RuledField(withObject, () => ID, { description: 'The person, as the act takes it.' })
  person: string;

  @RuledField(withObject, () => String, { description: 'The name.' })
  name: string;

  @RuledField(withObject, () => String, {
    description:
      'The last four characters of the id number, to tell people of one name apart; null: none is kept (身份证号后四位).',
    nullable: true,
  })
  idNumberEnd: string | null;

  @RuledField(withObject, () => [SubjectPost], {
    description: 'The posts in force, the main ones first.',
    cost: { length: 2 },
  })
  posts: SubjectPost[];
}

@ObjectType({ description: 'What was found of the subject of a clue (被反映人核定).' })
export class ClueSubject {
  @RuledField(withObject, () => SubjectState, { description: 'Whether he is a discipline official.' })
  state: number;

  @RuledField(withObject, () => [SubjectCandidate], {
    description: 'Who he is, if an official; several, if several are meant.',
    cost: { length: 2 },
  })
  persons: SubjectCandidate[];

  @RuledField(withObject, () => String, { description: 'Why it was found so (核定理由).', nullable: true })
  reason: string | null;

  @RuledField(withObject, () => DateTime, { description: 'When (核定时间).', nullable: true })
  linkedAt: string | null;
}
