import { Field, ID, Int, ObjectType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';

// The columns that the API's role may read; bigint comes as text, as TypeORM has it.
@Entity({ name: 'unit' })
@ObjectType()
export class Unit {
  @PrimaryColumn('uuid')
  @Field(() => ID)
  id: string;

  @Column('bigint')
  pos: string;

  @Column('text')
  @Field(() => String)
  name: string;
}

@Entity({ name: 'clue_petition' })
@ObjectType()
export class CluePetition {
  @PrimaryColumn('uuid', { name: 'clue_id' })
  clueId: string;

  @Column('smallint')
  @Field(() => Int)
  class: number;

  @Column('smallint')
  @Field(() => Int)
  channel: number;

  @Column('text')
  @Field(() => String)
  text: string;
}

@Entity({ name: 'clue_content' })
@ObjectType()
export class ClueContent {
  @PrimaryColumn('uuid', { name: 'clue_id' })
  clueId: string;

  @Column('text', { name: 'subject_name' })
  @Field(() => String)
  subjectName: string;

  @Column('text', { name: 'subject_position', nullable: true })
  @Field(() => String, { nullable: true })
  subjectPosition: string | null;

  @Column('text')
  @Field(() => String)
  allegation: string;

  @Column('text', { name: 'handler_name', nullable: true })
  @Field(() => String, { nullable: true })
  handlerName: string | null;
}

@Entity({ name: 'clue_reporter' })
@ObjectType()
export class ClueReporter {
  @PrimaryColumn('uuid', { name: 'clue_id' })
  clueId: string;

  @Column('smallint')
  @Field(() => Int)
  kind: number;

  @Column('text', { nullable: true })
  @Field(() => String, { nullable: true })
  name: string | null;
}

@Entity({ name: 'supervision_item' })
@ObjectType()
export class SupervisionItem {
  @PrimaryColumn('uuid')
  @Field(() => ID)
  id: string;

  @Column('uuid', { name: 'clue_id' })
  clueId: string;

  @Column('text')
  @Field(() => String)
  number: string;

  @Column('smallint')
  @Field(() => Int)
  state: number;

  @Column('timestamptz', { name: 'due_at', nullable: true })
  @Field(() => Date, { nullable: true })
  dueAt: Date | null;
}
