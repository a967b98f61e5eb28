import type { MigrationInterface, QueryRunner } from 'typeorm';
import { storeGranted } from './data/granted.js';
import { mend } from './data/mend.js';

/**
 * An act waits for locks, and what ended meanwhile has ended for it: what is in force is judged by a time read after
 * them, not by the transaction's start. It looks before it locks – whoever may not see an object is told at once that it
 * is missing, whoever else is at it – and looks again when it has the lock. And a recusal is laid before a head who is
 * still in office.
 */
export class ActsAndRevocations1763700000035 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- The time as it passes in an act, each of whose statements sees what is committed then. In a read, which has one
      -- snapshot, it is the time of that snapshot. By the product's clock, or the one that stands for it in a test.
      create function act_now() returns timestamptz
        language plpgsql stable parallel safe set search_path = liandong, pg_temp
        as $$ begin
          if current_setting('transaction_isolation') like 'read %' then
            return app_now() + (clock_timestamp() - transaction_timestamp());
          end if;
          return app_now();
        end $$;
      ${IN_FORCE('act_now')}
      ${mend('enter', "subject = t->>'sub' and (left_at is null or left_at > app_now())", "subject = t->>'sub' and (left_at is null or left_at > act_now())")};

      -- Raises what an object that is missing raises, without waiting for anybody. Then acts on it come one after another.
      create function lock_seen(of_object text, of_facet text, of_id uuid) returns void
        language plpgsql volatile set search_path = liandong, pg_temp
        as $$ begin
          if sees(of_object, of_facet, of_id) then
            perform lock_object(of_object, of_id);
          end if;
          if not sees(of_object, of_facet, of_id) then
            raise exception 'no such object' using errcode = 'LD021';
          end if;
        end $$;

      drop function lock_actor(text, text);
      -- The person, his posts, and what his reach is made of stay as they are until the act has ended: so a revocation of
      -- these waits for the act. Not locked are grants, denials and units: what of them has ended or begun when the act
      -- looks is found, as each of its statements sees what is committed, at the time it is. An act that ends links locks
      -- those itself: two that both held them would wait for each other.
      create function lock_actor(body text, seal text, of_act text) returns void
        language plpgsql volatile security definer set search_path = liandong, pg_temp
        as $$
        declare
          t jsonb := ticket_claims(body, seal); actor uuid;
        begin
          select id into actor from person where issuer = t->>'iss' and subject = t->>'sub' for share;
          perform from post where person_id = actor order by id for share;
          perform from branch where post_id in (select id from post where person_id = actor) order by id for share;
          if of_act <> 'contactLinkRedivide' then
            perform from contact_link l
              where (l.valid_to is null or l.valid_to > act_now()) and l.office_pos <@ (
                select range_agg(places) from (
                  select case when p.duty = 1 and u.kind in (1, 4) then int8range(u.organ_pos, u.organ_pos + 499, '[]')
                    else int8range(u.pos, u.pos, '[]') end
                  from post p join unit u on u.pos = p.unit_pos where p.person_id = actor
                  union all
                  select int8range(b.office_pos, b.office_pos, '[]') from branch b join post p on p.id = b.post_id
                    where p.person_id = actor) x (places))
              order by l.id for share;
          end if;
        end $$;
      grant execute on function lock_actor(text, text, text) to liandong_act;
    `);
    await storeGranted((text) => runner.query(text), 'act_now()');
    for (const [before, after] of RECUSAL) await runner.query(mend('recusal_request', before, after));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [before, after] of RECUSAL) await runner.query(mend('recusal_request', after, before));
    await storeGranted((text) => runner.query(text), 'app_now()');
    await runner.query(`
      drop function lock_actor(text, text, text);
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
      drop function lock_seen(text, text, uuid);
      ${mend('enter', "subject = t->>'sub' and (left_at is null or left_at > act_now())", "subject = t->>'sub' and (left_at is null or left_at > app_now())")};
      ${IN_FORCE('app_now')}
      drop function act_now();
    `);
  }
}

const IN_FORCE = (
  clock: string,
) => `create or replace function in_force(valid_from timestamptz, valid_to timestamptz) returns boolean
        language sql stable
        as $$ select valid_from <= liandong.${clock}() and (valid_to is null or valid_to > liandong.${clock}()) $$;`;

/** Passages of recusal_request as migration 34 leaves it, and as they are now. */
const RECUSAL = [
  [
    `if not sees('clue', 'ledger', of_clue) then
            raise exception 'no such clue' using errcode = 'LD021';
          end if;`,
    "perform lock_seen('clue', 'ledger', of_clue);",
  ],
  [
    `select id into head from post where unit_pos = decider and duty = 1 and person_id <> whom.id
              and in_force(valid_from, valid_to) and not kept_from(of_clue, person_id)
              order by main desc, valid_from, id limit 1;`,
    `select x.id into head from post x join unit u on u.pos = x.unit_pos join person p on p.id = x.person_id
              where x.unit_pos = decider and x.duty = 1 and p.id <> whom.id and (p.left_at is null or p.left_at > act_now())
                and in_force(x.valid_from, x.valid_to) and in_force(u.valid_from, u.valid_to) and not kept_from(of_clue, p.id)
              order by x.main desc, x.valid_from, x.id limit 1;`,
  ],
] as const;
