import type { MigrationInterface, QueryRunner } from 'typeorm';
import { mendAll } from './data/mend.js';

/** Whose entry it is: nobody's by alias where the operator did it at the machine. */
const WHO = `'person', alias_of(his, 'person', e.person_id), 'post', alias_of(his, 'post', e.post_id)`;
const WHO_OR_OPERATOR = `'person', coalesce(alias_of(his, 'person', e.person_id), e.subject), 'post', coalesce(alias_of(his, 'post', e.post_id), e.subject)`;

/**
 * The first administrators have nobody who could bind them: the operator names them, and each becomes the person he was
 * named as by a code that is good once, for the subject it was made for if one was said. The code is nowhere but with him.
 */
export class Invitations1763700000057 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table invitation (
        id uuid primary key,
        person_id uuid not null references person (id),
        digest text not null unique check (digest ~ '^[0-9a-f]{64}$'),
        issuer text not null,
        subject text,
        made_at timestamptz not null default app_now(),
        expires_at timestamptz not null check (expires_at > made_at),
        accepted_at timestamptz
      );
      comment on table invitation is 'Who may become which person, once, by a code that is kept as a digest (邀请)';
      create index invitation_person on invitation (person_id);
      alter table invitation enable row level security;
      alter table invitation force row level security;
      create policy owner_all on invitation to current_user using (true) with check (true);

      -- What the operator did at the machine is an act of nobody's post.
      alter table audit_entry drop constraint audit_entry_check1, add constraint audit_entry_check1
        check ((person_id is null) = (subject is not null) and (person_id is not null or kind = 5 or kind = 1 and subject = 'operator'));
      -- It stands with the organ it was done for, where its audit administrators read.
      alter table audit_entry drop constraint audit_entry_check, add constraint audit_entry_check
        check (num_nonnulls(person_id, post_id, unit_pos) in (0, 3) or subject = 'operator' and num_nonnulls(person_id, post_id) = 0);

      -- Whoever the token names becomes the person the code names; whatever is wrong with it is one and the same to him.
      create function invitation_accept(body text, seal text, of_digest text, of_source text, of_correlation_id uuid) returns uuid
        language plpgsql volatile security definer set search_path = liandong, pg_temp set cpu_operator_cost = 0.0025
        as $$
        declare
          t jsonb := ticket_claims(body, seal); i invitation; p person; w post;
        begin
          select * into i from invitation where digest = of_digest for update;
          select * into p from person where id = i.person_id for no key update;
          select * into w from post where person_id = p.id and in_force(valid_from, valid_to) order by main desc, valid_from, id limit 1;
          if i.id is null or i.accepted_at is not null or i.expires_at <= act_now() or i.issuer is distinct from t->>'iss'
            or i.subject <> t->>'sub' or p.subject is not null or p.left_at <= act_now() or w.id is null
            or exists (select from person where issuer = t->>'iss' and subject = t->>'sub') then
            raise exception 'no such invitation' using errcode = 'LD021';
          end if;
          begin
            update person set issuer = t->>'iss', subject = t->>'sub' where id = p.id;
          exception when unique_violation then
            raise exception 'no such invitation' using errcode = 'LD021';
          end;
          update invitation set accepted_at = act_now() where id = i.id;
          insert into audit_entry (kind, person_id, post_id, unit_pos, source, operation, object, object_ids, correlation_id)
            values (1, p.id, w.id, w.unit_pos, of_source, 'invitationAccept', 'person', array[p.id], of_correlation_id);
          return p.id;
        end $$;
      grant execute on function invitation_accept(text, text, text, text, uuid) to liandong_act;
    `);
    await runner.query(mendAll('audit_trail', [[WHO, WHO_OR_OPERATOR]]));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(mendAll('audit_trail', [[WHO_OR_OPERATOR, WHO]]));
    await runner.query(`
      drop function invitation_accept(text, text, text, text, uuid);
      alter table audit_entry drop constraint audit_entry_check1, add constraint audit_entry_check1
        check ((person_id is null) = (subject is not null) and (person_id is not null or kind = 5)) not valid,
        drop constraint audit_entry_check, add constraint audit_entry_check
        check (num_nonnulls(person_id, post_id, unit_pos) = any (array[0, 3])) not valid;
      drop table invitation;
    `);
  }
}
