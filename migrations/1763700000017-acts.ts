import type { MigrationInterface, QueryRunner } from 'typeorm';
import { dropSight, storeSight } from './data/sight.js';

/**
 * What every act stands on. The actor is locked as he is (a revocation waits for the act or stops it) before he enters;
 * his key makes the act happen once; its object is locked, so that acts on one object come one after another; and what
 * it did is told by the outbox. Errors: LD010 the key was used for something else, LD020 not allowed, LD021 not there,
 * LD022 another version, LD023 not in this state.
 */
export class Acts1763700000017 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table act_key (
        person_id uuid not null references person (id),
        post_id uuid not null references post (id),
        act text not null check (length(act) <= 60),
        key text not null check (length(key) between 8 and 100),
        body text not null,
        done jsonb,
        txid xid8 not null default pg_current_xact_id(),
        at timestamptz not null default app_now(),
        primary key (person_id, post_id, act, key)
      );
      comment on table act_key is 'Acts by the keys of their callers: digest of what was asked, and what came of it; kept for seven days';
      create index act_key_at on act_key (at);

      create table outbox (
        id uuid primary key,
        txid xid8 not null default pg_current_xact_id(),
        at timestamptz not null default app_now(),
        event text not null check (length(event) <= 60),
        object text not null,
        object_id uuid not null
      );
      comment on table outbox is 'What happened, in the transaction it happened in; positions are settled transactions';
      create index outbox_position on outbox (txid, id);
      ${['act_key', 'outbox']
        .map(
          (table) => `alter table ${table} enable row level security;
      alter table ${table} force row level security;
      create policy owner_all on ${table} to current_user using (true) with check (true);`,
        )
        .join('\n      ')}

      -- The claims of a ticket that is good here and now, or 28000.
      create function ticket_claims(body text, seal text) returns jsonb
        language plpgsql stable set search_path = liandong, pg_temp
        as $$
        declare
          t jsonb; k ticket_key;
        begin
          t := body::jsonb;
          select * into k from ticket_key where id = t->>'key' and (valid_to is null or valid_to > clock_timestamp());
          if not found
            or seal is distinct from hmac_hex(k.inner_pad, k.outer_pad, body)
            or t->>'mark' is distinct from transaction_mark()
            or coalesce(to_timestamp((t->>'exp')::double precision)
              not between clock_timestamp() and clock_timestamp() + interval '1 minute', true) then
            raise exception 'refused';
          end if;
          return t;
        exception when others then
          raise exception 'ticket refused' using errcode = '28000';
        end $$;

      -- The person, his posts, and what his reach is made of stay as they are until the act has ended.
      create function lock_actor(body text, seal text) returns void
        language plpgsql volatile security definer set search_path = liandong, pg_temp
        as $$
        declare
          t jsonb := ticket_claims(body, seal); actor uuid;
        begin
          select id into actor from person where issuer = t->>'iss' and subject = t->>'sub' for share;
          perform from post where person_id = actor order by id for share;
          perform from branch where post_id in (select id from post where person_id = actor) order by id for share;
          perform from contact_link
            where office_pos in (select unit_pos from post where person_id = actor
              union select b.office_pos from branch b join post p on p.id = b.post_id where p.person_id = actor) order by id for share;
        end $$;
      grant execute on function lock_actor(text, text) to liandong_act;

      -- Null: go on. Else what came of it before. Two at once: the second waits for the first.
      create function begin_act(of_act text, of_key text, of_body text) returns jsonb
        language plpgsql volatile security definer set search_path = liandong, pg_temp
        as $$
        declare
          m principal := me(); before act_key;
        begin
          if m.person is null then
            raise exception 'no principal' using errcode = '28000';
          end if;
          insert into act_key (person_id, post_id, act, key, body) values (m.person, m.post, of_act, of_key, of_body)
            on conflict do nothing;
          if found then
            return null;
          end if;
          select * into before from act_key where person_id = m.person and post_id = m.post and act = of_act and key = of_key;
          if before.body <> of_body then
            raise exception 'the key was used for something else' using errcode = 'LD010';
          end if;
          return before.done;
        end $$;
      grant execute on function begin_act(text, text, text) to liandong_act;

      -- The end of every act: what came of it, and its entry in the audit trail.
      create function end_act(of_act text, of_key text, of_done jsonb, of_object text, of_object_ids uuid[], of_reason text,
          of_details jsonb, of_source text, of_correlation_id uuid) returns void
        language plpgsql volatile security definer set search_path = liandong, pg_temp
        as $$ begin
          perform require_act(of_act);
          update act_key set done = of_done
            where person_id = (me()).person and post_id = (me()).post and act = of_act and key = of_key and done is null;
          if not found then
            raise exception 'no such act under way' using errcode = '28000';
          end if;
          perform audit_act(of_act, of_object, of_object_ids, '{}', '{}', of_reason, of_details, of_source, of_correlation_id);
        end $$;
      grant execute on function end_act(text, text, jsonb, text, uuid[], text, jsonb, text, uuid) to liandong_act;

      -- What changes anything asks first whether its act was begun, by this principal in this transaction.
      create function require_act(of_act text) returns void
        language plpgsql stable security definer set search_path = liandong, pg_temp
        as $$ begin
          if not exists (select from act_key where person_id = (me()).person and post_id = (me()).post and act = of_act
              and txid = pg_current_xact_id() and done is null) then
            raise exception 'no such act under way' using errcode = '28000';
          end if;
        end $$;

      -- And none is committed that has not ended.
      create function act_has_ended() returns trigger
        language plpgsql security definer set search_path = liandong, pg_temp
        as $$ begin
          if exists (select from act_key where person_id = new.person_id and post_id = new.post_id and act = new.act
              and key = new.key and done is null) then
            raise exception 'an act that has not ended' using errcode = '28000';
          end if;
          return null;
        end $$;
      create constraint trigger act_has_ended after insert on act_key deferrable initially deferred
        for each row execute function act_has_ended();

      -- Acts on one object come one after another. Tells nothing: whether it is there is for row-level security to say.
      create function lock_object(of_object text, of_id uuid) returns void
        language plpgsql volatile security definer set search_path = liandong, pg_temp
        as $$ begin
          case of_object
            when 'clue' then perform from clue where id = of_id for update;
            when 'supervision_item' then perform from supervision_item where id = of_id for update;
            when 'joint_case' then perform from joint_case where id = of_id for update;
          end case;
        end $$;
      grant execute on function lock_object(text, uuid) to liandong_act;

      create function tell(of_event text, of_object text, of_object_id uuid) returns void
        language sql volatile set search_path = liandong, pg_temp
        as $$ insert into outbox (id, event, object, object_id) values (gen_random_uuid(), of_event, of_object, of_object_id) $$;

      create function acting_duty() returns smallint
        language sql stable security definer set search_path = liandong, pg_temp
        as $$ select duty from post where id = (me()).post $$;
      grant execute on function acting_duty() to liandong_api, liandong_act;

      create function forget_act_keys() returns void
        language sql volatile security definer set search_path = liandong, pg_temp
        as $$ delete from act_key where at < app_now() - interval '7 days' $$;
      grant execute on function forget_act_keys() to liandong_act;
    `);
    await storeSight((text) => runner.query(text));
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropSight((text) => runner.query(text));
    await runner.query(`
      drop function forget_act_keys(), acting_duty(), tell(text, text, uuid), lock_object(text, uuid),
        end_act(text, text, jsonb, text, uuid[], text, jsonb, text, uuid), require_act(text), begin_act(text, text, text), lock_actor(text, text), ticket_claims(text, text);
      drop table outbox, act_key;
      drop function act_has_ended();
    `);
  }
}
