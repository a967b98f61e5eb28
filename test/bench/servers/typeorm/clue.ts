import { Field, ID, Int, ObjectType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity({ name: 'clue' })
@ObjectType()
export class Clue {
  @PrimaryColumn('uuid')
  @Field(() => ID)
  id: string;

  @Column('text')
  @Field(() => String)
  number: string;

  @Column('smallint')
  @Field(() => Int)
  stage: number;

  @Column('smallint')
  @Field(() => Int)
  source: number;

  @Column('boolean')
  @Field(() => Boolean)
  priority: boolean;

  @Column('boolean')
  @Field(() => Boolean)
  expedited: boolean;

  @Column('timestamptz', { name: 'received_at' })
  @Field(() => Date)
  receivedAt: Date;

  @Column('timestamptz', { name: 'due_at', nullable: true })
  @Field(() => Date, { nullable: true })
  dueAt: Date | null;

  @Column('boolean')
  @Field(() => Boolean)
  open: boolean;

  @Column('integer')
  @Field(() => Int)
  version: number;

  @Column('bigint', { name: 'owner_pos' })
  ownerPos: string;

  @Column('bigint', { name: 'handling_pos' })
  handlingPos: string;

  @Column('bigint', { name: 'received_pos', nullable: true })
  receivedPos: string | null;

  @Column('integer')
  province: number;

  @Column('integer')
  city: number;

  @Column('integer')
  county: number;
}
