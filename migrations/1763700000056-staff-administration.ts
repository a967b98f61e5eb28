import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Persons, their posts, branches and clearance. A person is of the organ of his main post, and its administrators'. To
 * leave, and to lose a post, a branch or clearance, is done at once by one; whatever gives something is proposed by one
 * and confirmed by another (administrative_act). What a change means for matters follows by the triggers that were there.
 */
export class StaffAdministration1763700000056 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table person
        alter column issuer drop not null,
        alter column subject drop not null,
        add constraint person_bound check ((issuer is null) = (subject is null)),
        add column staff_number text check (staff_number ~ '^[0-9A-Za-z-]{1,32}$'),
        add column organ_pos bigint references unit (pos);
      comment on column person.staff_number is 'Of the organisation’s own making (人员编号): tells persons of one name apart';
      create unique index person_staff_number on person (staff_number) where staff_number is not null;
      -- As enter() chooses the post that acts where none is named.
      create function organ_of_person(of_person uuid) returns bigint
        language sql stable set search_path = liandong, pg_temp
        as $$ select u.organ_pos from post x join unit u on u.pos = x.unit_pos
          where x.person_id = of_person and in_force(x.valid_from, x.valid_to) order by x.main desc, x.valid_from, x.id limit 1 $$;
      update person set organ_pos = coalesce(organ_of_person(id), (select u.organ_pos from post x join unit u on u.pos = x.unit_pos
        where x.person_id = person.id order by x.valid_from desc, x.id limit 1));
      create index person_organ on person (organ_pos, name, id);

      -- Who is given his first post belongs to its organ.
      create function post_gives_organ() returns trigger
        language plpgsql security definer set search_path = liandong, pg_temp
        as $$ begin
          update person p set organ_pos = u.organ_pos from added x join unit u on u.pos = x.unit_pos
            where p.id = x.person_id and p.organ_pos is null;
          return null;
        end $$;
      create trigger post_gives_organ after insert on post referencing new table as added
        for each statement execute function post_gives_organ();

      -- A post that begins or ends by itself moves its person too, within the hour.
      create function staff_follow_posts() returns void
        language sql volatile security definer set search_path = liandong, pg_temp
        as $$ update person p set organ_pos = now_there from (
            select x.person_id, organ_of_person(x.person_id) as now_there from post x
            where x.valid_from > app_now() - interval '1 day' or x.valid_to > app_now() - interval '1 day' group by x.person_id) moved
          where p.id = moved.person_id and now_there is not null and p.organ_pos is distinct from now_there $$;
      grant execute on function staff_follow_posts() to liandong_jobs;

      -- A person of the caller's tree, locked: whose organ is there, or – where something is taken from him – who has a post
      -- in force there. What gives him something reaches through all his posts, so that all must be there. Of another tree
      -- is as missing: who works there is not the caller's to learn.
      create function administered_person(of_id uuid, gives boolean) returns person
        language plpgsql volatile set search_path = liandong, pg_temp
        as $$
        declare
          p person; m principal := me();
        begin
          select * into p from person where id = of_id for no key update;
          if not found or not (p.organ_pos between m.organ and m.organ_hi
              or not gives and organ_of_person(of_id) between m.organ and m.organ_hi)
            or gives and exists (select from post x where x.person_id = of_id and (x.valid_to is null or x.valid_to > act_now())
              and x.unit_pos not between m.organ and m.organ_hi) then
            raise exception 'no such person' using errcode = 'LD021';
          end if;
          return p;
        end $$;

      create function administered_post(of_id uuid) returns post
        language plpgsql volatile set search_path = liandong, pg_temp
        as $$
        declare
          w post;
        begin
          select * into w from post where id = of_id and unit_pos between (me()).organ and (me()).organ_hi for update;
          if not found then
            raise exception 'no such post' using errcode = 'LD021';
          end if;
          return w;
        end $$;

      create function person_follows_posts(of_person uuid) returns void
        language sql volatile set search_path = liandong, pg_temp
        as $$ update person set organ_pos = coalesce(organ_of_person(of_person), organ_pos) where id = of_person
          and organ_pos is distinct from coalesce(organ_of_person(of_person), organ_pos) $$;

      create function post_words(w post) returns text
        language sql stable set search_path = liandong, pg_temp
        as $$ select unit_words(w.unit_pos) || (select unit_duty_words(u) from unit u where u.pos = w.unit_pos) || ' ' || (array['主要负责人', '分管领导', '部门主要负责人', '干部', '系统管理员',
          '安全保密管理员', '安全审计员'])[w.duty] $$;

      -- Who it is, for whoever confirms: name, number, and what he is in this tree now.
      create function person_words(p person) returns text
        language sql stable set search_path = liandong, pg_temp
        as $$ select p.name || coalesce('（' || p.staff_number || '）', '') || coalesce('：' || (
            select string_agg(post_words(w), '；' order by w.main desc, w.valid_from, w.id) from post w
            where w.person_id = p.id and in_force(w.valid_from, w.valid_to) and w.unit_pos between (me()).organ and (me()).organ_hi), '') $$;

      create function administer_person_register(of_body jsonb) returns administered
        language plpgsql volatile set search_path = liandong, pg_temp
        as $$
        declare
          u unit := administered_unit((of_body->>'organ')::uuid); p person; r administered;
        begin
          if u.kind not in (1, 4) or u.valid_to <= act_now() then
            raise exception 'a person is of an organ' using errcode = 'LD029';
          end if;
          insert into person (id, name, staff_number, organ_pos)
            values ((of_body->>'id')::uuid, of_body->>'name', of_body->>'staffNumber', u.pos) returning * into p;
          r := (u.pos, 'person', p.id, person_words(p), p.id, change_line('name', null, p.name) || change_line('staffNumber', null, p.staff_number)
            || change_line('organ', null, u.name));
          return r;
        end $$;

      create function administer_person_amend(of_body jsonb) returns administered
        language plpgsql volatile set search_path = liandong, pg_temp
        as $$
        declare
          p person := administered_person((of_body->>'person')::uuid, false); was person := p; r administered;
        begin
          update person set name = coalesce(of_body->>'name', name), staff_number = coalesce(of_body->>'staffNumber', staff_number)
            where id = p.id returning * into p;
          r := (p.organ_pos, 'person', p.id, person_words(p), p.id, change_line('name', was.name, p.name)
            || change_line('staffNumber', was.staff_number, p.staff_number));
          return r;
        end $$;

      -- One that never began is taken back as if it had never been, unless something names it already.
      create function post_ends(of_post uuid, moment timestamptz) returns void
        language plpgsql volatile set search_path = liandong, pg_temp
        as $$ begin
          delete from branch where post_id = of_post and valid_from >= moment;
          update branch set valid_to = moment where post_id = of_post and (valid_to is null or valid_to > moment);
          begin
            delete from post where id = of_post and valid_from >= moment;
          exception when foreign_key_violation then null;
          end;
          update post set valid_to = greatest(moment, valid_from + interval '1 microsecond') where id = of_post;
        end $$;

      create function administer_person_leave(of_body jsonb) returns administered
        language plpgsql volatile set search_path = liandong, pg_temp
        as $$
        declare
          p person := administered_person((of_body->>'person')::uuid, false); w post; r administered; moment timestamptz := act_now();
        begin
          if p.left_at <= moment then
            raise exception 'has left' using errcode = 'LD023';
          end if;
          -- Waits for what he is at; his posts elsewhere end with him.
          perform take_turn(p.id);
          update person set left_at = moment where id = p.id;
          r := (p.organ_pos, 'person', p.id, person_words(p), p.id, change_line('leftAt', day_words(p.left_at), day_words(moment)));
          for w in select * from post where person_id = p.id and (valid_to is null or valid_to > moment) order by id for update loop
            -- Where he was besides, their own administrators are told; the words of this change are this tree's.
            if w.unit_pos between (me()).organ and (me()).organ_hi then
              r.lines := r.lines || change_line('post', post_words(w), null);
            else
              perform tell('postEnded', 'post', w.id);
            end if;
            perform post_ends(w.id, moment);
          end loop;
          return r;
        end $$;

      create function administer_person_return(of_body jsonb) returns administered
        language plpgsql volatile set search_path = liandong, pg_temp
        as $$
        declare
          p person := administered_person((of_body->>'person')::uuid, true); w post; r administered;
        begin
          if p.left_at is null then
            raise exception 'has not left' using errcode = 'LD023';
          end if;
          -- What he still had on paper as he left is over: he comes back without a post.
          for w in select * from post where person_id = p.id and (valid_to is null or valid_to > p.left_at) order by id for update loop
            perform post_ends(w.id, greatest(p.left_at, w.valid_from + interval '1 microsecond'));
          end loop;
          update person set left_at = null where id = p.id;
          r := (p.organ_pos, 'person', p.id, person_words(p), p.id, change_line('leftAt', day_words(p.left_at), null));
          return r;
        end $$;

      -- Whoever the organisation's identity provider calls so, is he. The provider is the one that vouches for who asks.
      create function administer_person_bind(of_body jsonb) returns administered
        language plpgsql volatile set search_path = liandong, pg_temp
        as $$
        declare
          p person := administered_person((of_body->>'person')::uuid, true); was person := p; r administered;
        begin
          if p.left_at <= act_now() then
            raise exception 'has left' using errcode = 'LD023';
          end if;
          update person set issuer = (select issuer from person where id = (me()).person), subject = of_body->>'subject'
            where id = p.id returning * into p;
          r := (p.organ_pos, 'person', p.id, person_words(p), p.id, change_line('subject', was.subject, p.subject));
          return r;
        end $$;

      create function administer_post_appoint(of_body jsonb) returns administered
        language plpgsql volatile set search_path = liandong, pg_temp
        as $$
        declare
          p person := administered_person((of_body->>'person')::uuid, true); u unit := administered_unit((of_body->>'unit')::uuid);
          w post; r administered; about text := person_words(p);
        begin
          w.duty := (of_body->>'duty')::smallint;
          w.valid_from := coalesce((of_body->>'from')::timestamptz, act_now());
          w.valid_to := (of_body->>'until')::timestamptz;
          w.main := coalesce((of_body->>'main')::boolean, true);
          -- An organ has a head and leaders; an office, a group or a body has the head of an office.
          if w.duty in (1, 2) and u.kind not in (1, 4) or w.duty = 3 and u.kind in (1, 4)
            or w.duty between 5 and 7 and u.kind not in (1, 2, 4) or w.valid_to <= greatest(w.valid_from, act_now()) then
            raise exception 'no such post there' using errcode = 'LD029';
          end if;
          -- What was to begin while it waited for its confirmation begins with that.
          w.valid_from := coalesce((of_body->>'since')::timestamptz, greatest(w.valid_from, act_now()));
          if p.left_at <= greatest(w.valid_from, act_now()) or u.valid_from > greatest(w.valid_from, act_now()) or u.valid_to <= w.valid_from or exists (
              select from post x where x.person_id = p.id and x.unit_pos = u.pos and x.duty = w.duty
                and tstzrange(x.valid_from, x.valid_to) && tstzrange(w.valid_from, w.valid_to)) then
            raise exception 'he has it, or has left, or the unit is not there then' using errcode = 'LD023';
          end if;
          insert into post (id, person_id, unit_pos, duty, main, valid_from, valid_to)
            values ((of_body->>'id')::uuid, p.id, u.pos, w.duty, w.main, w.valid_from, w.valid_to) returning * into w;
          -- One main post: what was it before is held beside it now.
          if w.main and w.valid_from <= act_now() then
            update post set main = false where person_id = p.id and id <> w.id and main and in_force(valid_from, valid_to);
          end if;
          perform person_follows_posts(p.id);
          r := (u.organ_pos, 'post', w.id, about, p.id, change_line('post', null, p.name || ' ' || post_words(w))
            || change_line('from', null, case when of_body ? 'from' then day_words(w.valid_from) end) || change_line('until', null, day_words(w.valid_to)));
          return r;
        end $$;

      create function administer_post_end(of_body jsonb) returns administered
        language plpgsql volatile set search_path = liandong, pg_temp
        as $$
        declare
          w post := administered_post((of_body->>'post')::uuid); moment timestamptz := act_now(); r administered;
        begin
          if w.valid_to <= moment then
            raise exception 'has ended' using errcode = 'LD023';
          end if;
          perform post_ends(w.id, moment);
          perform person_follows_posts(w.person_id);
          r := ((select organ_pos from unit where pos = w.unit_pos), 'post', w.id, (select person_words(p) from person p where p.id = w.person_id), w.person_id,
            change_line('post', (select name from person where id = w.person_id) || ' ' || post_words(w), null));
          return r;
        end $$;

      create function administer_branch_assign(of_body jsonb) returns administered
        language plpgsql volatile set search_path = liandong, pg_temp
        as $$
        declare
          w post := administered_post((of_body->>'post')::uuid); u unit := administered_unit((of_body->>'office')::uuid);
          since timestamptz := greatest(coalesce((of_body->>'from')::timestamptz, act_now()), act_now()); b branch; r administered;
        begin
          if w.duty <> 2 or u.organ_pos <> w.unit_pos or u.kind not in (2, 3, 6) then
            raise exception 'a leader has offices and groups of his organ' using errcode = 'LD029';
          end if;
          if not in_force(w.valid_from, w.valid_to) or u.valid_from > since or u.valid_to <= since
            or exists (select from branch x where x.post_id = w.id and x.office_pos = u.pos and (x.valid_to is null or x.valid_to > since)) then
            raise exception 'he has it, or it is not there' using errcode = 'LD023';
          end if;
          insert into branch (id, post_id, office_pos, valid_from) values ((of_body->>'id')::uuid, w.id, u.pos, since) returning * into b;
          r := (w.unit_pos, 'branch', b.id, (select person_words(p) from person p where p.id = w.person_id), w.person_id, change_line('branch', null,
            (select name from person where id = w.person_id) || '：' || unit_words(u.pos)));
          return r;
        end $$;

      create function administer_branch_end(of_body jsonb) returns administered
        language plpgsql volatile set search_path = liandong, pg_temp
        as $$
        declare
          b branch; w post; moment timestamptz := act_now(); r administered;
        begin
          select * into b from branch where id = (of_body->>'branch')::uuid for update;
          if not found or b.office_pos not between (me()).organ and (me()).organ_hi then
            raise exception 'no such branch' using errcode = 'LD021';
          end if;
          if b.valid_to <= moment then
            raise exception 'has ended' using errcode = 'LD023';
          end if;
          select * into w from post where id = b.post_id;
          update branch set valid_to = greatest(moment, valid_from + interval '1 microsecond') where id = b.id;
          r := (w.unit_pos, 'branch', b.id, (select person_words(p) from person p where p.id = w.person_id), w.person_id, change_line('branch',
            (select name from person where id = w.person_id) || '：' || unit_words(b.office_pos), null));
          return r;
        end $$;

      create function clearance_set(of_body jsonb, raised boolean) returns administered
        language plpgsql volatile set search_path = liandong, pg_temp
        as $$
        declare
          p person := administered_person((of_body->>'person')::uuid, raised); now_cleared smallint := (of_body->>'clearance')::smallint; r administered;
        begin
          if now_cleared is null or now_cleared not between 0 and 3 or raised <> (now_cleared > p.clearance) then
            raise exception 'not that way' using errcode = 'LD029';
          end if;
          update person set clearance = now_cleared where id = p.id;
          r := (p.organ_pos, 'person', p.id, person_words(p), p.id, change_line('clearance', p.clearance::text, now_cleared::text));
          return r;
        end $$;
      create function administer_clearance_raise(of_body jsonb) returns administered
        language sql volatile set search_path = liandong, pg_temp as $$ select clearance_set(of_body, true) $$;
      create function administer_clearance_lower(of_body jsonb) returns administered
        language sql volatile set search_path = liandong, pg_temp as $$ select clearance_set(of_body, false) $$;

      -- Who is registered in the caller's tree, by name; with all his posts there.
      create function staff_registered(of_first integer, after_name text, after_id uuid, of_ids uuid[], of_organ uuid, of_name text,
          of_number text, with_left boolean) returns table (name text, id uuid, record jsonb)
        language plpgsql stable security definer set search_path = liandong, pg_temp
        as $$
        declare
          m principal := me(); within unit;
        begin
          if m.post is null then
            raise exception 'no principal in this session' using errcode = '28000';
          end if;
          if acting_duty() not between 5 and 6 then
            raise exception 'system and security administrators' using errcode = 'LD020';
          end if;
          if of_organ is not null then
            select * into within from unit u where u.id = of_organ and u.pos between m.organ and m.organ_hi;
          end if;
          return query select p.name, p.id, jsonb_build_object('id', 'person_' || p.id, 'name', p.name, 'staffNumber', p.staff_number,
              'subject', p.subject, 'clearance', p.clearance, 'leftAt', p.left_at, 'organ', p.organ_pos,
              'posts', (select coalesce(jsonb_agg(jsonb_build_object('id', 'post_' || w.id, 'duty', w.duty, 'unit', w.unit_pos, 'main', w.main,
                  'from', w.valid_from, 'until', w.valid_to, 'branches', (select coalesce(jsonb_agg(jsonb_build_object(
                      'id', 'branch_' || b.id, 'office', b.office_pos, 'from', b.valid_from, 'until', b.valid_to) order by b.office_pos, b.id), '[]')
                    from branch b where b.post_id = w.id)) order by w.valid_from, w.id), '[]')
                from post w where w.person_id = p.id and w.unit_pos between m.organ and m.organ_hi))
            from person p
            where p.organ_pos between m.organ and m.organ_hi
              and (of_organ is null or p.organ_pos between within.pos and within.hi)
              and (of_ids is null or p.id = any (of_ids))
              and (of_name is null or p.name like replace(replace(replace(of_name, '\\', '\\\\'), '%', '\\%'), '_', '\\_') || '%')
              and (of_number is null or p.staff_number = of_number)
              and (with_left or p.left_at is null or p.left_at > act_now())
              and (after_id is null or (p.name, p.id) > (after_name, after_id))
            order by p.name, p.id limit greatest(least(of_first, 101), 0);
        end $$;
      grant execute on function staff_registered(integer, text, uuid, uuid[], uuid, text, text, boolean) to liandong_api;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function staff_registered(integer, text, uuid, uuid[], uuid, text, text, boolean), administer_clearance_lower(jsonb),
        administer_clearance_raise(jsonb), clearance_set(jsonb, boolean), administer_branch_end(jsonb), administer_branch_assign(jsonb),
        administer_post_end(jsonb), administer_post_appoint(jsonb), administer_person_bind(jsonb), administer_person_return(jsonb),
        administer_person_leave(jsonb), post_ends(uuid, timestamptz), administer_person_amend(jsonb), administer_person_register(jsonb),
        person_words(person), post_words(post), person_follows_posts(uuid), administered_post(uuid), administered_person(uuid, boolean),
        staff_follow_posts(), organ_of_person(uuid);
      drop trigger post_gives_organ on post;
      drop function post_gives_organ();
      delete from person where issuer is null and id not in (select person_id from post);
      update person set issuer = 'unbound', subject = id::text where issuer is null;
      alter table person drop constraint person_bound, drop column staff_number, drop column organ_pos,
        alter column issuer set not null, alter column subject set not null;
    `);
  }
}
