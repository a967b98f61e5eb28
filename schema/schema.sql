-- Written from the catalog by src/database/catalogText.ts; do not edit.

create schema liandong;
grant usage on schema liandong to liandong_act, liandong_api, liandong_audit, liandong_door, liandong_jobs, liandong_sealer;
-- default privileges: new functions are for the owner only
-- default privileges: new types are for the owner only

create type administered as (
  organ bigint,
  object text,
  object_id uuid,
  about text,
  beneficiary uuid,
  lines jsonb
);

create type matter as (
  id uuid,
  owner_pos bigint,
  handling_pos bigint,
  received_pos bigint,
  handler_post uuid,
  registered_by uuid,
  custodian_post uuid,
  subject_state smallint,
  closed_at timestamp with time zone,
  classification smallint,
  compartment smallint,
  denied_persons uuid[],
  denied_units int8multirange
);

create type matter_scope as (
  owner_organ bigint,
  handling_pos bigint,
  denied_persons uuid[],
  denied_units int8multirange,
  classification smallint,
  compartment smallint,
  subject_state smallint
);

create type principal as (
  person uuid,
  post uuid,
  unit bigint,
  organ bigint,
  organ_hi bigint,
  places int8multirange,
  clearance smallint,
  link_lo bigint[],
  link_hi bigint[],
  link_since bigint[]
);
grant usage on type principal to liandong_act, liandong_api;

create type reach as (
  owned int8multirange,
  handled int8multirange,
  received int8multirange,
  linked int8multirange,
  cadre_owned int8multirange,
  cadre int8multirange,
  sealed int8multirange,
  cadre_handled int8multirange
);
grant usage on type reach to liandong_act, liandong_api;

create type shown_grant as (
  id uuid,
  object text,
  object_id uuid,
  facets text[],
  basis smallint,
  unit_pos bigint,
  duty smallint,
  person_name text,
  issuer_unit bigint,
  issuer_duty smallint,
  reason text,
  valid_from timestamp with time zone,
  valid_to timestamp with time zone,
  ended_at timestamp with time zone,
  version integer,
  sees_content boolean
);
grant usage on type shown_grant to liandong_act, liandong_api;

create type statistics_cell as (
  part integer,
  lo bigint,
  hi bigint,
  month date,
  code smallint,
  own integer,
  rest integer,
  exact boolean,
  draw bytea,
  hidden boolean
);

create type statistics_count as (
  place bigint,
  month date,
  code smallint,
  own integer,
  rest integer,
  mark numeric
);

create type way as (
  id uuid,
  facet text,
  via text,
  basis smallint,
  state text,
  until timestamp with time zone
);

CREATE OR REPLACE FUNCTION liandong.access_review(of_object text, of_id uuid)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          m principal := me(); o matter; here unit;
        begin
          if m.post is null then
            raise exception 'no principal in this session' using errcode = '28000';
          end if;
          if not (of_id = any (reached(of_object, 'ledger', array[of_id]))) then
            return null;
          end if;
          select * into o from matters(of_object, array[of_id]);
          select * into here from unit where pos = m.unit;
          if not exists (select from unit u where u.pos = o.owner_pos and u.organ_pos = m.organ)
            or not (acting_duty() = 1 and here.kind in (1, 4) or acting_duty() = 3 and here.office_kind = 1 or here.office_kind = 7) then
            raise exception 'not his to review' using errcode = 'LD020';
          end if;
          return (
            with d as (
              select f.*, p.pos as place_pos, u.organ_pos as place_organ, u.office_kind as place_kind,
                case when f.place = 'owner_cadre' then 'CADRE_COMPARTMENT' when f.place = 'owner_sealed' then 'SEALED' when f.facet = 'reporter' then 'WHILE_OPEN'
                     when not f.cadre then 'NOT_CADRE_COMPARTMENT' end as only_if
              from duty_facet f
              cross join lateral (select case f.place when 'handling' then o.handling_pos when 'received' then o.received_pos
                                                      else o.owner_pos end as pos) p
              join unit u on u.pos = p.pos
              where f.object = of_object),
            at_units as (
              select d.facet, split_part(d.relation, '_', 1) as via, null::smallint as basis, x.pos as unit, d.duty, d.only_if, null::timestamptz as until
              from d join unit x on in_force(x.valid_from, x.valid_to)
                and (d.unit_kind is null or d.unit_kind = x.kind) and (d.office_kind is null or d.office_kind = x.office_kind)
                and case d.relation when 'OWN' then x.pos = d.place_pos
                  when 'ORGAN' then x.organ_pos = d.place_organ and d.place_pos between d.place_organ and d.place_organ + 499
                  when 'SUBTREE' then x.organ_pos in (select s.pos from unit s where s.pos <= d.place_pos and d.place_pos <= s.hi and s.pos = s.organ_pos)
                  when 'BRANCH' then x.pos = d.place_organ
                  when 'BRANCH_CADRE' then x.pos = d.place_organ and d.place_kind = 7 else false end
              union all
              -- A link is its office's, its leaders' and its head's.
              select d.facet, 'LINKED', null, x.pos, d.duty, d.only_if, l.valid_to
              from d join contact_link l on d.relation = 'LINKED' and in_force(l.valid_from, l.valid_to)
                and (o.closed_at is null or o.closed_at >= l.valid_from)
              join unit t on t.pos = l.target_pos and d.place_pos between t.pos and t.hi
              join unit office on office.pos = l.office_pos
              join unit x on x.pos = case when d.duty in (1, 2) then office.organ_pos else office.pos end
                and (d.unit_kind is null or d.unit_kind = x.kind) and (d.office_kind is null or d.office_kind = x.office_kind)),
            named as (
              select f.facet, n.via, null::smallint, coalesce(n.pos, o.owner_pos), null::smallint,
                case when f.facet = 'reporter' then 'WHILE_OPEN' when n.via = 'HANDLER' then null else 'UNRESOLVED_SUBJECT' end, null::timestamptz
              from (select distinct facet from duty_facet where object = of_object) f
              cross join (values ('HANDLER', o.handling_pos), ('REGISTRAR', o.received_pos), ('CUSTODIAN', o.owner_pos)) as n (via, pos)
              where of_object = 'clue' and (f.facet = 'reporter') <= (n.via = 'REGISTRAR')),
            granted as (
              select f.facet, 'GRANT', g.basis, coalesce(g.unit_pos, p.unit_pos), p.duty, null, g.valid_to
              from access_grant g cross join lateral unnest(g.facets) as f (facet)
              left join lateral (select x.unit_pos, x.duty from post x where x.id = g.post_id
                or g.person_id = x.person_id and in_force(x.valid_from, x.valid_to) order by x.main desc, x.valid_from, x.id limit 1) p on true
              where g.object = of_object and g.object_id = of_id and in_force(g.valid_from, g.valid_to) and g.basis <> all (array[10, 14]::smallint[])
                and coalesce(g.unit_pos, p.unit_pos) is not null),
            rules (facet, via, basis, unit, duty, only_if, until) as (
              select * from at_units union select * from named union select * from granted)
            select coalesce(jsonb_agg(jsonb_build_object('facet', upper(facet), 'via', via, 'basis', basis, 'unit', unit, 'duty', duty,
                'onlyIf', only_if, 'until', until)
              order by array_position(array['ledger', 'petition', 'content', 'reporter'], facet), via, unit, duty, basis, only_if, until), '[]')
            from rules);
        end $function$;
grant execute on function access_review(text,uuid) to liandong_api;

CREATE OR REPLACE FUNCTION liandong.act_has_ended()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ begin
          if exists (select from act_key where person_id = new.person_id and post_id = new.post_id and act = new.act
              and key = new.key and done is null) then
            raise exception 'an act that has not ended' using errcode = '28000';
          end if;
          return null;
        end $function$;

CREATE OR REPLACE FUNCTION liandong.act_now()
 RETURNS timestamp with time zone
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ begin
          if current_setting('transaction_isolation') like 'read %' then
            return app_now() + (clock_timestamp() - transaction_timestamp());
          end if;
          return app_now();
        end $function$;

CREATE OR REPLACE FUNCTION liandong.acting_duty()
 RETURNS smallint
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ select duty from post where id = (me()).post $function$;
grant execute on function acting_duty() to liandong_act, liandong_api;

CREATE OR REPLACE FUNCTION liandong.acting_office()
 RETURNS smallint
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ select office_kind from unit where pos = (me()).unit $function$;
grant execute on function acting_office() to liandong_act, liandong_api;

CREATE OR REPLACE FUNCTION liandong.administer(of_act text, of_body jsonb)
 RETURNS administered
 LANGUAGE plpgsql
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          r administered;
        begin
          execute format('select * from %I($1)', 'administer_' || lower(regexp_replace(of_act, '([A-Z])', '_\1', 'g'))) into r using of_body;
          if r.lines = '[]' then
            raise exception 'changes nothing' using errcode = 'LD029';
          end if;
          if r.organ is null or r.organ not between (me()).organ and (me()).organ_hi then
            raise exception 'of another tree' using errcode = 'LD020';
          end if;
          return r;
        end $function$;

CREATE OR REPLACE FUNCTION liandong.administer_alone(of_act text, of_body jsonb)
 RETURNS administered
 LANGUAGE plpgsql
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ begin
          return administer(of_act, of_body);
        exception when exclusion_violation or unique_violation then
          raise exception 'in the way of another' using errcode = 'LD023';
        end $function$;

CREATE OR REPLACE FUNCTION liandong.administer_branch_assign(of_body jsonb)
 RETURNS administered
 LANGUAGE plpgsql
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
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
        end $function$;

CREATE OR REPLACE FUNCTION liandong.administer_branch_end(of_body jsonb)
 RETURNS administered
 LANGUAGE plpgsql
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
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
        end $function$;

CREATE OR REPLACE FUNCTION liandong.administer_clearance_lower(of_body jsonb)
 RETURNS administered
 LANGUAGE sql
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ select clearance_set(of_body, false) $function$;

CREATE OR REPLACE FUNCTION liandong.administer_clearance_raise(of_body jsonb)
 RETURNS administered
 LANGUAGE sql
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ select clearance_set(of_body, true) $function$;

CREATE OR REPLACE FUNCTION liandong.administer_counterparts_set(of_body jsonb)
 RETURNS administered
 LANGUAGE plpgsql
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          u unit := administered_unit((of_body->>'group')::uuid); those bigint[]; was bigint[]; r administered;
          words constant text := 'select string_agg(unit_words(pos), ''；'' order by pos) from unnest($1) pos'; before text; after text;
        begin
          those := array(select x.pos from jsonb_array_elements_text(of_body->'counterparts') i join unit x on x.id = i::uuid and x.kind = 3 and x.pos >= 0);
          if u.kind <> 3 or u.pos = any (those) or cardinality(those) <> jsonb_array_length(of_body->'counterparts') then
            raise exception 'groups elsewhere, of a group' using errcode = 'LD029';
          end if;
          was := array(select counterpart_pos from group_counterpart where group_pos = u.pos and valid_to is null);
          update group_counterpart set valid_to = act_now() where group_pos = u.pos and valid_to is null and counterpart_pos <> all (those);
          insert into group_counterpart (id, group_pos, counterpart_pos, valid_from)
            select gen_random_uuid(), u.pos, x, act_now() from unnest(those) x where x <> all (was);
          execute words into before using was;
          execute words into after using those;
          r := (u.organ_pos, 'unit', u.id, unit_words(u.pos), null, change_line('counterparts', before, after));
          return r;
        end $function$;

CREATE OR REPLACE FUNCTION liandong.administer_holiday_declare(of_body jsonb)
 RETURNS administered
 LANGUAGE plpgsql
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          o unit := ruled_organ((of_body->>'organ')::uuid); announced smallint := (of_body->>'announces')::smallint;
          said text := of_body->>'source'; was calendar_day; had calendar_year; d record; r administered;
        begin
          perform calendar_days_ahead(array(select (e->>'day')::date from jsonb_array_elements(of_body->'days') e), announced);
          perform calendar_changes();
          r := (o.pos, 'unit', o.id, unit_words(o.pos), null, '[]');
          for d in select * from jsonb_to_recordset(of_body->'days') as e (day date, kind smallint, name text) order by e.day loop
            select * into was from calendar_day where organ_pos = o.pos and day = d.day and valid_to is null;
            continue when (was.kind, was.name, was.source) = (d.kind, d.name, said);
            update calendar_day set valid_to = known_until(valid_from) where id = was.id;
            insert into calendar_day (id, organ_pos, day, kind, name, source, valid_from)
              values (gen_random_uuid(), o.pos, d.day, d.kind, d.name, said, known_until(was.valid_from));
            r.lines := r.lines || change_line(d.day::text, calendar_day_words(was.kind, was.name) || '（' || was.source || '）',
              calendar_day_words(d.kind, d.name) || '（' || said || '）');
          end loop;
          select * into had from calendar_year where organ_pos = o.pos and year = announced and valid_to is null;
          if announced is not null and had.source is distinct from said then
            update calendar_year set valid_to = known_until(valid_from) where id = had.id;
            insert into calendar_year (id, organ_pos, year, source, valid_from)
              values (gen_random_uuid(), o.pos, announced, said, known_until(had.valid_from));
            r.lines := r.lines || change_line('announced ' || announced, had.source, said);
          end if;
          perform emergency_reviews_counted_anew(o);
          return r;
        end $function$;

CREATE OR REPLACE FUNCTION liandong.administer_holiday_withdraw(of_body jsonb)
 RETURNS administered
 LANGUAGE plpgsql
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          o unit := ruled_organ((of_body->>'organ')::uuid); announced smallint := (of_body->>'announces')::smallint;
          days date[] := array(select d::date from jsonb_array_elements_text(of_body->'days') d order by 1);
          d date; was calendar_day; had calendar_year; r administered;
        begin
          perform calendar_days_ahead(days, announced);
          perform calendar_changes();
          r := (o.pos, 'unit', o.id, unit_words(o.pos), null, '[]');
          foreach d in array days loop
            update calendar_day set valid_to = known_until(valid_from)
              where organ_pos = o.pos and day = d and valid_to is null returning * into was;
            if not found then
              raise exception 'not declared by this organ' using errcode = 'LD023';
            end if;
            r.lines := r.lines || change_line(d::text, calendar_day_words(was.kind, was.name) || '（' || was.source || '）', null);
          end loop;
          if announced is not null then
            update calendar_year set valid_to = known_until(valid_from)
              where organ_pos = o.pos and year = announced and valid_to is null returning * into had;
            if not found then
              raise exception 'not announced by this organ' using errcode = 'LD023';
            end if;
            r.lines := r.lines || change_line('announced ' || announced, had.source, null);
          end if;
          perform emergency_reviews_counted_anew(o);
          return r;
        end $function$;

CREATE OR REPLACE FUNCTION liandong.administer_now(of_act text, of_id uuid, of_body jsonb, of_reason text)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
 SET cpu_operator_cost TO '0.0025'
AS $function$
        declare
          m principal := me(); rule administrative_act; r administered; proposed boolean;
        begin
          perform require_act(of_act);
          select * into rule from administrative_act where act = of_act;
          if not found or not acting_duty() = any (rule.duties) then
            raise exception 'not his duty' using errcode = 'LD020';
          end if;
          proposed := cardinality(rule.confirmers) > 0 and not rule.at_once or administrative_act_on_control(of_act, of_body);
          if proposed then
            if exists (select from administrative_change where state = 1 and act = of_act and md5((body - 'id')::text) = md5((of_body - 'id')::text)) then
              raise exception 'proposed already' using errcode = 'LD023';
            end if;
            begin
              insert into rehearsal default values;
              r := administer_alone(of_act, of_body);
              raise exception 'rehearsed' using errcode = 'LD099';
            exception when sqlstate 'LD099' then null;
            end;
          else
            r := administer_alone(of_act, of_body);
          end if;
          if r.beneficiary = m.person then
            raise exception 'to his own good' using errcode = 'LD020';
          end if;
          insert into administrative_change (id, act, organ_pos, object, object_id, about, beneficiary, body, lines, reason, state,
              proposed_by, proposer, proposer_name, proposed_at, decided_at)
            select of_id, of_act, r.organ, r.object, r.object_id, r.about, r.beneficiary, of_body, r.lines, of_reason,
              case when proposed then 1 else 2 end, m.post, m.person, p.name, app_now(), case when not proposed then app_now() end
            from person p where p.id = m.person;
          perform tell(case when proposed then 'administrativeChangeProposed' else of_act end, 'administrative_change', of_id);
          return r.object_id;
        end $function$;
grant execute on function administer_now(text,uuid,jsonb,text) to liandong_act;

CREATE OR REPLACE FUNCTION liandong.administer_organ_rule_end(of_body jsonb)
 RETURNS administered
 LANGUAGE plpgsql
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          o unit := ruled_organ((of_body->>'organ')::uuid); moment timestamptz := organ_rule_moment(of_body->>'from'); k organ_rule_kind;
          gone text; r administered;
        begin
          select * into k from organ_rule_kind where rule = (of_body->>'rule')::smallint;
          gone := organ_rule_course(o.pos, k.rule, moment);
          if gone is null then
            raise exception 'nothing of its own then' using errcode = 'LD023';
          end if;
          perform organ_rule_add(o.pos, k.rule, null, false, moment);
          r := (o.pos, 'unit', o.id, unit_words(o.pos), null, change_line(k.name, gone, null)
            || change_line('from', null, case when of_body ? 'from' then day_words(moment) end));
          return r;
        end $function$;

CREATE OR REPLACE FUNCTION liandong.administer_organ_rule_set(of_body jsonb)
 RETURNS administered
 LANGUAGE plpgsql
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          o unit := ruled_organ((of_body->>'organ')::uuid); moment timestamptz := organ_rule_moment(of_body->>'from'); k organ_rule_kind;
          given integer := (of_body->>'value')::integer; binds boolean := (of_body->>'binding')::boolean; r administered; words text;
        begin
          select * into k from organ_rule_kind where rule = (of_body->>'rule')::smallint;
          if k.rule is null or binds is null or not coalesce(given between k.smallest and k.largest, false) then
            raise exception 'no such rule, or out of its bounds' using errcode = 'LD029';
          end if;
          words := given || case when binds then ' binding' else '' end;
          r := (o.pos, 'unit', o.id, unit_words(o.pos), null, change_line(k.name, organ_rule_course(o.pos, k.rule, moment), words));
          perform organ_rule_add(o.pos, k.rule, given, binds, moment);
          if (organ_rule_at(o.pos, k.rule, moment)).organ_pos <> o.pos then
            raise exception 'bound by an organ above' using errcode = 'LD020';
          end if;
          if r.lines <> '[]' and of_body ? 'from' then
            r.lines := r.lines || change_line('from', null, day_words(moment));
          end if;
          return r;
        end $function$;

CREATE OR REPLACE FUNCTION liandong.administer_person_amend(of_body jsonb)
 RETURNS administered
 LANGUAGE plpgsql
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          p person := administered_person((of_body->>'person')::uuid, false); was person := p; r administered;
        begin
          update person set name = coalesce(of_body->>'name', name), staff_number = coalesce(of_body->>'staffNumber', staff_number)
            where id = p.id returning * into p;
          r := (p.organ_pos, 'person', p.id, person_words(p), p.id, change_line('name', was.name, p.name)
            || change_line('staffNumber', was.staff_number, p.staff_number));
          return r;
        end $function$;

CREATE OR REPLACE FUNCTION liandong.administer_person_bind(of_body jsonb)
 RETURNS administered
 LANGUAGE plpgsql
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
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
        end $function$;

CREATE OR REPLACE FUNCTION liandong.administer_person_leave(of_body jsonb)
 RETURNS administered
 LANGUAGE plpgsql
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
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
        end $function$;

CREATE OR REPLACE FUNCTION liandong.administer_person_register(of_body jsonb)
 RETURNS administered
 LANGUAGE plpgsql
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
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
        end $function$;

CREATE OR REPLACE FUNCTION liandong.administer_person_return(of_body jsonb)
 RETURNS administered
 LANGUAGE plpgsql
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
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
        end $function$;

CREATE OR REPLACE FUNCTION liandong.administer_post_appoint(of_body jsonb)
 RETURNS administered
 LANGUAGE plpgsql
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
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
        end $function$;

CREATE OR REPLACE FUNCTION liandong.administer_post_end(of_body jsonb)
 RETURNS administered
 LANGUAGE plpgsql
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
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
        end $function$;

CREATE OR REPLACE FUNCTION liandong.administer_reorganise(of_body jsonb)
 RETURNS administered
 LANGUAGE plpgsql
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          m principal := me(); r administered; moment timestamptz; place bigint;
          ends uuid[] := array(select (i->>'from')::uuid from jsonb_array_elements(of_body->'pairs') with ordinality x (i, n) order by n);
          follows uuid[] := array(select (i->>'to')::uuid from jsonb_array_elements(of_body->'pairs') with ordinality x (i, n) order by n);
          froms bigint[]; tos bigint[];
        begin
          perform from unit where id = any (ends || follows) order by pos for no key update;
          perform from unit where id = any (ends) order by pos for update;
          moment := act_now();
          select array_agg(a.pos order by a.pos), array_agg(b.pos order by a.pos) into froms, tos
            from unnest(ends, follows) as e (a, b) join unit a on a.id = e.a and a.pos >= 0 join unit b on b.id = e.b and b.pos >= 0;
          if cardinality(ends) = 0 or (select count(distinct e) from unnest(ends) e) < cardinality(ends) then
            raise exception 'nothing, or two successors of one' using errcode = 'LD029';
          end if;
          if coalesce(cardinality(froms), 0) < cardinality(ends) then
            raise exception 'no such unit' using errcode = 'LD021';
          end if;
          if exists (select from unnest(froms || tos) x where x not between m.organ and m.organ_hi) then
            raise exception 'of another tree' using errcode = 'LD020';
          end if;
          -- Of whatever ends all ends, and nothing that ends comes after another.
          if exists (select from unit e join unit u on u.pos between e.pos and e.hi and (u.valid_to is null or u.valid_to > moment)
              where e.pos = any (froms) and u.pos <> all (froms))
            or exists (select from unit e join unnest(tos) t on t between e.pos and e.hi where e.pos = any (froms)) then
            raise exception 'left below what ends' using errcode = 'LD029';
          end if;
          if exists (select from unnest(froms, tos) as x (f, t) join unit e on e.pos = f join unit s on s.pos = t
                left join unnest(froms, tos) as y (of, ot) on of = e.organ_pos left join unit o on o.pos = ot
              where s.kind not in (1, 4) and s.kind <> e.kind or e.kind in (1, 4) and (s.kind not in (1, 4) or s.tier > e.tier)
                -- What an office has is its organ's: it goes where the organ goes, or stays there.
                or e.kind not in (1, 3, 4) and s.organ_pos <> coalesce(o.organ_pos, e.organ_pos)) then
            raise exception 'not its like' using errcode = 'LD029';
          end if;
          if exists (select from unit where pos = any (froms) and not in_force(valid_from, valid_to)
                or pos = any (tos) and (valid_from > moment or valid_to is not null))
            or exists (select from reorganisation_pair where from_pos = any (froms || tos))
            or exists (select from reorganisation_pair p join reorganisation o on o.id = p.reorganisation_id
              where p.to_pos = any (froms) and o.state = 1) then
            raise exception 'not in force, or in another reorganisation' using errcode = 'LD023';
          end if;
          -- Neither by a post that goes along, nor by one of the organ that what is another's goes to.
          if exists (select from post x join unit u on u.pos = x.unit_pos where x.person_id = m.person and x.duty between 1 and 4
              and (x.valid_to is null or x.valid_to > moment) and ((of_body->>'posts') = 'MOVE' and x.duty > 1 and x.unit_pos = any (froms)
                or exists (select from unnest(froms, tos) as y (f, t) join unit e on e.pos = f join unit s on s.pos = t
                  where s.organ_pos = u.organ_pos and e.organ_pos <> s.organ_pos))) then
            raise exception 'to his own good' using errcode = 'LD020';
          end if;
          select max(o.pos) into place from unit o where o.kind in (1, 4) and in_force(o.valid_from, o.valid_to)
            and not exists (select from unnest(froms || tos) x where x not between o.pos and o.hi);
          insert into reorganisation (id, organ_pos, moves_posts, confirmed_by, confirmer, confirmer_pos, begun_at)
            values ((of_body->>'id')::uuid, place, of_body->>'posts' = 'MOVE', m.post, m.person, m.unit, moment);
          insert into reorganisation_pair (from_pos, to_pos, reorganisation_id)
            select f, t, (of_body->>'id')::uuid from unnest(froms, tos) as x (f, t);
          perform reach_goes_along(o, false) from reorganisation o where o.id = (of_body->>'id')::uuid;
          r := (place, 'reorganisation', (of_body->>'id')::uuid, unit_words(place), null, (
            select jsonb_agg(jsonb_build_object('field', 'successor', 'before', unit_words(f), 'after', unit_words(t)) order by f) from unnest(froms, tos) as x (f, t))
            || change_line('posts', null, of_body->>'posts'));
          return r;
        end $function$;

CREATE OR REPLACE FUNCTION liandong.administer_resident_units_set(of_body jsonb)
 RETURNS administered
 LANGUAGE plpgsql
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          u unit := administered_unit((of_body->>'group')::uuid); names text[]; was text[]; r administered;
        begin
          names := array(select distinct n from jsonb_array_elements_text(of_body->'names') n);
          if u.kind <> 3 or cardinality(names) > 1 and not u.comprehensive then
            raise exception 'not a group, or not a comprehensive one' using errcode = 'LD029';
          end if;
          was := array(select name from resident_unit where group_pos = u.pos and valid_to is null order by name);
          update resident_unit set valid_to = act_now() where group_pos = u.pos and valid_to is null and name <> all (names);
          insert into resident_unit (id, group_pos, name, valid_from)
            select gen_random_uuid(), u.pos, n, act_now() from unnest(names) n where n <> all (was);
          r := (u.organ_pos, 'unit', u.id, unit_words(u.pos), null, change_line('residentUnits', array_to_string(was, '；'),
            array_to_string(array(select n from unnest(names) n order by n), '；')));
          return r;
        end $function$;

CREATE OR REPLACE FUNCTION liandong.administer_unit_create(of_body jsonb)
 RETURNS administered
 LANGUAGE plpgsql
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          above unit := administered_unit((of_body->>'parent')::uuid); u unit; at_label record; since timestamptz; r administered;
        begin
          -- What is imported may have begun long ago.
          since := coalesce((of_body->>'since')::timestamptz, (of_body->>'from')::timestamptz, act_now());
          u.kind := (of_body->>'kind')::smallint;
          u.division_code := of_body->>'code';
          if since < act_now() - interval '1 minute' and not of_body ? 'since' or above.kind not in (1, 4) or above.tier = 5 and u.kind in (1, 4)
            or (of_body->>'officeKind' is null) <> (u.kind not in (2, 6)) or u.kind not in (1, 4) and u.division_code is not null
            or u.kind = 6 and (of_body->>'officeKind')::smallint not in (11, 12) or u.kind = 2 and (of_body->>'officeKind')::smallint in (11, 12)
            or u.kind <> 3 and coalesce((of_body->>'comprehensive')::boolean, false) then
            raise exception 'not a unit there can be' using errcode = 'LD029';
          end if;
          u.tier := case when u.kind not in (1, 4) then above.tier else
            coalesce(case length(u.division_code) when 2 then 2 when 4 then 3 when 6 then 4 when 9 then 5 end, above.tier + 1) end;
          if u.kind in (1, 4) and (u.tier <= above.tier or not code_fits(u.division_code, u.tier, above, null)) then
            raise exception 'a code of another tier or place' using errcode = 'LD029';
          end if;
          if above.valid_from > greatest(since, act_now()) or above.valid_to is not null
            or exists (select from unit x where x.parent_pos = above.pos and x.name = of_body->>'name' and x.valid_to is null)
            or u.division_code is not null and exists (select from unit x where x.division_code = u.division_code and x.valid_to is null) then
            raise exception 'one like it is there, or what is above it is not' using errcode = 'LD023';
          end if;
          select * into at_label from free_unit_label(above, u.kind, u.tier, u.division_code);
          insert into unit (id, pos, hi, parent_pos, organ_pos, kind, tier, office_kind, ordinal, comprehensive, division_code, name, valid_from)
            values ((of_body->>'id')::uuid, at_label.pos, at_label.hi, above.pos, case when u.kind in (1, 4) then at_label.pos else above.organ_pos end,
              u.kind, u.tier, (of_body->>'officeKind')::smallint, (of_body->>'ordinal')::smallint,
              coalesce((of_body->>'comprehensive')::boolean, false), u.division_code, of_body->>'name', since)
            returning * into u;
          r := (above.organ_pos, 'unit', u.id, unit_words(above.pos), null, change_line('unit', null, unit_words(u.pos) || unit_duty_words(u)) || change_line('code', null, u.division_code)
            || change_line('from', null, day_words(since)));
          return r;
        end $function$;

CREATE OR REPLACE FUNCTION liandong.administer_unit_remove(of_body jsonb)
 RETURNS administered
 LANGUAGE plpgsql
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          u unit := administered_unit((of_body->>'unit')::uuid); r administered;
        begin
          if not exists (select from administrative_change where act = 'unitCreate' and object_id = u.id and state = 2)
            or exists (select from post where unit_pos = u.pos) or exists (select from unit where parent_pos = u.pos)
            or exists (select from unit_succession where u.pos in (ended_pos, successor_pos)) then
            raise exception 'it has been in use' using errcode = 'LD023';
          end if;
          r := ((select organ_pos from unit where pos = u.parent_pos), 'unit', u.id, unit_words(u.pos), null, change_line('unit', unit_words(u.pos), null));
          delete from resident_unit where group_pos = u.pos;
          delete from group_counterpart where u.pos in (group_pos, counterpart_pos);
          delete from unit_former_name where unit_pos = u.pos;
          begin
            delete from unit where pos = u.pos;
            insert into unit_label_given (pos) values (u.pos);
          exception when foreign_key_violation then
            raise exception 'it is named' using errcode = 'LD023';
          end;
          if exists (select from joint_case where u.pos = received_pos) then
            raise exception 'it is named' using errcode = 'LD023';
          end if;
          return r;
        end $function$;

CREATE OR REPLACE FUNCTION liandong.administer_unit_rename(of_body jsonb)
 RETURNS administered
 LANGUAGE plpgsql
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          u unit := administered_unit((of_body->>'unit')::uuid); was unit := u; above unit; r administered;
        begin
          if u.valid_to <= act_now() then
            raise exception 'has ended' using errcode = 'LD023';
          end if;
          select * into above from unit where pos = u.parent_pos;
          if of_body->>'code' is not null and (u.kind not in (1, 4) or not code_fits(of_body->>'code', u.tier, above, u.pos)) then
            raise exception 'only an organ has a code, of its tier and place' using errcode = 'LD029';
          end if;
          u.name := coalesce(of_body->>'name', u.name);
          u.division_code := coalesce(of_body->>'code', u.division_code);
          u.ordinal := coalesce((of_body->>'ordinal')::smallint, u.ordinal);
          if exists (select from unit x where x.pos <> u.pos and x.parent_pos = u.parent_pos and x.name = u.name and x.valid_to is null)
            or exists (select from unit x where x.pos <> u.pos and x.division_code = u.division_code and x.valid_to is null) then
            raise exception 'another is called that' using errcode = 'LD023';
          end if;
          r := (u.organ_pos, 'unit', u.id, unit_words(u.pos), null, change_line('name', was.name, u.name) || change_line('code', was.division_code, u.division_code)
            || change_line('ordinal', was.ordinal::text, u.ordinal::text));
          if r.lines <> '[]' then
            insert into unit_former_name (id, unit_pos, name, division_code, ordinal, valid_to)
              values (gen_random_uuid(), was.pos, was.name, was.division_code, was.ordinal, act_now());
            update unit set name = u.name, division_code = u.division_code, ordinal = u.ordinal where pos = u.pos;
          end if;
          return r;
        end $function$;

CREATE OR REPLACE FUNCTION liandong.administer_zone_change(of_body jsonb)
 RETURNS administered
 LANGUAGE plpgsql
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          z cooperation_zone := administered_zone((of_body->>'zone')::uuid); was cooperation_zone := z; o unit; m record; r administered;
        begin
          select * into o from unit where pos = z.owner_pos;
          update cooperation_zone set name = coalesce(of_body->>'name', name), principle = coalesce(of_body->>'principle', principle),
            lead_pos = case when of_body ? 'lead' then zone_lead(o, of_body->>'lead') else lead_pos end where id = z.id returning * into z;
          r := (z.owner_pos, 'zone', z.id, was.name, null, change_line('name', was.name, z.name) || change_line('principle', was.principle, z.principle)
            || change_line('lead', unit_words(was.lead_pos), unit_words(z.lead_pos)));
          if of_body ? 'members' then
            select * into m from zone_members_set(z.id, o, of_body->'members');
            r.lines := r.lines || change_line('members', m.before, m.after);
          end if;
          return r;
        end $function$;

CREATE OR REPLACE FUNCTION liandong.administer_zone_dissolve(of_body jsonb)
 RETURNS administered
 LANGUAGE plpgsql
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          z cooperation_zone := administered_zone((of_body->>'zone')::uuid); r administered;
        begin
          update cooperation_zone set valid_to = act_now() where id = z.id;
          update zone_member set valid_to = act_now() where zone_id = z.id and valid_to is null;
          r := (z.owner_pos, 'zone', z.id, z.name, null, change_line('zone', z.name, null));
          return r;
        end $function$;

CREATE OR REPLACE FUNCTION liandong.administer_zone_form(of_body jsonb)
 RETURNS administered
 LANGUAGE plpgsql
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          o unit := administered_unit((of_body->>'owner')::uuid); z cooperation_zone; m record; r administered;
        begin
          if o.kind not in (1, 4) or o.valid_to <= act_now() then
            raise exception 'an organ has zones' using errcode = 'LD029';
          end if;
          if exists (select from cooperation_zone where owner_pos = o.pos and name = of_body->>'name' and valid_to is null) then
            raise exception 'one like it is there' using errcode = 'LD023';
          end if;
          insert into cooperation_zone (id, owner_pos, name, level, kind, principle, lead_pos, valid_from)
            values ((of_body->>'id')::uuid, o.pos, of_body->>'name', o.tier, (of_body->>'kind')::smallint, of_body->>'principle',
              zone_lead(o, of_body->>'lead'), act_now()) returning * into z;
          select * into m from zone_members_set(z.id, o, of_body->'members');
          r := (o.pos, 'zone', z.id, o.name, null, change_line('name', null, z.name) || change_line('members', null, m.after)
            || change_line('lead', null, unit_words(z.lead_pos)));
          return r;
        end $function$;

CREATE OR REPLACE FUNCTION liandong.administered_person(of_id uuid, gives boolean)
 RETURNS person
 LANGUAGE plpgsql
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
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
        end $function$;

CREATE OR REPLACE FUNCTION liandong.administered_post(of_id uuid)
 RETURNS post
 LANGUAGE plpgsql
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          w post;
        begin
          select * into w from post where id = of_id and unit_pos between (me()).organ and (me()).organ_hi for update;
          if not found then
            raise exception 'no such post' using errcode = 'LD021';
          end if;
          return w;
        end $function$;

CREATE OR REPLACE FUNCTION liandong.administered_unit(of_id uuid)
 RETURNS unit
 LANGUAGE plpgsql
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          p principal := me(); u unit;
        begin
          select * into u from unit where id = of_id and pos >= 0 for no key update;
          if not found then
            raise exception 'no such unit' using errcode = 'LD021';
          end if;
          if u.pos not between p.organ and p.organ_hi then
            raise exception 'of another tree' using errcode = 'LD020';
          end if;
          return u;
        end $function$;

CREATE OR REPLACE FUNCTION liandong.administered_zone(of_id uuid)
 RETURNS cooperation_zone
 LANGUAGE plpgsql
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          z cooperation_zone;
        begin
          select * into z from cooperation_zone where id = of_id and owner_pos >= 0 for no key update;
          if not found then
            raise exception 'no such zone' using errcode = 'LD021';
          end if;
          if z.owner_pos not between (me()).organ and (me()).organ_hi then
            raise exception 'of another tree' using errcode = 'LD020';
          end if;
          if z.valid_to <= act_now() then
            raise exception 'dissolved' using errcode = 'LD023';
          end if;
          return z;
        end $function$;

CREATE OR REPLACE FUNCTION liandong.administers(of_person uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ select acting_duty() in (5, 6) and exists (select from post p where p.person_id = of_person
          and in_force(p.valid_from, p.valid_to) and p.unit_pos between (me()).organ and (me()).organ_hi) $function$;

CREATE OR REPLACE FUNCTION liandong.administrative_act_on_control(of_act text, of_body jsonb)
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ select case of_act
          when 'personLeave' then exists (select from post where person_id = (of_body->>'person')::uuid and duty in (1, 5, 6, 7)
            and (valid_to is null or valid_to > act_now()))
          when 'postEnd' then exists (select from post where id = (of_body->>'post')::uuid and duty in (1, 5, 6, 7)
            and (valid_to is null or valid_to > act_now()))
          else false end $function$;

CREATE OR REPLACE FUNCTION liandong.administrative_change_decide(of_id uuid, of_version integer, approved boolean, of_reason text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
 SET cpu_operator_cost TO '0.0025'
AS $function$
        declare
          m principal := me(); mine smallint := acting_duty(); c administrative_change; rule administrative_act; r administered;
        begin
          perform require_act('administrativeChangeDecide');
          select * into c from administrative_change where id = of_id and organ_pos between m.organ and m.organ_hi for update;
          if not found or not (mine between 5 and 7 or heads_organ() and c.organ_pos = m.organ) then
            raise exception 'not there for him' using errcode = 'LD021';
          end if;
          select * into rule from administrative_act where act = c.act;
          if not coalesce(mine = any (rule.confirmers) and (mine <> 1 or heads_organ() and c.organ_pos = m.organ), false)
            or m.person = c.proposer or m.person is not distinct from c.beneficiary then
            raise exception 'not his to confirm' using errcode = 'LD020';
          end if;
          if c.version <> of_version then
            raise exception 'changed meanwhile' using errcode = 'LD022';
          end if;
          if c.state <> 1 then
            raise exception 'decided already' using errcode = 'LD023';
          end if;
          if approved then
            perform from post where id = c.proposed_by for share;
            -- Who proposed it could do so still; what is a month old is to be looked at anew.
            if c.proposed_at < act_now() - interval '30 days' or not exists (
                select from post x join unit u on u.pos = x.unit_pos join unit o on o.pos = u.organ_pos join person p on p.id = x.person_id
                where x.id = c.proposed_by and x.duty = any (rule.duties) and in_force(x.valid_from, x.valid_to)
                  and in_force(u.valid_from, u.valid_to) and (p.left_at is null or p.left_at > act_now())
                  and c.organ_pos between o.pos and o.hi) then
              raise exception 'lapsed' using errcode = 'LD023';
            end if;
            r := administer_alone(c.act, c.body);
            -- What was read is what is confirmed; moments apart, which are those of the confirmation.
            if r.organ <> c.organ_pos or r.beneficiary is distinct from c.beneficiary or r.about <> c.about
              or jsonb_path_query_array(r.lines, '$[*] ? (@.field != "from" && @.field != "leftAt")')
                <> jsonb_path_query_array(c.lines, '$[*] ? (@.field != "from" && @.field != "leftAt")') then
              raise exception 'another thing by now' using errcode = 'LD023';
            end if;
          end if;
          update administrative_change set state = case when approved then 2 else 3 end, lines = coalesce(r.lines, lines),
            decided_by = m.post, decider = m.person, decider_name = (select name from person where id = m.person),
            decided_at = app_now(), decision_reason = of_reason, version = version + 1 where id = of_id;
          perform tell(case when approved then c.act else 'administrativeChangeRefused' end, 'administrative_change', of_id);
        end $function$;
grant execute on function administrative_change_decide(uuid,integer,boolean,text) to liandong_act;

CREATE OR REPLACE FUNCTION liandong.administrative_change_withdraw(of_id uuid, of_version integer)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
 SET cpu_operator_cost TO '0.0025'
AS $function$
        declare
          m principal := me(); c administrative_change;
        begin
          perform require_act('administrativeChangeWithdraw');
          select * into c from administrative_change where id = of_id and organ_pos between m.organ and m.organ_hi for update;
          if not found or acting_duty() not between 5 and 7 then
            raise exception 'not there for him' using errcode = 'LD021';
          end if;
          if c.proposer <> m.person then
            raise exception 'another proposed it' using errcode = 'LD020';
          end if;
          if c.version <> of_version then
            raise exception 'changed meanwhile' using errcode = 'LD022';
          end if;
          if c.state <> 1 then
            raise exception 'decided already' using errcode = 'LD023';
          end if;
          update administrative_change set state = 4, decided_at = app_now(), version = version + 1 where id = of_id;
          perform tell('administrativeChangeWithdrawn', 'administrative_change', of_id);
        end $function$;
grant execute on function administrative_change_withdraw(uuid,integer) to liandong_act;

CREATE OR REPLACE FUNCTION liandong.administrators_apart()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ begin
          perform take_turn(new.person_id);
          if exists (select from post p where p.person_id = new.person_id and duty_side(p.duty) <> duty_side(new.duty)
              and tstzrange(p.valid_from, p.valid_to) && tstzrange(new.valid_from, new.valid_to)) then
            raise exception 'one person cannot hold these duties at one time' using errcode = '23P01',
              constraint = 'administrators_apart', table = 'post', schema = 'liandong';
          end if;
          return null;
        end $function$;

CREATE OR REPLACE FUNCTION liandong.alias_of(of_use text, of_kind text, of_id uuid)
 RETURNS text
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          tag text := left(alias_part(of_use, of_kind, 'id ' || of_id), 16);
        begin
          return of_kind || '-' || tag || crossed(replace(of_id::text, '-', ''), left(alias_part(of_use, of_kind, tag), 32));
        end $function$;

CREATE OR REPLACE FUNCTION liandong.alias_opened(of_ids uuid[])
 RETURNS TABLE(id uuid, opened jsonb)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          m principal := me(); o alias_opening; cleared smallint;
        begin
          if m.post is null then
            raise exception 'no principal in this session' using errcode = '28000';
          end if;
          select clearance into cleared from person p where p.id = m.person;
          for o in select * from alias_opening a where a.id = any (of_ids) and a.requested_by = m.post and a.state = 2 and a.open_until > app_now()
              and acting_duty() = 7 and not trail_kept_from(a.object, a.object_id, m) loop
            id := o.id;
            if o.object = 'person' then
              select jsonb_build_object('object', o.object, 'objectId', p.id, 'name', p.name) into opened from person p where p.id = o.object_id;
            elsif o.object = 'post' then
              select jsonb_build_object('object', o.object, 'objectId', w.id, 'name', p.name, 'unit', w.unit_pos) into opened
                from post w join person p on p.id = w.person_id where w.id = o.object_id;
            else
              execute format('select jsonb_build_object(''object'', $2, ''objectId'', id, ''unit'', owner_pos, ''number'',
                case when classification <= $3 and compartment = 0 and subject_state <> 0 then number end) from %I where id = $1', o.object)
                into opened using o.object_id, o.object, cleared;
            end if;
            return next;
          end loop;
        end $function$;
grant execute on function alias_opened(uuid[]) to liandong_api;

CREATE OR REPLACE FUNCTION liandong.alias_opening_decides(o alias_opening, p principal, of_duty smallint)
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ select coalesce((of_duty = 7 and o.unit_pos between p.organ and p.organ_hi or of_duty = 1 and p.unit = o.organ_pos)
          and o.requester <> p.person and not trail_kept_from(o.object, o.object_id, p)
          and not (o.object = 'person' and o.object_id = p.person)
          and not (o.object = 'post' and exists (select from post where id = o.object_id and person_id = p.person)), false) $function$;

CREATE OR REPLACE FUNCTION liandong.alias_opening_mine(of_id uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        select exists (select from alias_opening o where o.id = of_id and o.requested_by = (me()).post
          and not trail_kept_from(o.object, o.object_id, me()))
        $function$;
grant execute on function alias_opening_mine(uuid) to liandong_act, liandong_api;

CREATE OR REPLACE FUNCTION liandong.alias_opening_mine_to_decide(of_id uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ select coalesce((select alias_opening_decides(o, me(), acting_duty()) from alias_opening o where o.id = of_id), false) $function$;
grant execute on function alias_opening_mine_to_decide(uuid) to liandong_act, liandong_api;

CREATE OR REPLACE FUNCTION liandong.alias_part(of_use text, of_kind text, part text)
 RETURNS text
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          k alias_key;
        begin
          select * into k from alias_key;
          return hmac_hex(k.inner_pad, k.outer_pad, jsonb_build_array(of_use, of_kind, part)::text);
        end $function$;

CREATE OR REPLACE FUNCTION liandong.app_now()
 RETURNS timestamp with time zone
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ select transaction_timestamp() $function$;
grant execute on function app_now() to liandong_act, liandong_api;

CREATE OR REPLACE FUNCTION liandong.audit_act(of_operation text, of_object text, of_object_ids uuid[], of_facets text[], of_paths text[], of_reason text, of_details jsonb, of_source text, of_correlation_id uuid, of_kind smallint DEFAULT 1)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          m principal := me();
        begin
          if m.post is null then
            raise exception 'no principal in this session' using errcode = '28000';
          end if;
          if of_kind is null or of_kind not in (1, 6) then
            raise exception 'an act is an act' using errcode = '22023';
          end if;
          insert into audit_entry (kind, person_id, post_id, unit_pos, source, operation, object, object_ids, facets, paths,
              reason, details, correlation_id)
            values (of_kind, m.person, m.post, m.unit, of_source, of_operation, of_object, coalesce(of_object_ids, '{}'),
              coalesce(of_facets, '{}'), coalesce(of_paths, '{}'), of_reason, of_details, of_correlation_id);
        end $function$;

CREATE OR REPLACE FUNCTION liandong.audit_alias_open_decide(of_id uuid, of_version integer, approved boolean, of_reason text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
 SET cpu_operator_cost TO '0.0025'
AS $function$
        declare
          o alias_opening;
        begin
          perform require_act('auditAliasOpenDecide');
          select * into o from alias_opening where id = of_id for update;
          if not found or not alias_opening_decides(o, me(), acting_duty()) then
            raise exception 'not his to decide' using errcode = 'LD020';
          end if;
          if o.version <> of_version then
            raise exception 'changed meanwhile' using errcode = 'LD022';
          end if;
          if o.state <> 1 then
            raise exception 'decided already' using errcode = 'LD023';
          end if;
          update alias_opening set state = case when approved then 2 else 3 end, decided_by = (me()).post, decided_at = app_now(),
            decision_reason = of_reason, open_until = case when approved then app_now() + interval '24 hours' end, version = version + 1
            where id = of_id;
          perform tell(case when approved then 'auditAliasOpened' else 'auditAliasOpenRefused' end, 'alias_opening', of_id);
        end $function$;
grant execute on function audit_alias_open_decide(uuid,integer,boolean,text) to liandong_act;

CREATE OR REPLACE FUNCTION liandong.audit_alias_open_request(of_id uuid, of_alias text, of_reason text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
 SET cpu_operator_cost TO '0.0025'
AS $function$
        declare
          m principal := me(); behind record; o alias_opening;
        begin
          perform require_act('auditAliasOpenRequest');
          if acting_duty() is distinct from 7::smallint then
            raise exception 'the audit administrator alone' using errcode = 'LD020';
          end if;
          select * into behind from behind_alias('audit ' || m.person, of_alias);
          if behind.id is null or behind.kind not in ('person', 'post', 'clue', 'supervision_item', 'joint_case')
            or trail_kept_from(behind.kind, behind.id, m) then
            raise exception 'no such alias' using errcode = 'LD021';
          end if;
          if exists (select from alias_opening where requester = m.person and alias = of_alias and state = 1) then
            raise exception 'asked already' using errcode = 'LD023';
          end if;
          insert into alias_opening (id, alias, object, object_id, reason, requested_by, requester, requester_name, unit_pos, organ_pos)
            select of_id, of_alias, behind.kind, behind.id, of_reason, m.post, m.person, p.name, m.unit, m.organ from person p where p.id = m.person
            on conflict (requester, alias) where state = 1 do nothing
            returning * into o;
          if not found then
            raise exception 'asked already' using errcode = 'LD023';
          end if;
          -- Somebody must be in office who may decide in general; whether on this, is not for the asker to learn.
          if not exists (
              select from post x join unit u on u.pos = x.unit_pos join unit g on g.pos = u.organ_pos
              where x.person_id <> m.person and in_force(x.valid_from, x.valid_to)
                and (x.duty = 7 and m.unit between g.pos and g.hi or x.duty = 1 and x.unit_pos = m.organ)) then
            raise exception 'nobody to decide' using errcode = 'LD024';
          end if;
          perform tell('auditAliasOpenRequested', 'alias_opening', of_id);
        end $function$;
grant execute on function audit_alias_open_request(uuid,text,text) to liandong_act;

CREATE OR REPLACE FUNCTION liandong.audit_append_only()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ begin
          raise exception 'the audit trail is only ever added to' using errcode = '42501';
        end $function$;

CREATE OR REPLACE FUNCTION liandong.audit_entry_given()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ begin
      new.id := gen_random_uuid();
      new.at := clock_timestamp();
      new.txid := numbered(pg_current_xact_id());
      new.form := 1;
      new.salt := uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid());
      new.hash := sha256(new.salt || convert_to(json_build_array(
        new.form::text, new.id::text, (extract(epoch from new.at) * 1000000)::bigint::text, new.txid::text,
        new.kind::text, new.person_id::text, new.post_id::text, new.unit_pos::text, new.subject, new.source,
        new.operation, new.object, new.object_ids::text, new.facets::text, new.paths::text, new.code, new.reason,
        new.details::text, new.correlation_id::text)::text, 'UTF8'));
      return new;
    end $function$;

CREATE OR REPLACE FUNCTION liandong.audit_rehoming(r reorganisation, of_object text, ids uuid[], of_details jsonb)
 RETURNS void
 LANGUAGE sql
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ insert into audit_entry (kind, person_id, post_id, unit_pos, operation, object, object_ids, details, correlation_id)
          select 1, r.confirmer, r.confirmed_by, r.confirmer_pos, 'reorganise', of_object, ids,
            jsonb_build_object('reorganisation', r.id) || of_details, r.id where ids <> '{}' $function$;

CREATE OR REPLACE FUNCTION liandong.audit_trail(of_first integer, after_txid xid8, after_id uuid, of_kinds smallint[], of_operations text[], of_from timestamp with time zone, of_until timestamp with time zone)
 RETURNS TABLE(txid text, id uuid, entry jsonb)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          m principal := me(); his text; asked integer := greatest(least(of_first, 100), 0) + 1; given integer := 0; tried integer;
          last_txid xid8 := coalesce(after_txid, '18446744073709551615'); last_id uuid := coalesce(after_id, 'ffffffff-ffff-ffff-ffff-ffffffffffff');
          e record; shown uuid[];
        begin
          if m.post is null then
            raise exception 'no principal in this session' using errcode = '28000';
          end if;
          if acting_duty() is distinct from 7::smallint then
            raise exception 'the audit administrator alone' using errcode = 'LD020';
          end if;
          his := 'audit ' || m.person;
          while given < asked loop
            tried := 0;
            for e in
              with recursive units (pos) as (
                (select a.unit_pos from audit_entry a where a.unit_pos between m.organ and m.organ_hi order by a.unit_pos limit 1)
                union all
                select (select a.unit_pos from audit_entry a where a.unit_pos > units.pos and a.unit_pos <= m.organ_hi order by a.unit_pos limit 1)
                from units where units.pos is not null)
              select a.* from units cross join lateral (
                select x.* from audit_entry x
                where x.unit_pos = units.pos and (x.txid, x.id) < (last_txid, last_id)
                  and (of_kinds is null or x.kind = any (of_kinds)) and (of_operations is null or x.operation = any (of_operations))
                  and (of_from is null or x.at >= of_from) and (of_until is null or x.at < of_until)
                order by x.txid desc, x.id desc limit asked) a
              order by a.txid desc, a.id desc limit asked
            loop
              tried := tried + 1; last_txid := e.txid; last_id := e.id;
              shown := trail_open_to(e.object, e.object_ids, m);
              -- What was about nothing but what is denied to him, was not; nor what came of it.
              continue when e.object_ids <> '{}' and shown = '{}' or coalesce(trail_tells_of(e.details, m), false);
              txid := e.txid::text; id := e.id;
              entry := jsonb_build_object('at', e.at, 'kind', e.kind, 'operation', e.operation,
                'organ', (select u.organ_pos from unit u where u.pos = e.unit_pos),
                'person', coalesce(alias_of(his, 'person', e.person_id), e.subject), 'post', coalesce(alias_of(his, 'post', e.post_id), e.subject),
                'object', e.object, 'objects', case when e.object in ('clue', 'supervision_item', 'joint_case', 'post')
                  then (select coalesce(jsonb_agg(alias_of(his, o.kind, o.i) order by o.kind <> e.object, o.n), '[]') from (
                      select e.object as kind, i, n from unnest(shown[1:20]) with ordinality as x (i, n)
                      union all
                      select 'post', i::uuid, n from jsonb_array_elements_text(e.details->'posts') with ordinality as x (i, n)) o)
                  else '[]' end,
                'facets', e.facets, 'paths', e.paths, 'code', e.code);
              return next;
              given := given + 1;
              exit when given = asked;
            end loop;
            exit when tried < asked;
          end loop;
        end $function$;
grant execute on function audit_trail(integer,xid8,uuid,smallint[],text[],timestamp with time zone,timestamp with time zone) to liandong_api;

CREATE OR REPLACE FUNCTION liandong.barred_from(c clue, of_person uuid, of_clearance smallint, of_places int8multirange)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$
    select c.subject_state = 0 or c.classification > of_clearance or coalesce(of_person = any (c.denied_persons), false)
      or coalesce(c.denied_units && of_places, false)
    $function$;

CREATE OR REPLACE FUNCTION liandong.become(of_post uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          k ticket_key; t text;
        begin
          select * into strict k from ticket_key where valid_to is null or valid_to > clock_timestamp()
            order by valid_to desc nulls first, id limit 1;
          select jsonb_build_object('key', k.id, 'iss', p.issuer, 'sub', p.subject, 'post', x.id, 'inside', true, 'mark', transaction_mark(),
              'exp', extract(epoch from clock_timestamp()) + 5)::text
            into t from post x join person p on p.id = x.person_id where x.id = of_post;
          if t is null then
            return false;
          end if;
          perform set_config('liandong.principal', '', true);
          perform enter(t, hmac_hex(k.inner_pad, k.outer_pad, t));
          return true;
        exception when sqlstate 'LD001' or sqlstate 'LD002' or sqlstate 'LD003' then
          return false; -- and one is who one was
        end $function$;

CREATE OR REPLACE FUNCTION liandong.begin_act(of_act text, of_key text, of_body text)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
 SET cpu_operator_cost TO '0.0025'
AS $function$
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
        end $function$;
grant execute on function begin_act(text,text,text) to liandong_act;

CREATE OR REPLACE FUNCTION liandong.behind_alias(of_use text, of_alias text, OUT kind text, OUT id uuid)
 RETURNS record
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          part text[] := regexp_match(of_alias, '^([a-z_]{1,40})-([0-9a-f]{16})([0-9a-f]{32})$');
        begin
          if part is not null then
            kind := part[1];
            id := crossed(part[3], left(alias_part(of_use, kind, part[2]), 32))::uuid;
            if alias_of(of_use, kind, id) <> of_alias then
              kind := null; id := null;
            end if;
          end if;
        end $function$;

CREATE OR REPLACE FUNCTION liandong.bump_unit_tree_version()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ begin update unit_tree_version set version = version + 1, txid = pg_current_xact_id()
            where txid is distinct from pg_current_xact_id(); return null; end $function$;

CREATE OR REPLACE FUNCTION liandong.calendar_changes()
 RETURNS void
 LANGUAGE sql
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ select pg_advisory_xact_lock(hashtextextended('calendar', 0)) where not exists (select from rehearsal) $function$;

CREATE OR REPLACE FUNCTION liandong.calendar_day_words(of_kind smallint, of_name text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ select (array['HOLIDAY', 'WORKDAY'])[of_kind] || ' ' || of_name $function$;

CREATE OR REPLACE FUNCTION liandong.calendar_days(of_place bigint, first_day date, last_day date, at timestamp with time zone)
 RETURNS TABLE(day date, kind smallint, name text, source text, organ_pos bigint)
 LANGUAGE sql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        select distinct on (d.day) d.day, d.kind, d.name, d.source, d.organ_pos from calendar_day d
        where d.day between first_day and last_day and (d.organ_pos is null or d.organ_pos = any (places_over(of_place)))
          and d.valid_from <= at and (d.valid_to is null or d.valid_to > at)
        order by d.day, d.organ_pos desc nulls last
        $function$;
grant execute on function calendar_days(bigint,date,date,timestamp with time zone) to liandong_api;

CREATE OR REPLACE FUNCTION liandong.calendar_days_ahead(of_days date[], of_year smallint)
 RETURNS void
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          today date := (act_now() at time zone 'Asia/Shanghai')::date;
        begin
          if cardinality(of_days) + num_nonnulls(of_year) = 0 or cardinality(of_days) > 100 or cardinality(of_days) <> (select count(distinct d) from unnest(of_days) d)
            or exists (select from unnest(of_days) d where d <= today or d > make_date(extract(year from today)::integer + 5, 12, 31))
            or of_year not between extract(year from today) and extract(year from today) + 5 then
            -- A day that came while it waited for its confirmation is nobody's wrong input.
            raise exception using message = 'days to come, each once', errcode = case when exists (select from rehearsal) then 'LD029' else 'LD023' end;
          end if;
        end $function$;

CREATE OR REPLACE FUNCTION liandong.calendar_years(of_place bigint, at timestamp with time zone)
 RETURNS TABLE(year smallint, source text, organ_pos bigint)
 LANGUAGE sql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        select distinct on (y.year) y.year, y.source, y.organ_pos from calendar_year y
        where (y.organ_pos is null or y.organ_pos = any (places_over(of_place))) and y.valid_from <= at and (y.valid_to is null or y.valid_to > at)
        order by y.year, y.organ_pos desc nulls last
        $function$;
grant execute on function calendar_years(bigint,timestamp with time zone) to liandong_api;

CREATE OR REPLACE FUNCTION liandong.change_line(field text, before text, after text)
 RETURNS jsonb
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ select case when before is distinct from after
          then jsonb_build_array(jsonb_build_object('field', field, 'before', before, 'after', after)) else '[]'::jsonb end $function$;

CREATE OR REPLACE FUNCTION liandong.clearance_set(of_body jsonb, raised boolean)
 RETURNS administered
 LANGUAGE plpgsql
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          p person := administered_person((of_body->>'person')::uuid, raised); now_cleared smallint := (of_body->>'clearance')::smallint; r administered;
        begin
          if now_cleared is null or now_cleared not between 0 and 3 or raised <> (now_cleared > p.clearance) then
            raise exception 'not that way' using errcode = 'LD029';
          end if;
          update person set clearance = now_cleared where id = p.id;
          r := (p.organ_pos, 'person', p.id, person_words(p), p.id, change_line('clearance', p.clearance::text, now_cleared::text));
          return r;
        end $function$;

CREATE OR REPLACE FUNCTION liandong.clue_content_takes_scope()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ begin
        select p.owner_pos, p.handling_pos, p.received_pos, p.handler_post, p.registered_by, p.custodian_post, p.subject_state, p.closed_at, p.classification, p.compartment, p.denied_persons, p.denied_units into strict new.owner_pos, new.handling_pos, new.received_pos, new.handler_post, new.registered_by, new.custodian_post, new.subject_state, new.closed_at, new.classification, new.compartment, new.denied_persons, new.denied_units
          from clue p where p.id = new.clue_id
          for share; -- a change of the object waits for us, or we see it
        return new;
      end $function$;

CREATE OR REPLACE FUNCTION liandong.clue_is_kept()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ begin
          if exists (select from clue_subject where clue_id = new.id and ended_at is null) then
            perform from clue where id = new.id for update;
            perform lay_before_keeper(id, null) from clue where id = new.id and compartment > 0;
          end if;
          return null;
        end $function$;

CREATE OR REPLACE FUNCTION liandong.clue_leaves_joint_cases(of_clue uuid, persons uuid[], units int8multirange)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          left_cases uuid[];
        begin
          with gone as (
            delete from joint_case_clue where clue_id = of_clue and joint_case_would_vanish(joint_case_id, persons, units)
            returning joint_case_id)
          select array_agg(joint_case_id) into left_cases from gone;
          if left_cases is null then
            return;
          end if;
          update access_grant g set valid_to = greatest(app_now(), g.valid_from + interval '1 microsecond')
            where g.object = 'clue' and g.object_id = of_clue and g.basis = 3 and in_force(g.valid_from, g.valid_to)
              and g.post_id in (select post_id from joint_case_assignment where joint_case_id = any (left_cases))
              and not exists (select from joint_case_clue l join joint_case_assignment a using (joint_case_id)
                where l.clue_id = of_clue and a.post_id = g.post_id);
          perform tell('clueLeftJointCase', 'clue', of_clue);
        end $function$;

CREATE OR REPLACE FUNCTION liandong.clue_petition_takes_scope()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ begin
        select p.owner_pos, p.handling_pos, p.received_pos, p.handler_post, p.registered_by, p.custodian_post, p.subject_state, p.closed_at, p.classification, p.compartment, p.denied_persons, p.denied_units into strict new.owner_pos, new.handling_pos, new.received_pos, new.handler_post, new.registered_by, new.custodian_post, new.subject_state, new.closed_at, new.classification, new.compartment, new.denied_persons, new.denied_units
          from clue p where p.id = new.clue_id
          for share; -- a change of the object waits for us, or we see it
        return new;
      end $function$;

CREATE OR REPLACE FUNCTION liandong.clue_reporter_takes_scope()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ begin
        select p.owner_pos, p.handling_pos, p.received_pos, p.handler_post, p.registered_by, p.custodian_post, p.subject_state, p.closed_at, p.classification, p.compartment, p.denied_persons, p.denied_units into strict new.owner_pos, new.handling_pos, new.received_pos, new.handler_post, new.registered_by, new.custodian_post, new.subject_state, new.closed_at, new.classification, new.compartment, new.denied_persons, new.denied_units
          from clue p where p.id = new.clue_id
          for share; -- a change of the object waits for us, or we see it
        return new;
      end $function$;

CREATE OR REPLACE FUNCTION liandong.clue_secrecy_reaches()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ begin
          perform inherit_denials_from(new.id);
          return null;
        end $function$;

CREATE OR REPLACE FUNCTION liandong.clue_spreads_scope_to_clue_content()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ begin
        update clue_content set owner_pos = new.owner_pos where clue_id = new.id;
        return null;
      end $function$;

CREATE OR REPLACE FUNCTION liandong.clue_spreads_scope_to_clue_petition()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ begin
        update clue_petition set owner_pos = new.owner_pos where clue_id = new.id;
        return null;
      end $function$;

CREATE OR REPLACE FUNCTION liandong.clue_spreads_scope_to_clue_reporter()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ begin
        update clue_reporter set owner_pos = new.owner_pos where clue_id = new.id;
        return null;
      end $function$;

CREATE OR REPLACE FUNCTION liandong.clue_subject_link(of_clue uuid, of_version integer, of_state smallint, of_persons uuid[], of_reason text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
 SET cpu_operator_cost TO '0.0025'
AS $function$
        declare
          c clue; persons uuid[] := array(select distinct p from unnest(of_persons) p order by p);
          units int8multirange; before uuid[]; secrecy smallint;
        begin
          perform require_act('clueSubjectLink');
          perform may_link_subject(of_clue, of_version);
          if of_state is null or of_state not in (1, 2) or (of_state = 2) <> (cardinality(persons) > 0) then
            raise exception 'an official is somebody' using errcode = '22023';
          end if;
          -- Persons before the matter, as whoever changes their posts has it; what was found out before is asked again.
          perform take_turn(p) from unnest(persons) p;
          perform lock_object('clue', of_clue);
          perform may_link_subject(of_clue, of_version);
          select * into c from clue where id = of_clue;
          if cardinality(persons) <> (select count(*) from person
              where id = any (persons) and (left_at is null or left_at > act_now())) then
            raise exception 'no such person in service' using errcode = 'LD021';
          end if;
          if c.subject_state = of_state and persons = array(select person_id from clue_subject
              where clue_id = of_clue and state = 2 and ended_at is null order by person_id) then
            raise exception 'found already' using errcode = 'LD023';
          end if;

          select coalesce(range_agg(r), '{}') into units from unnest(persons) p, unnest(units_of_subject(p)) r;
          if of_state = 2 then
            perform clue_leaves_joint_cases(of_clue, persons, units);
          end if;
          before := array(select id from denial
            where object = 'clue' and object_id = of_clue and basis = 2 and ended_at is null);
          insert into denial (id, object, object_id, person_id, basis)
            select gen_random_uuid(), 'clue', of_clue, p, 2 from unnest(persons) p;
          perform deny_units_for_subject(of_clue, units);
          update denial set ended_at = app_now() where id = any (before);

          update access_grant set valid_to = greatest(app_now(), valid_from + interval '1 microsecond')
            where id in (select unnest(grant_ids) from clue_subject where clue_id = of_clue and ended_at is null);
          update clue_subject set ended_at = app_now() where clue_id = of_clue and ended_at is null;
          insert into clue_subject (id, clue_id, state, person_id, reason, linked_by)
            select gen_random_uuid(), of_clue, of_state, p, of_reason, (me()).post
            from unnest(case of_state when 2 then persons else array[null::uuid] end) p;
          secrecy := greatest(c.compartment, case of_state when 2 then 1 else 0 end);
          update clue set subject_state = of_state, compartment = secrecy, version = version + 1, changed_at = app_now()
            where id = of_clue;
          if secrecy > 0 and not lay_before_keeper(of_clue, (me()).post) and of_state = 2 then
            raise exception 'nobody may know of it' using errcode = 'LD024';
          end if;
          perform tell('clueSubjectLinked', 'clue', of_clue);
        end $function$;
grant execute on function clue_subject_link(uuid,integer,smallint,uuid[],text) to liandong_act;

CREATE OR REPLACE FUNCTION liandong.clues_found(of_text text)
 RETURNS uuid[]
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          m principal := me(); reach reach := my_reach('clue_ledger'); content reach := my_reach('clue_content');
          near uuid[]; numbered uuid[]; told uuid[]; found uuid[];
        begin
          if of_text is null or m.post is null or length(of_text) < 2
              or not exists (select from unnest(reach.owned) r where upper(r) - lower(r) > 100000000) then
            return null;
          end if;
          near := array(
            
            select id from unnest(reach.handled) r join clue on handling_pos between lower(r) and upper(r) - 1
            union select id from clue where handler_post = m.post
            union select unnest(entrusted())
            union select id from unnest(reach.received) r join clue on received_pos between lower(r) and upper(r) - 1
            union select id from unnest(reach.linked + reach.cadre_owned) r join clue on owner_pos between lower(r) and upper(r) - 1
            union select unnest(granted('clue', 'ledger')));
          numbered := array(
            select id from clue where id = any (near) and strpos(number, of_text) > 0
            union
            select c.id from unnest(reach.owned) r, generate_series(lower(r) / 10000000000, (upper(r) - 1) / 10000000000) p
              join clue c on pairs_of((c.owner_pos / 10000000000)::integer, c.number) @> pairs_of(p::integer, of_text)
            where strpos(c.number, of_text) > 0
            limit 20000);
          if cardinality(numbered) = 20000 then
            return null;
          end if;
          near := reached('clue', 'content', '00000000-0000-0000-0000-000000000000'::uuid || array(
            
            select id from unnest(content.handled) r join clue on handling_pos between lower(r) and upper(r) - 1
            union select id from clue where handler_post = m.post
            union select unnest(entrusted())
            union select id from unnest(content.owned + content.cadre_owned) r
              join clue on owner_pos between lower(r) and upper(r) - 1
            union select unnest(granted('clue', 'content'))));
          told := array(
            select clue_id from clue_content
            where clue_id = any (near) and (strpos(subject_name, of_text) > 0 or strpos(allegation, of_text) > 0));
          found := array(select unnest(reached('clue', 'ledger', '00000000-0000-0000-0000-000000000000'::uuid || numbered)) union select unnest(told));
          return case when cardinality(found) <= 2000 then found end;
        end $function$;
grant execute on function clues_found(text) to liandong_api;

CREATE OR REPLACE FUNCTION liandong.clues_not_kept()
 RETURNS uuid[]
 LANGUAGE sql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        with keepers as materialized (
          select u.organ_pos, p.duty = 1 as principal, p.person_id, who.clearance, (
              select range_agg(int8range(x.unit_pos, x.unit_pos, '[]')) from post x
              where x.person_id = p.person_id and in_force(x.valid_from, x.valid_to)) as places
          from post p join unit u on u.pos = p.unit_pos join person who on who.id = p.person_id
          where (u.office_kind = 7 and p.duty = 3 or u.pos = u.organ_pos and p.duty = 1)
            and in_force(p.valid_from, p.valid_to) and in_force(u.valid_from, u.valid_to)
            and (who.left_at is null or who.left_at > act_now())),
        with_subject as materialized (
          select c, u.organ_pos
          from (select distinct clue_id from clue_subject where ended_at is null) s
            join clue c on c.id = s.clue_id
            left join unit u on u.pos = c.owner_pos and c.owner_pos between u.organ_pos and u.organ_pos + 499
          where c.compartment > 0),
        doubtful as materialized (
          select c from with_subject s where not exists (
            select from keepers k
            where k.organ_pos = s.organ_pos and (k.principal or (c).compartment < 2)
              and k.clearance >= (c).classification and k.person_id <> all (coalesce((c).denied_persons, '{}'))
              and not k.places && coalesce((c).denied_units, '{}')))
        select array(select (c).id from doubtful where not is_kept(c) order by (c).id)
        $function$;

CREATE OR REPLACE FUNCTION liandong.clues_of(of_object text, of_id uuid)
 RETURNS uuid[]
 LANGUAGE sql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ select case of_object
          when 'supervision_item' then array(select clue_id from supervision_item where id = of_id and clue_id is not null)
          when 'joint_case' then array(select clue_id from joint_case_clue where joint_case_id = of_id)
          else '{}' end $function$;

CREATE OR REPLACE FUNCTION liandong.code_fits(of_code text, of_tier smallint, above unit, of_pos bigint)
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ select of_code is null or length(of_code) = (array[0, 2, 4, 6, 9])[of_tier]
            and starts_with(of_code, coalesce(case when above.kind in (1, 4) then above.division_code end, ''))
            and not exists (select from unit_former_name f where f.division_code = of_code and f.unit_pos is distinct from of_pos) $function$;

CREATE OR REPLACE FUNCTION liandong.colour_counts(of_pos bigint)
 RETURNS TABLE(owner bigint, colour smallint, count integer)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          reach int8multirange := statistics_reach();
          owners bigint[] := array(
            select u.pos from unit u
            where colours_as_of() is not null and (u.pos = of_pos or u.parent_pos = of_pos) and u.pos >= 0 and (u.pos % 1000 = 0 or u.pos % 1000 >= 500)
              and int8range(u.pos, u.pos + case when u.pos % 1000 = 0 then 499 else 0 end, '[]') <@ reach);
        begin
          return query
            select o, k::smallint, case when coalesce(t.rest, 0) between 1 and 4 then null else coalesce(t.own + t.rest, 0) end
            from unnest(owners) o cross join generate_series(1, 3) k
            left join colour_tally(owners) t on t.owner = o and t.colour = k
            order by 1, 2;
        end $function$;
grant execute on function colour_counts(bigint) to liandong_api;

CREATE OR REPLACE FUNCTION liandong.colour_tally(of_owners bigint[])
 RETURNS TABLE(owner bigint, colour smallint, own integer, rest integer)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
          select owner, colour::smallint, count(*) filter (where is_own)::integer, count(*) filter (where not is_own)::integer
          from (
            select owner_pos as owner, case when red_at <= app_now() then 3 when yellow_at <= app_now() then 2 else 1 end as colour, true as is_own
            from clue where owner_pos = any (of_owners) and open and (((owner_pos <@ ( SELECT (my_reach('clue_ledger'::text)).owned AS owned)) OR (handling_pos <@ ( SELECT (my_reach('clue_ledger'::text)).handled AS handled)) OR (received_pos <@ ( SELECT (my_reach('clue_ledger'::text)).received AS received)) OR (handler_post = ( SELECT (me()).post AS post)) OR ((compartment = 1) AND (owner_pos <@ ( SELECT (my_reach('clue_ledger'::text)).cadre_owned AS cadre_owned))) OR ((subject_state = 0) AND ((registered_by = ( SELECT (me()).post AS post)) OR (custodian_post = ( SELECT (me()).post AS post)))) OR ((owner_pos <@ ( SELECT (my_reach('clue_ledger'::text)).linked AS linked)) AND ((closed_at IS NULL) OR (EXISTS ( SELECT
   FROM UNNEST(( SELECT (me()).link_lo AS link_lo), ( SELECT (me()).link_hi AS link_hi), ( SELECT (me()).link_since AS link_since)) l(lo, hi, since)
  WHERE (((clue.owner_pos >= l.lo) AND (clue.owner_pos <= l.hi)) AND (clue.closed_at >= to_timestamp((((l.since)::numeric / 1000000.0))::double precision))))))) OR (id IN ( SELECT unnest(granted('clue'::text, 'ledger'::text)) AS unnest)))) and ((((denied_persons IS NULL) OR (NOT (( SELECT (me()).person AS person) = ANY (denied_persons)))) AND ((denied_units IS NULL) OR (NOT (denied_units && ( SELECT (me()).places AS places))) OR (id IN ( SELECT unnest(exempted('clue'::text, 'ledger'::text)) AS unnest))) AND (classification <= ( SELECT (me()).clearance AS clearance)) AND ((compartment = 0) OR ((compartment = 1) AND ((owner_pos <@ ( SELECT (my_reach('clue_ledger'::text)).cadre AS cadre)) OR (handling_pos <@ ( SELECT (my_reach('clue_ledger'::text)).cadre_handled AS cadre_handled)) OR (id IN ( SELECT unnest(exempted('clue'::text, 'ledger'::text)) AS unnest)))) OR ((compartment = 2) AND (owner_pos <@ ( SELECT (my_reach('clue_ledger'::text)).sealed AS sealed)))) AND ((subject_state <> 0) OR ((registered_by = ( SELECT (me()).post AS post)) OR (custodian_post = ( SELECT (me()).post AS post))))))
            union all
            select counted_for, colour_then, false
            from colour_day_clue join clue on id = counted_clue
            where counted_on = colours_as_of() and counted_for = any (of_owners) and (((owner_pos <@ ( SELECT (my_reach('clue_ledger'::text)).owned AS owned)) OR (handling_pos <@ ( SELECT (my_reach('clue_ledger'::text)).handled AS handled)) OR (received_pos <@ ( SELECT (my_reach('clue_ledger'::text)).received AS received)) OR (handler_post = ( SELECT (me()).post AS post)) OR ((compartment = 1) AND (owner_pos <@ ( SELECT (my_reach('clue_ledger'::text)).cadre_owned AS cadre_owned))) OR ((subject_state = 0) AND ((registered_by = ( SELECT (me()).post AS post)) OR (custodian_post = ( SELECT (me()).post AS post)))) OR ((owner_pos <@ ( SELECT (my_reach('clue_ledger'::text)).linked AS linked)) AND ((closed_at IS NULL) OR (EXISTS ( SELECT
   FROM UNNEST(( SELECT (me()).link_lo AS link_lo), ( SELECT (me()).link_hi AS link_hi), ( SELECT (me()).link_since AS link_since)) l(lo, hi, since)
  WHERE (((clue.owner_pos >= l.lo) AND (clue.owner_pos <= l.hi)) AND (clue.closed_at >= to_timestamp((((l.since)::numeric / 1000000.0))::double precision))))))) OR (id IN ( SELECT unnest(granted('clue'::text, 'ledger'::text)) AS unnest)))) is not true) c
          group by 1, 2 $function$;

CREATE OR REPLACE FUNCTION liandong.colours_as_of()
 RETURNS date
 LANGUAGE sql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ select max(day) from colour_day where day <= (app_now() at time zone 'Asia/Shanghai')::date $function$;

CREATE OR REPLACE FUNCTION liandong.contact_link_redivide(of_id uuid, of_ends uuid[], of_begins uuid[], of_offices uuid[], of_targets uuid[], of_at timestamp with time zone, of_reason text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
 SET cpu_operator_cost TO '0.0025'
AS $function$
        declare
          m principal := me(); moment timestamptz := coalesce(of_at, app_now()); l contact_link; o unit; t unit;
        begin
          perform require_act('contactLinkRedivide');
          if not heads_organ() then
            raise exception 'not his to divide' using errcode = 'LD020';
          end if;
          if moment < app_now() or cardinality(of_ends) + cardinality(of_begins) = 0 then
            raise exception 'in the past, or nothing' using errcode = 'LD029';
          end if;
          -- An organ divides one time after another.
          perform from unit where pos = m.organ for no key update;
          moment := coalesce(of_at, act_now());
          insert into contact_redivision (id, organ_pos, at, reason, decided_by) values (of_id, m.organ, moment, of_reason, m.post);

          for l in select x.* from unnest(of_ends) e (id) left join contact_link x on x.id = e.id order by e.id loop
            if l.id is null then
              raise exception 'no such link' using errcode = 'LD021';
            end if;
            if not exists (select from unit where pos = l.office_pos and organ_pos = m.organ) then
              raise exception 'a link of another organ' using errcode = 'LD020';
            end if;
            -- Waits for whoever acts by it, as lock_actor locked it.
            select * into l from contact_link where id = l.id for update;
            if not found or l.valid_to <= moment then
              raise exception 'not in force then' using errcode = 'LD023';
            end if;
            if l.valid_from >= moment then
              delete from contact_link where id = l.id;
              continue;
            end if;
            update contact_link set valid_to = moment, ended_by = of_id where id = l.id;
          end loop;

          for i in 1 .. cardinality(of_begins) loop
            select * into o from unit where id = of_offices[i] and pos >= 0;
            select * into t from unit where id = of_targets[i] and pos >= 0;
            if o.id is null or t.id is null then
              raise exception 'no such unit' using errcode = 'LD021';
            end if;
            -- 监督检查室、纪检监察室 of the organ; organs directly below it, and its own groups.
            if o.organ_pos <> m.organ or coalesce(o.office_kind not in (2, 4), true)
                or not (t.kind in (1, 4) and t.parent_pos = m.organ or t.kind = 3 and t.organ_pos = m.organ) then
              raise exception 'not of this organ, or not to be linked' using errcode = 'LD020';
            end if;
            if o.valid_from > moment or o.valid_to <= moment or t.valid_from > moment or t.valid_to <= moment then
              raise exception 'not in force then' using errcode = 'LD023';
            end if;
            insert into contact_link (id, office_pos, target_pos, valid_from, begun_by)
              values (of_begins[i], o.pos, t.pos, moment, of_id);
          end loop;
          if exists (select from contact_link a
              join contact_link b on b.target_pos = a.target_pos and b.id <> a.id and (b.valid_to is null or b.valid_to > moment)
              join unit u on u.pos = b.office_pos
              where a.begun_by = of_id and u.organ_pos = m.organ) then
            raise exception 'two links at once' using errcode = 'LD023';
          end if;
          perform tell('contactLinksRedivided', 'unit', (select id from unit where pos = m.organ));
        end $function$;
grant execute on function contact_link_redivide(uuid,uuid[],uuid[],uuid[],uuid[],timestamp with time zone,text) to liandong_act;

CREATE OR REPLACE FUNCTION liandong.crossed(a text, b text)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE
AS $function$ begin
          return lpad(to_hex(('x' || left(a, 16))::bit(64)::bigint # ('x' || left(b, 16))::bit(64)::bigint), 16, '0')
            || lpad(to_hex(('x' || right(a, 16))::bit(64)::bigint # ('x' || right(b, 16))::bit(64)::bigint), 16, '0');
        end $function$;

CREATE OR REPLACE FUNCTION liandong.custodian_for(c clue, barred uuid[])
 RETURNS uuid
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          place bigint; becomes uuid;
        begin
          select organ_pos into place from unit where pos = c.owner_pos;
          while becomes is null and place is not null loop
            select x.id into becomes from unit u join post x on x.unit_pos = u.pos
              where u.organ_pos = place and (u.office_kind = 7 and x.duty = 3 and c.compartment < 2 or u.pos = place and x.duty = 1)
                and x.person_id <> all (barred) and may_keep(c, x.id)
              order by x.duty desc, x.main desc, x.valid_from, x.id limit 1;
            place := superior_of(place);
          end loop;
          return becomes;
        end $function$;

CREATE OR REPLACE FUNCTION liandong.custody_goes_on(r reorganisation, was post, barred uuid[])
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          c clue; becomes uuid;
        begin
          for c in select k.* from clue k where subject_state = 0 and closed_at is null and was.id in (registered_by, custodian_post)
              and not in_custody(k) order by id for update loop
            becomes := custodian_for(c, barred);
            continue when becomes is null;
            update clue set custodian_post = becomes, version = version + 1, changed_at = app_now() where id = c.id;
            insert into outbox (id, event, object, object_id) values (gen_random_uuid(), 'matterRehomed', 'clue', c.id);
            perform audit_rehoming(r, 'clue', array[c.id], jsonb_build_object('posts', array[was.id, becomes]));
          end loop;
        end $function$;

CREATE OR REPLACE FUNCTION liandong.custody_passes(of_posts uuid[])
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          c clue; becomes uuid;
        begin
          for c in select k.* from clue k where subject_state = 0 and closed_at is null
              and (registered_by = any (of_posts) or custodian_post = any (of_posts)) and not in_custody(k) order by id for update loop
            becomes := custodian_for(c, '{}');
            continue when becomes is null;
            update clue set custodian_post = becomes, version = version + 1, changed_at = app_now() where id = c.id;
            insert into outbox (id, event, object, object_id) values (gen_random_uuid(), 'custodyPassed', 'clue', c.id);
          end loop;
        end $function$;

CREATE OR REPLACE FUNCTION liandong.day_words(moment timestamp with time zone)
 RETURNS text
 LANGUAGE sql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ select to_char(moment at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI') $function$;

CREATE OR REPLACE FUNCTION liandong.deadline_end(of_place bigint, started timestamp with time zone, length integer, of_unit smallint, moves boolean, at timestamp with time zone DEFAULT app_now())
 RETURNS timestamp with time zone
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          places bigint[] := places_over(of_place); day date := (started at time zone 'Asia/Shanghai')::date; counted integer := 0;
        begin
          if length is null or length not between 1 and 4000 or of_unit is null or of_unit not between 1 and 4 or day is null then
            raise exception 'no such period' using errcode = '22023';
          end if;
          case of_unit
            when 1 then day := day + length;
            when 2 then
              while counted < length loop
                day := day + 1;
                if is_worked(places, day, at) then
                  counted := counted + 1;
                end if;
              end loop;
            when 3 then day := (day + make_interval(months => length))::date;
            else day := (day + make_interval(years => length))::date;
          end case;
          while moves and not is_worked(places, day, at) loop
            day := day + 1;
          end loop;
          return (day + 1)::timestamp at time zone 'Asia/Shanghai';
        end $function$;
grant execute on function deadline_end(bigint,timestamp with time zone,integer,smallint,boolean,timestamp with time zone) to liandong_api;

CREATE OR REPLACE FUNCTION liandong.denial_reaches_object()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          d denial := coalesce(new, old);
          locked uuid;
          persons uuid[];
          units int8multirange;
        begin
          -- Two denials at once: the second waits here and then counts both.
          execute format('select id from %I where id = $1 for update', d.object) into locked using d.object_id;
          if locked is null then
            raise exception 'a denial of nothing' using errcode = '23503';
          end if;
          if d.object <> 'clue' then
            perform inherit_denials(d.object, d.object_id);
            return null;
          end if;
          select array_agg(distinct person_id) filter (where person_id is not null),
                 range_agg(int8range(unit_lo, unit_hi, '[]')) filter (where unit_lo is not null)
            into persons, units
            from denial where object = 'clue' and object_id = d.object_id and ended_at is null;
          update clue set denied_persons = persons, denied_units = units where id = d.object_id;
          return null;
        end $function$;

CREATE OR REPLACE FUNCTION liandong.denied_for(of_object text, of_id uuid, p principal)
 RETURNS text[]
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ begin
        return array(
          select case d.basis when 1 then 'RECUSAL' when 2 then 'SUBJECT' when 3 then 'COMPARTMENT' else 'OTHER' end as reason from denial d
            where d.ended_at is null
              and (d.object = of_object and d.object_id = of_id or d.object = 'clue' and d.object_id = any (clues_of(of_object, of_id)))
              and (d.person_id = p.person or d.unit_lo is not null and int8multirange(int8range(d.unit_lo, d.unit_hi, '[]')) && p.places)
          union select 'CLASSIFICATION' from matters(of_object, array[of_id]) m where m.classification > p.clearance
          union select 'UNRESOLVED_SUBJECT' from matters(of_object, array[of_id]) m where m.subject_state = 0
            and p.post is distinct from m.registered_by and p.post is distinct from m.custodian_post
          order by reason);
        end $function$;

CREATE OR REPLACE FUNCTION liandong.denies_content(of_id uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ select not (select exists (select from (select c.*, c.id as clue_id from clue c) clue_content where clue_id = of_id and ((((denied_persons IS NULL) OR (NOT (( SELECT (me()).person AS person) = ANY (denied_persons)))) AND ((denied_units IS NULL) OR (NOT (denied_units && ( SELECT (me()).places AS places))) OR (clue_id IN ( SELECT unnest(exempted('clue'::text, 'content'::text)) AS unnest))) AND (classification <= ( SELECT (me()).clearance AS clearance)) AND ((compartment = 0) OR ((compartment = 1) AND ((owner_pos <@ ( SELECT (my_reach('clue_content'::text)).cadre AS cadre)) OR (handling_pos <@ ( SELECT (my_reach('clue_content'::text)).cadre_handled AS cadre_handled)) OR (clue_id IN ( SELECT unnest(exempted('clue'::text, 'content'::text)) AS unnest)))) OR ((compartment = 2) AND (owner_pos <@ ( SELECT (my_reach('clue_content'::text)).sealed AS sealed)))) AND ((subject_state <> 0) OR ((registered_by = ( SELECT (me()).post AS post)) OR (custodian_post = ( SELECT (me()).post AS post)))))))) $function$;

CREATE OR REPLACE FUNCTION liandong.denies_petition(of_id uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ select not (select exists (select from (select c.*, c.id as clue_id from clue c) clue_petition where clue_id = of_id and ((((denied_persons IS NULL) OR (NOT (( SELECT (me()).person AS person) = ANY (denied_persons)))) AND ((denied_units IS NULL) OR (NOT (denied_units && ( SELECT (me()).places AS places))) OR (clue_id IN ( SELECT unnest(exempted('clue'::text, 'petition'::text)) AS unnest))) AND (classification <= ( SELECT (me()).clearance AS clearance)) AND ((compartment = 0) OR ((compartment = 1) AND ((owner_pos <@ ( SELECT (my_reach('clue_petition'::text)).cadre AS cadre)) OR (handling_pos <@ ( SELECT (my_reach('clue_petition'::text)).cadre_handled AS cadre_handled)) OR (clue_id IN ( SELECT unnest(exempted('clue'::text, 'petition'::text)) AS unnest)))) OR ((compartment = 2) AND (owner_pos <@ ( SELECT (my_reach('clue_petition'::text)).sealed AS sealed)))) AND ((subject_state <> 0) OR ((registered_by = ( SELECT (me()).post AS post)) OR (custodian_post = ( SELECT (me()).post AS post)))))))) $function$;

CREATE OR REPLACE FUNCTION liandong.deny_units_for_subject(of_clue uuid, units int8multirange)
 RETURNS void
 LANGUAGE sql
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ insert into denial (id, object, object_id, unit_lo, unit_hi, basis)
              select gen_random_uuid(), 'clue', of_clue, lower(r), upper(r) - 1, 2 from unnest(units) r $function$;

CREATE OR REPLACE FUNCTION liandong.duty_side(duty smallint)
 RETURNS smallint
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ select case when duty between 5 and 7 then duty else 0::smallint end $function$;

CREATE OR REPLACE FUNCTION liandong.emergency_access_kept_from_me(of_id uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        select not exists (select from emergency_access e
          where e.id = of_id
            and (e.opened_by = (me()).post
              or acting_duty() = 1 and (me()).unit in (e.organ_pos, e.reviewer_pos)
              or acting_duty() = 3 and acting_office() = 1 and e.reviewer_pos = (me()).organ)
            and not kept_from(e.clue_id, (me()).person))
        $function$;
grant execute on function emergency_access_kept_from_me(uuid) to liandong_act, liandong_api;

CREATE OR REPLACE FUNCTION liandong.emergency_access_mine_to_review(of_id uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          m principal := me();
        begin
          return of_id = any (emergency_accesses_to_review()) or exists (
            select from emergency_access where id = of_id and opener_id <> m.person
              and (reviewer_pos = m.unit and acting_duty() = 1
                or reviewer_pos = m.organ and acting_duty() = 3 and acting_office() = 1)
              and not kept_from(clue_id, m.person));
        end $function$;

CREATE OR REPLACE FUNCTION liandong.emergency_access_open(of_id uuid, of_clue uuid, of_facets text[], of_reason text, of_source text, of_correlation_id uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
 SET cpu_operator_cost TO '0.0025'
AS $function$
        declare
          m principal := me(); opened uuid := gen_random_uuid(); ends timestamptz := app_now() + interval '4 hours';
        begin
          perform require_act('emergencyAccessOpen');
          if not coalesce(of_facets <@ array['petition', 'content'] and cardinality(of_facets) > 0, false) then
            raise exception 'petition or content' using errcode = '22023';
          end if;
          -- One after another for one person, so that nobody counts past another of his; and before the clue,
          -- so that the answer does not tell one clue from another.
          perform pg_advisory_xact_lock(hashtextextended('emergency ' || m.person, 0));
          if (select count(*) from emergency_access where opener_id = m.person and opened_at > app_now() - interval '24 hours')
              >= 3 then
            raise exception 'too many in a day' using errcode = 'LD028';
          end if;
          perform lock_known_clue(of_clue);
          if exists (select from unnest(of_facets) f where sees('clue', f, of_clue))
            or exists (select from emergency_access where clue_id = of_clue and opened_by = m.post and until > app_now()) then
            raise exception 'open already' using errcode = 'LD023';
          end if;
          if 'petition' = any (of_facets) and denies_petition(of_clue)
            or 'content' = any (of_facets) and denies_content(of_clue)
            or emergency_reviewers(of_clue, m.organ, m.person) is null then
            raise exception 'nobody to review it' using errcode = 'LD024';
          end if;
          -- A calendar that changes meanwhile is waited for, or waits.
          perform pg_advisory_xact_lock_shared(hashtextextended('calendar', 0));
          insert into access_grant (id, object, object_id, facets, post_id, basis, issuer_post, valid_from, valid_to)
            values (opened, 'clue', of_clue, of_facets, m.post, 8, m.post, app_now(), ends);
          insert into emergency_access (id, clue_id, facets, reason, opened_by, opener_id, opener_name, opener_pos, organ_pos,
              until, grant_id, yellow_at, review_due_at)
            select of_id, of_clue, of_facets, of_reason, m.post, m.person, p.name, m.unit, m.organ, ends, opened,
              emergency_review_due(m.organ, app_now(), 1), emergency_review_due(m.organ, app_now(), 0)
              from person p where p.id = m.person;
          perform audit_act('emergencyAccessOpen', 'clue', array[of_clue], array(select upper(f) from unnest(of_facets) f), '{}',
            of_reason, jsonb_build_object('emergencyAccess', of_id), of_source, of_correlation_id, 6::smallint);
          perform tell('emergencyAccessOpened', 'emergency_access', of_id);
        end $function$;
grant execute on function emergency_access_open(uuid,uuid,text[],text,text,uuid) to liandong_act;

CREATE OR REPLACE FUNCTION liandong.emergency_access_review(of_id uuid, of_version integer, was_justified boolean, of_reason text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
 SET cpu_operator_cost TO '0.0025'
AS $function$
        declare
          m principal := me(); e emergency_access;
        begin
          perform require_act('emergencyAccessReview');
          for look in 1..2 loop
            if not emergency_access_mine_to_review(of_id) then
              raise exception 'not his to review' using errcode = 'LD020';
            end if;
            select * into e from emergency_access where id = of_id;
            perform lock_object('clue', e.clue_id);
          end loop;
          select * into e from emergency_access where id = of_id for update;
          if e.version <> of_version then
            raise exception 'changed meanwhile' using errcode = 'LD022';
          end if;
          if e.reviewed_at is not null then
            raise exception 'reviewed already' using errcode = 'LD023';
          end if;
          -- What was not justified ends at once.
          if not was_justified and e.until > app_now() then
            update access_grant set valid_to = greatest(app_now(), valid_from + interval '1 microsecond') where id = e.grant_id;
          end if;
          update emergency_access set justified = was_justified, reviewed_by = m.post, reviewer_pos = m.organ, reviewed_at = app_now(), review_reason = of_reason,
            until = case when was_justified then until else greatest(least(until, app_now()), opened_at + interval '1 microsecond') end,
            version = version + 1 where id = of_id;
          perform tell('emergencyAccessReviewed', 'emergency_access', of_id);
        end $function$;
grant execute on function emergency_access_review(uuid,integer,boolean,text) to liandong_act;

CREATE OR REPLACE FUNCTION liandong.emergency_accesses_to_review()
 RETURNS uuid[]
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
 SET cpu_operator_cost TO '0.0025'
AS $function$
        declare
          m principal := me();
        begin
          return array(
            with waiting as materialized (
              select e.id, e.clue_id, e.opener_id, e.organ_pos,
                c.subject_state <> 0 and c.classification = 0 and c.compartment = 0
                  and c.denied_persons is null and c.denied_units is null as plain
              from emergency_access e join clue c on c.id = e.clue_id
              where e.reviewed_at is null and e.organ_pos between m.organ and m.organ_hi),
            line as (
              select w.organ_pos, h.person, h.turn, min(h.turn) filter (where h.post = m.post) over (partition by w.organ_pos) as mine
              from (select distinct organ_pos from waiting) w cross join lateral emergency_heads(w.organ_pos) h),
            organs as materialized (
              select organ_pos, array_agg(distinct person) filter (where turn < mine) as earlier from line where mine is not null
              group by organ_pos)
            select w.id from waiting w join organs o on o.organ_pos = w.organ_pos
            where case when w.plain then coalesce(o.earlier = array[w.opener_id], true)
                and w.opener_id <> m.person and not kept_from(w.clue_id, m.person)
              else m.post = any (emergency_reviewers(w.clue_id, w.organ_pos, w.opener_id)) end);
        end $function$;
grant execute on function emergency_accesses_to_review() to liandong_act, liandong_api;

CREATE OR REPLACE FUNCTION liandong.emergency_heads(of_organ bigint)
 RETURNS TABLE(post uuid, person uuid, organ bigint, turn integer)
 LANGUAGE sql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        with recursive above(pos, turn) as (
          select coalesce(superior_of(of_organ), of_organ), 1
          union all select superior_of(pos), turn + 1 from above where pos is not null)
        select x.id, x.person_id, a.pos, a.turn from above a join unit u on u.organ_pos = a.pos
          join post x on x.unit_pos = u.pos
          where (u.pos = a.pos and x.duty = 1 or u.office_kind = 1 and x.duty = 3) and in_office(x.id)
        $function$;

CREATE OR REPLACE FUNCTION liandong.emergency_review_due(of_organ bigint, opened timestamp with time zone, before integer)
 RETURNS timestamp with time zone
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          reviewer bigint := coalesce(superior_of(of_organ), of_organ); days integer := rule_for(reviewer, 8::smallint, opened) - before;
        begin
          return case when days < 1 then opened else working_days_after(reviewer, opened, days, act_now()) end;
        end $function$;

CREATE OR REPLACE FUNCTION liandong.emergency_reviewers(of_clue uuid, of_organ bigint, of_opener uuid)
 RETURNS uuid[]
 LANGUAGE sql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        select array_agg(post) from (
          select h.post, h.turn, min(h.turn) over () as first from emergency_heads(of_organ) h
          where h.person <> of_opener and not kept_from(of_clue, h.person)) able
        where turn = first
        $function$;

CREATE OR REPLACE FUNCTION liandong.emergency_reviews_counted_anew(of_tree unit)
 RETURNS void
 LANGUAGE sql
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        update emergency_access set yellow_at = emergency_review_due(organ_pos, opened_at, 1), review_due_at = emergency_review_due(organ_pos, opened_at, 0)
        where reviewed_at is null and review_due_at > act_now() and not exists (select from rehearsal)
          and (of_tree.pos is null or coalesce(superior_of(organ_pos), organ_pos) between of_tree.pos and of_tree.hi)
        $function$;

CREATE OR REPLACE FUNCTION liandong.end_act(of_act text, of_key text, of_done jsonb, of_object text, of_object_ids uuid[], of_reason text, of_details jsonb, of_source text, of_correlation_id uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
 SET cpu_operator_cost TO '0.0025'
AS $function$ begin
          perform require_act(of_act);
          update act_key set done = of_done
            where person_id = (me()).person and post_id = (me()).post and act = of_act and key = of_key and done is null;
          if not found then
            raise exception 'no such act under way' using errcode = '28000';
          end if;
          perform audit_act(of_act, of_object, of_object_ids, '{}', '{}', of_reason, of_details, of_source, of_correlation_id);
        end $function$;
grant execute on function end_act(text,text,jsonb,text,uuid[],text,jsonb,text,uuid) to liandong_act;

CREATE OR REPLACE FUNCTION liandong.end_reorganised_units(r reorganisation)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          moment timestamptz := act_now(); l record;
          froms bigint[] := array(select from_pos from reorganisation_pair where reorganisation_id = r.id order by from_pos);
        begin
          perform reach_goes_along(r, true);
          update cooperation_zone z set lead_pos = (select p.to_pos from reorganisation_pair p join unit o on o.pos = z.owner_pos
              where p.from_pos = z.lead_pos and p.to_pos between o.pos and o.hi)
            where lead_pos = any (froms) and owner_pos <> all (froms);
          for l in select z.*, p.to_pos, t.hi as to_hi from zone_member z left join reorganisation_pair p on p.from_pos = z.unit_pos
                join cooperation_zone c on c.id = z.zone_id left join unit t on t.pos = p.to_pos
              where (z.unit_pos = any (froms) or c.owner_pos = any (froms)) and (z.valid_to is null or z.valid_to > moment)
              order by z.id for update of z loop
            update zone_member set valid_to = greatest(moment, valid_from + interval '1 microsecond') where id = l.id;
            insert into zone_member (id, zone_id, unit_pos, valid_from)
              select gen_random_uuid(), c.id, l.to_pos, moment from cooperation_zone c join unit o on o.pos = c.owner_pos
              where c.id = l.zone_id and c.owner_pos <> all (froms) and l.to_pos > o.pos and l.to_pos <= o.hi
                and not exists (select from zone_member x where x.zone_id = c.id and x.unit_pos = l.to_pos and x.valid_to is null);
          end loop;
          update cooperation_zone set valid_to = greatest(moment, valid_from + interval '1 microsecond')
            where owner_pos = any (froms) and (valid_to is null or valid_to > moment);

          for l in select g.*, coalesce(a.to_pos, g.group_pos) as mine, coalesce(b.to_pos, g.counterpart_pos) as theirs
              from group_counterpart g left join reorganisation_pair a on a.from_pos = g.group_pos
                left join reorganisation_pair b on b.from_pos = g.counterpart_pos
              where r.id in (a.reorganisation_id, b.reorganisation_id) and (g.valid_to is null or g.valid_to > moment) order by g.id for update of g loop
            update group_counterpart set valid_to = greatest(moment, valid_from + interval '1 microsecond') where id = l.id;
            insert into group_counterpart (id, group_pos, counterpart_pos, valid_from)
              select gen_random_uuid(), a.pos, b.pos, moment from unit a, unit b
              where a.pos = l.mine and b.pos = l.theirs and a.kind = 3 and b.kind = 3 and a.pos <> b.pos and not exists (
                select from group_counterpart x where x.group_pos = a.pos and x.counterpart_pos = b.pos and x.valid_to is null);
          end loop;
          for l in select g.*, p.to_pos from resident_unit g join reorganisation_pair p on p.from_pos = g.group_pos
              where p.reorganisation_id = r.id and (g.valid_to is null or g.valid_to > moment) order by g.id for update of g loop
            update resident_unit set valid_to = greatest(moment, valid_from + interval '1 microsecond') where id = l.id;
            insert into resident_unit (id, group_pos, name, valid_from)
              select gen_random_uuid(), u.pos, l.name, moment from unit u where u.pos = l.to_pos and u.kind = 3 and not exists (
                select from resident_unit x where x.group_pos = u.pos and x.name = l.name and x.valid_to is null);
          end loop;

          update person set organ_pos = u.organ_pos from reorganisation_pair p join unit u on u.pos = p.to_pos
            where p.reorganisation_id = r.id and p.from_pos = person.organ_pos;
          insert into unit_succession (ended_pos, successor_pos, at)
            select from_pos, to_pos, moment from reorganisation_pair where reorganisation_id = r.id;
          update unit set valid_to = moment where pos = any (froms);
          update reorganisation set state = 2, progress = 100, done_at = moment where id = r.id;
          perform tell('reorganisationDone', 'reorganisation', r.id);
          perform audit_rehoming(r, 'unit', array(select id from unit where pos = any (froms) order by pos), '{"place": "ended"}');
        end $function$;

CREATE OR REPLACE FUNCTION liandong.end_sessions(of_person uuid, but uuid, of_reason smallint)
 RETURNS uuid[]
 LANGUAGE plpgsql
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          m principal := me(); ends uuid[];
        begin
          perform from session where person_id = of_person and ended_at is null order by id for update;
          ends := array(select s.id from session s where s.person_id = of_person and s.ended_at is null and s.id is distinct from but
            and session_over(s, act_now()) is null order by s.id);
          update session set ended_at = act_now(), reason = of_reason, ended_by = m.post where id = any (ends);
          perform tell('sessionEnded', 'session', e) from unnest(ends) e;
          return ends;
        end $function$;

CREATE OR REPLACE FUNCTION liandong.enter(body text, seal text)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          t jsonb; k ticket_key; s seal_key; p person; w post; u unit; o unit; m principal; pieces text; shown jsonb; kept duty_reach; told text; mask smallint; ranges text; held jsonb; cadre int8multirange; ended boolean;
          own int8multirange; organ int8multirange; subtree int8multirange; branches int8multirange; linked int8multirange;
        begin
          begin
            t := body::jsonb;
            select * into k from ticket_key
              where id = t->>'key' and (valid_to is null or valid_to > clock_timestamp());
            if not found
              or seal is distinct from hmac_hex(k.inner_pad, k.outer_pad, body)
              or t->>'mark' is distinct from transaction_mark()
              or coalesce(to_timestamp((t->>'exp')::double precision)
                not between clock_timestamp() and clock_timestamp() + interval '1 minute', true)
              or coalesce(current_setting('liandong.principal', true), '') <> '' then
              raise exception 'refused';
            end if;
          exception when others then
            raise exception 'ticket refused' using errcode = '28000';
          end;

          select * into p from person
            where issuer = t->>'iss' and subject = t->>'sub' and (left_at is null or left_at > act_now());
          if not found then
            raise exception 'no such person' using errcode = 'LD001';
          end if;
          select x.ended_at is not null or coalesce(least(x.idle_at, x.limit_at) <= app_now(), false) into ended
            from session x where x.id = (t->>'session')::uuid and x.person_id = p.id;
          if ended then
            raise exception 'the session has ended' using
              errcode = (select 'LD03' || session_over(x, app_now()) from session x where x.id = (t->>'session')::uuid);
          elsif ended is null and t->>'session' is not null then
            raise exception 'no such session' using errcode = 'LD030';
          -- What became somebody inside a transaction was let in before it.
          elsif ended is null and not coalesce((t->>'inside')::boolean, false) and exists (select from session_limit) then
            raise exception 'ticket refused' using errcode = '28000';
          end if;
          if t->>'post' is not null then
            select * into w from post where id = (t->>'post')::uuid and person_id = p.id;
            if not found then
              raise exception 'not a post of this person' using errcode = 'LD003';
            end if;
          else
            select * into w from post where person_id = p.id and in_force(valid_from, valid_to)
              order by main desc, valid_from, id limit 1;
          end if;
          select * into u from unit where pos = w.unit_pos and in_force(valid_from, valid_to);
          if not found or not in_force(w.valid_from, w.valid_to) then
            raise exception 'no post in force' using errcode = 'LD002';
          end if;
          select * into o from unit where pos = u.organ_pos;

          own := int8multirange(int8range(u.pos, u.pos, '[]'));
          organ := int8multirange(int8range(o.pos, o.pos + 499, '[]'));
          subtree := int8multirange(int8range(o.pos, o.hi, '[]'));
          select coalesce(range_agg(int8range(b.office_pos, b.office_pos, '[]')), '{}') into branches
            from branch b where b.post_id = w.id and in_force(b.valid_from, b.valid_to);
          -- An office's links are its own, a leader's those of his branch, a principal's those of the whole organ.
          select coalesce(range_agg(int8range(x.pos, x.hi, '[]')), '{}'),
                 coalesce(array_agg(x.pos order by l.id), '{}'), coalesce(array_agg(x.hi order by l.id), '{}'),
                 coalesce(array_agg((extract(epoch from l.valid_from) * 1000000)::bigint order by l.id), '{}')
            into linked, m.link_lo, m.link_hi, m.link_since
            from unnest(case when w.duty = 1 and u.kind in (1, 4) then organ when w.duty = 2 then branches else own end) as r (places)
            join contact_link l on l.office_pos >= lower(r.places) and l.office_pos < upper(r.places)
            join unit x on x.pos = l.target_pos
            where in_force(l.valid_from, l.valid_to);

          m.person := p.id; m.post := w.id; m.unit := u.pos; m.organ := o.pos; m.organ_hi := o.hi;
          -- The three administrators (三员) see no case facet, whatever their unit is granted: nothing is as open as -1.
          m.clearance := case when w.duty between 5 and 7 then -1 else p.clearance end;
          select range_agg(int8range(x.unit_pos, x.unit_pos, '[]')), jsonb_agg(jsonb_build_object('id', x.id, 'duty', x.duty,
              'main', x.main, 'unitPos', x.unit_pos, 'from', x.valid_from, 'until', x.valid_to) order by x.main desc, x.valid_from, x.id)
            into m.places, held
            from post x where x.person_id = p.id and in_force(x.valid_from, x.valid_to);
          select * into kept from duty_reach
            where unit_kind = u.kind and office_kind = coalesce(u.office_kind, 0) and duty = w.duty;
          if found then
            pieces := kept.pieces; told := kept.shown; cadre := '{}';
            if branches <> '{}' then
              select coalesce(range_agg(int8range(b.pos, b.pos, '[]')), '{}') into cadre from unit b
                where b.office_kind = 7 and b.pos <@ branches;
            end if;
            foreach mask in array kept.masks loop
              ranges := (case when mask & 1 > 0 then own else '{}' end + case when mask & 2 > 0 then organ else '{}' end
                + case when mask & 4 > 0 then subtree else '{}' end + case when mask & 8 > 0 then branches else '{}' end
                + case when mask & 16 > 0 then cadre else '{}' end
                + case when mask & 32 > 0 then linked else '{}' end)::text;
              pieces := replace(pieces, '«' || mask || '»', ranges);
              told := replace(told, '«' || mask || '»', ranges);
            end loop;
            shown := told::jsonb;
          else
          select string_agg('#' || r.name || r.reach, ''), jsonb_object_agg(r.name, reach_text(r.reach)) filter (where r.name like '%ledger')
            into pieces, shown from reaches_of(u.kind, u.office_kind, w.duty, own, organ, subtree, branches, linked) r;
          end if;
          pieces := '#me' || m || pieces;
          select * into s from seal_key;
          perform set_config('liandong.principal',
            encode(principal_seal(s.inner_pad, s.outer_pad, convert_to(pieces, 'UTF8')), 'hex') || pieces, true);
          return jsonb_build_object(
            'person', jsonb_build_object('id', p.id, 'name', p.name),
            'post', w.id,
            'posts', held,
            'unit', u.pos, 'organ', jsonb_build_array(o.pos, o.hi), 'clearance', p.clearance,
            'branches', case when branches = '{}' then '[]' else ranges_json(branches) end,
            'links', (select coalesce(jsonb_agg(jsonb_build_array(lo, hi, since)), '[]')
                      from unnest(m.link_lo, m.link_hi, m.link_since) as l(lo, hi, since)),
            'reach', jsonb_build_object('clue', shown->'clue_ledger', 'supervisionItem', shown->'supervision_item_ledger',
              'jointCase', shown->'joint_case_ledger'),
            'unitTreeVersion', (select version from unit_tree_version));
        end $function$;
grant execute on function enter(text,text) to liandong_act, liandong_api;

CREATE OR REPLACE FUNCTION liandong.entrusted()
 RETURNS uuid[]
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          m principal := me();
        begin
          return array(
            select id from clue c
            where subject_state = 0 and (registered_by = m.post or custodian_post = m.post)
              and not (m.person = any (coalesce(denied_persons, '{}')))
              and not (coalesce(denied_units, '{}') && m.places));
        end $function$;
grant execute on function entrusted() to liandong_act, liandong_api;

CREATE OR REPLACE FUNCTION liandong.exempted(of_object text, of_facet text)
 RETURNS uuid[]
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
      declare
        m principal := me(); moment timestamptz := act_now();
      begin
        return array(select e.object_id from access_grant e
          where e.post_id = m.post and e.object = of_object and e.exempts and of_facet = any (e.facets) and not exists (select from denial d where d.object = e.object and d.object_id = e.object_id
            and d.person_id = m.person and d.ended_at is null) and e.valid_from <= moment and (e.valid_to is null or e.valid_to > moment));
      end $function$;
grant execute on function exempted(text,text) to liandong_act, liandong_api;

CREATE OR REPLACE FUNCTION liandong.explain_access(of_object text, of_id uuid, of_person uuid, of_post uuid)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          m principal := me(); own text := current_setting('liandong.principal', true); knows boolean; exempt boolean; x record; p principal;
          facets text[] := array(select distinct facet from duty_facet where object = of_object); of_facet text;
          entered boolean; open_facets text[]; reasons text[]; answer jsonb := '[]';
        begin
          if m.post is null then
            raise exception 'no principal in this session' using errcode = '28000';
          end if;
          if not (of_id = any (reached(of_object, 'ledger', array[of_id]))) then
            return null;
          end if;
          knows := knows_content(of_object, of_id);
          exempt := of_id = any (exempted(of_object, 'content'));
          for x in select w.id, w.person_id, w.unit_pos, w.duty from post w
              where w.id = of_post or w.person_id = of_person and in_force(w.valid_from, w.valid_to)
              order by w.main desc, w.valid_from, w.id loop
            entered := become(x.id);
            open_facets := '{}'; reasons := '{}';
            if entered then
              p := me();
              foreach of_facet in array case when knows or x.person_id = m.person then facets else '{}' end loop
                if of_id = any (reached(of_object, of_facet, array[of_id])) then
                  open_facets := open_facets || of_facet;
                end if;
              end loop;
              reasons := denied_for(of_object, of_id, p);
              perform resume(own);
            end if;
            answer := answer || jsonb_build_array(jsonb_build_object('post', x.id, 'unit', x.unit_pos, 'duty', x.duty, 'facets',
              case when knows or x.person_id = m.person
                then facets_explained(x.id, of_object, of_id, open_facets, reasons, knows, exempt or x.person_id = m.person, entered)
                else facets_by_rule(x.id, of_object, of_id, entered) end));
          end loop;
          return answer;
        end $function$;
grant execute on function explain_access(text,uuid,uuid,uuid) to liandong_api;

CREATE OR REPLACE FUNCTION liandong.facets_by_rule(of_post uuid, of_object text, of_id uuid, entered boolean)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ begin
        return (
        with w as materialized (
          select facet, via, until from ways_to(of_post, of_object, array[of_id], true) where entered and state = 'OPEN'),
        f as (select distinct facet from duty_facet where object = of_object)
        select jsonb_agg(jsonb_build_object('facet', upper(f.facet), 'code', case when x.ways = '[]' then 'NOT_BY_RULE' else 'BY_RULE' end,
            'reasons', '[]'::jsonb, 'ways', x.ways)
          order by array_position(array['ledger', 'petition', 'content', 'reporter'], f.facet))
        from f cross join lateral (
          select coalesce(jsonb_agg(jsonb_build_object('via', w.via, 'basis', null, 'code', 'BY_RULE', 'until', w.until) order by w.via, w.until), '[]') as ways
          from w where w.facet = f.facet) x);
        end $function$;

CREATE OR REPLACE FUNCTION liandong.facets_explained(of_post uuid, of_object text, of_id uuid, open_facets text[], reasons text[], knows boolean, inside boolean, entered boolean)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ begin
        return (
        with tried as (
          select facet, via, case when w.secret then null else basis end as basis,
            case when w.secret then 'NO_GRANT' else state end as state, case when w.secret then null else until end as until, w.secret
          from (select t.*, not inside and coalesce(basis = any (array[7, 8, 10, 14]::smallint[]), false) as secret
                from ways_to(of_post, of_object, array[of_id]) t) w),
        shown as (
          select distinct on (facet, via, basis, state, until) t.* from tried t where t.state <> 'NO_GRANT'
            or not exists (select from tried o where o.facet = t.facet and o.via = 'GRANT' and o.state <> 'NO_GRANT')
            order by facet, via, basis, state, until, secret desc),
        f as (
          select facet, bool_or(state = 'OPEN') as ways_open,
            -- Of who comes by a secret grant alone, or is let past a denial by one, it is not told either.
            facet = any (open_facets) and (inside or not reasons && array['RECUSAL', 'SUBJECT', 'COMPARTMENT', 'OTHER']
              and (bool_or(state = 'OPEN') or not bool_or(secret))) as granted
          from shown group by facet)
        select jsonb_agg(
          case
            when f.granted then jsonb_build_object('facet', upper(f.facet), 'code', 'GRANTED', 'reasons', '[]'::jsonb, 'ways', w.ways)
            when not knows then jsonb_build_object('facet', upper(f.facet), 'code', 'NOT_ENTITLED', 'reasons', '[]'::jsonb, 'ways', '[]'::jsonb)
            else jsonb_build_object('facet', upper(f.facet),
              'code', case when not entered then 'POST_NOT_IN_FORCE' when f.ways_open then 'DENIED' else 'NO_WAY' end,
              'reasons', case when not entered or not f.ways_open then '[]' when reasons = '{}' then '["COMPARTMENT"]' else to_jsonb(reasons) end,
              'ways', w.ways)
          end order by array_position(array['ledger', 'petition', 'content', 'reporter'], f.facet))
        from f cross join lateral (
          select coalesce(jsonb_agg(jsonb_build_object('via', s.via, 'basis', s.basis,
              'code', case when s.state = 'OPEN' and not f.granted then 'DENIED' when s.state = 'OPEN' then 'GRANTED' else s.state end,
              'until', s.until) order by s.state <> 'OPEN', s.via, s.basis, s.until), '[]') as ways
          from shown s where s.facet = f.facet and (knows or s.state = 'OPEN')) w);
        end $function$;

CREATE OR REPLACE FUNCTION liandong.forget_act_keys()
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ delete from act_key where at < app_now() - interval '7 days' $function$;
grant execute on function forget_act_keys() to liandong_jobs;

CREATE OR REPLACE FUNCTION liandong.forget_duty_reaches()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ begin
          delete from duty_reach;
          return null;
        end $function$;

CREATE OR REPLACE FUNCTION liandong.forget_sessions()
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          moment timestamptz := app_now(); forgotten timestamptz := moment - interval '30 days';
        begin
          -- What somebody else is at, he or the next hour will see to.
          update session s set ended_at = least(s.idle_at, s.limit_at), reason = session_over(s, moment)
            from (select id from session where ended_at is null and least(idle_at, limit_at) <= moment for no key update skip locked) o
            where s.id = o.id;
          delete from session where ended_at < forgotten;
          delete from session where ended_at is null and seen_at < forgotten; -- where nothing limits them
        end $function$;
grant execute on function forget_sessions() to liandong_jobs;

CREATE OR REPLACE FUNCTION liandong.former_transactions()
 RETURNS bigint
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$ select 0::bigint $function$;
grant execute on function former_transactions() to liandong_sealer;

CREATE OR REPLACE FUNCTION liandong.free_unit_label(above unit, of_kind smallint, of_tier smallint, of_code text, OUT pos bigint, OUT hi bigint)
 RETURNS record
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          step bigint;
        begin
          if of_kind not in (1, 4) then
            select above.pos + n into pos
              from generate_series(case of_kind when 3 then 501 when 6 then 480 else 1 end,
                case of_kind when 3 then 999 when 6 then 499 else 479 end) n
              where not exists (select from unit x where x.pos = above.pos + n)
                and not exists (select from unit_label_given g where g.pos = above.pos + n) order by n limit 1;
            hi := pos;
          else
            step := case of_tier when 2 then 10000000000 when 3 then 100000000 when 4 then 1000000 else 1000 end;
            -- By its code; else the last that is free of some hundred, which no real code has reached.
            select c into pos from (
              select rpad(of_code, 12, '0')::bigint as c, 1 as turn where of_code is not null
              union all
              select above.hi + 1 - n * step, 2 from generate_series(1, least((above.hi - above.pos) / step, 999)) n) labels
              where c > above.pos and c + step - 1 <= above.hi and c % step = 0
                and not exists (select from unit x where x.pos between c and c + step - 1)
                and not exists (select from unit x where x.parent_pos = above.pos and x.pos < c and x.hi >= c)
                and not exists (select from unit_label_given g where g.pos between c and c + step - 1)
              order by turn, c desc limit 1;
            hi := pos + step - 1;
          end if;
          if pos is null then
            raise exception 'no label is free' using errcode = 'LD028';
          end if;
        end $function$;

CREATE OR REPLACE FUNCTION liandong.goes_along(g access_grant, before bigint, after bigint)
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ select exists (select from unit f join unit t on t.pos = after where f.pos = before
            and ((f.kind, f.office_kind) is not distinct from (t.kind, t.office_kind) or exists (
              select from grant_ceiling c where c.unit_kind = t.kind and (c.office_kind is null or c.office_kind = t.office_kind)
                and c.act = 'grantIssue' and g.object = any (c.objects) and g.facets <@ c.facets))) $function$;

CREATE OR REPLACE FUNCTION liandong.grant_end(of_id uuid, of_version integer, of_reason text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
 SET cpu_operator_cost TO '0.0025'
AS $function$
        declare
          m principal := me(); g access_grant;
        begin
          perform require_act('grantEnd');
          if not exists (select from grants_shown(null, null, of_id)) then
            raise exception 'no such grant' using errcode = 'LD021';
          end if;
          select * into g from access_grant where id = of_id;
          perform lock_object(g.object, g.object_id);
          if not exists (select from grants_shown(null, null, of_id)) then
            raise exception 'no such grant' using errcode = 'LD021';
          end if;
          select * into g from access_grant where id = of_id for update;
          if g.act is null or exists (select from grant_rule where basis = g.basis and final)
              or not (g.issuer_post = m.post or heads_oversight() and organ_of_post(g.issuer_post) = m.organ or heads_organ()) then
            raise exception 'not his to end' using errcode = 'LD020';
          end if;
          if of_version is not null and g.version <> of_version then
            raise exception 'changed meanwhile' using errcode = 'LD022';
          end if;
          if g.ended_at is not null or g.valid_to <= app_now() then
            raise exception 'it has ended' using errcode = 'LD023';
          end if;
          update access_grant set valid_to = app_now(), ended_at = app_now(), ended_by = m.post, end_reason = of_reason,
            version = version + 1 where id = of_id;
          perform tell('grantEnded', 'access_grant', of_id);
        end $function$;
grant execute on function grant_end(uuid,integer,text) to liandong_act;

CREATE OR REPLACE FUNCTION liandong.grant_issue(of_id uuid, of_object text, of_object_id uuid, of_facets text[], of_grantee text, of_grantee_id uuid, of_basis smallint, of_from timestamp with time zone, of_to timestamp with time zone, of_reason text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
 SET cpu_operator_cost TO '0.0025'
AS $function$
        declare
          begins timestamptz := coalesce(of_from, app_now()); place bigint; whom uuid; r grant_rule; facet text;
        begin
          perform require_act('grantIssue');
          if begins < app_now() or of_to <= begins or cardinality(of_facets) = 0 then
            raise exception 'no such period, or no facet' using errcode = 'LD029';
          end if;
          -- Nobody waits for what he does not know of; and what he waited for may be gone.
          if not knows_matter(of_object, of_object_id, of_basis) then
            raise exception 'no such matter' using errcode = 'LD021';
          end if;
          perform lock_object(of_object, of_object_id);
          if not knows_matter(of_object, of_object_id, of_basis) then
            raise exception 'no such matter' using errcode = 'LD021';
          end if;
          select unit_pos, person_id into place, whom from grantee_places(of_grantee, of_grantee_id) limit 1;
          if place is null then
            raise exception 'nobody by that id in force' using errcode = 'LD021';
          end if;
          r := grant_rule_for('grantIssue', of_basis, of_object, of_object_id, of_facets, of_grantee, of_grantee_id);
          if r.rule is null then
            raise exception 'no rule allows it' using errcode = 'LD020';
          end if;
          foreach facet in array of_facets loop
            if not (sees(of_object, facet, of_object_id) or r.matter = 'REPORTED' and reported_to_me(of_object, facet, of_object_id)) then
              raise exception 'nobody opens what he does not see' using errcode = 'LD020';
            end if;
          end loop;
          if r.longest_days is not null and (of_to is null or of_to > begins + make_interval(days => r.longest_days)) then
            raise exception 'without an end, or too long' using errcode = 'LD029';
          end if;
          if begins > app_now() + make_interval(days => r.begins_within_days) or r.final and (of_to is not null or begins > app_now()) then
            raise exception 'too far ahead, or an end of what has none' using errcode = 'LD029';
          end if;
          -- Of whom it is must be known before it is anybody else's.
          if (matter_scope_of(of_object, of_object_id)).subject_state = 0 then
            raise exception 'its subject is not resolved' using errcode = 'LD023';
          end if;
          if r.once or r.pause_days is not null then
            perform pg_advisory_xact_lock(hashtextextended('grant ' || coalesce(whom::text, place::text), 0));
            if granted_already(r, of_object, of_object_id, place, whom, begins, of_to) then
              raise exception 'there is one, or was' using errcode = 'LD023';
            end if;
          end if;
          insert into access_grant (id, object, object_id, facets, unit_pos, post_id, person_id, basis, issuer_post, valid_from, valid_to,
              exempts, act, reason)
            values (of_id, of_object, of_object_id, of_facets, case of_grantee when 'unit' then place end,
              case of_grantee when 'post' then of_grantee_id end, case of_grantee when 'person' then of_grantee_id end, of_basis,
              (me()).post, begins, of_to, r.exempts, 'grantIssue', of_reason);
          perform tell('grantIssued', 'access_grant', of_id);
        end $function$;
grant execute on function grant_issue(uuid,text,uuid,text[],text,uuid,smallint,timestamp with time zone,timestamp with time zone,text) to liandong_act;

CREATE OR REPLACE FUNCTION liandong.grant_rule_for(of_act text, of_basis smallint, of_object text, of_object_id uuid, of_facets text[], of_grantee text, of_grantee_id uuid)
 RETURNS grant_rule
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          m principal := me(); s matter_scope := matter_scope_of(of_object, of_object_id);
          my_duty smallint := acting_duty(); mine unit; r grant_rule;
        begin
          select * into mine from unit where pos = m.unit;
          select x.* into r from grant_rule x
            where x.act = of_act and x.basis = of_basis and of_object = any (x.objects) and of_facets <@ x.facets
              and x.issuer_duty = my_duty and coalesce(x.issuer_unit_kind = mine.kind, true)
              and (x.issuer_office_kind is null or x.issuer_office_kind is not distinct from mine.office_kind)
              and case x.matter when 'OWN' then s.owner_organ = m.organ
                when 'HANDLED' then s.owner_organ = m.organ and s.handling_pos = m.unit
                when 'REPORTED' then superior_of(s.owner_organ) = m.organ end
              and x.grantee = of_grantee
              and (select coalesce(bool_and(coalesce(
                  (x.grantee_unit_kind is null or x.grantee_unit_kind = u.kind)
                  and (x.grantee_office_kind is null or x.grantee_office_kind is not distinct from u.office_kind)
                  and in_grant_place(x.place, m.organ, u.pos)
                  and exists (select from grant_ceiling c
                    where c.act = of_act and c.unit_kind = u.kind
                      and (c.office_kind is null or c.office_kind is not distinct from u.office_kind)
                      and of_object = any (c.objects) and of_facets <@ c.facets and (g.duty is null or g.duty = any (c.duties))),
                  false)), false)
                from grantee_places(of_grantee, of_grantee_id) g join unit u on u.pos = g.unit_pos)
            order by x.longest_days desc nulls first, x.rule limit 1;
          return r;
        end $function$;

CREATE OR REPLACE FUNCTION liandong.granted(of_object text, of_facet text)
 RETURNS uuid[]
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
      declare
        m principal := me(); moment timestamptz := act_now();
      begin
        return array(
          select g.object_id from (
            select * from access_grant where unit_pos = m.unit
            union all select * from access_grant where post_id = m.post
            union all select * from access_grant where person_id = m.person) g
          where g.object = of_object and of_facet = any (g.facets) and g.valid_from <= moment and (g.valid_to is null or g.valid_to > moment)
            and not exists (
              select from denial d
              where d.object = of_object and d.object_id = g.object_id and d.ended_at is null
                and (d.person_id = m.person
                  or d.unit_lo is not null and int8multirange(int8range(d.unit_lo, d.unit_hi, '[]')) && m.places
                    and not exists (select from access_grant e where e.post_id = m.post and e.object = of_object
                      and e.object_id = g.object_id and e.exempts and of_facet = any (e.facets) and e.valid_from <= moment and (e.valid_to is null or e.valid_to > moment)))));
      end $function$;
grant execute on function granted(text,text) to liandong_act, liandong_api;

CREATE OR REPLACE FUNCTION liandong.granted_already(r grant_rule, of_object text, of_object_id uuid, of_place bigint, of_person uuid, of_from timestamp with time zone, of_to timestamp with time zone)
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        select exists (
          select from access_grant g
          cross join lateral (select tstzrange(g.valid_from, g.valid_to) && tstzrange(
            of_from - make_interval(days => coalesce(r.pause_days, 0)), of_to + make_interval(days => coalesce(r.pause_days, 0)))) as x (near)
          where (of_person is null and g.unit_pos = of_place or g.person_id = of_person
              or g.post_id in (select id from post where person_id = of_person))
            and g.basis = r.basis and (g.valid_to is null or g.valid_to > g.valid_from)
            and case when g.object = of_object and g.object_id = of_object_id then near or r.once
              else r.once and near and not same_case(g.object, g.object_id, of_object, of_object_id) and sees(g.object, 'ledger', g.object_id) end)
        $function$;

CREATE OR REPLACE FUNCTION liandong.grantee_places(of_grantee text, of_id uuid)
 RETURNS TABLE(unit_pos bigint, duty smallint, person_id uuid)
 LANGUAGE sql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        select u.pos, null::smallint, null::uuid from unit u
          where of_grantee = 'unit' and u.id = of_id and u.pos >= 0 and in_force(u.valid_from, u.valid_to)
        union all
        select p.unit_pos, p.duty, p.person_id from post p join unit u on u.pos = p.unit_pos join person w on w.id = p.person_id
          where (of_grantee = 'post' and p.id = of_id or of_grantee = 'person' and p.person_id = of_id)
            and in_force(p.valid_from, p.valid_to) and in_force(u.valid_from, u.valid_to)
            and (w.left_at is null or w.left_at > act_now())
        $function$;

CREATE OR REPLACE FUNCTION liandong.grants_shown(of_object text, of_object_id uuid, of_id uuid)
 RETURNS SETOF shown_grant
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          nowhere constant uuid := '00000000-0000-0000-0000-000000000000';
          m principal := me(); s matter_scope; known boolean; names boolean; oversees boolean; heads boolean;
        begin
          if of_id is not null then
            select object, object_id into of_object, of_object_id from access_grant where id = of_id;
            of_object := coalesce(of_object, 'clue');
            of_object_id := coalesce(of_object_id, nowhere);
          end if;
          s := matter_scope_of(of_object, of_object_id);
          if s.owner_organ is null then
            of_object_id := nowhere;
          end if;
          known := sees(of_object, 'ledger', of_object_id) or reported_to_me(of_object, 'ledger', of_object_id);
          oversees := oversees_organ() and coalesce(s.owner_organ = m.organ, false);
          heads := heads_organ() and oversees;
          names := known and sees(of_object, 'content', of_object_id);
          return query select g.id, g.object, g.object_id, g.facets, g.basis, coalesce(g.unit_pos, p.unit_pos), p.duty,
              case when names then coalesce(w.name, h.name) end, ip.unit_pos, ip.duty,
              case when names or g.issuer_post = m.post then g.reason end, g.valid_from, g.valid_to, g.ended_at, g.version, names
            from access_grant g
            left join post p on p.id = g.post_id left join person h on h.id = p.person_id left join person w on w.id = g.person_id
            left join post ip on ip.id = g.issuer_post
            where known and g.object = of_object and g.object_id = of_object_id and (of_id is null or g.id = of_id)
              and g.basis not in (7, 8, 14)
              and (g.issuer_post = m.post or oversees and organ_of_post(g.issuer_post) = m.organ
                or heads and g.act is not null and not g.exempts)
            order by g.valid_from desc, g.id desc limit 100;
        end $function$;
grant execute on function grants_shown(text,uuid,uuid) to liandong_act, liandong_api;

CREATE OR REPLACE FUNCTION liandong.grants_to(of_post uuid, of_object text)
 RETURNS SETOF access_grant
 LANGUAGE sql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
          select * from access_grant where object = of_object and post_id = of_post
          union all select * from access_grant where object = of_object and unit_pos = (select unit_pos from post where id = of_post)
          union all select * from access_grant where object = of_object and person_id = (select person_id from post where id = of_post)
        $function$;

CREATE OR REPLACE FUNCTION liandong.handles(of_clue uuid, of_post uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        select exists (
          select from clue c join post x on x.id = of_post join unit u on u.pos = x.unit_pos
          where c.id = of_clue and in_office(x.id)
            and (c.handler_post = x.id or c.handling_pos = u.pos and x.duty = case u.kind when 2 then 3 else 1 end))
        $function$;

CREATE OR REPLACE FUNCTION liandong.has_cadre_supervision(of_organ bigint, about uuid, below int8multirange)
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        select exists (
          select from unit u join post x on x.unit_pos = u.pos
          where u.pos between of_organ and of_organ + 499 and u.office_kind = 7 and x.duty = 3 and may_be_told(x.id, about, below))
        $function$;

CREATE OR REPLACE FUNCTION liandong.has_principal(of_organ bigint, about uuid, below int8multirange)
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ select exists (select from post x where x.unit_pos = of_organ and x.duty = 1 and may_be_told(x.id, about, below)) $function$;

CREATE OR REPLACE FUNCTION liandong.heads_organ()
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ select coalesce((me()).unit = (me()).organ and acting_duty() = 1, false) $function$;

CREATE OR REPLACE FUNCTION liandong.heads_oversight()
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ select oversees_organ() and acting_duty() in (1, 3) $function$;

CREATE OR REPLACE FUNCTION liandong.hmac_hex(inner_pad bytea, outer_pad bytea, message text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$ select encode(sha256(outer_pad || sha256(inner_pad || convert_to(message, 'UTF8'))), 'hex') $function$;

CREATE OR REPLACE FUNCTION liandong.import_counterparts(c jsonb)
 RETURNS jsonb
 LANGUAGE plpgsql
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          lines jsonb := '[]'; u unit := imported_unit(c->>'code', 'code'); other unit; code text;
        begin
          perform administered_unit(u.id);
          for code in select jsonb_array_elements_text(c->'counterparts') loop
            other := imported_unit(code, 'counterparts');
            if other.kind <> 3 or u.kind <> 3 then
              raise exception 'counterparts' using errcode = 'LD042';
            end if;
            insert into group_counterpart (id, group_pos, counterpart_pos, valid_from)
              select gen_random_uuid(), a, b, act_now() from (values (u.pos, other.pos), (other.pos, u.pos)) pair (a, b)
              where not exists (select from group_counterpart where group_pos = a and counterpart_pos = b and valid_to is null);
            if found then
              lines := lines || change_line('counterparts', null, unit_words(other.pos));
            end if;
          end loop;
          return lines;
        end $function$;

CREATE OR REPLACE FUNCTION liandong.import_fault_words(of_state text, OUT code text, OUT zh text, OUT en text)
 RETURNS record
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ select w.code, w.zh, w.en from (values
            ('LD040', 'UNIT_UNKNOWN', '没有这一机构，或已终止', 'there is no such unit, or it has ended'),
            ('LD041', 'PERSON_UNKNOWN', '没有这一人员编号', 'there is no such staff number'),
            ('LD042', 'DOES_NOT_FIT', '与现有情况不符，导入不能更改', 'it is otherwise, and an import does not change that'),
            ('LD020', 'NOT_ALLOWED', '不在管辖范围，或受益人为提出人、确认人本人', 'outside the tree, or to the good of who proposes or confirms'),
            ('LD021', 'NOT_FOUND', '不在管辖范围', 'outside the tree'),
            ('LD023', 'STATE_CONFLICT', '与现有记录冲突：重名、重号、已任此职或已离任', 'in the way of what is there: a name, code or number taken, a post held, a person who left'),
            ('LD028', 'LIMIT_REACHED', '该机关下的标号已用完', 'no label is left below that organ')) w (state, code, zh, en)
          where state = case when of_state in ('23505', '23P01') then 'LD023' else of_state end
          union all select 'INVALID', '填写的内容不正确', 'a value is not acceptable' limit 1 $function$;

CREATE OR REPLACE FUNCTION liandong.import_link(c jsonb, OUT lines jsonb, OUT made boolean)
 RETURNS record
 LANGUAGE plpgsql
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          u unit := imported_unit(c->>'office', 'office'); v unit := imported_unit(c->>'target', 'target'); l contact_link; moment timestamptz := act_now();
        begin
          lines := '[]'; made := false;
          perform administered_unit(u.id);
          if coalesce(u.office_kind not in (2, 4), true) or not (v.kind in (1, 4) and v.parent_pos = u.organ_pos or v.kind = 3 and v.organ_pos = u.organ_pos) then
            raise exception 'target' using errcode = 'LD042';
          end if;
          if imported_day(c->>'until') <= moment then
            return; -- over, and nothing to anybody
          end if;
          select x.* into l from contact_link x join unit o on o.pos = x.office_pos
            where x.target_pos = v.pos and o.organ_pos = u.organ_pos and (x.valid_to is null or x.valid_to > moment) limit 1;
          if not found then
            made := true;
            insert into contact_link (id, office_pos, target_pos, valid_from, valid_to)
              values (gen_random_uuid(), u.pos, v.pos, imported_day(c->>'from'), imported_day(c->>'until'));
            lines := change_line('contactLink', null, unit_words(u.pos) || ' → ' || unit_words(v.pos));
          elsif l.office_pos <> u.pos then
            raise exception 'office' using errcode = 'LD042';
          end if;
        end $function$;

CREATE OR REPLACE FUNCTION liandong.import_person(c jsonb, OUT lines jsonb, OUT made boolean)
 RETURNS record
 LANGUAGE plpgsql
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          p person; cleared smallint := (c->>'clearance')::smallint;
        begin
          lines := '[]'; made := false;
          select * into p from person where staff_number = c->>'number';
          if not found then
            if c->>'left' is not null then
              return; -- gone, and never here
            end if;
            made := true;
            -- Until the main post says whose he is.
            lines := (administer('personRegister', jsonb_build_object('id', gen_random_uuid(), 'staffNumber', c->'number', 'name', c->'name',
              'organ', (select id from unit where pos = (me()).organ)))).lines;
            select * into p from person where staff_number = c->>'number';
          elsif p.name <> c->>'name' then
            lines := (administer('personAmend', jsonb_build_object('person', p.id, 'name', c->'name'))).lines;
          end if;
          if c->>'left' is not null then
            if imported_day(c->>'left') > act_now() then
              raise exception 'left' using errcode = 'LD042';
            elsif p.left_at is null then
              lines := lines || (administer('personLeave', jsonb_build_object('person', p.id))).lines;
            end if;
            return;
          end if;
          if c->>'subject' is not null and p.subject is distinct from c->>'subject' then
            lines := lines || (administer('personBind', jsonb_build_object('person', p.id, 'subject', c->'subject'))).lines;
          end if;
          if cleared <> p.clearance then
            lines := lines || (administer(case when cleared > p.clearance then 'clearanceRaise' else 'clearanceLower' end,
              jsonb_build_object('person', p.id, 'clearance', cleared))).lines;
          end if;
        end $function$;

CREATE OR REPLACE FUNCTION liandong.import_post(c jsonb, OUT lines jsonb, OUT made boolean)
 RETURNS record
 LANGUAGE plpgsql
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          p person; u unit := imported_unit(c->>'unit', 'unit'); w post; moment timestamptz := act_now();
          since timestamptz := imported_day(c->>'from'); till timestamptz := imported_day(c->>'until'); code text; office unit;
        begin
          lines := '[]'; made := false;
          select * into p from person where staff_number = c->>'person';
          if not found then
            raise exception 'person' using errcode = 'LD041';
          end if;
          select * into w from post where person_id = p.id and unit_pos = u.pos and duty = (c->>'duty')::smallint
            and (valid_to is null or valid_to > moment) order by valid_from limit 1;
          if not found then
            if till <= moment then
              return; -- over
            end if;
            made := true;
            lines := (administer('postAppoint', jsonb_strip_nulls(jsonb_build_object('id', gen_random_uuid(), 'person', p.id, 'unit', u.id,
              'duty', c->'duty', 'main', c->'main', 'since', since, 'until', till)))).lines;
            select * into w from post where person_id = p.id and unit_pos = u.pos and duty = (c->>'duty')::smallint and (valid_to is null or valid_to > moment);
          elsif till <= moment then
            lines := (administer('postEnd', jsonb_build_object('post', w.id))).lines;
            return;
          elsif till is not null and w.valid_to is distinct from till then
            perform administered_post(w.id);
            update post set valid_to = till where id = w.id;
            lines := change_line('until', day_words(w.valid_to), day_words(till));
          end if;
          for code in select jsonb_array_elements_text(coalesce(c->'branch', '[]')) loop
            office := imported_unit(code, 'branch');
            if not exists (select from branch b where b.post_id = w.id and b.office_pos = office.pos and (b.valid_to is null or b.valid_to > moment)) then
              lines := lines || (administer('branchAssign', jsonb_build_object('id', gen_random_uuid(), 'post', w.id, 'office', office.id))).lines;
            end if;
          end loop;
        end $function$;

CREATE OR REPLACE FUNCTION liandong.import_rehearse(i organisation_import, OUT changes smallint[], OUT differences jsonb[], OUT faults jsonb[])
 RETURNS record
 LANGUAGE plpgsql
 SET search_path TO 'liandong', 'pg_temp'
 SET cpu_operator_cost TO '0.0025'
AS $function$
        declare
          x record; of_code text; field text; first integer := 1; last integer; r organisation_import_row;
        begin
          faults := '{}';
          begin
            insert into rehearsal default values;
            while first <= i.rows and cardinality(faults) < 200 loop
              last := least(first + 249, i.rows);
              perform setval('organisation_import_progress', first);
              begin
                select * into x from import_rows(i, first, last);
                changes := changes || x.changes; differences := differences || x.differences;
              exception when others then
                for r in select * from organisation_import_row where import_id = i.id and seq between first and last order by seq loop
                  begin
                    select * into x from import_rows(i, r.seq, r.seq);
                    changes := changes || x.changes; differences := differences || x.differences;
                  exception when others then
                    get stacked diagnostics of_code = returned_sqlstate, field = message_text;
                    if of_code ~ '^(08|40|53|55|57)' then
                      raise;
                    end if;
                    faults := faults || (select jsonb_build_object('file', r.file, 'line', r.line, 'code', w.code, 'zh', w.zh, 'en', w.en,
                      'field', case when of_code in ('LD040', 'LD041', 'LD042') then field end) from import_fault_words(of_code) w);
                    changes := changes || null::smallint; differences := differences || null::jsonb;
                    exit when cardinality(faults) >= 200;
                  end;
                end loop;
              end;
              first := last + 1;
            end loop;
            raise exception 'rehearsed' using errcode = 'LD099';
          exception when sqlstate 'LD099' then null;
          end;
        end $function$;

CREATE OR REPLACE FUNCTION liandong.import_residents(c jsonb, u unit)
 RETURNS jsonb
 LANGUAGE plpgsql
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ begin
          if (select array_agg(x order by x) from jsonb_array_elements_text(c->'residents') x)
              is distinct from (select array_agg(name order by name) from resident_unit where group_pos = u.pos and valid_to is null) then
            return (administer('residentUnitsSet', jsonb_build_object('group', u.id, 'names', c->'residents'))).lines;
          end if;
          return '[]';
        end $function$;

CREATE OR REPLACE FUNCTION liandong.import_row(of_tbl smallint, c jsonb, OUT lines jsonb, OUT made boolean)
 RETURNS record
 LANGUAGE plpgsql
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          x record;
        begin
          case of_tbl
          when 1, 2, 3 then
            select * into x from import_unit(c, of_tbl,
              case when c->>'parent' is null then imported_parent(c->>'code') else imported_unit(c->>'parent', 'parent') end);
            lines := x.lines; made := x.made;
            if of_tbl = 3 then
              lines := lines || import_residents(c, x.u);
            end if;
          when 4 then
            select z.lines, z.made into lines, made from import_zone(c) z;
          when 5 then
            select l.lines, l.made into lines, made from import_link(c) l;
          when 6 then
            select p.lines, p.made into lines, made from import_person(c) p;
          when 7 then
            select p.lines, p.made into lines, made from import_post(c) p;
          when 8 then
            lines := import_counterparts(c); made := false;
          end case;
        end $function$;

CREATE OR REPLACE FUNCTION liandong.import_rows(i organisation_import, of_from integer, of_to integer, OUT changes smallint[], OUT differences jsonb[])
 RETURNS record
 LANGUAGE plpgsql
 SET search_path TO 'liandong', 'pg_temp'
 SET cpu_operator_cost TO '0.0025'
AS $function$
        declare
          r organisation_import_row; x record; of_code text; field text;
        begin
          for r in select * from organisation_import_row where import_id = i.id and seq between of_from and of_to order by seq loop
            select * into x from import_row(r.tbl, r.cells);
            if r.tbl in (6, 7) and x.lines <> '[]' and exists (select from person
                where staff_number = case r.tbl when 6 then r.cells->>'number' else r.cells->>'person' end and id in (i.proposer, i.decider)) then
              raise exception 'to his own good' using errcode = 'LD020';
            end if;
            changes := changes || case when x.lines = '[]' then 1 when x.made then 2 else 3 end::smallint;
            differences := differences || case when x.lines <> '[]' then x.lines end;
          end loop;
        end $function$;

CREATE OR REPLACE FUNCTION liandong.import_unit(c jsonb, of_tbl smallint, above unit, OUT u unit, OUT lines jsonb, OUT made boolean)
 RETURNS record
 LANGUAGE plpgsql
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          organ constant boolean := of_tbl = 1; code text := c->>'code'; of_kind smallint := (c->>'kind')::smallint;
        begin
          lines := '[]'; made := false;
          select * into u from unit where case when organ then division_code = code else unit_code = code end and valid_to is null;
          if not found and not organ then
            select * into u from unit where parent_pos = above.pos and name = c->>'name' and unit_code is null and valid_to is null;
            if found then
              perform administered_unit(u.id);
              update unit set unit_code = code where pos = u.pos;
              lines := change_line('unitCode', null, code);
            end if;
          end if;
          -- A kind that is not said is the one it has, or the usual one.
          of_kind := coalesce(of_kind, u.kind, case of_tbl when 1 then 1 when 2 then 2 else 3 end);
          if u.pos is null then
            if (c->>'until') is not null then
              raise exception 'until' using errcode = 'LD042';
            end if;
            made := true;
            lines := (administer('unitCreate', jsonb_strip_nulls(jsonb_build_object('id', gen_random_uuid(), 'parent', above.id, 'kind', of_kind,
              'name', c->'name', 'code', case when organ then code end, 'officeKind', c->'office', 'ordinal', c->'ordinal',
              'comprehensive', c->'comprehensive', 'since', imported_day(c->>'from'))))).lines;
            select * into u from unit where parent_pos = above.pos and name = c->>'name' and valid_to is null;
            if not organ then
              update unit set unit_code = code where pos = u.pos;
            end if;
            return;
          end if;
          if u.parent_pos <> above.pos or u.kind <> of_kind or u.office_kind is distinct from (c->>'office')::smallint
            or of_kind = 3 and u.comprehensive <> (c->>'comprehensive')::boolean or (c->>'until') is not null then
            -- Another place, another kind, an end: that is a reorganisation.
            raise exception '%', case when (c->>'until') is not null then 'until' else 'kind' end using errcode = 'LD042';
          end if;
          if u.name <> c->>'name' or (c->>'ordinal')::smallint <> u.ordinal or u.ordinal is null and c->>'ordinal' is not null then
            lines := lines || (administer('unitRename', jsonb_strip_nulls(jsonb_build_object('unit', u.id, 'name', c->'name', 'ordinal', c->'ordinal')))).lines;
          end if;
        end $function$;

CREATE OR REPLACE FUNCTION liandong.import_work()
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
 SET cpu_operator_cost TO '0.0025'
AS $function$
        declare
          i organisation_import; x record; done boolean := false; of_code text; words text; rule administrative_act;
        begin
          select * into i from organisation_import where state in (2, 4) order by proposed_at, id limit 1 for update skip locked;
          if not found then
            return false;
          end if;
          select * into rule from administrative_act where act = 'organisationImport';
          if not exists (
              select from post w join person p on p.id = w.person_id
              where w.id = i.proposed_by and w.duty = any (rule.duties) and in_force(w.valid_from, w.valid_to)
                and (p.left_at is null or p.left_at > act_now()))
            or not become(case i.state when 2 then i.proposed_by else i.decided_by end)
            or i.organ_pos not between (me()).organ and (me()).organ_hi then
            update organisation_import set state = 8, ended_at = app_now(), version = version + 1 where id = i.id;
            return true;
          end if;
          if i.state = 2 then
            delete from organisation_import_fault where import_id = i.id and at_check;
            -- What is above comes first, whatever order the files came in.
            update organisation_import_row r set change = null, lines = null, seq = s.seq from (
              select n, row_number() over (order by case tbl when 8 then 3.5 else tbl end, case tbl when 1 then length(cells->>'code') end, n) as seq
              from organisation_import_row where import_id = i.id) s where r.import_id = i.id and r.n = s.n;
            insert into organisation_import_fault (import_id, n, file, line, code, zh, en, at_check)
              select i.id, 1000000 + n, file, line, 'SAID_TWICE', '与前面的行是同一对象', 'the same thing was said in a row before', true from (
                select n, file, line, row_number() over (partition by tbl, key order by n) as time from organisation_import_row
                where import_id = i.id) t where time > 1 order by n limit 200;
            if found then
              update organisation_import set state = 3, version = version + 1, created = null, amended = null,
                faults = (select count(*) from organisation_import_fault where import_id = i.id) where id = i.id;
              return true;
            end if;
            select * into x from import_rehearse(i);
            update organisation_import_row r set change = u.change, lines = u.lines
              from unnest(x.changes, x.differences) with ordinality u (change, lines, n) where r.import_id = i.id and r.seq = u.n;
            insert into organisation_import_fault (import_id, n, file, line, field, code, zh, en, at_check)
              select i.id, 2000000 + o, f->>'file', (f->>'line')::integer, f->>'field', f->>'code', f->>'zh', f->>'en', true
              from unnest(x.faults) with ordinality as t (f, o);
            update organisation_import set state = 3, version = version + 1,
              created = (select count(*) from unnest(x.changes) c where c = 2), amended = (select count(*) from unnest(x.changes) c where c = 3),
              faults = (select count(*) from organisation_import_fault where import_id = i.id) where id = i.id;
            return true;
          end if;
          begin
            insert into rehearsal default values;
            for n in 1 .. i.rows by 250 loop
              perform setval('organisation_import_progress', n);
              perform import_rows(i, n, least(n + 249, i.rows));
            end loop;
            delete from rehearsal;
            perform posts_changed_of(array(select distinct p.id from organisation_import_row r join person p
              on p.staff_number = case r.tbl when 6 then r.cells->>'number' else r.cells->>'person' end
              where r.import_id = i.id and r.tbl in (6, 7)), true);
            perform recusals_lay_open(array(select id from recusal where state = 1));
            done := true;
          exception when others then
            get stacked diagnostics of_code = returned_sqlstate;
            -- Somebody's lock, or the end of this server, is no fault of the import: it is tried again.
            if of_code ~ '^(08|40|53|55|57)' then
              raise;
            end if;
          end;
          update organisation_import set state = case when done then 5 else 8 end, ended_at = app_now(), version = version + 1 where id = i.id;
          if done then
            insert into administrative_change (id, act, organ_pos, object, object_id, about, body, lines, reason, state, proposed_by, proposer,
                proposer_name, proposed_at, decided_by, decider, decider_name, decided_at, decision_reason)
              values (gen_random_uuid(), 'organisationImport', i.organ_pos, 'organisation_import', i.id, unit_words(i.organ_pos), '{}',
                change_line('created', null, i.created::text) || change_line('amended', null, i.amended::text), i.reason, 2, i.proposed_by,
                i.proposer, i.proposer_name, i.proposed_at, i.decided_by, i.decider, i.decider_name, app_now(), i.decision_reason);
            perform audit_act('organisationImport', 'organisation_import', array[i.id], '{}', '{}', null, null, null, gen_random_uuid());
            perform tell('organisationImport', 'organisation_import', i.id);
          end if;
          return true;
        end $function$;
grant execute on function import_work() to liandong_jobs;

CREATE OR REPLACE FUNCTION liandong.import_zone(c jsonb, OUT lines jsonb, OUT made boolean)
 RETURNS record
 LANGUAGE plpgsql
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          owner unit := imported_unit(split_part(c->>'code', '-', 1), 'code'); z cooperation_zone;
          body jsonb := jsonb_build_object('owner', owner.id, 'name', c->'name', 'kind', c->'kind', 'members', imported_units(c->'members', 'members'));
        begin
          made := false;
          if c->>'lead' is not null then
            body := body || jsonb_build_object('lead', (imported_unit(c->>'lead', 'lead')).id);
          end if;
          if c->>'principle' is not null then
            body := body || jsonb_build_object('principle', c->'principle');
          end if;
          select * into z from cooperation_zone where zone_code = c->>'code' and valid_to is null;
          if not found then
            made := true;
            lines := (administer('zoneForm', body || jsonb_build_object('id', gen_random_uuid()))).lines;
            update cooperation_zone set zone_code = c->>'code' where owner_pos = owner.pos and name = c->>'name' and valid_to is null;
          elsif c->>'until' is not null and imported_day(c->>'until') <= act_now() then
            lines := (administer('zoneDissolve', jsonb_build_object('zone', z.id))).lines;
          elsif z.kind <> (c->>'kind')::smallint then
            raise exception 'kind' using errcode = 'LD042';
          else
            perform administered_zone(z.id);
            lines := (administer_zone_change(body || jsonb_build_object('zone', z.id))).lines;
          end if;
        end $function$;

CREATE OR REPLACE FUNCTION liandong.imported_day(of_day text)
 RETURNS timestamp with time zone
 LANGUAGE sql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ select of_day::date::timestamp at time zone 'Asia/Shanghai' $function$;

CREATE OR REPLACE FUNCTION liandong.imported_parent(of_code text)
 RETURNS unit
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          u unit;
        begin
          if of_code like '%-%' then
            return imported_unit(split_part(of_code, '-', 1), 'code');
          end if;
          select x.* into u from unit x where x.valid_to is null
            and x.division_code = any (array(select left(of_code, n) from unnest(array[6, 4, 2]) n where n < length(of_code)))
            order by length(x.division_code) desc limit 1;
          if not found and length(of_code) = 2 then
            select * into u from unit where pos = 0;
          end if;
          if not found then
            raise exception 'parent' using errcode = 'LD040';
          end if;
          return u;
        end $function$;

CREATE OR REPLACE FUNCTION liandong.imported_unit(of_code text, of_field text)
 RETURNS unit
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          u unit;
        begin
          if of_code like '%-%' then
            select * into u from unit where unit_code = of_code and valid_to is null;
          else
            select * into u from unit where division_code = of_code and valid_to is null;
          end if;
          if not found then
            raise exception '%', of_field using errcode = 'LD040';
          end if;
          return u;
        end $function$;

CREATE OR REPLACE FUNCTION liandong.imported_units(of_codes jsonb, of_field text)
 RETURNS jsonb
 LANGUAGE sql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ select coalesce(jsonb_agg((imported_unit(n, of_field)).id), '[]') from jsonb_array_elements_text(of_codes) n $function$;

CREATE OR REPLACE FUNCTION liandong.in_custody(c clue)
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ select exists (select from post x join person p on p.id = x.person_id where x.id in (c.registered_by, c.custodian_post)
          and in_force(x.valid_from, x.valid_to) and (p.left_at is null or p.left_at > act_now())) $function$;

CREATE OR REPLACE FUNCTION liandong.in_force(valid_from timestamp with time zone, valid_to timestamp with time zone)
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$ select valid_from <= liandong.act_now() and (valid_to is null or valid_to > liandong.act_now()) $function$;

CREATE OR REPLACE FUNCTION liandong.in_grant_place(of_place text, organ bigint, of_unit bigint)
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        select case of_place
          when 'OFFICES' then g.organ_pos = o.pos and g.pos <> o.pos
          when 'ORGAN' then g.organ_pos = o.pos
          when 'BELOW' then g.pos between o.pos and o.hi and g.organ_pos <> o.pos
          when 'SUBTREE' then g.pos between o.pos and o.hi
          when 'SUPERIOR' then g.organ_pos = superior_of(o.pos)
          when 'ZONE' then exists (
            select from cooperation_zone z
            where in_force(z.valid_from, z.valid_to)
              and (z.owner_pos = o.pos or exists (select from zone_member x join unit u on u.pos = x.unit_pos
                where x.zone_id = z.id and in_force(x.valid_from, x.valid_to) and u.organ_pos = o.pos))
              and exists (select from zone_member x where x.zone_id = z.id and in_force(x.valid_from, x.valid_to)
                and x.unit_pos in (g.pos, g.organ_pos)))
          when 'ANY' then true
          else false end
        from unit g, unit o where g.pos = of_unit and o.pos = organ
        $function$;

CREATE OR REPLACE FUNCTION liandong.in_office(of_post uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE COST 1000
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        select exists (
          select from post x join unit u on u.pos = x.unit_pos join person p on p.id = x.person_id
          where x.id = of_post and x.duty between 1 and 4 and in_force(x.valid_from, x.valid_to)
            and in_force(u.valid_from, u.valid_to) and (p.left_at is null or p.left_at > act_now()))
        $function$;

CREATE OR REPLACE FUNCTION liandong.inherit_denials(of_object text, of_id uuid)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          ids uuid[] := clues_of(of_object, of_id);
          persons uuid[]; units int8multirange; secrecy smallint; compartments smallint; unresolved boolean;
        begin
          select array_agg(distinct person_id) filter (where person_id is not null),
                 range_agg(int8range(unit_lo, unit_hi, '[]')) filter (where unit_lo is not null)
            into persons, units
            from denial
            where ended_at is null
              and (object = of_object and object_id = of_id or object = 'clue' and object_id = any (ids));
          select coalesce(max(classification), 0), coalesce(max(compartment), 0), coalesce(bool_or(subject_state = 0), false)
            into secrecy, compartments, unresolved from clue where id = any (ids);
          execute format('update %I set denied_persons = $1, denied_units = $2, classification = greatest(classification, $3),
              compartment = greatest(compartment, $4), subject_state = case when $5 then 0 when subject_state = 0 then 1 else subject_state end
            where id = $6 and (denied_persons, denied_units, classification, compartment, subject_state) is distinct from
              ($1, $2, greatest(classification, $3), greatest(compartment, $4),
               case when $5 then 0 when subject_state = 0 then 1 else subject_state end)', of_object)
            using persons, units, secrecy, compartments, unresolved, of_id;
        end $function$;

CREATE OR REPLACE FUNCTION liandong.inherit_denials_from(of_clue uuid)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare of_id uuid;
        begin
          -- A row is locked by the loop, and only then are its denials counted.
          for of_id in select id from supervision_item where clue_id = of_clue order by id for update loop
            perform inherit_denials('supervision_item', of_id);
          end loop;
          for of_id in select id from joint_case
            where id in (select joint_case_id from joint_case_clue where clue_id = of_clue) order by id for update loop
            perform inherit_denials('joint_case', of_id);
          end loop;
        end $function$;

CREATE OR REPLACE FUNCTION liandong.inspection_catalogue(of_round uuid)
 RETURNS uuid[]
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          r inspection_round;
        begin
          select * into r from inspection_round where id = of_round;
          if not knows_round(r) then
            return '{}';
          end if;
          return array(select g.object_id from access_grant g
            where g.round_id = of_round and g.ended_at is not distinct from r.ended_at and sees('clue', 'ledger', g.object_id)
            order by g.object_id);
        end $function$;
grant execute on function inspection_catalogue(uuid) to liandong_act, liandong_api;

CREATE OR REPLACE FUNCTION liandong.inspection_catalogue_add(of_round uuid, of_clues uuid[], of_ids uuid[], of_reason text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
 SET cpu_operator_cost TO '0.0025'
AS $function$
        declare
          r inspection_round; body uuid; item record; g grant_rule;
        begin
          perform require_act('inspectionCatalogueAdd');
          select * into r from inspection_round where id = of_round;
          perform may_supply(r, of_clues);
          -- The clues first, as every act has them.
          perform lock_object('clue', c) from (select distinct c from unnest(of_clues) c order by 1) x;
          select * into r from inspection_round where id = of_round for share;
          perform may_supply(r, of_clues);
          select id into body from unit where pos = r.body_pos;
          for item in select distinct on (c) c as clue, i as id from unnest(of_clues, of_ids) as x (c, i) order by c loop
            g := grant_rule_for('inspectionCatalogueAdd', 9::smallint, 'clue', item.clue, '{ledger,content}', 'unit', body);
            if g.rule is null or not sees('clue', 'content', item.clue) then
              raise exception 'not his to supply' using errcode = 'LD020';
            end if;
            -- Of whom it is must be known before it is anybody else's.
            if (matter_scope_of('clue', item.clue)).subject_state = 0 then
              raise exception 'its subject is not resolved' using errcode = 'LD023';
            end if;
            -- What is in the catalogue already stays as it is.
            if not exists (select from access_grant where round_id = of_round and object_id = item.clue and ended_at is null) then
              insert into access_grant (id, object, object_id, facets, unit_pos, basis, issuer_post, valid_from, valid_to, act, reason,
                  round_id)
                values (item.id, 'clue', item.clue, '{ledger,content}', r.body_pos, 9, (me()).post, greatest(app_now(), r.valid_from),
                  r.valid_to, 'inspectionCatalogueAdd', of_reason, of_round);
              perform tell('grantIssued', 'access_grant', item.id);
            end if;
          end loop;
          perform tell('inspectionCatalogueAdded', 'inspection_round', of_round);
        end $function$;
grant execute on function inspection_catalogue_add(uuid,uuid[],uuid[],text) to liandong_act;

CREATE OR REPLACE FUNCTION liandong.inspection_round_begin(of_id uuid, of_body uuid, of_inspected uuid, of_name text, of_from timestamp with time zone, of_to timestamp with time zone, of_reason text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
 SET cpu_operator_cost TO '0.0025'
AS $function$
        declare
          m principal := me(); begins timestamptz := coalesce(of_from, app_now()); body unit; inspected unit;
        begin
          perform require_act('inspectionRoundBegin');
          if begins < app_now() or of_to <= begins or of_to > begins + interval '366 days' then
            raise exception 'no such period' using errcode = 'LD029';
          end if;
          if not heads_organ() then
            raise exception 'not his to begin' using errcode = 'LD020';
          end if;
          select * into body from unit where id = of_body and pos >= 0 and in_force(valid_from, valid_to);
          select * into inspected from unit where id = of_inspected and pos >= 0 and in_force(valid_from, valid_to);
          if body.id is null or inspected.id is null then
            raise exception 'no such unit' using errcode = 'LD021';
          end if;
          if body.kind <> 5 or body.organ_pos <> m.organ
              or inspected.kind not in (1, 4) or inspected.pos = m.organ or inspected.pos not between m.organ and m.organ_hi then
            raise exception 'not his body, or not below his organ' using errcode = 'LD020';
          end if;
          perform from unit where pos = body.pos for no key update;
          if exists (select from inspection_round where body_pos = body.pos and inspected_pos = inspected.pos and ended_at is null
              and valid_from < of_to and valid_to > begins) then
            raise exception 'it is there already' using errcode = 'LD023';
          end if;
          insert into inspection_round (id, body_pos, organ_pos, inspected_pos, name, reason, begun_by, valid_from, valid_to)
            values (of_id, body.pos, m.organ, inspected.pos, of_name, of_reason, m.post, begins, of_to);
          perform tell('inspectionRoundBegun', 'inspection_round', of_id);
        end $function$;
grant execute on function inspection_round_begin(uuid,uuid,uuid,text,timestamp with time zone,timestamp with time zone,text) to liandong_act;

CREATE OR REPLACE FUNCTION liandong.inspection_round_end(of_id uuid, of_version integer, of_reason text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
 SET cpu_operator_cost TO '0.0025'
AS $function$
        declare
          r inspection_round;
        begin
          perform require_act('inspectionRoundEnd');
          select * into r from inspection_round where id = of_id;
          perform may_end_round(r);
          perform lock_object('clue', c) from (select distinct object_id as c from access_grant where round_id = of_id order by 1) x;
          select * into r from inspection_round where id = of_id for update;
          perform may_end_round(r);
          if of_version is not null and r.version <> of_version then
            raise exception 'changed meanwhile' using errcode = 'LD022';
          end if;
          if r.ended_at is not null or r.valid_to <= app_now() then
            raise exception 'it has ended' using errcode = 'LD023';
          end if;
          update inspection_round set valid_to = app_now(), ended_at = app_now(), ended_by = (me()).post, end_reason = of_reason,
            version = version + 1 where id = of_id;
          perform tell('grantEnded', 'access_grant', id) from access_grant where round_id = of_id and ended_at is null;
          update access_grant set valid_to = app_now(), ended_at = app_now(), ended_by = (me()).post, end_reason = of_reason,
            version = version + 1 where round_id = of_id and ended_at is null;
          perform tell('inspectionRoundEnded', 'inspection_round', of_id);
        end $function$;
grant execute on function inspection_round_end(uuid,integer,text) to liandong_act;

CREATE OR REPLACE FUNCTION liandong.interference_add(of_id uuid, of_clue uuid, of_post uuid, of_name text, of_manner smallint, of_matter text, of_at timestamp with time zone, of_corrects uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
 SET cpu_operator_cost TO '0.0025'
AS $function$
        declare
          m principal := me(); whom uuid; named text := of_name; place bigint; below int8multirange := '{}'; organ bigint; superior bigint;
          here boolean; head bigint;
        begin
          perform require_act('interferenceRecord');
          perform lock_known_clue(of_clue);
          if of_corrects is not null
            and not exists (select from interference_record where id = of_corrects and clue_id = of_clue and recorded_by = m.post) then
            raise exception 'no such record of his' using errcode = 'LD021';
          end if;
          if of_post is not null then
            select p.id, p.name, x.unit_pos into whom, named, place from post x join person p on p.id = x.person_id where x.id = of_post;
            if not found then
              raise exception 'no such post' using errcode = 'LD021';
            end if;
            if whom = m.person then
              raise exception 'nobody records himself' using errcode = 'LD020';
            end if;
            below := led_by(whom);
          end if;
          select u.organ_pos into organ from clue c join unit u on u.pos = c.owner_pos where c.id = of_clue;
          superior := superior_of(organ);
          while superior is not null and not has_cadre_supervision(superior, whom, below) loop
            superior := superior_of(superior);
          end loop;
          here := has_principal(organ, whom, below) or has_cadre_supervision(organ, whom, below);
          if not here and superior is null then
            head := superior_of(organ);
            while head is not null and not has_principal(head, whom, below) loop
              head := superior_of(head);
            end loop;
            if head is null then
              raise exception 'nobody to tell' using errcode = 'LD024';
            end if;
          end if;
          insert into interference_record (id, clue_id, recorded_by, recorder_name, recorder_pos, recorder_handles, person_id, person_name,
              person_pos, manner, matter, at, corrects, organ_pos, superior_pos, principal_pos, told, denied_units)
            select of_id, of_clue, m.post, p.name, m.unit, handles(of_clue, m.post), whom, named, place, of_manner, of_matter, of_at,
              of_corrects, organ, superior, head, array_remove(array[case when here then organ end, superior, head], null), below
              from person p where p.id = m.person;
          perform tell('interferenceRecorded', 'interference_record', of_id);
        end $function$;
grant execute on function interference_add(uuid,uuid,uuid,text,smallint,text,timestamp with time zone,uuid) to liandong_act;

CREATE OR REPLACE FUNCTION liandong.interference_append_only()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ begin
          raise exception 'an interference record is only ever added to' using errcode = '42501';
        end $function$;

CREATE OR REPLACE FUNCTION liandong.interference_handle(of_id uuid, of_record uuid, of_version integer, of_outcome smallint, of_reason text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
 SET cpu_operator_cost TO '0.0025'
AS $function$
        declare
          m principal := me(); r interference_record;
        begin
          perform require_act('interferenceHandle');
          for look in 1..2 loop
            if not interference_mine_to_handle(of_record) then
              raise exception 'not his to handle' using errcode = 'LD020';
            end if;
            select * into r from interference_record where id = of_record;
            perform lock_object('clue', r.clue_id);
          end loop;
          if of_version <> 1 + (select count(*) from interference_handling where interference_record_id = of_record) then
            raise exception 'changed meanwhile' using errcode = 'LD022';
          end if;
          if exists (select from interference_record where corrects = of_record) then
            raise exception 'corrected' using errcode = 'LD023';
          end if;
          insert into interference_handling (id, interference_record_id, outcome, reason, handled_by, handler_pos)
            values (of_id, of_record, of_outcome, of_reason, m.post, m.unit);
          perform tell('interferenceHandled', 'interference_record', of_record);
        end $function$;
grant execute on function interference_handle(uuid,uuid,integer,smallint,text) to liandong_act;

CREATE OR REPLACE FUNCTION liandong.interference_is_about(of_id uuid, of_person uuid, of_places int8multirange)
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        with recursive told(id) as (
          select of_id union select n.id from told join interference_record n on n.corrects = told.id)
        select exists (
          select from told join interference_record r on r.id = told.id
          where r.person_id = of_person
            or of_places is not null and (r.denied_units && of_places or led_by(r.person_id) && of_places))
        $function$;

CREATE OR REPLACE FUNCTION liandong.interference_kept_from_me(of_id uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        select not exists (
          select from interference_record r join clue c on c.id = r.clue_id join person p on p.id = (me()).person
          where r.id = of_id
            and (acting_duty() = 1 and (me()).unit in (r.organ_pos, r.principal_pos)
              or acting_office() = 7 and (me()).organ in (r.organ_pos, r.superior_pos))
            and not interference_is_about(r.id, p.id, (me()).places)
            and (sees('clue', 'ledger', c.id)
              or c.compartment <= 1 and not barred_from(c, p.id, p.clearance, (me()).places)))
        $function$;
grant execute on function interference_kept_from_me(uuid) to liandong_act, liandong_api;

CREATE OR REPLACE FUNCTION liandong.interference_mine(of_id uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        select exists (select from interference_record r where r.id = of_id and r.recorded_by = (me()).post
          and not interference_is_about(r.id, (me()).person, null)
          and (sees('clue', 'ledger', r.clue_id) or not kept_from(r.clue_id, (me()).person)))
        $function$;
grant execute on function interference_mine(uuid) to liandong_act, liandong_api;

CREATE OR REPLACE FUNCTION liandong.interference_mine_to_handle(of_record uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          m principal := me(); r interference_record; named uuid[];
        begin
          if not sees_interference_record(of_record) then
            return false;
          end if;
          named := interference_named(of_record);
          if m.person = any (named) then
            return false;
          end if;
          select * into r from interference_record where id = of_record;
          return coalesce(acting_duty() = 3 and acting_office() = 7 and m.organ in (r.organ_pos, r.superior_pos)
            or acting_duty() = 1 and (m.unit = r.principal_pos
              or m.unit = r.organ_pos and not exists (
              select from unit u join post x on x.unit_pos = u.pos
              where u.pos between r.organ_pos and r.organ_pos + 499 and u.office_kind = 7 and x.duty = 3
                and x.person_id <> all (named) and may_be_told(x.id, r.person_id, led_by(r.person_id)))), false);
        end $function$;

CREATE OR REPLACE FUNCTION liandong.interference_named(of_id uuid)
 RETURNS uuid[]
 LANGUAGE sql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        with recursive older(id, corrects) as (
            select id, corrects from interference_record where id = of_id
            union select o.id, o.corrects from older join interference_record o on o.id = older.corrects),
          chain(id) as (
            select id from older where corrects is null
            union select n.id from chain join interference_record n on n.corrects = chain.id)
        select array(select distinct r.person_id from chain join interference_record r on r.id = chain.id where r.person_id is not null)
        $function$;

CREATE OR REPLACE FUNCTION liandong.interference_only_rehomed()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ begin
          if new is not distinct from old or to_jsonb(new) - '{organ_pos,superior_pos,principal_pos,denied_units}'::text[]
              is distinct from to_jsonb(old) - '{organ_pos,superior_pos,principal_pos,denied_units}'::text[]
            or not (rehomed(old.organ_pos, new.organ_pos) and rehomed(old.superior_pos, new.superior_pos)
              and rehomed(old.principal_pos, new.principal_pos) and new.denied_units @> old.denied_units) then
            raise exception 'an interference record is only ever added to' using errcode = '42501';
          end if;
          return new;
        end $function$;

CREATE OR REPLACE FUNCTION liandong.invitation_accept(body text, seal text, of_digest text, of_source text, of_correlation_id uuid)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
 SET cpu_operator_cost TO '0.0025'
AS $function$
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
        end $function$;
grant execute on function invitation_accept(text,text,text,text,uuid) to liandong_act;

CREATE OR REPLACE FUNCTION liandong.is_kept(c clue)
 RETURNS boolean
 LANGUAGE sql
 STABLE COST 1000
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        select exists (select from clue_subject s join access_grant g on g.id = any (s.grant_ids)
            where s.clue_id = c.id and s.ended_at is null and in_force(g.valid_from, g.valid_to) and may_keep(c, g.post_id))
          or exists (select from unit u where u.pos = c.owner_pos and c.owner_pos between u.organ_pos and u.organ_pos + 499
            and keeper_in(c, u.organ_pos) is not null)
        $function$;

CREATE OR REPLACE FUNCTION liandong.is_worked(places bigint[], of_day date, at timestamp with time zone)
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        select coalesce((select d.kind = 2 from calendar_day d
          where d.day = of_day and (d.organ_pos is null or d.organ_pos = any (places)) and d.valid_from <= at and (d.valid_to is null or d.valid_to > at)
          order by d.organ_pos desc nulls last limit 1), extract(isodow from of_day) < 6)
        $function$;
grant execute on function is_worked(bigint[],date,timestamp with time zone) to liandong_api;

CREATE OR REPLACE FUNCTION liandong.joint_case_content_takes_scope()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ begin
        select p.owner_pos, p.handling_pos, p.received_pos, p.handler_post, p.registered_by, p.custodian_post, p.subject_state, p.closed_at, p.classification, p.compartment, p.denied_persons, p.denied_units into strict new.owner_pos, new.handling_pos, new.received_pos, new.handler_post, new.registered_by, new.custodian_post, new.subject_state, new.closed_at, new.classification, new.compartment, new.denied_persons, new.denied_units
          from joint_case p where p.id = new.joint_case_id
          for share; -- a change of the object waits for us, or we see it
        return new;
      end $function$;

CREATE OR REPLACE FUNCTION liandong.joint_case_inherits()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare l joint_case_clue := coalesce(new, old);
        begin
          perform id from clue where id = l.clue_id for share;
          perform id from joint_case where id = l.joint_case_id for update;
          perform inherit_denials('joint_case', l.joint_case_id);
          return null;
        end $function$;

CREATE OR REPLACE FUNCTION liandong.joint_case_spreads_scope_to_joint_case_content()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ begin
        update joint_case_content set owner_pos = new.owner_pos where joint_case_id = new.id;
        return null;
      end $function$;

CREATE OR REPLACE FUNCTION liandong.joint_case_takes_clue()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ begin
          perform from clue where id = new.clue_id for share;
          if exists (select from clue_subject where clue_id = new.clue_id and state = 2 and ended_at is null)
            and joint_case_would_vanish(new.joint_case_id,
              array(select person_id from clue_subject where clue_id = new.clue_id and ended_at is null),
              subject_units_denied(new.clue_id)) then
            raise exception 'not to be worked on in this joint case' using errcode = 'LD020';
          end if;
          return new;
        end $function$;

CREATE OR REPLACE FUNCTION liandong.joint_case_would_vanish(of_case uuid, persons uuid[], units int8multirange)
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        select j.compartment = 0 or j.owner_pos <@ units or j.handling_pos <@ units or exists (
            select from joint_case_assignment a join post p on p.id = a.post_id
              join post x on x.person_id = p.person_id and in_force(x.valid_from, x.valid_to)
            where a.joint_case_id = j.id and in_force(a.valid_from, a.valid_to)
              and (x.person_id = any (persons) or x.unit_pos <@ units))
        from joint_case j where j.id = of_case
        $function$;

CREATE OR REPLACE FUNCTION liandong.keeper_in(c clue, of_organ bigint)
 RETURNS uuid
 LANGUAGE sql
 STABLE COST 1000
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        select id from (
          select p.* from unit u join post p on p.unit_pos = u.pos
          where u.pos between of_organ and of_organ + 499 and u.organ_pos = of_organ
            and (u.office_kind = 7 and p.duty = 3 and c.compartment < 2 or u.pos = of_organ and p.duty = 1)
          offset 0) p
        where may_keep(c, id)
        order by duty desc, main desc, valid_from, id limit 1
        $function$;

CREATE OR REPLACE FUNCTION liandong.keepers_leave()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ begin
          if exists (select from rehearsal) then
            return null;
          end if;
          perform relay_keepers();
          return null;
        end $function$;

CREATE OR REPLACE FUNCTION liandong.kept_from(of_clue uuid, of_person uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE COST 1000
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        select not exists (
          select from clue c join person p on p.id = of_person
          where c.id = of_clue and not barred_from(c, p.id, p.clearance, (
              select coalesce(range_agg(int8range(x.unit_pos, x.unit_pos, '[]')), '{}') from post x
              where x.person_id = p.id and in_force(x.valid_from, x.valid_to)))
            and (c.compartment = 0 or exists (
              select from post x join unit u on u.pos = c.owner_pos
              where x.person_id = p.id and x.unit_pos = u.organ_pos and x.duty = 1 and in_force(x.valid_from, x.valid_to))))
        $function$;

CREATE OR REPLACE FUNCTION liandong.known_until(since timestamp with time zone)
 RETURNS timestamp with time zone
 LANGUAGE sql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ select greatest(act_now(), since + interval '1 microsecond') $function$;

CREATE OR REPLACE FUNCTION liandong.knows_content(of_object text, of_id uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          clues uuid[] := clues_of(of_object, of_id);
        begin
          return of_id = any (reached(of_object, 'content', array[of_id])) and clues <@ reached('clue', 'content', clues);
        end $function$;

CREATE OR REPLACE FUNCTION liandong.knows_matter(of_object text, of_id uuid, of_basis smallint)
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ select sees(of_object, 'ledger', of_id) or of_basis = 10 and reported_to_me(of_object, 'ledger', of_id) $function$;

CREATE OR REPLACE FUNCTION liandong.knows_round(r inspection_round)
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ select coalesce(r.body_pos = (me()).unit and (me()).clearance >= 0
          or oversees_organ() and (me()).organ in (r.organ_pos, r.inspected_pos), false) $function$;

CREATE OR REPLACE FUNCTION liandong.lay_before_keeper(of_clue uuid, issuer uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          c clue; place bigint; keeper uuid; opened uuid := gen_random_uuid();
        begin
          select * into c from clue where id = of_clue;
          update access_grant g set valid_to = greatest(app_now(), g.valid_from + interval '1 microsecond')
            where g.id in (select unnest(grant_ids) from clue_subject where clue_id = of_clue and ended_at is null)
              and in_force(g.valid_from, g.valid_to) and not may_keep(c, g.post_id);
          if is_kept(c) then
            return true;
          end if;
          select organ_pos into place from unit where pos = c.owner_pos;
          while place is not null loop
            keeper := keeper_in(c, place);
            exit when keeper is not null or c.compartment = 2;
            place := superior_of(place);
          end loop;
          if keeper is not null and c.owner_pos not between place and place + 499 then
            insert into access_grant (id, object, object_id, facets, post_id, basis, issuer_post, valid_from, exempts)
              values (opened, 'clue', of_clue, '{ledger,petition,content}', keeper, 10, issuer, app_now(), true);
            update clue_subject set grant_ids = grant_ids || opened where id = (
              select id from clue_subject where clue_id = of_clue and ended_at is null order by id limit 1);
          end if;
          return keeper is not null;
        end $function$;

CREATE OR REPLACE FUNCTION liandong.led_by(of_person uuid)
 RETURNS int8multirange
 LANGUAGE sql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        select coalesce(range_agg(int8range(led.pos, led.hi, '[]')), '{}') + coalesce((
              select range_agg(int8range(g.to_pos, g.to_pos, '[]')) from reorganisation_pair g
                join reorganisation r on r.id = g.reorganisation_id
              where r.state = 1 and g.from_pos <@ range_agg(int8range(led.pos, led.hi, '[]'))), '{}') from post x cross join lateral (
            select pos, hi from unit where pos = x.unit_pos and x.duty in (1, 3)
            union all select o.pos, o.hi from branch b join unit o on o.pos = b.office_pos
              where b.post_id = x.id and x.duty = 2 and in_force(b.valid_from, b.valid_to)) led
          where x.person_id = of_person and in_force(x.valid_from, x.valid_to)
        $function$;

CREATE OR REPLACE FUNCTION liandong.links_subject(of_clue uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          m principal := me(); c clue;
        begin
          select * into c from clue where id = of_clue;
          if not sees('clue', 'ledger', of_clue) or m.person = any (coalesce(c.denied_persons, '{}'))
              or coalesce(c.denied_units, '{}') && m.places then
            return false;
          end if;
          if c.subject_state = 0 then
            return coalesce(c.registered_by = m.post, false) or coalesce(c.custodian_post = m.post, false);
          end if;
          return sees('clue', 'content', of_clue) and exists (
            select from post p join unit u on u.pos = p.unit_pos join unit above on above.pos = u.organ_pos
              join unit owner on owner.pos = c.owner_pos
            where p.id = m.post and owner.organ_pos between above.pos and above.hi
              and (u.office_kind = 7 and p.duty = 3
                or u.pos = above.pos and p.duty = 1 and (u.pos = owner.organ_pos or exists (
                  select from access_grant g where g.post_id = p.id and g.object = 'clue' and g.object_id = of_clue
                    and g.basis = 10 and in_force(g.valid_from, g.valid_to)))));
        end $function$;

CREATE OR REPLACE FUNCTION liandong.lock_actor(body text, seal text, of_act text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
 SET cpu_operator_cost TO '0.0025'
AS $function$
        declare
          t jsonb := ticket_claims(body, seal); actor uuid;
        begin
          select id into actor from person where issuer = t->>'iss' and subject = t->>'sub' for share;
          if of_act in ('sessionEnd', 'sessionsEnd') then
            perform from session where person_id = actor and ended_at is null order by id for update;
          else
            perform from session where id = (t->>'session')::uuid and person_id = actor for key share;
          end if;
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
        end $function$;
grant execute on function lock_actor(text,text,text) to liandong_act;

CREATE OR REPLACE FUNCTION liandong.lock_known_clue(of_clue uuid)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ begin
          if not sees('clue', 'ledger', of_clue) then
            raise exception 'no such clue' using errcode = 'LD021';
          end if;
          perform lock_object('clue', of_clue);
          if not sees('clue', 'ledger', of_clue) then
            raise exception 'no such clue' using errcode = 'LD021';
          end if;
        end $function$;

CREATE OR REPLACE FUNCTION liandong.lock_object(of_object text, of_id uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ begin
          case of_object
            when 'clue' then perform from clue where id = of_id for update;
            when 'supervision_item' then perform from supervision_item where id = of_id for update;
            when 'joint_case' then perform from joint_case where id = of_id for update;
          end case;
        end $function$;

CREATE OR REPLACE FUNCTION liandong.lock_seen(of_object text, of_facet text, of_id uuid)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ begin
          if sees(of_object, of_facet, of_id) then
            perform lock_object(of_object, of_id);
          end if;
          if not sees(of_object, of_facet, of_id) then
            raise exception 'no such object' using errcode = 'LD021';
          end if;
        end $function$;

CREATE OR REPLACE FUNCTION liandong.matter_concluded()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        begin
          update access_grant set valid_to = greatest(app_now(), valid_from + interval '1 microsecond')
            where object = tg_table_name and object_id = new.id and basis = any ('{1,5,15}')
              and (valid_to is null or valid_to > app_now());
          return null;
        end $function$;

CREATE OR REPLACE FUNCTION liandong.matter_scope_of(of_object text, of_id uuid)
 RETURNS matter_scope
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          s matter_scope;
        begin
          if of_object in ('clue', 'supervision_item', 'joint_case') then
            execute format('select u.organ_pos, x.handling_pos, x.denied_persons, x.denied_units, x.classification, x.compartment,
                x.subject_state from %I x join unit u on u.pos = x.owner_pos where x.id = $1', of_object) into s using of_id;
          end if;
          return s;
        end $function$;

CREATE OR REPLACE FUNCTION liandong.matter_total(of_object text, of_width bigint, of_bucket bigint, of_open boolean)
 RETURNS bigint
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ begin
          return case of_object when 'clue' then total_of_clue(of_width, of_bucket, of_open) when 'supervision_item' then total_of_supervision_item(of_width, of_bucket, of_open) when 'joint_case' then total_of_joint_case(of_width, of_bucket, of_open) end;
        end $function$;
grant execute on function matter_total(text,bigint,bigint,boolean) to liandong_api;

CREATE OR REPLACE FUNCTION liandong.matters(of_object text, of_ids uuid[])
 RETURNS SETOF matter
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ begin
          return query execute format('select id, owner_pos, handling_pos, received_pos, handler_post, registered_by, custodian_post,
            subject_state, closed_at, classification, compartment, denied_persons, denied_units from %I where id = any ($1)',
            of_object) using of_ids;
        end $function$;

CREATE OR REPLACE FUNCTION liandong.matters_counted()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ begin
          if tg_op = 'INSERT' then 
  insert into matter_count (object, width, bucket, open, classification, compartment, unresolved, n)
  select tg_table_name, w, owner_pos / w, open, classification, compartment, unresolved, sum(d)
  from (select owner_pos, open, classification, compartment, subject_state = 0, 1 from came) x (owner_pos, open, classification, compartment, unresolved, d) cross join (values (1::bigint), (1000), (1000000), (100000000), (10000000000), (1000000000000)) v (w)
  where owner_pos >= 0
  group by 1, 2, 3, 4, 5, 6, 7 having sum(d) <> 0;
          elsif tg_op = 'DELETE' then 
  insert into matter_count (object, width, bucket, open, classification, compartment, unresolved, n)
  select tg_table_name, w, owner_pos / w, open, classification, compartment, unresolved, sum(d)
  from (select owner_pos, open, classification, compartment, subject_state = 0, -1 from gone) x (owner_pos, open, classification, compartment, unresolved, d) cross join (values (1::bigint), (1000), (1000000), (100000000), (10000000000), (1000000000000)) v (w)
  where owner_pos >= 0
  group by 1, 2, 3, 4, 5, 6, 7 having sum(d) <> 0;
          elsif tg_op = 'TRUNCATE' then
            delete from matter_count where object = tg_table_name;
          else 
  insert into matter_count (object, width, bucket, open, classification, compartment, unresolved, n)
  select tg_table_name, w, owner_pos / w, open, classification, compartment, unresolved, sum(d)
  from (select owner_pos, open, classification, compartment, subject_state = 0, 1 from came union all select owner_pos, open, classification, compartment, subject_state = 0, -1 from gone) x (owner_pos, open, classification, compartment, unresolved, d) cross join (values (1::bigint), (1000), (1000000), (100000000), (10000000000), (1000000000000)) v (w)
  where owner_pos >= 0
  group by 1, 2, 3, 4, 5, 6, 7 having sum(d) <> 0;
          end if;
          return null;
        end $function$;

CREATE OR REPLACE FUNCTION liandong.may_be_told(of_post uuid, about uuid, below int8multirange)
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        select in_office(of_post) and not exists (
          select from post x join post y on y.person_id = x.person_id
          where x.id = of_post and (x.person_id = about or in_force(y.valid_from, y.valid_to) and below @> y.unit_pos))
        $function$;

CREATE OR REPLACE FUNCTION liandong.may_end_round(r inspection_round)
 RETURNS void
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ begin
          if not knows_round(r) then
            raise exception 'no such round' using errcode = 'LD021';
          end if;
          if not heads_organ() or r.organ_pos <> (me()).organ then
            raise exception 'not his to end' using errcode = 'LD020';
          end if;
        end $function$;

CREATE OR REPLACE FUNCTION liandong.may_keep(c clue, of_post uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE COST 1000
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        select exists (
          select from post p join unit u on u.pos = p.unit_pos join person who on who.id = p.person_id
          where p.id = of_post and exists (select from unit o where o.pos = u.organ_pos and c.owner_pos between o.pos and o.hi)
            and in_force(p.valid_from, p.valid_to) and in_force(u.valid_from, u.valid_to)
            and (who.left_at is null or who.left_at > act_now()) and who.clearance >= c.classification
            and not (who.id = any (coalesce(c.denied_persons, '{}')))
            and not exists (select from post x where x.person_id = who.id and in_force(x.valid_from, x.valid_to)
              and x.unit_pos <@ coalesce(c.denied_units, '{}')))
        $function$;

CREATE OR REPLACE FUNCTION liandong.may_link_subject(of_clue uuid, of_version integer)
 RETURNS void
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ begin
          if not sees('clue', 'ledger', of_clue) then
            raise exception 'no such clue' using errcode = 'LD021';
          end if;
          if not exists (select from clue where id = of_clue and version = of_version) then
            raise exception 'changed meanwhile' using errcode = 'LD022';
          end if;
          if not links_subject(of_clue) then
            raise exception 'not his to find' using errcode = 'LD020';
          end if;
        end $function$;

CREATE OR REPLACE FUNCTION liandong.may_supply(r inspection_round, clues uuid[])
 RETURNS void
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ begin
          if not knows_round(r) then
            raise exception 'no such round' using errcode = 'LD021';
          end if;
          if r.inspected_pos <> (me()).organ then
            raise exception 'not his to supply' using errcode = 'LD020';
          end if;
          if r.ended_at is not null or r.valid_to <= app_now() then
            raise exception 'the round is over' using errcode = 'LD023';
          end if;
          if exists (select from unnest(clues) c where not sees('clue', 'ledger', c)) then
            raise exception 'no such clue' using errcode = 'LD021';
          end if;
        end $function$;

CREATE OR REPLACE FUNCTION liandong.me()
 RETURNS principal
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ begin return sealed_piece('me')::principal; end $function$;
grant execute on function me() to liandong_act, liandong_api;

CREATE OR REPLACE FUNCTION liandong.my_reach(of_facet text)
 RETURNS reach
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ begin return sealed_piece(of_facet)::reach; end $function$;
grant execute on function my_reach(text) to liandong_act, liandong_api;

CREATE OR REPLACE FUNCTION liandong.nothing_comes_to_its_end()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          places bigint[];
        begin
          if tg_op = 'INSERT' then
            execute (select format('select array_agg(distinct v) from came n cross join lateral (values %s) x (v) where v is not null',
              string_agg(format('(n.%I)', c), ', ')) from unnest(tg_argv) c) into places;
          else
            execute (select format('select array_agg(distinct v) from came n join gone o using (id) cross join lateral (values %s) x (v)
              where v is not null', string_agg(format('(case when n.%1$I is distinct from o.%1$I then n.%1$I end)', c), ', '))
              from unnest(tg_argv) c) into places;
          end if;
          if places is null then
            return null;
          end if;
          perform from unit where pos = any (places) order by pos for key share;
          if exists (select from reorganisation_pair where from_pos = any (places)) then
            raise exception 'a unit that ends' using errcode = 'LD023';
          end if;
          return null;
        end $function$;

CREATE OR REPLACE FUNCTION liandong.numbered(of_transaction xid8)
 RETURNS xid8
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$ select (of_transaction::text::bigint + liandong.former_transactions())::text::xid8 $function$;
grant execute on function numbered(xid8) to liandong_sealer;

CREATE OR REPLACE FUNCTION liandong.organ_of_person(of_person uuid)
 RETURNS bigint
 LANGUAGE sql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ select u.organ_pos from post x join unit u on u.pos = x.unit_pos
          where x.person_id = of_person and in_force(x.valid_from, x.valid_to) order by x.main desc, x.valid_from, x.id limit 1 $function$;

CREATE OR REPLACE FUNCTION liandong.organ_of_post(of_post uuid)
 RETURNS bigint
 LANGUAGE sql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ select u.organ_pos from post p join unit u on u.pos = p.unit_pos where p.id = of_post $function$;

CREATE OR REPLACE FUNCTION liandong.organ_rule_add(of_organ bigint, of_rule smallint, of_value integer, binds boolean, moment timestamp with time zone)
 RETURNS void
 LANGUAGE sql
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        insert into organ_rule (id, organ_pos, rule, turn, value, binding, valid_from, ruled_at)
          select gen_random_uuid(), of_organ, of_rule, coalesce(max(turn), 0) + 1, of_value, binds, moment, least(act_now(), moment)
          from organ_rule where organ_pos = of_organ and rule = of_rule
        $function$;

CREATE OR REPLACE FUNCTION liandong.organ_rule_at(of_place bigint, of_rule smallint, at timestamp with time zone)
 RETURNS organ_rule
 LANGUAGE sql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        with latest as (
          select distinct on (r.organ_pos) r as ruled, r.organ_pos, r.binding, r.value from organ_rule r
          where r.rule = of_rule and r.organ_pos = any (places_over(of_place)) and r.valid_from <= at order by r.organ_pos, r.turn desc),
        said as (select *, max(organ_pos) over () as nearest from latest where value is not null)
        select (s.ruled).* from said s join organ_rule_kind k on k.rule = of_rule
        where s.binding or s.organ_pos = s.nearest
        order by case when k.stricter <> 0 then -k.stricter * s.value when s.binding then s.organ_pos else 9223372036854775807 end, s.organ_pos desc
        limit 1
        $function$;
grant execute on function organ_rule_at(bigint,smallint,timestamp with time zone) to liandong_api;

CREATE OR REPLACE FUNCTION liandong.organ_rule_course(of_organ bigint, of_rule smallint, moment timestamp with time zone)
 RETURNS text
 LANGUAGE sql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        select string_agg(coalesce(r.value || case when r.binding then ' binding' else '' end, 'ends') || case when r.valid_from > moment then ' ' || day_words(r.valid_from) else '' end,
          '；' order by r.valid_from) from organ_rule r
        where r.organ_pos = of_organ and r.rule = of_rule and (r.value is not null or r.valid_from > moment)
          and not exists (select from organ_rule x where x.organ_pos = r.organ_pos and x.rule = r.rule and x.turn > r.turn and x.valid_from <= greatest(r.valid_from, moment))
        $function$;

CREATE OR REPLACE FUNCTION liandong.organ_rule_moment(said text)
 RETURNS timestamp with time zone
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        begin
          if said::timestamptz < act_now() - interval '1 minute' and exists (select from rehearsal) or said::timestamptz > act_now() + interval '5 years' then
            raise exception 'from now on, or later' using errcode = 'LD029';
          end if;
          return greatest(said::timestamptz, act_now());
        end $function$;

CREATE OR REPLACE FUNCTION liandong.organ_rules_at(of_place bigint, at timestamp with time zone)
 RETURNS TABLE(rule smallint, value integer, organ_pos bigint, binding boolean, valid_from timestamp with time zone, valid_to timestamp with time zone)
 LANGUAGE sql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        select k.rule, coalesce(r.value, k.by_default), r.organ_pos, coalesce(r.binding, false), r.valid_from,
          (select min(x.valid_from) from organ_rule x where x.organ_pos = r.organ_pos and x.rule = r.rule and x.turn > r.turn and x.valid_from > at)
        from organ_rule_kind k left join lateral organ_rule_at(of_place, k.rule, at) r on r.id is not null order by k.rule
        $function$;
grant execute on function organ_rules_at(bigint,timestamp with time zone) to liandong_api;

CREATE OR REPLACE FUNCTION liandong.organisation_import_add(of_id uuid, of_rows jsonb, of_faults jsonb)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
 SET cpu_operator_cost TO '0.0025'
AS $function$
        declare
          i organisation_import;
        begin
          perform require_act('organisationImportAdd');
          i := own_import(of_id, '{1}');
          if i.next + jsonb_array_length(of_rows) + jsonb_array_length(of_faults) > 1000000 or i.faults + jsonb_array_length(of_faults) > 2000 then
            raise exception 'too many' using errcode = 'LD028';
          end if;
          insert into organisation_import_row (import_id, n, tbl, key, file, line, cells)
            select of_id, i.next + o - 1, (x->>'table')::smallint, x->>'key', x->>'file', (x->>'line')::integer, x->'cells'
            from jsonb_array_elements(of_rows) with ordinality as r (x, o);
          insert into organisation_import_fault (import_id, n, file, line, field, code, zh, en)
            select of_id, i.next + jsonb_array_length(of_rows) + o - 1, x->>'file', (x->>'line')::integer, x->>'field', x->>'code', x->>'zh', x->>'en'
            from jsonb_array_elements(of_faults) with ordinality as r (x, o);
          update organisation_import set rows = i.rows + jsonb_array_length(of_rows), faults = i.faults + jsonb_array_length(of_faults),
            next = i.next + jsonb_array_length(of_rows) + jsonb_array_length(of_faults) where id = of_id;
        end $function$;
grant execute on function organisation_import_add(uuid,jsonb,jsonb) to liandong_act;

CREATE OR REPLACE FUNCTION liandong.organisation_import_check(of_id uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
 SET cpu_operator_cost TO '0.0025'
AS $function$
        declare
          i organisation_import;
        begin
          perform require_act('organisationImportCheck');
          i := own_import(of_id, '{1,3,8}');
          if i.rows = 0 then
            raise exception 'nothing in it' using errcode = 'LD029';
          end if;
          update organisation_import set state = 2, proposed_by = (me()).post, version = version + 1 where id = of_id;
        end $function$;
grant execute on function organisation_import_check(uuid) to liandong_act;

CREATE OR REPLACE FUNCTION liandong.organisation_import_decide(of_id uuid, of_version integer, approved boolean, of_reason text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
 SET cpu_operator_cost TO '0.0025'
AS $function$
        declare
          m principal := me(); mine smallint := acting_duty(); i organisation_import;
        begin
          perform require_act('organisationImportDecide');
          select * into i from organisation_import where id = of_id and organ_pos between m.organ and m.organ_hi for update;
          if not found or not (mine between 5 and 7 or heads_organ() and i.organ_pos = m.organ) then
            raise exception 'not there for him' using errcode = 'LD021';
          end if;
          if not exists (select from administrative_act where act = 'organisationImport' and mine = any (confirmers)) or m.person = i.proposer then
            raise exception 'not his to confirm' using errcode = 'LD020';
          end if;
          if i.version <> of_version then
            raise exception 'changed meanwhile' using errcode = 'LD022';
          end if;
          if i.state <> 3 or approved and i.faults > 0 then
            raise exception 'not to be decided' using errcode = 'LD023';
          end if;
          update organisation_import set state = case when approved then 4 else 6 end, decided_by = m.post, decider = m.person,
            decider_name = (select name from person where id = m.person), decision_reason = of_reason, decided_at = app_now(),
            ended_at = case when not approved then app_now() end, version = version + 1 where id = of_id;
        end $function$;
grant execute on function organisation_import_decide(uuid,integer,boolean,text) to liandong_act;

CREATE OR REPLACE FUNCTION liandong.organisation_import_done()
 RETURNS bigint
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ select last_value from organisation_import_progress where (me()).post is not null $function$;
grant execute on function organisation_import_done() to liandong_api;

CREATE OR REPLACE FUNCTION liandong.organisation_import_file(of_id uuid, of_file text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
 SET cpu_operator_cost TO '0.0025'
AS $function$ begin
          perform require_act('organisationImportAdd');
          perform own_import(of_id, '{1,3,8}');
          delete from organisation_import_row where import_id = of_id and starts_with(file, of_file);
          delete from organisation_import_fault where import_id = of_id and starts_with(file, of_file);
          update organisation_import set state = 1, rows = (select count(*) from organisation_import_row where import_id = of_id),
            faults = (select count(*) from organisation_import_fault where import_id = of_id), created = null, amended = null where id = of_id;
        end $function$;
grant execute on function organisation_import_file(uuid,text) to liandong_act;

CREATE OR REPLACE FUNCTION liandong.organisation_import_open(of_id uuid, of_reason text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
 SET cpu_operator_cost TO '0.0025'
AS $function$
        declare
          m principal := me();
        begin
          perform require_act('organisationImportOpen');
          if not exists (select from administrative_act where act = 'organisationImport' and acting_duty() = any (duties)) then
            raise exception 'not his duty' using errcode = 'LD020';
          end if;
          insert into organisation_import (id, organ_pos, reason, proposed_by, proposer, proposer_name, proposed_at)
            select of_id, m.organ, of_reason, m.post, m.person, p.name, app_now() from person p where p.id = m.person;
        end $function$;
grant execute on function organisation_import_open(uuid,text) to liandong_act;

CREATE OR REPLACE FUNCTION liandong.organisation_import_withdraw(of_id uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
 SET cpu_operator_cost TO '0.0025'
AS $function$ begin
          perform require_act('organisationImportWithdraw');
          perform own_import(of_id, '{1,2,3,8}');
          update organisation_import set state = 7, ended_at = app_now(), version = version + 1 where id = of_id;
          delete from organisation_import_row where import_id = of_id;
        end $function$;
grant execute on function organisation_import_withdraw(uuid) to liandong_act;

CREATE OR REPLACE FUNCTION liandong.oversees_organ()
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ select exists (
          select from post p join unit u on u.pos = p.unit_pos
          where p.id = (me()).post
            and (p.duty = 1 and u.pos = u.organ_pos or u.office_kind = 1 and p.duty not between 5 and 7)) $function$;
grant execute on function oversees_organ() to liandong_act, liandong_api;

CREATE OR REPLACE FUNCTION liandong.own_import(of_id uuid, of_states smallint[])
 RETURNS organisation_import
 LANGUAGE plpgsql
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          i organisation_import;
        begin
          select * into i from organisation_import where id = of_id and proposer = (me()).person for update;
          if not found then
            raise exception 'no such import' using errcode = 'LD021';
          end if;
          if i.state <> all (of_states) then
            raise exception 'not in that state' using errcode = 'LD023';
          end if;
          return i;
        end $function$;

CREATE OR REPLACE FUNCTION liandong.pairs_of(of_province integer, of_text text)
 RETURNS text[]
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
        select coalesce(array_agg(distinct of_province || ':' || substr(of_text, i, 2)), '{}')
        from generate_series(1, length(of_text) - 1) i
        $function$;

CREATE OR REPLACE FUNCTION liandong.person_follows_posts(of_person uuid)
 RETURNS void
 LANGUAGE sql
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ update person set organ_pos = coalesce(organ_of_person(of_person), organ_pos) where id = of_person
          and organ_pos is distinct from coalesce(organ_of_person(of_person), organ_pos) $function$;

CREATE OR REPLACE FUNCTION liandong.person_sessions_end(of_person uuid)
 RETURNS uuid[]
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
 SET cpu_operator_cost TO '0.0025'
AS $function$ begin
          perform require_act('personSessionsEnd');
          -- One's own are ended as one's own.
          if acting_duty() not in (5, 6) or of_person = (me()).person then
            raise exception 'not his to end' using errcode = 'LD020';
          end if;
          if not administers(of_person) then
            raise exception 'no such person' using errcode = 'LD021';
          end if;
          return end_sessions(of_person, null, 2::smallint);
        end $function$;
grant execute on function person_sessions_end(uuid) to liandong_act;

CREATE OR REPLACE FUNCTION liandong.person_words(p person)
 RETURNS text
 LANGUAGE sql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ select p.name || coalesce('（' || p.staff_number || '）', '') || coalesce('：' || (
            select string_agg(post_words(w), '；' order by w.main desc, w.valid_from, w.id) from (select * from post where person_id = p.id offset 0) w
            where in_force(w.valid_from, w.valid_to) and w.unit_pos between (me()).organ and (me()).organ_hi), '') $function$;

CREATE OR REPLACE FUNCTION liandong.places_over(of_place bigint)
 RETURNS bigint[]
 LANGUAGE sql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        with recursive over(pos, parent_pos) as (
          select pos, parent_pos from unit where pos = of_place
          union all select u.pos, u.parent_pos from over o join unit u on u.pos = o.parent_pos)
        select coalesce(array_agg(pos), '{}') from over
        $function$;
grant execute on function places_over(bigint) to liandong_api;

CREATE OR REPLACE FUNCTION liandong.post_ends(of_post uuid, moment timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ begin
          delete from branch where post_id = of_post and valid_from >= moment;
          update branch set valid_to = moment where post_id = of_post and (valid_to is null or valid_to > moment);
          begin
            delete from post where id = of_post and valid_from >= moment;
          exception when foreign_key_violation then null;
          end;
          update post set valid_to = greatest(moment, valid_from + interval '1 microsecond') where id = of_post;
        end $function$;

CREATE OR REPLACE FUNCTION liandong.post_gives_organ()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ begin
          update person p set organ_pos = u.organ_pos from added x join unit u on u.pos = x.unit_pos
            where p.id = x.person_id and p.organ_pos is null;
          return null;
        end $function$;

CREATE OR REPLACE FUNCTION liandong.post_leaves_custody()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ begin
          perform custody_passes(array[new.id]);
          return null;
        end $function$;

CREATE OR REPLACE FUNCTION liandong.post_words(w post)
 RETURNS text
 LANGUAGE sql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ select unit_words(w.unit_pos) || (select unit_duty_words(u) from unit u where u.pos = w.unit_pos) || ' ' || (array['主要负责人', '分管领导', '部门主要负责人', '干部', '系统管理员',
          '安全保密管理员', '安全审计员'])[w.duty] $function$;

CREATE OR REPLACE FUNCTION liandong.posts_changed_of(of_persons uuid[], keepers boolean)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          unkept uuid[] := case when keepers then clues_not_kept() else '{}' end; linked clue_subject; units int8multirange;
        begin
          perform take_turn(p) from (select p from unnest(of_persons) p order by p) persons;
          perform from clue where id = any (unkept)
              or id in (select clue_id from clue_subject where person_id = any (of_persons) and ended_at is null)
            order by id for update;
          for linked in select * from clue_subject where person_id = any (of_persons) and ended_at is null order by clue_id, person_id loop
            units := units_of_subject(linked.person_id) - subject_units_denied(linked.clue_id);
            continue when isempty(units);
            perform clue_leaves_joint_cases(linked.clue_id, '{}', units);
            perform deny_units_for_subject(linked.clue_id, units);
            perform lay_before_keeper(linked.clue_id, null);
          end loop;
          perform lay_before_keeper(id, null) from clue where id = any (unkept);
        end $function$;

CREATE OR REPLACE FUNCTION liandong.posts_extend_denials()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          whom uuid;
        begin
          if exists (select from rehearsal) then
            return null;
          end if;
          if tg_table_name = 'post' then
            whom := new.person_id;
          else
            select person_id into whom from post where id = new.post_id;
          end if;
          perform posts_changed_of(array[whom], tg_table_name = 'post');
          return null;
        end $function$;

CREATE OR REPLACE FUNCTION liandong.principal_seal(inner_pad bytea, outer_pad bytea, pieces bytea)
 RETURNS bytea
 LANGUAGE sql
 STABLE
AS $function$ select sha256(outer_pad || sha256(inner_pad || int4send(pg_backend_pid())
          || timestamptz_send(transaction_timestamp()) || pieces)) $function$;

CREATE OR REPLACE FUNCTION liandong.ranges_json(m int8multirange)
 RETURNS jsonb
 LANGUAGE sql
 IMMUTABLE
AS $function$ select coalesce(jsonb_agg(jsonb_build_array(lower(r), upper(r) - 1) order by lower(r)), '[]') from unnest(m) r $function$;

CREATE OR REPLACE FUNCTION liandong.reach_goes_along(r reorganisation, ends boolean)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          moment timestamptz := act_now(); l record;
        begin
          -- Who looks after a successor, and not for as long after what goes there, begins anew: what was closed before is not his.
          for l in select c.* from contact_link c join unit t on t.pos = c.target_pos
              where not ends and in_force(c.valid_from, c.valid_to) and exists (
                select from reorganisation_pair p join unit f on f.pos = p.from_pos
                where p.reorganisation_id = r.id and p.to_pos between t.pos and t.hi and f.kind in (1, 3, 4) and not exists (
                  select from contact_link k join unit x on x.pos = k.target_pos where k.office_pos = c.office_pos
                    and p.from_pos between x.pos and x.hi and k.valid_from <= c.valid_from and (k.valid_to is null or k.valid_to > moment)))
              order by c.id for update of c loop
            continue when l.valid_from >= moment;
            update contact_link set valid_to = moment where id = l.id;
            insert into contact_link (id, office_pos, target_pos, valid_from, valid_to)
              values (gen_random_uuid(), l.office_pos, l.target_pos, moment, l.valid_to);
          end loop;

          for l in select b.*, p.to_pos from branch b join reorganisation_pair p on p.from_pos = b.office_pos
              where p.reorganisation_id = r.id and (b.valid_to is null or b.valid_to > moment) order by b.id for update of b loop
            if ends then
              update branch set valid_to = greatest(moment, valid_from + interval '1 microsecond') where id = l.id;
            end if;
            insert into branch (id, post_id, office_pos, valid_from, valid_to)
              select gen_random_uuid(), l.post_id, u.pos, greatest(moment, l.valid_from), l.valid_to from unit u join post x on x.id = l.post_id
              where u.pos = l.to_pos and u.organ_pos = x.unit_pos and u.kind in (2, 3, 6) and not exists (select from branch b
                where b.post_id = l.post_id and b.office_pos = u.pos and (b.valid_to is null or b.valid_to > moment));
          end loop;

          for l in select c.*, coalesce(o.to_pos, c.office_pos) as office, coalesce(t.to_pos, c.target_pos) as target
              from contact_link c left join reorganisation_pair o on o.from_pos = c.office_pos
                left join reorganisation_pair t on t.from_pos = c.target_pos
              where r.id in (o.reorganisation_id, t.reorganisation_id) and (c.valid_to is null or c.valid_to > moment) order by c.id for update of c loop
            if ends and l.valid_from >= moment then
              delete from contact_link where id = l.id;
            elsif ends then
              update contact_link set valid_to = moment where id = l.id;
            end if;
            insert into contact_link (id, office_pos, target_pos, valid_from, valid_to)
              select gen_random_uuid(), o.pos, t.pos, greatest(moment, l.valid_from), l.valid_to from unit o, unit t
              where o.pos = l.office and t.pos = l.target and o.office_kind in (2, 4)
                and (t.kind in (1, 4) and t.parent_pos = o.organ_pos or t.kind = 3 and t.organ_pos = o.organ_pos)
                and not exists (select from contact_link x join unit u on u.pos = x.office_pos where x.target_pos = t.pos
                  and u.organ_pos = o.organ_pos and (x.valid_to is null or x.valid_to > moment));
          end loop;
        end $function$;

CREATE OR REPLACE FUNCTION liandong.reach_json(r reach)
 RETURNS jsonb
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ select jsonb_build_object('owned', ranges_json(r.owned), 'handled', ranges_json(r.handled),
                'received', ranges_json(r.received), 'linked', ranges_json(r.linked),
                'cadreOwned', ranges_json(r.cadre_owned)) $function$;

CREATE OR REPLACE FUNCTION liandong.reach_text(r reach)
 RETURNS jsonb
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ select jsonb_build_object('owned', r.owned::text, 'handled', r.handled::text, 'received', r.received::text,
          'linked', r.linked::text, 'cadreOwned', r.cadre_owned::text) $function$;

CREATE OR REPLACE FUNCTION liandong.reached(of_object text, of_facet text, of_ids uuid[])
 RETURNS uuid[]
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ begin
        return case of_object || ' ' || of_facet
          when 'clue ledger' then reached_clue(of_ids)
          when 'clue petition' then reached_clue_petition(of_ids)
          when 'clue content' then reached_clue_content(of_ids)
          when 'clue reporter' then reached_clue_reporter(of_ids)
          when 'supervision_item ledger' then reached_supervision_item(of_ids)
          when 'supervision_item content' then reached_supervision_item_content(of_ids)
          when 'joint_case ledger' then reached_joint_case(of_ids)
          when 'joint_case content' then reached_joint_case_content(of_ids)
          else '{}' end;
      end $function$;

CREATE OR REPLACE FUNCTION liandong.reached_clue(of_ids uuid[])
 RETURNS uuid[]
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ begin return array(select id from (select * from clue where id = any (of_ids)) as clue where (((owner_pos <@ ( SELECT (my_reach('clue_ledger'::text)).owned AS owned)) OR (handling_pos <@ ( SELECT (my_reach('clue_ledger'::text)).handled AS handled)) OR (received_pos <@ ( SELECT (my_reach('clue_ledger'::text)).received AS received)) OR (handler_post = ( SELECT (me()).post AS post)) OR ((compartment = 1) AND (owner_pos <@ ( SELECT (my_reach('clue_ledger'::text)).cadre_owned AS cadre_owned))) OR ((subject_state = 0) AND ((registered_by = ( SELECT (me()).post AS post)) OR (custodian_post = ( SELECT (me()).post AS post)))) OR ((owner_pos <@ ( SELECT (my_reach('clue_ledger'::text)).linked AS linked)) AND ((closed_at IS NULL) OR (EXISTS ( SELECT
   FROM UNNEST(( SELECT (me()).link_lo AS link_lo), ( SELECT (me()).link_hi AS link_hi), ( SELECT (me()).link_since AS link_since)) l(lo, hi, since)
  WHERE (((clue.owner_pos >= l.lo) AND (clue.owner_pos <= l.hi)) AND (clue.closed_at >= to_timestamp((((l.since)::numeric / 1000000.0))::double precision))))))) OR (id IN ( SELECT unnest(granted('clue'::text, 'ledger'::text)) AS unnest)))) and ((((denied_persons IS NULL) OR (NOT (( SELECT (me()).person AS person) = ANY (denied_persons)))) AND ((denied_units IS NULL) OR (NOT (denied_units && ( SELECT (me()).places AS places))) OR (id IN ( SELECT unnest(exempted('clue'::text, 'ledger'::text)) AS unnest))) AND (classification <= ( SELECT (me()).clearance AS clearance)) AND ((compartment = 0) OR ((compartment = 1) AND ((owner_pos <@ ( SELECT (my_reach('clue_ledger'::text)).cadre AS cadre)) OR (handling_pos <@ ( SELECT (my_reach('clue_ledger'::text)).cadre_handled AS cadre_handled)) OR (id IN ( SELECT unnest(exempted('clue'::text, 'ledger'::text)) AS unnest)))) OR ((compartment = 2) AND (owner_pos <@ ( SELECT (my_reach('clue_ledger'::text)).sealed AS sealed)))) AND ((subject_state <> 0) OR ((registered_by = ( SELECT (me()).post AS post)) OR (custodian_post = ( SELECT (me()).post AS post))))))); end $function$;

CREATE OR REPLACE FUNCTION liandong.reached_clue_content(of_ids uuid[])
 RETURNS uuid[]
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ begin return array(select clue_id from (select o.id as clue_id, o.* from clue o where o.id = any (of_ids)) as clue_content where (((owner_pos <@ ( SELECT (my_reach('clue_content'::text)).owned AS owned)) OR (handling_pos <@ ( SELECT (my_reach('clue_content'::text)).handled AS handled)) OR (handler_post = ( SELECT (me()).post AS post)) OR ((compartment = 1) AND (owner_pos <@ ( SELECT (my_reach('clue_content'::text)).cadre_owned AS cadre_owned))) OR ((subject_state = 0) AND ((registered_by = ( SELECT (me()).post AS post)) OR (custodian_post = ( SELECT (me()).post AS post)))) OR (clue_id IN ( SELECT unnest(granted('clue'::text, 'content'::text)) AS unnest)))) and ((((denied_persons IS NULL) OR (NOT (( SELECT (me()).person AS person) = ANY (denied_persons)))) AND ((denied_units IS NULL) OR (NOT (denied_units && ( SELECT (me()).places AS places))) OR (clue_id IN ( SELECT unnest(exempted('clue'::text, 'content'::text)) AS unnest))) AND (classification <= ( SELECT (me()).clearance AS clearance)) AND ((compartment = 0) OR ((compartment = 1) AND ((owner_pos <@ ( SELECT (my_reach('clue_content'::text)).cadre AS cadre)) OR (handling_pos <@ ( SELECT (my_reach('clue_content'::text)).cadre_handled AS cadre_handled)) OR (clue_id IN ( SELECT unnest(exempted('clue'::text, 'content'::text)) AS unnest)))) OR ((compartment = 2) AND (owner_pos <@ ( SELECT (my_reach('clue_content'::text)).sealed AS sealed)))) AND ((subject_state <> 0) OR ((registered_by = ( SELECT (me()).post AS post)) OR (custodian_post = ( SELECT (me()).post AS post))))))); end $function$;

CREATE OR REPLACE FUNCTION liandong.reached_clue_petition(of_ids uuid[])
 RETURNS uuid[]
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ begin return array(select clue_id from (select o.id as clue_id, o.* from clue o where o.id = any (of_ids)) as clue_petition where (((owner_pos <@ ( SELECT (my_reach('clue_petition'::text)).owned AS owned)) OR (handling_pos <@ ( SELECT (my_reach('clue_petition'::text)).handled AS handled)) OR (received_pos <@ ( SELECT (my_reach('clue_petition'::text)).received AS received)) OR (handler_post = ( SELECT (me()).post AS post)) OR ((compartment = 1) AND (owner_pos <@ ( SELECT (my_reach('clue_petition'::text)).cadre_owned AS cadre_owned))) OR ((subject_state = 0) AND ((registered_by = ( SELECT (me()).post AS post)) OR (custodian_post = ( SELECT (me()).post AS post)))) OR (clue_id IN ( SELECT unnest(granted('clue'::text, 'petition'::text)) AS unnest)))) and ((((denied_persons IS NULL) OR (NOT (( SELECT (me()).person AS person) = ANY (denied_persons)))) AND ((denied_units IS NULL) OR (NOT (denied_units && ( SELECT (me()).places AS places))) OR (clue_id IN ( SELECT unnest(exempted('clue'::text, 'petition'::text)) AS unnest))) AND (classification <= ( SELECT (me()).clearance AS clearance)) AND ((compartment = 0) OR ((compartment = 1) AND ((owner_pos <@ ( SELECT (my_reach('clue_petition'::text)).cadre AS cadre)) OR (handling_pos <@ ( SELECT (my_reach('clue_petition'::text)).cadre_handled AS cadre_handled)) OR (clue_id IN ( SELECT unnest(exempted('clue'::text, 'petition'::text)) AS unnest)))) OR ((compartment = 2) AND (owner_pos <@ ( SELECT (my_reach('clue_petition'::text)).sealed AS sealed)))) AND ((subject_state <> 0) OR ((registered_by = ( SELECT (me()).post AS post)) OR (custodian_post = ( SELECT (me()).post AS post))))))); end $function$;

CREATE OR REPLACE FUNCTION liandong.reached_clue_reporter(of_ids uuid[])
 RETURNS uuid[]
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ begin return array(select clue_id from (select o.id as clue_id, o.* from clue o where o.id = any (of_ids)) as clue_reporter where ((((closed_at IS NULL) AND (received_pos <@ ( SELECT (my_reach('clue_reporter'::text)).received AS received))) OR ((closed_at IS NULL) AND (registered_by = ( SELECT (me()).post AS post)) AND (received_pos = ( SELECT (me()).unit AS unit))) OR ((closed_at IS NULL) AND (compartment = 2) AND (owner_pos <@ ( SELECT (my_reach('clue_reporter'::text)).sealed AS sealed))) OR (clue_id IN ( SELECT unnest(granted('clue'::text, 'reporter'::text)) AS unnest)))) and ((((denied_persons IS NULL) OR (NOT (( SELECT (me()).person AS person) = ANY (denied_persons)))) AND ((denied_units IS NULL) OR (NOT (denied_units && ( SELECT (me()).places AS places))) OR (clue_id IN ( SELECT unnest(exempted('clue'::text, 'reporter'::text)) AS unnest))) AND (classification <= ( SELECT (me()).clearance AS clearance)) AND ((compartment = 0) OR ((compartment = 1) AND ((clue_id IN ( SELECT unnest(exempted('clue'::text, 'reporter'::text)) AS unnest)) OR (clue_id IN ( SELECT unnest(unmasked()) AS unnest)))) OR ((compartment = 2) AND (owner_pos <@ ( SELECT (my_reach('clue_reporter'::text)).sealed AS sealed)))) AND ((subject_state <> 0) OR ((registered_by = ( SELECT (me()).post AS post)) OR (custodian_post = ( SELECT (me()).post AS post))))))); end $function$;

CREATE OR REPLACE FUNCTION liandong.reached_joint_case(of_ids uuid[])
 RETURNS uuid[]
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ begin return array(select id from (select * from joint_case where id = any (of_ids)) as joint_case where (((owner_pos <@ ( SELECT (my_reach('joint_case_ledger'::text)).owned AS owned)) OR (handling_pos <@ ( SELECT (my_reach('joint_case_ledger'::text)).handled AS handled)) OR ((compartment = 1) AND (owner_pos <@ ( SELECT (my_reach('joint_case_ledger'::text)).cadre_owned AS cadre_owned))) OR ((owner_pos <@ ( SELECT (my_reach('joint_case_ledger'::text)).linked AS linked)) AND ((closed_at IS NULL) OR (EXISTS ( SELECT
   FROM UNNEST(( SELECT (me()).link_lo AS link_lo), ( SELECT (me()).link_hi AS link_hi), ( SELECT (me()).link_since AS link_since)) l(lo, hi, since)
  WHERE (((joint_case.owner_pos >= l.lo) AND (joint_case.owner_pos <= l.hi)) AND (joint_case.closed_at >= to_timestamp((((l.since)::numeric / 1000000.0))::double precision))))))) OR (id IN ( SELECT unnest(granted('joint_case'::text, 'ledger'::text)) AS unnest)))) and ((((denied_persons IS NULL) OR (NOT (( SELECT (me()).person AS person) = ANY (denied_persons)))) AND ((denied_units IS NULL) OR (NOT (denied_units && ( SELECT (me()).places AS places))) OR (id IN ( SELECT unnest(exempted('joint_case'::text, 'ledger'::text)) AS unnest))) AND (classification <= ( SELECT (me()).clearance AS clearance)) AND ((compartment = 0) OR ((compartment = 1) AND ((owner_pos <@ ( SELECT (my_reach('joint_case_ledger'::text)).cadre AS cadre)) OR (handling_pos <@ ( SELECT (my_reach('joint_case_ledger'::text)).cadre_handled AS cadre_handled)) OR (id IN ( SELECT unnest(exempted('joint_case'::text, 'ledger'::text)) AS unnest))))) AND (subject_state <> 0)))); end $function$;

CREATE OR REPLACE FUNCTION liandong.reached_joint_case_content(of_ids uuid[])
 RETURNS uuid[]
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ begin return array(select joint_case_id from (select o.id as joint_case_id, o.* from joint_case o where o.id = any (of_ids)) as joint_case_content where (((owner_pos <@ ( SELECT (my_reach('joint_case_content'::text)).owned AS owned)) OR (handling_pos <@ ( SELECT (my_reach('joint_case_content'::text)).handled AS handled)) OR ((compartment = 1) AND (owner_pos <@ ( SELECT (my_reach('joint_case_content'::text)).cadre_owned AS cadre_owned))) OR (joint_case_id IN ( SELECT unnest(granted('joint_case'::text, 'content'::text)) AS unnest)))) and ((((denied_persons IS NULL) OR (NOT (( SELECT (me()).person AS person) = ANY (denied_persons)))) AND ((denied_units IS NULL) OR (NOT (denied_units && ( SELECT (me()).places AS places))) OR (joint_case_id IN ( SELECT unnest(exempted('joint_case'::text, 'content'::text)) AS unnest))) AND (classification <= ( SELECT (me()).clearance AS clearance)) AND ((compartment = 0) OR ((compartment = 1) AND ((owner_pos <@ ( SELECT (my_reach('joint_case_content'::text)).cadre AS cadre)) OR (handling_pos <@ ( SELECT (my_reach('joint_case_content'::text)).cadre_handled AS cadre_handled)) OR (joint_case_id IN ( SELECT unnest(exempted('joint_case'::text, 'content'::text)) AS unnest))))) AND (subject_state <> 0)))); end $function$;

CREATE OR REPLACE FUNCTION liandong.reached_supervision_item(of_ids uuid[])
 RETURNS uuid[]
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ begin return array(select id from (select * from supervision_item where id = any (of_ids)) as supervision_item where (((owner_pos <@ ( SELECT (my_reach('supervision_item_ledger'::text)).owned AS owned)) OR (handling_pos <@ ( SELECT (my_reach('supervision_item_ledger'::text)).handled AS handled)) OR (received_pos <@ ( SELECT (my_reach('supervision_item_ledger'::text)).received AS received)) OR ((compartment = 1) AND (owner_pos <@ ( SELECT (my_reach('supervision_item_ledger'::text)).cadre_owned AS cadre_owned))) OR (id IN ( SELECT unnest(granted('supervision_item'::text, 'ledger'::text)) AS unnest)))) and ((((denied_persons IS NULL) OR (NOT (( SELECT (me()).person AS person) = ANY (denied_persons)))) AND ((denied_units IS NULL) OR (NOT (denied_units && ( SELECT (me()).places AS places))) OR (id IN ( SELECT unnest(exempted('supervision_item'::text, 'ledger'::text)) AS unnest))) AND (classification <= ( SELECT (me()).clearance AS clearance)) AND ((compartment = 0) OR ((compartment = 1) AND ((owner_pos <@ ( SELECT (my_reach('supervision_item_ledger'::text)).cadre AS cadre)) OR (handling_pos <@ ( SELECT (my_reach('supervision_item_ledger'::text)).cadre_handled AS cadre_handled)) OR (id IN ( SELECT unnest(exempted('supervision_item'::text, 'ledger'::text)) AS unnest))))) AND (subject_state <> 0)))); end $function$;

CREATE OR REPLACE FUNCTION liandong.reached_supervision_item_content(of_ids uuid[])
 RETURNS uuid[]
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ begin return array(select supervision_item_id from (select o.id as supervision_item_id, o.* from supervision_item o where o.id = any (of_ids)) as supervision_item_content where (((owner_pos <@ ( SELECT (my_reach('supervision_item_content'::text)).owned AS owned)) OR (handling_pos <@ ( SELECT (my_reach('supervision_item_content'::text)).handled AS handled)) OR (received_pos <@ ( SELECT (my_reach('supervision_item_content'::text)).received AS received)) OR ((compartment = 1) AND (owner_pos <@ ( SELECT (my_reach('supervision_item_content'::text)).cadre_owned AS cadre_owned))) OR (supervision_item_id IN ( SELECT unnest(granted('supervision_item'::text, 'content'::text)) AS unnest)))) and ((((denied_persons IS NULL) OR (NOT (( SELECT (me()).person AS person) = ANY (denied_persons)))) AND ((denied_units IS NULL) OR (NOT (denied_units && ( SELECT (me()).places AS places))) OR (supervision_item_id IN ( SELECT unnest(exempted('supervision_item'::text, 'content'::text)) AS unnest))) AND (classification <= ( SELECT (me()).clearance AS clearance)) AND ((compartment = 0) OR ((compartment = 1) AND ((owner_pos <@ ( SELECT (my_reach('supervision_item_content'::text)).cadre AS cadre)) OR (handling_pos <@ ( SELECT (my_reach('supervision_item_content'::text)).cadre_handled AS cadre_handled)) OR (supervision_item_id IN ( SELECT unnest(exempted('supervision_item'::text, 'content'::text)) AS unnest))))) AND (subject_state <> 0)))); end $function$;

CREATE OR REPLACE FUNCTION liandong.reaches_of(of_unit_kind smallint, of_office_kind smallint, of_duty smallint, own int8multirange, organ int8multirange, subtree int8multirange, branch int8multirange, linked int8multirange)
 RETURNS TABLE(name text, reach reach)
 LANGUAGE sql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        select a.name, row(
  coalesce(range_agg(r) filter (where place = 'owner' and relation <> 'LINKED'), '{}'),
  coalesce(range_agg(r) filter (where place = 'handling'), '{}'),
  coalesce(range_agg(r) filter (where place = 'received'), '{}'),
  coalesce(range_agg(r) filter (where place = 'owner' and relation = 'LINKED'), '{}'),
  coalesce(range_agg(r) filter (where place = 'owner_cadre'), '{}'),
  coalesce(range_agg(r) filter (where cadre and place in ('owner', 'owner_cadre')), '{}'),
  coalesce(range_agg(r) filter (where place = 'owner_sealed'), '{}'),
  coalesce(range_agg(r) filter (where cadre and place = 'handling'), '{}'))::reach
        from unnest(array['clue_ledger', 'clue_petition', 'clue_content', 'clue_reporter', 'supervision_item_ledger', 'supervision_item_content', 'joint_case_ledger', 'joint_case_content']) as a (name)
        left join duty_facet f on object || '_' || facet = a.name
          and (unit_kind is null or unit_kind = of_unit_kind)
          and (office_kind is null or office_kind = of_office_kind)
          and (duty = of_duty or duty is null and of_duty not between 5 and 7)
        left join lateral (select case f.relation
          when 'OWN' then own when 'ORGAN' then organ when 'SUBTREE' then subtree when 'BRANCH' then branch
          when 'BRANCH_CADRE' then (select coalesce(range_agg(int8range(u.pos, u.pos, '[]')), '{}') from unit u
            where u.office_kind = 7 and u.pos <@ branch)
          when 'LINKED' then linked end) as m(r) on true
        group by a.name
        $function$;

CREATE OR REPLACE FUNCTION liandong.recount_matters()
 RETURNS void
 LANGUAGE sql
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        -- Nobody writes between what is forgotten and what is counted.
        lock table clue, supervision_item, joint_case, matter_count in share row exclusive mode;
        delete from matter_count;
        insert into matter_count
        select object, w, owner_pos / w, open, classification, compartment, unresolved, count(*)
        from (select 'clue' as object, owner_pos, open, classification, compartment, subject_state = 0 as unresolved from clue union all select 'supervision_item' as object, owner_pos, open, classification, compartment, subject_state = 0 as unresolved from supervision_item union all select 'joint_case' as object, owner_pos, open, classification, compartment, subject_state = 0 as unresolved from joint_case) o
        cross join (values (1::bigint), (1000), (1000000), (100000000), (10000000000), (1000000000000)) v (w) where owner_pos >= 0 group by 1, 2, 3, 4, 5, 6, 7
        $function$;

CREATE OR REPLACE FUNCTION liandong.recusal_decide(of_id uuid, of_version integer, approved boolean, of_reason text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
 SET cpu_operator_cost TO '0.0025'
AS $function$
        declare
          r recusal; denied uuid;
        begin
          perform require_act('recusalDecide');
          r := recusal_in_hand(of_id, of_version, 1::smallint);
          if approved then
            denied := gen_random_uuid();
            insert into denial (id, object, object_id, person_id, basis) values (denied, 'clue', r.clue_id, r.person_id, 1);
          end if;
          update access_grant set valid_to = greatest(app_now(), valid_from + interval '1 microsecond') where id = (select grant_id from recusal where id = of_id);
          update recusal set state = case when approved then 2 else 3 end, decided_by = (me()).post, decided_at = app_now(),
            denial_id = denied, version = version + 1 where id = of_id;
          insert into recusal_decision (recusal_id, reason) values (of_id, of_reason);
          perform tell(case when approved then 'recusalApproved' else 'recusalRefused' end, 'recusal', of_id);
        end $function$;
grant execute on function recusal_decide(uuid,integer,boolean,text) to liandong_act;

CREATE OR REPLACE FUNCTION liandong.recusal_deciders(of_ids uuid[])
 RETURNS TABLE(id uuid, post uuid, place bigint)
 LANGUAGE sql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
    with asked as materialized (
      select r.id, r.person_id, r.organ_pos, c from recusal r join clue c on c.id = r.clue_id where r.id = any (of_ids)),
    line as materialized (
      select o.organ_pos, h.* from (select distinct organ_pos from asked) o cross join lateral recusal_heads(o.organ_pos) h)
    select distinct on (a.id) a.id, l.post, l.place from asked a join line l on l.organ_pos = a.organ_pos
    where l.person <> a.person_id and not barred_from(a.c, l.person, l.clearance, l.places)
      and not (l.place = a.organ_pos and exists (
        select from line s where s.organ_pos = a.organ_pos and s.place = a.organ_pos and s.person = a.person_id))
    order by a.id, l.turn
    $function$;

CREATE OR REPLACE FUNCTION liandong.recusal_end(of_id uuid, of_version integer, of_reason text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
 SET cpu_operator_cost TO '0.0025'
AS $function$
        declare
          r recusal;
        begin
          perform require_act('recusalEnd');
          r := recusal_in_hand(of_id, of_version, 2::smallint);
          update denial set ended_at = app_now() where id = r.denial_id;
          update recusal set state = 4, ended_at = app_now(), version = version + 1 where id = of_id;
          update recusal_decision set reason = of_reason where recusal_id = of_id;
          perform tell('recusalEnded', 'recusal', of_id);
        end $function$;
grant execute on function recusal_end(uuid,integer,text) to liandong_act;

CREATE OR REPLACE FUNCTION liandong.recusal_heads(of_organ bigint)
 RETURNS TABLE(post uuid, person uuid, place bigint, turn bigint, clearance smallint, places int8multirange)
 LANGUAGE sql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
    with recursive above(pos, step) as (
      select of_organ, 1 union all select superior_of(pos), step + 1 from above where pos is not null)
    select x.id, x.person_id, a.pos, row_number() over (order by a.step, x.main desc, x.valid_from, x.id), p.clearance, (
        select coalesce(range_agg(int8range(y.unit_pos, y.unit_pos, '[]')), '{}') from post y
        where y.person_id = x.person_id and in_force(y.valid_from, y.valid_to))
      from above a join post x on x.unit_pos = a.pos and x.duty = 1 join person p on p.id = x.person_id
      where in_office(x.id)
    $function$;

CREATE OR REPLACE FUNCTION liandong.recusal_in_hand(of_id uuid, of_version integer, of_state smallint)
 RETURNS recusal
 LANGUAGE plpgsql
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          r recusal;
        begin
          -- The clue is locked first, as every act on it has it, and not before it is his.
          for look in 1..2 loop
            if not recusal_mine_to_decide(of_id) then
              raise exception 'not his to decide' using errcode = 'LD020';
            end if;
            select * into r from recusal where id = of_id;
            perform lock_object('clue', r.clue_id);
          end loop;
          select * into r from recusal where id = of_id for update;
          if r.version <> of_version then
            raise exception 'changed meanwhile' using errcode = 'LD022';
          end if;
          if r.state <> of_state then
            raise exception 'not in this state' using errcode = 'LD023';
          end if;
          return r;
        end $function$;

CREATE OR REPLACE FUNCTION liandong.recusal_mine_to_decide(of_id uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
    select exists (select from recusal_deciders(array(
      select id from recusal where id in (of_id, '00000000-0000-0000-0000-000000000000') order by id desc limit 1)) d
      where d.post = (me()).post)
    $function$;

CREATE OR REPLACE FUNCTION liandong.recusal_request(of_id uuid, of_clue uuid, of_post uuid, of_ground smallint, of_reason text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
 SET cpu_operator_cost TO '0.0025'
AS $function$
        declare
          m principal := me(); whom person;
        begin
          perform require_act('recusalRequest');
          perform lock_seen('clue', 'ledger', of_clue);
          select p.* into whom from post x join person p on p.id = x.person_id where x.id = of_post;
          if not found then
            raise exception 'no such post' using errcode = 'LD021';
          end if;
          if exists (select from recusal
              where clue_id = of_clue and person_id = whom.id and requested_by = m.post and state = 1) then
            raise exception 'asked already' using errcode = 'LD023';
          end if;
          -- Whether there is anybody now who may decide is not told: it waits until there is.
          insert into recusal (id, clue_id, person_id, person_name, ground, reason, requested_by, organ_pos)
            select of_id, of_clue, whom.id, whom.name, of_ground, of_reason, m.post, u.organ_pos
              from clue c join unit u on u.pos = c.owner_pos where c.id = of_clue;
          perform recusals_lay_open(array[of_id]);
          perform tell('recusalRequested', 'recusal', of_id);
        end $function$;
grant execute on function recusal_request(uuid,uuid,uuid,smallint,text) to liandong_act;

CREATE OR REPLACE FUNCTION liandong.recusals_follow_clue()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ begin
      if new.owner_pos <> old.owner_pos then
        update recusal set organ_pos = (select organ_pos from unit where pos = new.owner_pos) where clue_id = new.id;
      end if;
      if exists (select from recusal where clue_id = new.id and state = 1) then
        perform recusals_lay_open(array(select id from recusal where clue_id = new.id and state = 1));
      end if;
      return null;
    end $function$;

CREATE OR REPLACE FUNCTION liandong.recusals_lay_open(of_ids uuid[])
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
    declare
      due record; r recusal; opened uuid;
    begin
      for due in
        select a.id, d.post from recusal a join clue c on c.id = a.clue_id
          left join recusal_deciders(of_ids) d on d.id = a.id and d.place <> a.organ_pos and c.closed_at is null
          left join access_grant g on g.id = a.grant_id and in_force(g.valid_from, g.valid_to)
        where a.id = any (of_ids) and a.state = 1 and d.post is distinct from g.post_id order by a.id
      loop
        select * into r from recusal where id = due.id and state = 1 for update;
        continue when not found;
        update access_grant set valid_to = greatest(app_now(), valid_from + interval '1 microsecond')
          where id = r.grant_id and (valid_to is null or valid_to > app_now());
        opened := null;
        if due.post is not null then
          opened := gen_random_uuid();
          insert into access_grant (id, object, object_id, facets, post_id, basis, issuer_post, valid_from)
            values (opened, 'clue', r.clue_id, '{ledger}', due.post, 14, r.requested_by, app_now());
        end if;
        update recusal set grant_id = opened where id = r.id;
      end loop;
    end $function$;

CREATE OR REPLACE FUNCTION liandong.recusals_look_for_deciders()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ begin
      if exists (select from rehearsal) then
            return null;
          end if;
          perform recusals_lay_open(array(select id from recusal where state = 1));
      return null;
    end $function$;

CREATE OR REPLACE FUNCTION liandong.recusals_of_mine()
 RETURNS TABLE(id uuid, words boolean)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
    declare
      m principal := me();
    begin
      return query
        select k.id, k.known from (
          select r.id, not kept_from(r.clue_id, m.person) or sees('clue', 'ledger', r.clue_id) as known,
            r.state = 2 and r.person_id = m.person and not barred_from(c, null, m.clearance, m.places) and not exists (
              select from denial d where d.object = 'clue' and d.object_id = r.clue_id and d.ended_at is null
                and d.person_id = m.person and d.id <> r.denial_id) as by_own_word
          from recusal r join clue c on c.id = r.clue_id where r.requested_by = m.post) k
        where k.known or k.by_own_word
        union all
        select r.id, true from recusal r join clue c on c.id = r.clue_id
        where r.decided_by = m.post and not barred_from(c, m.person, m.clearance, m.places);
    end $function$;

CREATE OR REPLACE FUNCTION liandong.recusals_to_decide()
 RETURNS uuid[]
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
 SET cpu_operator_cost TO '0.0025'
AS $function$
    declare
      m principal := me();
    begin
      if acting_duty() is distinct from 1::smallint or m.unit is distinct from m.organ then
        return '{}';
      end if;
      return array(select d.id from recusal_deciders(array(
        select id from recusal where state in (1, 2) and organ_pos between m.organ and m.organ_hi)) d where d.post = m.post);
    end $function$;
grant execute on function recusals_to_decide() to liandong_act, liandong_api;

CREATE OR REPLACE FUNCTION liandong.recusals_told_me()
 RETURNS uuid[]
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ select array(select id from recusals_of_mine()) $function$;
grant execute on function recusals_told_me() to liandong_act, liandong_api;

CREATE OR REPLACE FUNCTION liandong.recusals_without_words()
 RETURNS uuid[]
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ select array(select id from recusals_of_mine() where not words) $function$;
grant execute on function recusals_without_words() to liandong_act, liandong_api;

CREATE OR REPLACE FUNCTION liandong.rehome_clue(r reorganisation, ids uuid[], attempt integer)
 RETURNS void
 LANGUAGE sql
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
          with m as materialized (
              select x.id, x.owner_pos as o, x.handling_pos as h, x.received_pos as i, coalesce(o.to_pos, x.owner_pos) as owner,
                coalesce(h.to_pos, x.handling_pos) as handling, coalesce(i.to_pos, x.received_pos) as received
              from clue x
                left join reorganisation_pair o on o.from_pos = x.owner_pos and o.reorganisation_id = r.id
                left join reorganisation_pair h on h.from_pos = x.handling_pos and h.reorganisation_id = r.id
                left join reorganisation_pair i on i.from_pos = x.received_pos and i.reorganisation_id = r.id
              where x.id = any (ids)),
            kept as (insert into former_place (reorganisation_id, relation, row_id, place, pos, until)
              select r.id, 'clue', m.id, place, was, act_now() from m cross join lateral (values
                ('owner_pos', o, owner), ('handling_pos', h, handling), ('received_pos', i, received)) x (place, was, becomes)
              where was <> becomes),
            told as (insert into outbox (id, event, object, object_id)
              select gen_random_uuid(), 'matterRehomed', 'clue', id from m)
            -- A number that the successor has itself says whose it was; and where that is too long to tell it apart, which.
            update clue x set owner_pos = m.owner, handling_pos = m.handling, received_pos = m.received,
              number = case attempt when 0 then x.number when 1 then left(x.number, 39 - length(m.o::text)) || '@' || m.o
                else left(x.number, 26 - length(m.o::text)) || '@' || m.o || '#' || right(x.id::text, 12) end,
              version = x.version + 1, changed_at = app_now() from m where x.id = m.id $function$;

CREATE OR REPLACE FUNCTION liandong.rehome_denials(r reorganisation, most integer)
 RETURNS integer
 LANGUAGE plpgsql
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          d record; ids uuid[]; linked boolean; n integer := 0;
        begin
          for d in
            select x.object, x.object_id, x.basis, array_agg(distinct p.to_pos) as places
              from reorganisation_pair p join denial x
                on int8range(x.unit_lo, x.unit_hi, '[]') @> p.from_pos and x.ended_at is null and x.unit_lo is not null
              where p.reorganisation_id = r.id and not exists (
                select from denial y where y.object = x.object and y.object_id = x.object_id and y.ended_at is null
                  and p.to_pos between y.unit_lo and y.unit_hi)
              group by 1, 2, 3 order by 1, 2, 3 limit most
          loop
            linked := d.object = 'clue' and exists (select from clue_subject where clue_id = d.object_id and ended_at is null);
            if linked then
              perform from clue where id = d.object_id for update;
              perform clue_leaves_joint_cases(d.object_id, '{}', (select range_agg(int8range(x, x, '[]')) from unnest(d.places) x));
            end if;
            insert into denial (id, object, object_id, unit_lo, unit_hi, basis)
              select gen_random_uuid(), d.object, d.object_id, x, x, d.basis from unnest(d.places) x;
            if linked then
              perform lay_before_keeper(d.object_id, null);
            end if;
            perform audit_rehoming(r, d.object, array[d.object_id], '{"place": "denial"}');
            n := n + 1;
          end loop;
          if n > 0 then
            return n;
          end if;
          with more as (
              select i.id, range_agg(int8range(p.to_pos, p.to_pos, '[]')) as places
              from interference_record i join reorganisation_pair p on i.denied_units @> p.from_pos
              where p.reorganisation_id = r.id and not i.denied_units @> p.to_pos group by 1 order by 1 limit most),
            done as (update interference_record i set denied_units = i.denied_units + m.places from more m where m.id = i.id returning i.id)
            select array_agg(id) into ids from done;
          if ids is not null then
            perform audit_rehoming(r, 'interference_record', ids, '{"place": "denied_units"}');
          end if;
          return cardinality(ids);
        end $function$;

CREATE OR REPLACE FUNCTION liandong.rehome_joint_case(r reorganisation, ids uuid[], attempt integer)
 RETURNS void
 LANGUAGE sql
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
          with m as materialized (
              select x.id, x.owner_pos as o, x.handling_pos as h, x.received_pos as i, coalesce(o.to_pos, x.owner_pos) as owner,
                coalesce(h.to_pos, x.handling_pos) as handling, coalesce(i.to_pos, x.received_pos) as received
              from joint_case x
                left join reorganisation_pair o on o.from_pos = x.owner_pos and o.reorganisation_id = r.id
                left join reorganisation_pair h on h.from_pos = x.handling_pos and h.reorganisation_id = r.id
                left join reorganisation_pair i on i.from_pos = x.received_pos and i.reorganisation_id = r.id
              where x.id = any (ids)),
            kept as (insert into former_place (reorganisation_id, relation, row_id, place, pos, until)
              select r.id, 'joint_case', m.id, place, was, act_now() from m cross join lateral (values
                ('owner_pos', o, owner), ('handling_pos', h, handling), ('received_pos', i, received)) x (place, was, becomes)
              where was <> becomes),
            told as (insert into outbox (id, event, object, object_id)
              select gen_random_uuid(), 'matterRehomed', 'joint_case', id from m)
            -- A number that the successor has itself says whose it was; and where that is too long to tell it apart, which.
            update joint_case x set owner_pos = m.owner, handling_pos = m.handling, received_pos = m.received,
              number = case attempt when 0 then x.number when 1 then left(x.number, 39 - length(m.o::text)) || '@' || m.o
                else left(x.number, 26 - length(m.o::text)) || '@' || m.o || '#' || right(x.id::text, 12) end,
              version = x.version + 1, changed_at = app_now() from m where x.id = m.id $function$;

CREATE OR REPLACE FUNCTION liandong.rehome_matters(r reorganisation, most integer)
 RETURNS integer
 LANGUAGE plpgsql
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          p reorganisation_pair; ids uuid[]; one uuid; busy boolean;
        begin
          for p in select * from reorganisation_pair where reorganisation_id = r.id and not finished order by from_pos loop
            ids := array(select * from (select id from clue where owner_pos = p.from_pos order by id limit most) owner_pos
              union select * from (select id from clue where handling_pos = p.from_pos order by id limit most) handling_pos
              union select * from (select id from clue where received_pos = p.from_pos order by id limit most) received_pos);
            busy := ids <> '{}';
            ids := array(select id from clue where id = any (ids) and p.from_pos in (owner_pos, handling_pos, received_pos)
              order by id limit most for update skip locked);
            if ids <> '{}' then
              begin
                perform rehome_clue(r, ids, 0);
              exception when unique_violation then
                -- The successor has such a number, or two of them come together: one after the other.
                foreach one in array ids loop
                  for attempt in 0 .. 2 loop
                    begin
                      perform rehome_clue(r, array[one], attempt);
                      exit;
                    exception when unique_violation then
                      if attempt = 2 then
                        raise;
                      end if;
                    end;
                  end loop;
                end loop;
              end;
              update unmasking k set organ_pos = u.organ_pos from clue c join unit u on u.pos = coalesce(c.received_pos, c.owner_pos)
                where k.clue_id = c.id and c.id = any (ids) and k.organ_pos <> u.organ_pos;
              perform audit_rehoming(r, 'clue', ids, '{"place": "owner_pos, handling_pos, received_pos"}');
              return cardinality(ids);
            end if;
            if busy then
              return 0;
            end if;
            ids := array(select * from (select id from supervision_item where owner_pos = p.from_pos order by id limit most) owner_pos
              union select * from (select id from supervision_item where handling_pos = p.from_pos order by id limit most) handling_pos
              union select * from (select id from supervision_item where received_pos = p.from_pos order by id limit most) received_pos);
            busy := ids <> '{}';
            ids := array(select id from supervision_item where id = any (ids) and p.from_pos in (owner_pos, handling_pos, received_pos)
              order by id limit most for update skip locked);
            if ids <> '{}' then
              begin
                perform rehome_supervision_item(r, ids, 0);
              exception when unique_violation then
                -- The successor has such a number, or two of them come together: one after the other.
                foreach one in array ids loop
                  for attempt in 0 .. 2 loop
                    begin
                      perform rehome_supervision_item(r, array[one], attempt);
                      exit;
                    exception when unique_violation then
                      if attempt = 2 then
                        raise;
                      end if;
                    end;
                  end loop;
                end loop;
              end;
              perform audit_rehoming(r, 'supervision_item', ids, '{"place": "owner_pos, handling_pos, received_pos"}');
              return cardinality(ids);
            end if;
            if busy then
              return 0;
            end if;
            ids := array(select * from (select id from joint_case where owner_pos = p.from_pos order by id limit most) owner_pos
              union select * from (select id from joint_case where handling_pos = p.from_pos order by id limit most) handling_pos);
            busy := ids <> '{}';
            ids := array(select id from joint_case where id = any (ids) and p.from_pos in (owner_pos, handling_pos)
              order by id limit most for update skip locked);
            if ids <> '{}' then
              begin
                perform rehome_joint_case(r, ids, 0);
              exception when unique_violation then
                -- The successor has such a number, or two of them come together: one after the other.
                foreach one in array ids loop
                  for attempt in 0 .. 2 loop
                    begin
                      perform rehome_joint_case(r, array[one], attempt);
                      exit;
                    exception when unique_violation then
                      if attempt = 2 then
                        raise;
                      end if;
                    end;
                  end loop;
                end loop;
              end;
              perform audit_rehoming(r, 'joint_case', ids, '{"place": "owner_pos, handling_pos, received_pos"}');
              return cardinality(ids);
            end if;
            if busy then
              return 0;
            end if;
            update reorganisation_pair set finished = true where from_pos = p.from_pos;
            update reorganisation set progress = greatest(progress, (select floor(9.0 * count(*) filter (where finished) / count(*)) * 10
              from reorganisation_pair where reorganisation_id = r.id)) where id = r.id;
          end loop;
          return null;
        end $function$;

CREATE OR REPLACE FUNCTION liandong.rehome_post(r reorganisation, was post, becomes uuid)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          moment timestamptz := act_now(); ids uuid[];
        begin
          ids := array(select id from clue where closed_at is null and was.id in (handler_post, registered_by, custodian_post)
            order by id for update);
          update clue set handler_post = case when handler_post = was.id then becomes else handler_post end,
              registered_by = case when registered_by = was.id then becomes else registered_by end,
              custodian_post = case when custodian_post = was.id then becomes else custodian_post end,
              version = version + 1, changed_at = app_now() where id = any (ids);
          perform audit_rehoming(r, 'clue', ids, jsonb_build_object('posts', array[was.id, becomes]));
          ids := array(select g.id from access_grant g where g.post_id = was.id and (g.valid_to is null or g.valid_to > moment)
            and g.basis not in (10, 14) and goes_along(g, was.unit_pos, (select unit_pos from post where id = becomes))
            and not exists (select from unmasking where grant_id = g.id)
            and not exists (select from emergency_access where grant_id = g.id) order by g.id for update);
          update access_grant set post_id = becomes where id = any (ids);
          perform audit_rehoming(r, 'access_grant', ids, jsonb_build_object('posts', array[was.id, becomes]));
          insert into joint_case_assignment (id, joint_case_id, post_id, person_name, unit_pos, force, tasks, valid_from, valid_to)
            select gen_random_uuid(), a.joint_case_id, becomes, a.person_name, (select unit_pos from post where id = becomes), a.force, a.tasks,
              greatest(moment, a.valid_from), a.valid_to
            from joint_case_assignment a where a.post_id = was.id and (a.valid_to is null or a.valid_to > moment);
          update joint_case_assignment set valid_to = greatest(moment, valid_from + interval '1 microsecond')
            where post_id = was.id and (valid_to is null or valid_to > moment);
        end $function$;

CREATE OR REPLACE FUNCTION liandong.rehome_posts(r reorganisation, most integer)
 RETURNS integer
 LANGUAGE plpgsql
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          w post; t unit; moment timestamptz := act_now(); becomes uuid; offices bigint[]; those uuid[] := '{}'; mine uuid[]; after uuid[] := '{}';
        begin
          mine := array(select unnest(array[proposer, decider]) from administrative_change where object_id = r.id and state = 2);
          for w in select x.* from reorganisation_pair p join post x on x.unit_pos = p.from_pos
              where p.reorganisation_id = r.id and (x.valid_to is null
                -- What has not begun, and is named, has ended as soon as it begins.
                or x.valid_to > greatest(moment, x.valid_from + interval '1 microsecond')) order by x.id limit most for update of x loop
            select u.* into t from reorganisation_pair p join unit u on u.pos = p.to_pos where p.from_pos = w.unit_pos;
            offices := array(select p.to_pos from branch b join reorganisation_pair p on p.from_pos = b.office_pos
              where b.post_id = w.id and (b.valid_to is null or b.valid_to > moment));
            perform post_ends(w.id, moment);
            those := those || w.id;
            if not r.moves_posts or w.person_id = any (mine) or w.duty not between 2 and 4
              or w.duty = 2 and t.kind not in (1, 4) or w.duty = 3 and (t.kind in (1, 4) or exists (select from post x
                where x.unit_pos = t.pos and x.duty = 3 and x.person_id <> w.person_id and (x.valid_to is null or x.valid_to > moment)))
              or exists (select from person where id = w.person_id and left_at <= moment) then
              perform custody_goes_on(r, w, mine);
              continue;
            end if;
            select id into becomes from post x where x.person_id = w.person_id and x.unit_pos = t.pos and x.duty = w.duty
              and in_force(x.valid_from, x.valid_to) order by id limit 1;
            if becomes is null then
              becomes := gen_random_uuid();
              insert into post (id, person_id, unit_pos, duty, main, valid_from, valid_to)
                values (becomes, w.person_id, t.pos, w.duty, w.main, greatest(moment, w.valid_from), w.valid_to);
            end if;
            insert into branch (id, post_id, office_pos, valid_from)
              select gen_random_uuid(), becomes, u.pos, greatest(moment, w.valid_from) from unit u where u.pos = any (offices)
                and u.organ_pos = t.pos and u.kind in (2, 3, 6) and not exists (select from branch b where b.post_id = becomes
                  and b.office_pos = u.pos and (b.valid_to is null or b.valid_to > moment));
            perform rehome_post(r, w, becomes);
            perform person_follows_posts(w.person_id);
            after := after || becomes;
          end loop;
          if those = '{}' then
            return null;
          end if;
          perform audit_rehoming(r, 'post', those, jsonb_build_object('posts', after));
          return cardinality(those);
        end $function$;

CREATE OR REPLACE FUNCTION liandong.rehome_rows(r reorganisation, most integer)
 RETURNS integer
 LANGUAGE plpgsql
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          ids uuid[];
        begin
          with gone as (
              select g.id from access_grant g join reorganisation_pair p on p.from_pos = g.unit_pos and p.reorganisation_id = r.id
              where (g.valid_to is null or g.valid_to > greatest(act_now(), g.valid_from + interval '1 microsecond')) and not goes_along(g, p.from_pos, p.to_pos)
              order by 1 limit most for update of g skip locked),
            ended as (update access_grant g set valid_to = greatest(act_now(), valid_from + interval '1 microsecond') from gone
              where g.id = gone.id returning g.id)
            select array_agg(id) into ids from ended;
          if ids is not null then
            perform audit_rehoming(r, 'access_grant', ids, '{"place": "ended"}');
            return cardinality(ids);
          end if;
          -- What was copied to the successor too, or to another unit that goes there, is copied to it once.
          with twice as (
            delete from supervision_item_cc x using reorganisation_pair p where p.reorganisation_id = r.id and p.from_pos = x.unit_pos
              and exists (select from supervision_item_cc y where y.supervision_item_id = x.supervision_item_id and (y.unit_pos = p.to_pos
                or y.unit_pos < x.unit_pos and exists (select from reorganisation_pair q where q.from_pos = y.unit_pos
                  and q.to_pos = p.to_pos and q.reorganisation_id = r.id)))
            returning x.supervision_item_id as id, p.from_pos)
            insert into former_place (reorganisation_id, relation, row_id, place, pos, until)
            select r.id, 'supervision_item_cc', id, 'unit_pos', from_pos, act_now() from twice;
          
          with m as materialized (
              select x.id as id, p.from_pos, p.to_pos from access_grant x
                join reorganisation_pair p on p.from_pos = x.unit_pos and p.reorganisation_id = r.id
                where (x.valid_to is null or x.valid_to > greatest(act_now(), x.valid_from + interval '1 microsecond')) order by 1 limit most for update of x skip locked),
            moved as (update access_grant x set unit_pos = m.to_pos from m
              where x.id = m.id and x.unit_pos = m.from_pos returning m.*),
            kept as (insert into former_place (reorganisation_id, relation, row_id, place, pos, until)
              select r.id, 'access_grant', id, 'unit_pos', from_pos, act_now() from moved)
            select array_agg(id) into ids from moved;
          if ids is not null then
            perform audit_rehoming(r, 'access_grant', ids, jsonb_build_object('place', 'unit_pos'));
            return cardinality(ids);
          end if;
          if exists (select from access_grant x join reorganisation_pair p on p.from_pos = x.unit_pos and p.reorganisation_id = r.id
              where (x.valid_to is null or x.valid_to > greatest(act_now(), x.valid_from + interval '1 microsecond'))) then
            return 0;
          end if;

          with m as materialized (
              select x.id as id, p.from_pos, p.to_pos from supervision_item x
                join reorganisation_pair p on p.from_pos = x.report_to_pos and p.reorganisation_id = r.id
                where true order by 1 limit most for update of x skip locked),
            moved as (update supervision_item x set report_to_pos = m.to_pos from m
              where x.id = m.id and x.report_to_pos = m.from_pos returning m.*),
            kept as (insert into former_place (reorganisation_id, relation, row_id, place, pos, until)
              select r.id, 'supervision_item', id, 'report_to_pos', from_pos, act_now() from moved)
            select array_agg(id) into ids from moved;
          if ids is not null then
            perform audit_rehoming(r, 'supervision_item', ids, jsonb_build_object('place', 'report_to_pos'));
            return cardinality(ids);
          end if;
          if exists (select from supervision_item x join reorganisation_pair p on p.from_pos = x.report_to_pos and p.reorganisation_id = r.id
              where true) then
            return 0;
          end if;

          with m as materialized (
              select x.supervision_item_id as id, p.from_pos, p.to_pos from supervision_item_cc x
                join reorganisation_pair p on p.from_pos = x.unit_pos and p.reorganisation_id = r.id
                where true order by 1 limit most for update of x skip locked),
            moved as (update supervision_item_cc x set unit_pos = m.to_pos from m
              where x.supervision_item_id = m.id and x.unit_pos = m.from_pos returning m.*),
            kept as (insert into former_place (reorganisation_id, relation, row_id, place, pos, until)
              select r.id, 'supervision_item_cc', id, 'unit_pos', from_pos, act_now() from moved)
            select array_agg(id) into ids from moved;
          if ids is not null then
            perform audit_rehoming(r, 'supervision_item_cc', ids, jsonb_build_object('place', 'unit_pos'));
            return cardinality(ids);
          end if;
          if exists (select from supervision_item_cc x join reorganisation_pair p on p.from_pos = x.unit_pos and p.reorganisation_id = r.id
              where true) then
            return 0;
          end if;

          with m as materialized (
              select x.id as id, p.from_pos, p.to_pos from emergency_access x
                join reorganisation_pair p on p.from_pos = x.organ_pos and p.reorganisation_id = r.id
                where true order by 1 limit most for update of x skip locked),
            moved as (update emergency_access x set organ_pos = m.to_pos from m
              where x.id = m.id and x.organ_pos = m.from_pos returning m.*),
            kept as (insert into former_place (reorganisation_id, relation, row_id, place, pos, until)
              select r.id, 'emergency_access', id, 'organ_pos', from_pos, act_now() from moved)
            select array_agg(id) into ids from moved;
          if ids is not null then
            perform audit_rehoming(r, 'emergency_access', ids, jsonb_build_object('place', 'organ_pos'));
            return cardinality(ids);
          end if;
          if exists (select from emergency_access x join reorganisation_pair p on p.from_pos = x.organ_pos and p.reorganisation_id = r.id
              where true) then
            return 0;
          end if;

          with m as materialized (
              select x.id as id, p.from_pos, p.to_pos from emergency_access x
                join reorganisation_pair p on p.from_pos = x.reviewer_pos and p.reorganisation_id = r.id
                where true order by 1 limit most for update of x skip locked),
            moved as (update emergency_access x set reviewer_pos = m.to_pos from m
              where x.id = m.id and x.reviewer_pos = m.from_pos returning m.*),
            kept as (insert into former_place (reorganisation_id, relation, row_id, place, pos, until)
              select r.id, 'emergency_access', id, 'reviewer_pos', from_pos, act_now() from moved)
            select array_agg(id) into ids from moved;
          if ids is not null then
            perform audit_rehoming(r, 'emergency_access', ids, jsonb_build_object('place', 'reviewer_pos'));
            return cardinality(ids);
          end if;
          if exists (select from emergency_access x join reorganisation_pair p on p.from_pos = x.reviewer_pos and p.reorganisation_id = r.id
              where true) then
            return 0;
          end if;

          with m as materialized (
              select x.id as id, p.from_pos, p.to_pos from interference_record x
                join reorganisation_pair p on p.from_pos = x.organ_pos and p.reorganisation_id = r.id
                where true order by 1 limit most for update of x skip locked),
            moved as (update interference_record x set organ_pos = m.to_pos from m
              where x.id = m.id and x.organ_pos = m.from_pos returning m.*),
            kept as (insert into former_place (reorganisation_id, relation, row_id, place, pos, until)
              select r.id, 'interference_record', id, 'organ_pos', from_pos, act_now() from moved)
            select array_agg(id) into ids from moved;
          if ids is not null then
            perform audit_rehoming(r, 'interference_record', ids, jsonb_build_object('place', 'organ_pos'));
            return cardinality(ids);
          end if;
          if exists (select from interference_record x join reorganisation_pair p on p.from_pos = x.organ_pos and p.reorganisation_id = r.id
              where true) then
            return 0;
          end if;

          with m as materialized (
              select x.id as id, p.from_pos, p.to_pos from interference_record x
                join reorganisation_pair p on p.from_pos = x.superior_pos and p.reorganisation_id = r.id
                where true order by 1 limit most for update of x skip locked),
            moved as (update interference_record x set superior_pos = m.to_pos from m
              where x.id = m.id and x.superior_pos = m.from_pos returning m.*),
            kept as (insert into former_place (reorganisation_id, relation, row_id, place, pos, until)
              select r.id, 'interference_record', id, 'superior_pos', from_pos, act_now() from moved)
            select array_agg(id) into ids from moved;
          if ids is not null then
            perform audit_rehoming(r, 'interference_record', ids, jsonb_build_object('place', 'superior_pos'));
            return cardinality(ids);
          end if;
          if exists (select from interference_record x join reorganisation_pair p on p.from_pos = x.superior_pos and p.reorganisation_id = r.id
              where true) then
            return 0;
          end if;

          with m as materialized (
              select x.id as id, p.from_pos, p.to_pos from interference_record x
                join reorganisation_pair p on p.from_pos = x.principal_pos and p.reorganisation_id = r.id
                where true order by 1 limit most for update of x skip locked),
            moved as (update interference_record x set principal_pos = m.to_pos from m
              where x.id = m.id and x.principal_pos = m.from_pos returning m.*),
            kept as (insert into former_place (reorganisation_id, relation, row_id, place, pos, until)
              select r.id, 'interference_record', id, 'principal_pos', from_pos, act_now() from moved)
            select array_agg(id) into ids from moved;
          if ids is not null then
            perform audit_rehoming(r, 'interference_record', ids, jsonb_build_object('place', 'principal_pos'));
            return cardinality(ids);
          end if;
          if exists (select from interference_record x join reorganisation_pair p on p.from_pos = x.principal_pos and p.reorganisation_id = r.id
              where true) then
            return 0;
          end if;

          with m as materialized (
              select x.id as id, p.from_pos, p.to_pos from inspection_round x
                join reorganisation_pair p on p.from_pos = x.body_pos and p.reorganisation_id = r.id
                where x.ended_at is null and x.valid_to > act_now() order by 1 limit most for update of x skip locked),
            moved as (update inspection_round x set body_pos = m.to_pos from m
              where x.id = m.id and x.body_pos = m.from_pos returning m.*),
            kept as (insert into former_place (reorganisation_id, relation, row_id, place, pos, until)
              select r.id, 'inspection_round', id, 'body_pos', from_pos, act_now() from moved)
            select array_agg(id) into ids from moved;
          if ids is not null then
            perform audit_rehoming(r, 'inspection_round', ids, jsonb_build_object('place', 'body_pos'));
            return cardinality(ids);
          end if;
          if exists (select from inspection_round x join reorganisation_pair p on p.from_pos = x.body_pos and p.reorganisation_id = r.id
              where x.ended_at is null and x.valid_to > act_now()) then
            return 0;
          end if;

          with m as materialized (
              select x.id as id, p.from_pos, p.to_pos from inspection_round x
                join reorganisation_pair p on p.from_pos = x.organ_pos and p.reorganisation_id = r.id
                where x.ended_at is null and x.valid_to > act_now() order by 1 limit most for update of x skip locked),
            moved as (update inspection_round x set organ_pos = m.to_pos from m
              where x.id = m.id and x.organ_pos = m.from_pos returning m.*),
            kept as (insert into former_place (reorganisation_id, relation, row_id, place, pos, until)
              select r.id, 'inspection_round', id, 'organ_pos', from_pos, act_now() from moved)
            select array_agg(id) into ids from moved;
          if ids is not null then
            perform audit_rehoming(r, 'inspection_round', ids, jsonb_build_object('place', 'organ_pos'));
            return cardinality(ids);
          end if;
          if exists (select from inspection_round x join reorganisation_pair p on p.from_pos = x.organ_pos and p.reorganisation_id = r.id
              where x.ended_at is null and x.valid_to > act_now()) then
            return 0;
          end if;
          return null;
        end $function$;

CREATE OR REPLACE FUNCTION liandong.rehome_supervision_item(r reorganisation, ids uuid[], attempt integer)
 RETURNS void
 LANGUAGE sql
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
          with m as materialized (
              select x.id, x.owner_pos as o, x.handling_pos as h, x.received_pos as i, coalesce(o.to_pos, x.owner_pos) as owner,
                coalesce(h.to_pos, x.handling_pos) as handling, coalesce(i.to_pos, x.received_pos) as received
              from supervision_item x
                left join reorganisation_pair o on o.from_pos = x.owner_pos and o.reorganisation_id = r.id
                left join reorganisation_pair h on h.from_pos = x.handling_pos and h.reorganisation_id = r.id
                left join reorganisation_pair i on i.from_pos = x.received_pos and i.reorganisation_id = r.id
              where x.id = any (ids)),
            kept as (insert into former_place (reorganisation_id, relation, row_id, place, pos, until)
              select r.id, 'supervision_item', m.id, place, was, act_now() from m cross join lateral (values
                ('owner_pos', o, owner), ('handling_pos', h, handling), ('received_pos', i, received)) x (place, was, becomes)
              where was <> becomes),
            told as (insert into outbox (id, event, object, object_id)
              select gen_random_uuid(), 'matterRehomed', 'supervision_item', id from m)
            -- A number that the successor has itself says whose it was; and where that is too long to tell it apart, which.
            update supervision_item x set owner_pos = m.owner, handling_pos = m.handling, received_pos = m.received,
              number = case attempt when 0 then x.number when 1 then left(x.number, 39 - length(m.o::text)) || '@' || m.o
                else left(x.number, 26 - length(m.o::text)) || '@' || m.o || '#' || right(x.id::text, 12) end,
              version = x.version + 1, changed_at = app_now() from m where x.id = m.id $function$;

CREATE OR REPLACE FUNCTION liandong.rehomed(before bigint, after bigint)
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ select before is not distinct from after
          or exists (select from reorganisation_pair where from_pos = before and to_pos = after) $function$;

CREATE OR REPLACE FUNCTION liandong.relay_keepers()
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          linked uuid;
        begin
          for linked in select id from clue where id = any (clues_not_kept()) order by id for update loop
            perform lay_before_keeper(linked, null);
          end loop;
          perform recusals_lay_open(array(select id from recusal where state = 1));
        end $function$;
grant execute on function relay_keepers() to liandong_jobs;

CREATE OR REPLACE FUNCTION liandong.reorganisation_goes_on(r reorganisation, most integer)
 RETURNS boolean
 LANGUAGE plpgsql
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          n integer;
        begin
          for look in 1..2 loop
            n := coalesce(rehome_denials(r, most), rehome_matters(r, most), rehome_rows(r, most), rehome_posts(r, least(most, 10)));
            if n is not null then
              set constraints all immediate;
              return n > 0;
            end if;
            -- Whatever names these units has been written, and is seen by the second look, or waits until they have ended.
            if look = 1 then
              perform from unit where pos in (select from_pos from reorganisation_pair where reorganisation_id = r.id) order by pos for update;
              update reorganisation_pair set finished = false where reorganisation_id = r.id;
            end if;
          end loop;
          perform end_reorganised_units(r);
          set constraints all immediate;
          return true;
        end $function$;

CREATE OR REPLACE FUNCTION liandong.reorganisation_step(most integer)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          one uuid; r reorganisation; failed boolean := false; of_code text; words text;
        begin
          if most is null or most not between 1 and 1000 then
            raise exception 'one to a thousand' using errcode = '22023';
          end if;
          foreach one in array array(select id from reorganisation where state = 1 order by begun_at, id) loop
            select * into r from reorganisation where id = one and state = 1 for update skip locked;
            continue when not found;
            begin
              if reorganisation_goes_on(r, most) then
                return true;
              end if;
            exception when others then
              if not failed then
                get stacked diagnostics of_code = returned_sqlstate, words = message_text;
              end if;
              failed := true;
            end;
          end loop;
          if failed then
            raise exception '%', words using errcode = of_code;
          end if;
          return false;
        end $function$;
grant execute on function reorganisation_step(integer) to liandong_jobs;

CREATE OR REPLACE FUNCTION liandong.reported_to_me(of_object text, of_facet text, of_id uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          m principal := me(); s matter_scope;
        begin
          if not exists (select from access_grant where object = of_object and object_id = of_id and basis = 6
              and unit_pos = m.unit and of_facet = any (facets) and in_force(valid_from, valid_to)) then
            return false;
          end if;
          s := matter_scope_of(of_object, of_id);
          return coalesce(not (m.person = any (coalesce(s.denied_persons, '{}'))) and not (coalesce(s.denied_units, '{}') && m.places)
            and s.classification <= m.clearance and s.compartment <> 2 and s.subject_state <> 0, false);
        end $function$;

CREATE OR REPLACE FUNCTION liandong.require_act(of_act text)
 RETURNS void
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ begin
          if not exists (select from act_key where person_id = (me()).person and post_id = (me()).post and act = of_act
              and txid = pg_current_xact_id() and done is null) then
            raise exception 'no such act under way' using errcode = '28000';
          end if;
        end $function$;

CREATE OR REPLACE FUNCTION liandong.resume(own text)
 RETURNS void
 LANGUAGE sql
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ select set_config('liandong.principal', own, true) $function$;

CREATE OR REPLACE FUNCTION liandong.rule_for(of_place bigint, of_rule smallint, at timestamp with time zone DEFAULT app_now())
 RETURNS integer
 LANGUAGE sql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        select coalesce((organ_rule_at(of_place, of_rule, at)).value, (select by_default from organ_rule_kind where rule = of_rule))
        $function$;

CREATE OR REPLACE FUNCTION liandong.ruled_organ(of_id uuid)
 RETURNS unit
 LANGUAGE plpgsql
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          u unit := administered_unit(of_id);
        begin
          if u.kind not in (1, 4) then
            raise exception 'organs rule' using errcode = 'LD029';
          end if;
          if u.valid_to <= act_now() then
            raise exception 'has ended' using errcode = 'LD023';
          end if;
          return u;
        end $function$;

CREATE OR REPLACE FUNCTION liandong.same_case(one text, one_id uuid, other text, other_id uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        select (one, one_id) = (other, other_id) or exists (
          select from (select joint_case_id as j from joint_case_clue where one = 'clue' and clue_id = one_id
              union all select one_id where one = 'joint_case') a
            join (select joint_case_id as j from joint_case_clue where other = 'clue' and clue_id = other_id
              union all select other_id where other = 'joint_case') b using (j))
        $function$;

CREATE OR REPLACE FUNCTION liandong.sealed_piece(of_name text)
 RETURNS text
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          sealed text := current_setting('liandong.principal', true);
          bytes bytea := convert_to(sealed, 'UTF8'); i bytea; o bytea;
        begin
          if sealed is null then
            raise exception 'no principal in this session' using errcode = '28000';
          end if;
          select inner_pad, outer_pad into i, o from seal_key;
          if substr(bytes, 1, 64) is distinct from convert_to(encode(principal_seal(i, o, substr(bytes, 65)), 'hex'), 'UTF8') then
            return null;
          end if;
          return split_part(split_part(sealed, '#' || of_name, 2), '#', 1);
        end $function$;

CREATE OR REPLACE FUNCTION liandong.sees(of_object text, of_facet text, of_id uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ begin
        return case of_object || ' ' || of_facet
          when 'clue ledger' then sees_clue(of_id)
          when 'clue petition' then sees_clue_petition(of_id)
          when 'clue content' then sees_clue_content(of_id)
          when 'clue reporter' then sees_clue_reporter(of_id)
          when 'supervision_item ledger' then sees_supervision_item(of_id)
          when 'supervision_item content' then sees_supervision_item_content(of_id)
          when 'joint_case ledger' then sees_joint_case(of_id)
          when 'joint_case content' then sees_joint_case_content(of_id)
          else false end;
      end $function$;

CREATE OR REPLACE FUNCTION liandong.sees_clue(of_id uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ select exists (select from clue where id = of_id and (((owner_pos <@ ( SELECT (my_reach('clue_ledger'::text)).owned AS owned)) OR (handling_pos <@ ( SELECT (my_reach('clue_ledger'::text)).handled AS handled)) OR (received_pos <@ ( SELECT (my_reach('clue_ledger'::text)).received AS received)) OR (handler_post = ( SELECT (me()).post AS post)) OR ((compartment = 1) AND (owner_pos <@ ( SELECT (my_reach('clue_ledger'::text)).cadre_owned AS cadre_owned))) OR ((subject_state = 0) AND ((registered_by = ( SELECT (me()).post AS post)) OR (custodian_post = ( SELECT (me()).post AS post)))) OR ((owner_pos <@ ( SELECT (my_reach('clue_ledger'::text)).linked AS linked)) AND ((closed_at IS NULL) OR (EXISTS ( SELECT
   FROM UNNEST(( SELECT (me()).link_lo AS link_lo), ( SELECT (me()).link_hi AS link_hi), ( SELECT (me()).link_since AS link_since)) l(lo, hi, since)
  WHERE (((clue.owner_pos >= l.lo) AND (clue.owner_pos <= l.hi)) AND (clue.closed_at >= to_timestamp((((l.since)::numeric / 1000000.0))::double precision))))))) OR (id IN ( SELECT unnest(granted('clue'::text, 'ledger'::text)) AS unnest)))) and ((((denied_persons IS NULL) OR (NOT (( SELECT (me()).person AS person) = ANY (denied_persons)))) AND ((denied_units IS NULL) OR (NOT (denied_units && ( SELECT (me()).places AS places))) OR (id IN ( SELECT unnest(exempted('clue'::text, 'ledger'::text)) AS unnest))) AND (classification <= ( SELECT (me()).clearance AS clearance)) AND ((compartment = 0) OR ((compartment = 1) AND ((owner_pos <@ ( SELECT (my_reach('clue_ledger'::text)).cadre AS cadre)) OR (handling_pos <@ ( SELECT (my_reach('clue_ledger'::text)).cadre_handled AS cadre_handled)) OR (id IN ( SELECT unnest(exempted('clue'::text, 'ledger'::text)) AS unnest)))) OR ((compartment = 2) AND (owner_pos <@ ( SELECT (my_reach('clue_ledger'::text)).sealed AS sealed)))) AND ((subject_state <> 0) OR ((registered_by = ( SELECT (me()).post AS post)) OR (custodian_post = ( SELECT (me()).post AS post))))))) $function$;

CREATE OR REPLACE FUNCTION liandong.sees_clue_content(of_id uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ select exists (select from clue_content where clue_id = of_id and (((owner_pos <@ ( SELECT (my_reach('clue_content'::text)).owned AS owned)) OR (handling_pos <@ ( SELECT (my_reach('clue_content'::text)).handled AS handled)) OR (handler_post = ( SELECT (me()).post AS post)) OR ((compartment = 1) AND (owner_pos <@ ( SELECT (my_reach('clue_content'::text)).cadre_owned AS cadre_owned))) OR ((subject_state = 0) AND ((registered_by = ( SELECT (me()).post AS post)) OR (custodian_post = ( SELECT (me()).post AS post)))) OR (clue_id IN ( SELECT unnest(granted('clue'::text, 'content'::text)) AS unnest)))) and ((((denied_persons IS NULL) OR (NOT (( SELECT (me()).person AS person) = ANY (denied_persons)))) AND ((denied_units IS NULL) OR (NOT (denied_units && ( SELECT (me()).places AS places))) OR (clue_id IN ( SELECT unnest(exempted('clue'::text, 'content'::text)) AS unnest))) AND (classification <= ( SELECT (me()).clearance AS clearance)) AND ((compartment = 0) OR ((compartment = 1) AND ((owner_pos <@ ( SELECT (my_reach('clue_content'::text)).cadre AS cadre)) OR (handling_pos <@ ( SELECT (my_reach('clue_content'::text)).cadre_handled AS cadre_handled)) OR (clue_id IN ( SELECT unnest(exempted('clue'::text, 'content'::text)) AS unnest)))) OR ((compartment = 2) AND (owner_pos <@ ( SELECT (my_reach('clue_content'::text)).sealed AS sealed)))) AND ((subject_state <> 0) OR ((registered_by = ( SELECT (me()).post AS post)) OR (custodian_post = ( SELECT (me()).post AS post))))))) $function$;

CREATE OR REPLACE FUNCTION liandong.sees_clue_petition(of_id uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ select exists (select from clue_petition where clue_id = of_id and (((owner_pos <@ ( SELECT (my_reach('clue_petition'::text)).owned AS owned)) OR (handling_pos <@ ( SELECT (my_reach('clue_petition'::text)).handled AS handled)) OR (received_pos <@ ( SELECT (my_reach('clue_petition'::text)).received AS received)) OR (handler_post = ( SELECT (me()).post AS post)) OR ((compartment = 1) AND (owner_pos <@ ( SELECT (my_reach('clue_petition'::text)).cadre_owned AS cadre_owned))) OR ((subject_state = 0) AND ((registered_by = ( SELECT (me()).post AS post)) OR (custodian_post = ( SELECT (me()).post AS post)))) OR (clue_id IN ( SELECT unnest(granted('clue'::text, 'petition'::text)) AS unnest)))) and ((((denied_persons IS NULL) OR (NOT (( SELECT (me()).person AS person) = ANY (denied_persons)))) AND ((denied_units IS NULL) OR (NOT (denied_units && ( SELECT (me()).places AS places))) OR (clue_id IN ( SELECT unnest(exempted('clue'::text, 'petition'::text)) AS unnest))) AND (classification <= ( SELECT (me()).clearance AS clearance)) AND ((compartment = 0) OR ((compartment = 1) AND ((owner_pos <@ ( SELECT (my_reach('clue_petition'::text)).cadre AS cadre)) OR (handling_pos <@ ( SELECT (my_reach('clue_petition'::text)).cadre_handled AS cadre_handled)) OR (clue_id IN ( SELECT unnest(exempted('clue'::text, 'petition'::text)) AS unnest)))) OR ((compartment = 2) AND (owner_pos <@ ( SELECT (my_reach('clue_petition'::text)).sealed AS sealed)))) AND ((subject_state <> 0) OR ((registered_by = ( SELECT (me()).post AS post)) OR (custodian_post = ( SELECT (me()).post AS post))))))) $function$;

CREATE OR REPLACE FUNCTION liandong.sees_clue_reporter(of_id uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ select exists (select from clue_reporter where clue_id = of_id and ((((closed_at IS NULL) AND (received_pos <@ ( SELECT (my_reach('clue_reporter'::text)).received AS received))) OR ((closed_at IS NULL) AND (registered_by = ( SELECT (me()).post AS post)) AND (received_pos = ( SELECT (me()).unit AS unit))) OR ((closed_at IS NULL) AND (compartment = 2) AND (owner_pos <@ ( SELECT (my_reach('clue_reporter'::text)).sealed AS sealed))) OR (clue_id IN ( SELECT unnest(granted('clue'::text, 'reporter'::text)) AS unnest)))) and ((((denied_persons IS NULL) OR (NOT (( SELECT (me()).person AS person) = ANY (denied_persons)))) AND ((denied_units IS NULL) OR (NOT (denied_units && ( SELECT (me()).places AS places))) OR (clue_id IN ( SELECT unnest(exempted('clue'::text, 'reporter'::text)) AS unnest))) AND (classification <= ( SELECT (me()).clearance AS clearance)) AND ((compartment = 0) OR ((compartment = 1) AND ((clue_id IN ( SELECT unnest(exempted('clue'::text, 'reporter'::text)) AS unnest)) OR (clue_id IN ( SELECT unnest(unmasked()) AS unnest)))) OR ((compartment = 2) AND (owner_pos <@ ( SELECT (my_reach('clue_reporter'::text)).sealed AS sealed)))) AND ((subject_state <> 0) OR ((registered_by = ( SELECT (me()).post AS post)) OR (custodian_post = ( SELECT (me()).post AS post))))))) $function$;

CREATE OR REPLACE FUNCTION liandong.sees_interference_record(of_id uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ select exists (select from interference_record where id = of_id and (((( SELECT (me()).clearance AS clearance) >= 0) AND ((COALESCE((recorded_by = ( SELECT (me()).post AS post)), false) AND interference_mine(id)) OR ((((( SELECT acting_duty() AS acting_duty) = 1) AND ((organ_pos = ( SELECT (me()).unit AS unit)) OR COALESCE((principal_pos = ( SELECT (me()).unit AS unit)), false))) OR ((( SELECT acting_office() AS acting_office) = 7) AND ((organ_pos = ( SELECT (me()).organ AS organ)) OR COALESCE((superior_pos = ( SELECT (me()).organ AS organ)), false)))) AND (NOT interference_kept_from_me(id)))))) and (((person_id IS DISTINCT FROM ( SELECT (me()).person AS person)) AND ((recorded_by = ( SELECT (me()).post AS post)) OR ((NOT (denied_units && ( SELECT (me()).places AS places))) AND (NOT COALESCE((person_id = ANY (( SELECT those_who_lead_me() AS those_who_lead_me)::uuid[])), false))))))) $function$;

CREATE OR REPLACE FUNCTION liandong.sees_joint_case(of_id uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ select exists (select from joint_case where id = of_id and (((owner_pos <@ ( SELECT (my_reach('joint_case_ledger'::text)).owned AS owned)) OR (handling_pos <@ ( SELECT (my_reach('joint_case_ledger'::text)).handled AS handled)) OR ((compartment = 1) AND (owner_pos <@ ( SELECT (my_reach('joint_case_ledger'::text)).cadre_owned AS cadre_owned))) OR ((owner_pos <@ ( SELECT (my_reach('joint_case_ledger'::text)).linked AS linked)) AND ((closed_at IS NULL) OR (EXISTS ( SELECT
   FROM UNNEST(( SELECT (me()).link_lo AS link_lo), ( SELECT (me()).link_hi AS link_hi), ( SELECT (me()).link_since AS link_since)) l(lo, hi, since)
  WHERE (((joint_case.owner_pos >= l.lo) AND (joint_case.owner_pos <= l.hi)) AND (joint_case.closed_at >= to_timestamp((((l.since)::numeric / 1000000.0))::double precision))))))) OR (id IN ( SELECT unnest(granted('joint_case'::text, 'ledger'::text)) AS unnest)))) and ((((denied_persons IS NULL) OR (NOT (( SELECT (me()).person AS person) = ANY (denied_persons)))) AND ((denied_units IS NULL) OR (NOT (denied_units && ( SELECT (me()).places AS places))) OR (id IN ( SELECT unnest(exempted('joint_case'::text, 'ledger'::text)) AS unnest))) AND (classification <= ( SELECT (me()).clearance AS clearance)) AND ((compartment = 0) OR ((compartment = 1) AND ((owner_pos <@ ( SELECT (my_reach('joint_case_ledger'::text)).cadre AS cadre)) OR (handling_pos <@ ( SELECT (my_reach('joint_case_ledger'::text)).cadre_handled AS cadre_handled)) OR (id IN ( SELECT unnest(exempted('joint_case'::text, 'ledger'::text)) AS unnest))))) AND (subject_state <> 0)))) $function$;

CREATE OR REPLACE FUNCTION liandong.sees_joint_case_content(of_id uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ select exists (select from joint_case_content where joint_case_id = of_id and (((owner_pos <@ ( SELECT (my_reach('joint_case_content'::text)).owned AS owned)) OR (handling_pos <@ ( SELECT (my_reach('joint_case_content'::text)).handled AS handled)) OR ((compartment = 1) AND (owner_pos <@ ( SELECT (my_reach('joint_case_content'::text)).cadre_owned AS cadre_owned))) OR (joint_case_id IN ( SELECT unnest(granted('joint_case'::text, 'content'::text)) AS unnest)))) and ((((denied_persons IS NULL) OR (NOT (( SELECT (me()).person AS person) = ANY (denied_persons)))) AND ((denied_units IS NULL) OR (NOT (denied_units && ( SELECT (me()).places AS places))) OR (joint_case_id IN ( SELECT unnest(exempted('joint_case'::text, 'content'::text)) AS unnest))) AND (classification <= ( SELECT (me()).clearance AS clearance)) AND ((compartment = 0) OR ((compartment = 1) AND ((owner_pos <@ ( SELECT (my_reach('joint_case_content'::text)).cadre AS cadre)) OR (handling_pos <@ ( SELECT (my_reach('joint_case_content'::text)).cadre_handled AS cadre_handled)) OR (joint_case_id IN ( SELECT unnest(exempted('joint_case'::text, 'content'::text)) AS unnest))))) AND (subject_state <> 0)))) $function$;

CREATE OR REPLACE FUNCTION liandong.sees_supervision_item(of_id uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ select exists (select from supervision_item where id = of_id and (((owner_pos <@ ( SELECT (my_reach('supervision_item_ledger'::text)).owned AS owned)) OR (handling_pos <@ ( SELECT (my_reach('supervision_item_ledger'::text)).handled AS handled)) OR (received_pos <@ ( SELECT (my_reach('supervision_item_ledger'::text)).received AS received)) OR ((compartment = 1) AND (owner_pos <@ ( SELECT (my_reach('supervision_item_ledger'::text)).cadre_owned AS cadre_owned))) OR (id IN ( SELECT unnest(granted('supervision_item'::text, 'ledger'::text)) AS unnest)))) and ((((denied_persons IS NULL) OR (NOT (( SELECT (me()).person AS person) = ANY (denied_persons)))) AND ((denied_units IS NULL) OR (NOT (denied_units && ( SELECT (me()).places AS places))) OR (id IN ( SELECT unnest(exempted('supervision_item'::text, 'ledger'::text)) AS unnest))) AND (classification <= ( SELECT (me()).clearance AS clearance)) AND ((compartment = 0) OR ((compartment = 1) AND ((owner_pos <@ ( SELECT (my_reach('supervision_item_ledger'::text)).cadre AS cadre)) OR (handling_pos <@ ( SELECT (my_reach('supervision_item_ledger'::text)).cadre_handled AS cadre_handled)) OR (id IN ( SELECT unnest(exempted('supervision_item'::text, 'ledger'::text)) AS unnest))))) AND (subject_state <> 0)))) $function$;

CREATE OR REPLACE FUNCTION liandong.sees_supervision_item_content(of_id uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ select exists (select from supervision_item_content where supervision_item_id = of_id and (((owner_pos <@ ( SELECT (my_reach('supervision_item_content'::text)).owned AS owned)) OR (handling_pos <@ ( SELECT (my_reach('supervision_item_content'::text)).handled AS handled)) OR (received_pos <@ ( SELECT (my_reach('supervision_item_content'::text)).received AS received)) OR ((compartment = 1) AND (owner_pos <@ ( SELECT (my_reach('supervision_item_content'::text)).cadre_owned AS cadre_owned))) OR (supervision_item_id IN ( SELECT unnest(granted('supervision_item'::text, 'content'::text)) AS unnest)))) and ((((denied_persons IS NULL) OR (NOT (( SELECT (me()).person AS person) = ANY (denied_persons)))) AND ((denied_units IS NULL) OR (NOT (denied_units && ( SELECT (me()).places AS places))) OR (supervision_item_id IN ( SELECT unnest(exempted('supervision_item'::text, 'content'::text)) AS unnest))) AND (classification <= ( SELECT (me()).clearance AS clearance)) AND ((compartment = 0) OR ((compartment = 1) AND ((owner_pos <@ ( SELECT (my_reach('supervision_item_content'::text)).cadre AS cadre)) OR (handling_pos <@ ( SELECT (my_reach('supervision_item_content'::text)).cadre_handled AS cadre_handled)) OR (supervision_item_id IN ( SELECT unnest(exempted('supervision_item'::text, 'content'::text)) AS unnest))))) AND (subject_state <> 0)))) $function$;

CREATE OR REPLACE FUNCTION liandong.session_end(of_id uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
 SET cpu_operator_cost TO '0.0025'
AS $function$
        declare
          m principal := me(); s session;
        begin
          perform require_act('sessionEnd');
          select * into s from session where id = of_id and person_id = m.person;
          if not found then
            raise exception 'no such session' using errcode = 'LD021';
          end if;
          if session_over(s, act_now()) is not null then
            raise exception 'it has ended' using errcode = 'LD023';
          end if;
          update session set ended_at = act_now(), reason = 1, ended_by = m.post where id = of_id;
          perform tell('sessionEnded', 'session', of_id);
        end $function$;
grant execute on function session_end(uuid) to liandong_act;

CREATE OR REPLACE FUNCTION liandong.session_idle_at(seen timestamp with time zone, idle interval)
 RETURNS timestamp with time zone
 LANGUAGE sql
 STABLE
AS $function$ select seen + idle + interval '1 minute' $function$;

CREATE OR REPLACE FUNCTION liandong.session_over(s session, moment timestamp with time zone)
 RETURNS smallint
 LANGUAGE sql
 IMMUTABLE
AS $function$ select case when s.ended_at is not null then s.reason when s.limit_at <= moment and s.limit_at <= coalesce(s.idle_at, s.limit_at)
          then 4::smallint when s.idle_at <= moment then 3::smallint end $function$;

CREATE OR REPLACE FUNCTION liandong.session_see(body text, seal text, signed_in_at timestamp with time zone, of_client text, of_source text)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          t jsonb := ticket_claims(body, seal); mine uuid := (t->>'session')::uuid; actor uuid; l session_limit; moment timestamptz := app_now();
          begun timestamptz := least(signed_in_at, app_now()); over uuid[];
        begin
          select id into actor from person where issuer = t->>'iss' and subject = t->>'sub';
          if actor is null or mine is null then
            return false;
          end if;
          select * into l from session_limit;
          update session s set seen_at = greatest(seen_at, moment), idle_at = session_idle_at(greatest(seen_at, moment), l.idle),
              client = of_client, source = of_source
            where id = mine and person_id = actor and session_over(s, moment) is null;
          if found then
            return true;
          end if;
          -- Of those that one person begins at once, the second counts the first.
          perform pg_advisory_xact_lock(hashtextextended('session ' || actor, 0));
          insert into session (id, person_id, begun_at, seen_at, idle_at, limit_at, client, source)
            values (mine, actor, begun, moment, session_idle_at(moment, l.idle), begun + l.longest, of_client, of_source)
            on conflict (id) do nothing;
          if found and l.most is not null and coalesce(begun + l.longest > moment, true) then
            over := array(select s.id from session s
              where s.person_id = actor and s.id <> mine and s.ended_at is null and session_over(s, moment) is null
              order by s.begun_at desc, s.id desc offset l.most - 1);
            -- An act that goes on in one of them is waited for.
            perform from session where id = any (over) order by id for update;
            update session set ended_at = moment, reason = 5 where id = any (over) and ended_at is null;
          end if;
          return true;
        end $function$;
grant execute on function session_see(text,text,timestamp with time zone,text,text) to liandong_door;

CREATE OR REPLACE FUNCTION liandong.sessions_end(but uuid)
 RETURNS uuid[]
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
 SET cpu_operator_cost TO '0.0025'
AS $function$ begin
          perform require_act('sessionsEnd');
          return end_sessions((me()).person, but, 1::smallint);
        end $function$;
grant execute on function sessions_end(uuid) to liandong_act;

CREATE OR REPLACE FUNCTION liandong.sessions_of(of_person uuid)
 RETURNS TABLE(id uuid, begun_at timestamp with time zone, seen_at timestamp with time zone, ends_at timestamp with time zone, ended_at timestamp with time zone, reason smallint, client text, source text)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          m principal := me(); moment timestamptz := app_now(); whose uuid := coalesce(of_person, m.person);
          may boolean := whose = m.person or administers(whose);
        begin
          if m.post is null then
            raise exception 'no principal in this session' using errcode = '28000';
          end if;
          return query
            select s.id, s.begun_at, s.seen_at, case when o.reason is null then least(s.idle_at, s.limit_at) end,
              case when o.reason is not null then coalesce(s.ended_at, least(s.idle_at, s.limit_at)) end, o.reason, s.client, s.source
            from session s, lateral (select session_over(s, moment)) o (reason)
            where may and s.person_id = whose
              and coalesce(s.ended_at, least(s.idle_at, s.limit_at), moment) > moment - interval '1 day'
            order by o.reason is not null, s.seen_at desc, s.id limit 100;
        end $function$;
grant execute on function sessions_of(uuid) to liandong_api;

CREATE OR REPLACE FUNCTION liandong.staff_follow_posts()
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ select custody_passes(array(select id from post where valid_to between app_now() - interval '31 days' and app_now()));
          update person p set organ_pos = now_there from (
            select x.person_id, organ_of_person(x.person_id) as now_there from post x
            where x.valid_from > app_now() - interval '31 days' or x.valid_to > app_now() - interval '31 days' group by x.person_id) moved
          where p.id = moved.person_id and now_there is not null and p.organ_pos is distinct from now_there $function$;
grant execute on function staff_follow_posts() to liandong_jobs;

CREATE OR REPLACE FUNCTION liandong.staff_registered(of_first integer, after_name text, after_id uuid, of_ids uuid[], of_organ uuid, of_name text, of_number text, with_left boolean)
 RETURNS TABLE(name text, id uuid, record jsonb)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
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
              and (of_name is null or p.name like replace(replace(replace(of_name, '\', '\\'), '%', '\%'), '_', '\_') || '%')
              and (of_number is null or p.staff_number = of_number)
              and (with_left or p.left_at is null or p.left_at > act_now())
              and (after_id is null or (p.name, p.id) > (after_name, after_id))
            order by p.name, p.id limit greatest(least(of_first, 101), 0);
        end $function$;
grant execute on function staff_registered(integer,text,uuid,uuid[],uuid,text,text,boolean) to liandong_api;

CREATE OR REPLACE FUNCTION liandong.statements_left()
 RETURNS TABLE(ours integer, others integer)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ begin
          return query select count(*) filter (where not from_sql)::integer, count(*) filter (where from_sql)::integer
            from pg_prepared_statements;
        end $function$;
grant execute on function statements_left() to liandong_api;

CREATE OR REPLACE FUNCTION liandong.statistics_cells(of_measure text, of_dimension text, of_counts statistics_count[], of_months date[], of_parts int8range[])
 RETURNS statistics_cell[]
 LANGUAGE sql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        with part as (
          select n::integer as part, lower(r) as lo, upper(r) - 1 as hi from unnest(of_parts) with ordinality as p (r, n)),
        place as (
          select place, part from (select distinct place from unnest(of_counts)) x join part on place between lo and hi),
        counted as (
          select part, month, code, sum(own)::integer as own, sum(rest)::integer as rest, sum(mark) as mark
          from unnest(of_counts) join place using (place) group by grouping sets ((part, month, code), (part, month))),
        cell as (
          select part.*, m.month, d.code, coalesce(n.own, 0) as own, coalesce(n.rest, 0) as rest, n.mark,
            -- Figures are the ledger's where it has, or reaches, whatever there is.
            coalesce(n.own > 0 and n.rest = 0, false)
              or int8range(lo - case when lo % 1000 < 500 then lo % 1000 else 0 end, hi, '[]') <@ (select (my_reach('clue_ledger')).owned)
              or lo = hi and lo % 1000 <> 0 and lo <@ (select (my_reach('clue_ledger')).handled) as exact
          from part cross join unnest(of_months) as m (month) cross join unnest(statistics_codes(of_dimension)) as d (code)
          left join counted n on n.part = part.part and n.month = m.month and coalesce(n.code, -1) = d.code)
        select array_agg(row(part, lo, hi, month, code, own, rest, exact, draw, not exact and statistics_small(draw, rest))::statistics_cell)
        from (select c.*, statistics_draw(k.secret, case when rest > 0 then mark::text
                else concat_ws(' ', of_measure, case when code >= 0 then of_dimension end, lo, hi, month, code) end) as draw
              from cell c, statistics_key k offset 0) x -- each drawn once
        $function$;

CREATE OR REPLACE FUNCTION liandong.statistics_closed()
 RETURNS date
 LANGUAGE sql
 STABLE
AS $function$ select (date_trunc('month', liandong.app_now() at time zone 'Asia/Shanghai') - interval '1 month')::date $function$;
grant execute on function statistics_closed() to liandong_api;

CREATE OR REPLACE FUNCTION liandong.statistics_codes(of_dimension text)
 RETURNS smallint[]
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$ select array(select -1 union all select * from generate_series(
          case when of_dimension in ('METHOD', 'OUTCOME') then 0 else 1 end,
          case of_dimension when 'SOURCE' then 7 when 'METHOD' then 4 when 'OUTCOME' then 12 when 'TIER' then 5 else 0 end))::smallint[] $function$;

CREATE OR REPLACE FUNCTION liandong.statistics_counts(of_measure text, of_dimension text, of_lo bigint, of_hi bigint, of_from timestamp with time zone, of_to timestamp with time zone, of_bounds bigint[] DEFAULT NULL::bigint[])
 RETURNS SETOF statistics_count
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
          select coalesce(of_bounds[width_bucket(place, of_bounds)], place), month, code::smallint,
            count(*) filter (where covered), count(*) filter (where plain and not covered), coalesce(sum(mark) filter (where plain and mixed), 0)
          from (select *, bool_or(plain and not covered) over (partition by place, month, source, method, outcome, owner_pos) as mixed from (
            select case when mod(owner_pos, 1000) = 0 and handling_pos between owner_pos and owner_pos + 499
  then handling_pos else owner_pos end as place, source, method, outcome, owner_pos, hashtextextended(id::text, 0) as mark,
              date_trunc('month', (case of_measure when 'RECEIVED' then received_at else closed_at end) at time zone 'Asia/Shanghai')::date as month,
              case of_dimension when 'SOURCE' then source when 'METHOD' then coalesce(method, 0) when 'OUTCOME' then coalesce(outcome, 0)
                when 'TIER' then (select u.tier from unit u where u.pos = clue.owner_pos) else 0 end as code,
              denied_persons is null and denied_units is null and classification = 0 and compartment = 0 and subject_state <> 0 as plain,
              coalesce((((owner_pos <@ ( SELECT (my_reach('clue_ledger'::text)).owned AS owned)) OR (handling_pos <@ ( SELECT (my_reach('clue_ledger'::text)).handled AS handled)) OR (received_pos <@ ( SELECT (my_reach('clue_ledger'::text)).received AS received)) OR (handler_post = ( SELECT (me()).post AS post)) OR ((compartment = 1) AND (owner_pos <@ ( SELECT (my_reach('clue_ledger'::text)).cadre_owned AS cadre_owned))) OR ((subject_state = 0) AND ((registered_by = ( SELECT (me()).post AS post)) OR (custodian_post = ( SELECT (me()).post AS post)))) OR ((owner_pos <@ ( SELECT (my_reach('clue_ledger'::text)).linked AS linked)) AND ((closed_at IS NULL) OR (EXISTS ( SELECT
   FROM UNNEST(( SELECT (me()).link_lo AS link_lo), ( SELECT (me()).link_hi AS link_hi), ( SELECT (me()).link_since AS link_since)) l(lo, hi, since)
  WHERE (((clue.owner_pos >= l.lo) AND (clue.owner_pos <= l.hi)) AND (clue.closed_at >= to_timestamp((((l.since)::numeric / 1000000.0))::double precision))))))) OR (id IN ( SELECT unnest(granted('clue'::text, 'ledger'::text)) AS unnest)))) and ((((denied_persons IS NULL) OR (NOT (( SELECT (me()).person AS person) = ANY (denied_persons)))) AND ((denied_units IS NULL) OR (NOT (denied_units && ( SELECT (me()).places AS places))) OR (id IN ( SELECT unnest(exempted('clue'::text, 'ledger'::text)) AS unnest))) AND (classification <= ( SELECT (me()).clearance AS clearance)) AND ((compartment = 0) OR ((compartment = 1) AND ((owner_pos <@ ( SELECT (my_reach('clue_ledger'::text)).cadre AS cadre)) OR (handling_pos <@ ( SELECT (my_reach('clue_ledger'::text)).cadre_handled AS cadre_handled)) OR (id IN ( SELECT unnest(exempted('clue'::text, 'ledger'::text)) AS unnest)))) OR ((compartment = 2) AND (owner_pos <@ ( SELECT (my_reach('clue_ledger'::text)).sealed AS sealed)))) AND ((subject_state <> 0) OR ((registered_by = ( SELECT (me()).post AS post)) OR (custodian_post = ( SELECT (me()).post AS post)))))), false) as covered
            from clue
            where owner_pos >= 0
              and owner_pos between case when mod(of_lo, 1000) < 500 then of_lo - mod(of_lo, 1000) else of_lo end and of_hi
              and (of_measure = 'RECEIVED' and received_at >= of_from and received_at < of_to
                or of_measure = 'CONCLUDED' and closed_at >= of_from and closed_at < of_to)) counted) c
          where place between of_lo and of_hi
          group by 1, 2, 3 $function$;

CREATE OR REPLACE FUNCTION liandong.statistics_draw(of_secret bytea, of_cell text)
 RETURNS bytea
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$ select sha256(of_secret || convert_to(of_cell, 'UTF8')) $function$;

CREATE OR REPLACE FUNCTION liandong.statistics_figures(of_measure text, of_dimension text, of_pos bigint, of_from date, of_to date)
 RETURNS TABLE(lo bigint, hi bigint, month date, code smallint, value integer, suppressed boolean, rounded boolean)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          reach int8multirange := statistics_reach();
          months date[] := array(select generate_series(of_from, least(of_to, statistics_closed()), interval '1 month')::date limit 12);
          x unit; node record; counted int8range; bounds bigint[]; counts statistics_count[]; cells statistics_cell[];
          parts int8range[]; decided statistics_cell[] := '{}'; asked int8range[];
        begin
          select * into x from unit where pos = of_pos and pos >= 0;
          bounds := array(
            select b from statistics_way(of_pos, reach) w, lateral (
              select w.lo, w.hi union all select p.lo, p.hi from statistics_parts(w.lo, w.hi) p) n, lateral (values (n.lo), (n.hi + 1)) v (b)
            group by b order by b);
          for node in select * from statistics_way(of_pos, reach) w order by w.hi - w.lo desc loop
            if counts is null then -- of the widest: the others lie in it
              counted := range_merge(int8multirange(int8range(node.lo, node.hi, '[]')) * reach);
              exit when isempty(counted) or cardinality(months) = 0;
              counts := array(select n::statistics_count from statistics_counts(of_measure, of_dimension, lower(counted), upper(counted) - 1,
                months[1]::timestamp at time zone 'Asia/Shanghai',
                (months[cardinality(months)] + interval '1 month') at time zone 'Asia/Shanghai', bounds) n);
            end if;
            if node.within and not exists (select from unnest(decided) d where d.lo = node.lo and d.hi = node.hi) then
              decided := decided || statistics_suppress(
                statistics_cells(of_measure, of_dimension, counts, months, array[int8range(node.lo, node.hi, '[]')]));
            end if;
            parts := array(select int8range(p.lo, p.hi, '[]') from statistics_parts(node.lo, node.hi) p
                           where int8range(p.lo, p.hi, '[]') <@ reach);
            if cardinality(parts) > 0 then
              cells := array(select row(0, d.lo, d.hi, d.month, d.code, d.own, d.rest, d.exact, d.draw, d.hidden)::statistics_cell
                             from unnest(decided) d where d.lo = node.lo and d.hi = node.hi)
                || statistics_cells(of_measure, of_dimension, counts, months, parts);
              decided := decided || array(select c::statistics_cell from unnest(statistics_suppress(cells)) c where c.part > 0);
            end if;
          end loop;
          asked := array(select int8range(x.pos, x.hi, '[]')
            union select int8range(p.lo, p.hi, '[]') from statistics_parts(x.pos, x.hi) p
            union select int8range(p.lo, p.hi, '[]') from statistics_parts(x.pos, x.pos + 499) p where x.pos = x.organ_pos);
          return query
            select d.lo, d.hi, d.month, d.code,
              case when not d.hidden then d.own + case when d.rest > 0 then statistics_rounded(d.draw, d.rest) else 0 end end,
              d.hidden, not d.hidden and d.rest > 0
            from unnest(decided) d where int8range(d.lo, d.hi, '[]') = any (asked)
            order by d.month, d.lo, d.hi desc, d.code;
        end $function$;
grant execute on function statistics_figures(text,text,bigint,date,date) to liandong_api;

CREATE OR REPLACE FUNCTION liandong.statistics_parts(of_lo bigint, of_hi bigint)
 RETURNS TABLE(lo bigint, hi bigint)
 LANGUAGE sql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        select of_lo, of_lo + 499 where of_lo % 1000 = 0 and of_hi > of_lo + 499
        union all select of_lo, of_lo where of_lo % 1000 = 0 and of_hi = of_lo + 499
        union all select u.pos, u.hi from unit u
          where u.parent_pos = of_lo and u.pos between of_lo + case when of_hi > of_lo + 499 then 500 else 1 end and of_hi
            and of_lo % 1000 = 0 and of_hi >= of_lo + 499
        $function$;

CREATE OR REPLACE FUNCTION liandong.statistics_reach()
 RETURNS int8multirange
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          m principal := me(); w post; u unit;
        begin
          select * into w from post where id = m.post;
          select * into u from unit where pos = m.unit;
          return (
            select coalesce(range_agg(r), '{}')
            from duty_statistics s
            cross join lateral (select case s.relation
              when 'OWN' then int8multirange(int8range(m.unit, m.unit, '[]'))
              when 'ORGAN' then int8multirange(int8range(m.organ, m.organ + 499, '[]'))
              when 'SUBTREE' then int8multirange(int8range(m.organ, m.organ_hi, '[]'))
              when 'BELOW' then int8multirange(int8range(m.organ + 500, m.organ_hi, '[]'))
              when 'LINKED' then (select range_agg(int8range(lo, hi, '[]')) from unnest(m.link_lo, m.link_hi) as l (lo, hi))
              else (select range_agg(int8range(i.inspected_pos, i.inspected_pos + case when i.inspected_pos % 1000 = 0 then 499 else 0 end, '[]'))
                    from inspection_round i where i.body_pos = m.unit and in_force(i.valid_from, i.valid_to)) end) as p (r)
            where w.duty not between 5 and 7
              and (s.unit_kind is null or s.unit_kind = u.kind)
              and (s.office_kind is null or s.office_kind = u.office_kind)
              and (s.duty is null or s.duty = w.duty));
        end $function$;

CREATE OR REPLACE FUNCTION liandong.statistics_rounded(of_draw bytea, of_rest integer)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$ select greatest(5, of_rest - of_rest % 5
            + case when (get_byte(of_draw, 9) * 256 + get_byte(of_draw, 10)) % 5 < of_rest % 5 then 5 else 0 end
            + 5 * liandong.statistics_tail(of_draw, 4, 8) * case when get_byte(of_draw, 8) < 128 then 1 else -1 end) $function$;

CREATE OR REPLACE FUNCTION liandong.statistics_small(of_draw bytea, of_rest integer)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$ select of_rest > 0 and of_rest < 5 + liandong.statistics_tail(of_draw, 0, 2) $function$;

CREATE OR REPLACE FUNCTION liandong.statistics_suppress(of_cells statistics_cell[])
 RETURNS statistics_cell[]
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
    declare
      cells statistics_cell[] := of_cells; before integer; hidden_now integer;
    begin
      loop
        select count(*) filter (where c.hidden) into before from unnest(cells) c;
        select array_agg(row(part, lo, hi, month, code, own, rest, exact, draw,
            hidden or part > 0 and not exact and (
              coalesce(row_hidden, false) or coalesce(column_hidden, false)
              or code >= 0 and row_rank = 1 and in_row = 1 and not row_hidden
              or whole_shown and column_rank = 1 and in_column = 1))::statistics_cell)
          into cells
          from (
            select c.*,
              bool_or(hidden and code = -1) over line as row_hidden,
              count(*) filter (where hidden and code >= 0) over line as in_row,
              row_number() over (partition by part, month order by hidden or exact or code = -1, rest = 0, substr(draw, 12)) as row_rank,
              bool_or(hidden and part = 0) over pile as column_hidden,
              coalesce(bool_or(not hidden and part = 0) over pile, false) as whole_shown,
              count(*) filter (where hidden and part > 0) over pile as in_column,
              row_number() over (partition by month, code order by hidden or exact or part = 0, rest = 0, substr(draw, 12)) as column_rank
            from unnest(cells) c
            window line as (partition by part, month), pile as (partition by month, code)) x;
        select count(*) filter (where c.hidden) into hidden_now from unnest(cells) c;
        exit when hidden_now is not distinct from before;
      end loop;
      return cells;
    end $function$;

CREATE OR REPLACE FUNCTION liandong.statistics_tail(of_draw bytea, of_byte integer, of_base double precision)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$ select floor(-ln((((get_byte(of_draw, of_byte) << 24 | get_byte(of_draw, of_byte + 1) << 16
            | get_byte(of_draw, of_byte + 2) << 8 | get_byte(of_draw, of_byte + 3)) & 1073741823) + 1) / 1073741824.0::double precision)
            / ln(of_base))::integer $function$;

CREATE OR REPLACE FUNCTION liandong.statistics_way(of_pos bigint, of_reach int8multirange)
 RETURNS TABLE(lo bigint, hi bigint, within boolean)
 LANGUAGE sql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        with recursive above as (
          select u.pos, u.hi, u.parent_pos, u.organ_pos from unit u where u.pos = of_pos and of_pos >= 0
          union all select u.pos, u.hi, u.parent_pos, u.organ_pos from unit u join above a on u.pos = a.parent_pos),
        nodes as (
          select pos as lo, above.hi from above
          union select organ_pos, organ_pos + 499 from above where pos = of_pos and pos - organ_pos < 500)
        select n.lo, n.hi, int8range(n.lo, n.hi, '[]') <@ of_reach from nodes n
        where int8range(n.lo, n.hi, '[]') <@ of_reach or n.lo = (select organ_pos from above where pos = of_pos)
        $function$;

CREATE OR REPLACE FUNCTION liandong.store_duty_reaches()
 RETURNS void
 LANGUAGE sql
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        -- Whoever is changing the lines is waited for, and waits.
        lock table duty_facet in share row exclusive mode;
        delete from duty_reach;
        with kinds as (
          select u::smallint as unit_kind, o::smallint as office_kind, d::smallint as duty
          from generate_series(1, 6) u cross join generate_series(0, 13) o cross join generate_series(1, 7) d
          where o = 0 or u in (2, 6)),
        masks as (
          select k.unit_kind, k.office_kind, k.duty, a.name,
            coalesce(bit_or(bit) filter (where place = 'owner' and relation <> 'LINKED'), 0) as p1,
            coalesce(bit_or(bit) filter (where place = 'handling'), 0) as p2,
            coalesce(bit_or(bit) filter (where place = 'received'), 0) as p3,
            coalesce(bit_or(bit) filter (where place = 'owner' and relation = 'LINKED'), 0) as p4,
            coalesce(bit_or(bit) filter (where place = 'owner_cadre'), 0) as p5,
            coalesce(bit_or(bit) filter (where cadre and place in ('owner', 'owner_cadre')), 0) as p6,
            coalesce(bit_or(bit) filter (where place = 'owner_sealed'), 0) as p7,
            coalesce(bit_or(bit) filter (where cadre and place = 'handling'), 0) as p8
          from kinds k cross join unnest(array['clue_ledger', 'clue_petition', 'clue_content', 'clue_reporter', 'supervision_item_ledger', 'supervision_item_content', 'joint_case_ledger', 'joint_case_content']) as a (name)
          left join duty_facet f on object || '_' || facet = a.name
            and (f.unit_kind is null or f.unit_kind = k.unit_kind)
            and (f.office_kind is null or f.office_kind = k.office_kind)
            and (f.duty = k.duty or f.duty is null and k.duty not between 5 and 7)
          left join lateral (select case f.relation when 'OWN' then 1 when 'ORGAN' then 2 when 'SUBTREE' then 4 when 'BRANCH' then 8 when 'BRANCH_CADRE' then 16 when 'LINKED' then 32 end) m (bit) on true
          group by k.unit_kind, k.office_kind, k.duty, a.name)
        insert into duty_reach
        select unit_kind, office_kind, duty,
          array(select distinct p::smallint from unnest(array_agg(array[p1, p2, p3, p4, p5, p6, p7, p8])) p where p > 0),
          string_agg('#' || name || '(' || '"' || case when p1 = 0 then '{}' else '«' || p1 || '»' end || '"' || ',' || '"' || case when p2 = 0 then '{}' else '«' || p2 || '»' end || '"' || ',' || '"' || case when p3 = 0 then '{}' else '«' || p3 || '»' end || '"' || ',' || '"' || case when p4 = 0 then '{}' else '«' || p4 || '»' end || '"' || ',' || '"' || case when p5 = 0 then '{}' else '«' || p5 || '»' end || '"' || ',' || '"' || case when p6 = 0 then '{}' else '«' || p6 || '»' end || '"' || ',' || '"' || case when p7 = 0 then '{}' else '«' || p7 || '»' end || '"' || ',' || '"' || case when p8 = 0 then '{}' else '«' || p8 || '»' end || '"' || ')', '' order by name),
          jsonb_object_agg(name, jsonb_build_object('owned', case when p1 = 0 then '{}' else '«' || p1 || '»' end, 'handled', case when p2 = 0 then '{}' else '«' || p2 || '»' end, 'received', case when p3 = 0 then '{}' else '«' || p3 || '»' end, 'linked', case when p4 = 0 then '{}' else '«' || p4 || '»' end, 'cadreOwned', case when p5 = 0 then '{}' else '«' || p5 || '»' end)) filter (where name like '%ledger')::text
        from masks group by unit_kind, office_kind, duty
        $function$;

CREATE OR REPLACE FUNCTION liandong.store_session_limits(of_idle interval, of_longest interval, of_most integer)
 RETURNS boolean
 LANGUAGE plpgsql
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ begin
          insert into session_limit as l (idle, longest, most) values (of_idle, of_longest, of_most)
            on conflict (one) do update set idle = of_idle, longest = of_longest, most = of_most
            where (l.idle, l.longest, l.most) is distinct from (of_idle, of_longest, of_most);
          if not found then
            return false;
          end if;
          update session s set idle_at = session_idle_at(seen_at, of_idle), limit_at = begun_at + of_longest
            where ended_at is null and session_over(s, app_now()) is null;
          return true;
        end $function$;

CREATE OR REPLACE FUNCTION liandong.subject_candidates(of_clue uuid, of_name text, of_digest text)
 RETURNS SETOF jsonb
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
 SET cpu_operator_cost TO '0.0025'
AS $function$ begin
          if links_subject(of_clue) then
            return query select subject_shown(p.id)
              from person p, clue c join unit u on u.pos = c.owner_pos join unit o on o.pos = u.organ_pos
              where c.id = of_clue and (p.name = of_name or p.id_number_digest = of_digest)
                and (p.left_at is null or p.left_at > app_now())
              order by exists (select from post x where x.person_id = p.id and x.unit_pos between o.pos and o.hi
                and in_force(x.valid_from, x.valid_to)) desc, p.id
              limit 20;
          end if;
        end $function$;
grant execute on function subject_candidates(uuid,text,text) to liandong_act, liandong_api;

CREATE OR REPLACE FUNCTION liandong.subject_found(of_clue uuid)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
 SET cpu_operator_cost TO '0.0025'
AS $function$ begin
          return case when links_subject(of_clue) then (
            select jsonb_build_object('state', c.subject_state, 'reason', min(s.reason), 'linkedAt', min(s.linked_at),
              'persons', coalesce(jsonb_agg(subject_shown(s.person_id) order by s.person_id) filter (where s.state = 2), '[]'))
            from clue c left join clue_subject s on s.clue_id = c.id and s.ended_at is null
            where c.id = of_clue group by c.id) end;
        end $function$;
grant execute on function subject_found(uuid) to liandong_act, liandong_api;

CREATE OR REPLACE FUNCTION liandong.subject_shown(of_person uuid)
 RETURNS jsonb
 LANGUAGE sql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        select jsonb_build_object('person', 'person_' || p.id, 'name', p.name, 'idNumberEnd', p.id_number_end,
          'posts', (select coalesce(jsonb_agg(jsonb_build_object('unit', x.unit_pos, 'duty', x.duty)
              order by x.main desc, x.valid_from, x.id), '[]')
            from post x where x.person_id = p.id and in_force(x.valid_from, x.valid_to)))
        from person p where p.id = of_person
        $function$;

CREATE OR REPLACE FUNCTION liandong.subject_units_denied(of_clue uuid)
 RETURNS int8multirange
 LANGUAGE sql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ select coalesce(range_agg(int8range(unit_lo, unit_hi, '[]')), '{}') from denial
              where object = 'clue' and object_id = of_clue and basis = 2 and ended_at is null and unit_lo is not null $function$;

CREATE OR REPLACE FUNCTION liandong.sum_matter_counts()
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        with gone as (delete from matter_count returning *)
        insert into matter_count
        select object, width, bucket, open, classification, compartment, unresolved, sum(n) from gone
        group by 1, 2, 3, 4, 5, 6, 7 having sum(n) <> 0
        $function$;
grant execute on function sum_matter_counts() to liandong_jobs;

CREATE OR REPLACE FUNCTION liandong.superior_of(organ bigint)
 RETURNS bigint
 LANGUAGE sql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ select max(s.pos) from unit o join unit s on int8range(s.pos, s.hi, '[]') @> o.pos and s.pos < o.pos and s.kind = 1
              where o.pos = organ $function$;

CREATE OR REPLACE FUNCTION liandong.supervision_item_content_takes_scope()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ begin
        select p.owner_pos, p.handling_pos, p.received_pos, p.handler_post, p.registered_by, p.custodian_post, p.subject_state, p.closed_at, p.classification, p.compartment, p.denied_persons, p.denied_units into strict new.owner_pos, new.handling_pos, new.received_pos, new.handler_post, new.registered_by, new.custodian_post, new.subject_state, new.closed_at, new.classification, new.compartment, new.denied_persons, new.denied_units
          from supervision_item p where p.id = new.supervision_item_id
          for share; -- a change of the object waits for us, or we see it
        return new;
      end $function$;

CREATE OR REPLACE FUNCTION liandong.supervision_item_inherits()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ begin
          perform id from clue where id = new.clue_id for share;
          perform inherit_denials('supervision_item', new.id);
          return null;
        end $function$;

CREATE OR REPLACE FUNCTION liandong.supervision_item_spreads_scope_to_supervision_item_content()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ begin
        update supervision_item_content set owner_pos = new.owner_pos where supervision_item_id = new.id;
        return null;
      end $function$;

CREATE OR REPLACE FUNCTION liandong.take_colours()
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
    declare
      today date := app_now() at time zone 'Asia/Shanghai';
      midnight timestamptz := today::timestamp at time zone 'Asia/Shanghai';
    begin
      insert into colour_day (day) values (today) on conflict do nothing; -- one server waits for the other, and is done
      if not found then
        return;
      end if;
      insert into colour_day_clue (counted_on, counted_clue, counted_for, colour_then)
        select today, id, owner_pos, case when red_at <= midnight then 3 when yellow_at <= midnight then 2 else 1 end
        from clue where owner_pos >= 0 and received_at < midnight and (open or closed_at >= midnight) and denied_persons is null and denied_units is null and classification = 0 and compartment = 0 and subject_state <> 0;
      delete from colour_day where day < today;
    end $function$;
grant execute on function take_colours() to liandong_jobs;

CREATE OR REPLACE FUNCTION liandong.take_turn(of_person uuid)
 RETURNS void
 LANGUAGE sql
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ insert into person_turn as t (person_id) values (of_person)
              on conflict (person_id) do update set turns = t.turns + 1 $function$;

CREATE OR REPLACE FUNCTION liandong.tell(of_event text, of_object text, of_object_id uuid)
 RETURNS void
 LANGUAGE sql
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ insert into outbox (id, event, object, object_id) values (gen_random_uuid(), of_event, of_object, of_object_id) $function$;

CREATE OR REPLACE FUNCTION liandong.those_who_lead_me()
 RETURNS uuid[]
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          m principal := me();
        begin
          return array(
            with recursive above(pos) as (
              select generate_series(lower(r), upper(r) - 1) from unnest(m.places) r
              union select u.parent_pos from above a join unit u on u.pos = a.pos where u.parent_pos is not null)
            select x.person_id from above a join post x on x.unit_pos = a.pos
              where x.duty in (1, 3) and in_force(x.valid_from, x.valid_to)
            union select x.person_id from above a join branch b on b.office_pos = a.pos join post x on x.id = b.post_id
              where x.duty = 2 and in_force(x.valid_from, x.valid_to) and in_force(b.valid_from, b.valid_to));
        end $function$;
grant execute on function those_who_lead_me() to liandong_act, liandong_api;

CREATE OR REPLACE FUNCTION liandong.ticket_claims(body text, seal text)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
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
        end $function$;

CREATE OR REPLACE FUNCTION liandong.total_of_clue(of_width bigint, of_bucket bigint, of_open boolean)
 RETURNS bigint
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
      declare
        m principal := me(); r reach := my_reach('clue_ledger');
        lo bigint := of_bucket * of_width; hi bigint := of_bucket * of_width + of_width - 1;
        place int8range := int8range(lo, greatest(lo, hi), '[]'); keys bigint; denied uuid[]; others uuid[];
        all_cadre boolean := place <@ r.cadre; all_sealed boolean := place <@ r.sealed;
      begin
        -- Of another width there are no sums, and a difference alone would tell what is hidden.
        if m.post is null or of_bucket is null or coalesce(of_width <> all (array[1::bigint, 1000, 1000000, 100000000, 10000000000, 1000000000000]), true)
            or not place <@ r.owned then
          return null;
        end if;
        select coalesce(sum(n), 0) into keys from matter_count
          where object = 'clue' and width = of_width and bucket = of_bucket and (of_open is null or open = of_open)
            and classification <= m.clearance and not unresolved
            and (compartment = 0 or compartment = 1 and all_cadre or compartment = 2 and all_sealed);
        denied := array(
          select o.id from (
  select object_id from denial where person_id = m.person and object = 'clue' and ended_at is null
  union
  select d.object_id from unnest(m.places) p join denial d on int8range(d.unit_lo, d.unit_hi, '[]') && p
    where d.object = 'clue' and d.ended_at is null and d.unit_lo is not null) d join clue o on o.id = d.object_id
          where o.owner_pos between lo and hi and (of_open is null or o.open = of_open) and o.classification <= m.clearance and o.subject_state <> 0
            and (o.compartment = 0 or o.compartment = 1 and all_cadre or o.compartment = 2 and all_sealed));
        others := array(
          select o.id from unnest(r.cadre) x join clue o on o.compartment = 1
              and o.owner_pos between lower(x) and upper(x) - 1 where not all_cadre and o.owner_pos between lo and hi and (of_open is null or o.open = of_open)
          union
          select o.id from unnest(r.cadre_handled) x join clue o on o.compartment = 1
              and o.handling_pos between lower(x) and upper(x) - 1 where not all_cadre and o.owner_pos between lo and hi and (of_open is null or o.open = of_open)
          union
          select o.id from clue o where o.id = any (exempted('clue', 'ledger')) and not all_cadre and o.compartment = 1 and o.owner_pos between lo and hi and (of_open is null or o.open = of_open)
          union select o.id from unnest(r.sealed) x join clue o on o.compartment = 2
           and o.owner_pos between lower(x) and upper(x) - 1 where not all_sealed and o.owner_pos between lo and hi and (of_open is null or o.open = of_open)
          union select o.id from clue o where o.registered_by = m.post and o.subject_state = 0 and o.owner_pos between lo and hi and (of_open is null or o.open = of_open)
         union select o.id from clue o where o.custodian_post = m.post and o.subject_state = 0 and o.owner_pos between lo and hi and (of_open is null or o.open = of_open));
        -- Along with the one that is nobody's, so that the policies do the same work where nothing is denied.
        return keys - cardinality(denied) + cardinality(reached('clue', 'ledger', '00000000-0000-0000-0000-000000000000'::uuid || denied || others));
      end $function$;

CREATE OR REPLACE FUNCTION liandong.total_of_joint_case(of_width bigint, of_bucket bigint, of_open boolean)
 RETURNS bigint
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
      declare
        m principal := me(); r reach := my_reach('joint_case_ledger');
        lo bigint := of_bucket * of_width; hi bigint := of_bucket * of_width + of_width - 1;
        place int8range := int8range(lo, greatest(lo, hi), '[]'); keys bigint; denied uuid[]; others uuid[];
        all_cadre boolean := place <@ r.cadre; all_sealed boolean := place <@ r.sealed;
      begin
        -- Of another width there are no sums, and a difference alone would tell what is hidden.
        if m.post is null or of_bucket is null or coalesce(of_width <> all (array[1::bigint, 1000, 1000000, 100000000, 10000000000, 1000000000000]), true)
            or not place <@ r.owned then
          return null;
        end if;
        select coalesce(sum(n), 0) into keys from matter_count
          where object = 'joint_case' and width = of_width and bucket = of_bucket and (of_open is null or open = of_open)
            and classification <= m.clearance and not unresolved
            and (compartment = 0 or compartment = 1 and all_cadre or compartment = 2 and all_sealed);
        denied := array(
          select o.id from (
  select object_id from denial where person_id = m.person and object = 'joint_case' and ended_at is null
  union
  select d.object_id from unnest(m.places) p join denial d on int8range(d.unit_lo, d.unit_hi, '[]') && p
    where d.object = 'joint_case' and d.ended_at is null and d.unit_lo is not null
    union select j.joint_case_id from (
  select object_id from denial where person_id = m.person and object = 'clue' and ended_at is null
  union
  select d.object_id from unnest(m.places) p join denial d on int8range(d.unit_lo, d.unit_hi, '[]') && p
    where d.object = 'clue' and d.ended_at is null and d.unit_lo is not null) c join joint_case_clue j on j.clue_id = c.object_id) d join joint_case o on o.id = d.object_id
          where o.owner_pos between lo and hi and (of_open is null or o.open = of_open) and o.classification <= m.clearance and o.subject_state <> 0
            and (o.compartment = 0 or o.compartment = 1 and all_cadre or o.compartment = 2 and all_sealed));
        others := array(
          select o.id from unnest(r.cadre) x join joint_case o on o.compartment = 1
              and o.owner_pos between lower(x) and upper(x) - 1 where not all_cadre and o.owner_pos between lo and hi and (of_open is null or o.open = of_open)
          union
          select o.id from unnest(r.cadre_handled) x join joint_case o on o.compartment = 1
              and o.handling_pos between lower(x) and upper(x) - 1 where not all_cadre and o.owner_pos between lo and hi and (of_open is null or o.open = of_open)
          union
          select o.id from joint_case o where o.id = any (exempted('joint_case', 'ledger')) and not all_cadre and o.compartment = 1 and o.owner_pos between lo and hi and (of_open is null or o.open = of_open)
          
          );
        -- Along with the one that is nobody's, so that the policies do the same work where nothing is denied.
        return keys - cardinality(denied) + cardinality(reached('joint_case', 'ledger', '00000000-0000-0000-0000-000000000000'::uuid || denied || others));
      end $function$;

CREATE OR REPLACE FUNCTION liandong.total_of_supervision_item(of_width bigint, of_bucket bigint, of_open boolean)
 RETURNS bigint
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
      declare
        m principal := me(); r reach := my_reach('supervision_item_ledger');
        lo bigint := of_bucket * of_width; hi bigint := of_bucket * of_width + of_width - 1;
        place int8range := int8range(lo, greatest(lo, hi), '[]'); keys bigint; denied uuid[]; others uuid[];
        all_cadre boolean := place <@ r.cadre; all_sealed boolean := place <@ r.sealed;
      begin
        -- Of another width there are no sums, and a difference alone would tell what is hidden.
        if m.post is null or of_bucket is null or coalesce(of_width <> all (array[1::bigint, 1000, 1000000, 100000000, 10000000000, 1000000000000]), true)
            or not place <@ r.owned then
          return null;
        end if;
        select coalesce(sum(n), 0) into keys from matter_count
          where object = 'supervision_item' and width = of_width and bucket = of_bucket and (of_open is null or open = of_open)
            and classification <= m.clearance and not unresolved
            and (compartment = 0 or compartment = 1 and all_cadre or compartment = 2 and all_sealed);
        denied := array(
          select o.id from (
  select object_id from denial where person_id = m.person and object = 'supervision_item' and ended_at is null
  union
  select d.object_id from unnest(m.places) p join denial d on int8range(d.unit_lo, d.unit_hi, '[]') && p
    where d.object = 'supervision_item' and d.ended_at is null and d.unit_lo is not null
    union select i.id from (
  select object_id from denial where person_id = m.person and object = 'clue' and ended_at is null
  union
  select d.object_id from unnest(m.places) p join denial d on int8range(d.unit_lo, d.unit_hi, '[]') && p
    where d.object = 'clue' and d.ended_at is null and d.unit_lo is not null) c join supervision_item i on i.clue_id = c.object_id) d join supervision_item o on o.id = d.object_id
          where o.owner_pos between lo and hi and (of_open is null or o.open = of_open) and o.classification <= m.clearance and o.subject_state <> 0
            and (o.compartment = 0 or o.compartment = 1 and all_cadre or o.compartment = 2 and all_sealed));
        others := array(
          select o.id from unnest(r.cadre) x join supervision_item o on o.compartment = 1
              and o.owner_pos between lower(x) and upper(x) - 1 where not all_cadre and o.owner_pos between lo and hi and (of_open is null or o.open = of_open)
          union
          select o.id from unnest(r.cadre_handled) x join supervision_item o on o.compartment = 1
              and o.handling_pos between lower(x) and upper(x) - 1 where not all_cadre and o.owner_pos between lo and hi and (of_open is null or o.open = of_open)
          union
          select o.id from supervision_item o where o.id = any (exempted('supervision_item', 'ledger')) and not all_cadre and o.compartment = 1 and o.owner_pos between lo and hi and (of_open is null or o.open = of_open)
          
          );
        -- Along with the one that is nobody's, so that the policies do the same work where nothing is denied.
        return keys - cardinality(denied) + cardinality(reached('supervision_item', 'ledger', '00000000-0000-0000-0000-000000000000'::uuid || denied || others));
      end $function$;

CREATE OR REPLACE FUNCTION liandong.trail_kept_from(of_object text, of_id uuid, p principal)
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ select trail_open_to(of_object, array[of_id], p) = '{}' $function$;

CREATE OR REPLACE FUNCTION liandong.trail_open_to(of_object text, of_ids uuid[], p principal)
 RETURNS uuid[]
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          kept uuid[];
        begin
          case of_object
            when 'clue', 'supervision_item', 'joint_case' then
              kept := array(select id from matters(of_object, of_ids) where p.person = any (denied_persons) or denied_units && p.places);
            when 'recusal' then
              kept := array(select id from recusal where id = any (of_ids)
                and (person_id = p.person or trail_open_to('clue', array[clue_id], p) = '{}'));
            when 'interference_record' then
              kept := array(select id from interference_record where id = any (of_ids)
                and (interference_is_about(id, p.person, p.places) or trail_open_to('clue', array[clue_id], p) = '{}'));
            when 'unmasking' then
              kept := array(select id from unmasking where id = any (of_ids) and trail_open_to('clue', array[clue_id], p) = '{}');
            when 'emergency_access' then
              kept := array(select id from emergency_access where id = any (of_ids) and trail_open_to('clue', array[clue_id], p) = '{}');
            when 'grant', 'access_grant' then
              kept := array(select id from access_grant where id = any (of_ids) and trail_open_to(object, array[object_id], p) = '{}');
            when 'alias_opening' then
              kept := array(select id from alias_opening where id = any (of_ids) and trail_open_to(object, array[object_id], p) = '{}');
            else
              kept := '{}';
          end case;
          return case when kept <> '{}'
            then array(select x from unnest(of_ids) with ordinality as o (x, n) where x <> all (kept) order by n) else of_ids end;
        end $function$;

CREATE OR REPLACE FUNCTION liandong.trail_tells_of(of_details jsonb, p principal)
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ select of_details ? 'recusal' and trail_kept_from('recusal', (of_details->>'recusal')::uuid, p)
          or of_details ? 'interferenceRecord' and trail_kept_from('interference_record', (of_details->>'interferenceRecord')::uuid, p) $function$;

CREATE OR REPLACE FUNCTION liandong.transaction_mark()
 RETURNS text
 LANGUAGE sql
 STABLE
AS $function$ select pg_backend_pid() || ':' || (extract(epoch from transaction_timestamp()) * 1000000)::bigint $function$;

CREATE OR REPLACE FUNCTION liandong.unit_duty_words(u unit)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ select coalesce('〔' || (array['案件监督管理', '监督检查', '审查调查', '纪检监察', '信访', '案件审理', '干部监督', '党风政风监督',
          '组织', '机关党委', '联动监督指挥', '联合办案指挥', '综合'])[u.office_kind] || '〕', '') $function$;

CREATE OR REPLACE FUNCTION liandong.unit_lies_in_place()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ begin
          if exists (select from added n left join unit a on a.pos = n.parent_pos where n.pos >= 0 and n.parent_pos is not null
              and (a.pos is null or n.pos <= a.pos or n.hi > a.hi or n.organ_pos not in (n.pos, a.organ_pos)))
            or exists (select from added n where n.pos > 0 and n.parent_pos is null)
            or exists (select from added n join unit c on c.parent_pos = n.pos where c.pos <= n.pos or c.hi > n.hi)
            or exists (select from (
              select pos, lag(hi) over (partition by parent_pos order by pos) as before from unit
              where parent_pos in (select parent_pos from added)) siblings where before >= pos) then
            raise exception 'a unit outside its place' using errcode = '23514', constraint = 'unit_lies_in_place',
              table = 'unit', schema = 'liandong';
          end if;
          return null;
        end $function$;

CREATE OR REPLACE FUNCTION liandong.unit_words(of_pos bigint)
 RETURNS text
 LANGUAGE sql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ select case when u.pos = u.organ_pos then u.name else o.name || ' ' || u.name end
              from unit u join unit o on o.pos = u.organ_pos where u.pos = of_pos $function$;

CREATE OR REPLACE FUNCTION liandong.units_of_subject(of_person uuid)
 RETURNS int8multirange
 LANGUAGE sql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        select coalesce(range_agg(known), '{}') + coalesce((
              select range_agg(int8range(g.to_pos, g.to_pos, '[]')) from reorganisation_pair g
                join reorganisation r on r.id = g.reorganisation_id
              where r.state = 1 and g.from_pos <@ range_agg(known)), '{}') from (
          select int8range(u.pos, case when p.duty between 1 and 3 then u.hi else u.pos end, '[]')
            from post p join unit u on u.pos = p.unit_pos
            where p.person_id = of_person and (p.valid_to is null or p.valid_to > app_now())
          union all
          select int8range(u.pos, u.hi, '[]')
            from branch b join post p on p.id = b.post_id join unit u on u.pos = b.office_pos
            where p.person_id = of_person and (b.valid_to is null or b.valid_to > app_now())
              and (p.valid_to is null or p.valid_to > app_now())) places (known)
        $function$;

CREATE OR REPLACE FUNCTION liandong.unmasked()
 RETURNS uuid[]
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          m principal := me(); moment timestamptz := act_now(); shown uuid[];
        begin
          shown := array(select u.clue_id from access_grant g join unmasking u on u.grant_id = g.id
            where g.post_id = m.post and u.requester_id = m.person
              and g.valid_from <= moment and (g.valid_to is null or g.valid_to > moment));
          return case when shown = '{}' then shown else reached('clue', 'content', shown) end;
        end $function$;
grant execute on function unmasked() to liandong_act, liandong_api;

CREATE OR REPLACE FUNCTION liandong.unmasking_decide(of_id uuid, of_version integer, approved boolean, of_reason text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
 SET cpu_operator_cost TO '0.0025'
AS $function$
        declare
          m principal := me(); u unmasking; opened uuid; ends timestamptz;
        begin
          perform require_act('unmaskingDecide');
          u := unmasking_in_hand(of_id, false);
          if u.version <> of_version then
            raise exception 'changed meanwhile' using errcode = 'LD022';
          end if;
          if u.state <> 1 or approved and not handles(u.clue_id, u.requested_by) then
            raise exception 'not in this state' using errcode = 'LD023';
          end if;
          if approved then
            opened := gen_random_uuid();
            ends := app_now() + make_interval(days => u.days);
            insert into access_grant (id, object, object_id, facets, post_id, basis, issuer_post, valid_from, valid_to)
              values (opened, 'clue', u.clue_id, '{reporter}', u.requested_by, 7, m.post, app_now(), ends);
          end if;
          update unmasking set state = case when approved then 2 else 3 end, decided_by = m.post, decided_at = app_now(),
            decision_reason = of_reason, grant_id = opened, until = ends, version = version + 1 where id = of_id;
          perform tell(case when approved then 'unmaskingApproved' else 'unmaskingRefused' end, 'unmasking', of_id);
        end $function$;
grant execute on function unmasking_decide(uuid,integer,boolean,text) to liandong_act;

CREATE OR REPLACE FUNCTION liandong.unmasking_deciders(of_clue uuid, of_requester uuid)
 RETURNS uuid[]
 LANGUAGE sql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        select array_agg(post order by post) from (
          select h.post, h.turn, min(h.turn) over () as first
          from clue c cross join lateral unmasking_heads(coalesce(c.received_pos, c.owner_pos)) h
          where c.id = of_clue and h.person <> of_requester and not kept_from(of_clue, h.person)) able
        where turn = first
        $function$;

CREATE OR REPLACE FUNCTION liandong.unmasking_end(of_id uuid, of_version integer, of_reason text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
 SET cpu_operator_cost TO '0.0025'
AS $function$
        declare
          u unmasking;
        begin
          perform require_act('unmaskingEnd');
          u := unmasking_in_hand(of_id, true);
          if u.version <> of_version then
            raise exception 'changed meanwhile' using errcode = 'LD022';
          end if;
          -- A request is withdrawn by who made it; who decides refuses it.
          if not (u.state = 1 and u.requested_by = (me()).post or u.state = 2 and u.until > app_now()) then
            raise exception 'not in this state' using errcode = 'LD023';
          end if;
          perform unmasking_shut(of_id, of_reason);
        end $function$;
grant execute on function unmasking_end(uuid,integer,text) to liandong_act;

CREATE OR REPLACE FUNCTION liandong.unmasking_follows_clue()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ begin
          perform unmasking_shut(u.id, null) from (
            select id from unmasking where clue_id = new.id and (state = 1 or state = 2 and until > app_now())
              and (new.closed_at is not null or not handles(new.id, requested_by))
            order by id for update) u;
          return null;
        end $function$;

CREATE OR REPLACE FUNCTION liandong.unmasking_heads(of_place bigint)
 RETURNS TABLE(post uuid, person uuid, turn integer)
 LANGUAGE sql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        with recursive above(pos, turn) as (
          select organ_pos, 1 from unit where pos = of_place
          union all select superior_of(pos), turn + 1 from above where pos is not null)
        select x.id, x.person_id, 0 from unit came join unit u
            on u.organ_pos = came.organ_pos
          join post x on x.unit_pos = u.pos
          where came.pos = of_place and in_office(x.id)
            and case when came.kind = 3 then u.pos = came.pos and x.duty = 1 else u.office_kind = 5 and x.duty = 3 end
        union all
        select x.id, x.person_id, a.turn from above a join post x on x.unit_pos = a.pos and x.duty = 1 where in_office(x.id)
        $function$;

CREATE OR REPLACE FUNCTION liandong.unmasking_in_hand(of_id uuid, to_end boolean)
 RETURNS unmasking
 LANGUAGE plpgsql
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          u unmasking;
        begin
          for look in 1..2 loop
            if not (case when to_end then unmasking_mine_to_end(of_id) else unmasking_mine_to_decide(of_id) end) then
              raise exception 'not his' using errcode = 'LD020';
            end if;
            select * into u from unmasking where id = of_id;
            perform lock_object('clue', u.clue_id);
          end loop;
          select * into u from unmasking where id = of_id for update;
          return u;
        end $function$;

CREATE OR REPLACE FUNCTION liandong.unmasking_kept_from_me(of_id uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        select not exists (select from unmasking u
          where u.id = of_id and (me()).post in (u.requested_by, u.decided_by) and not kept_from(u.clue_id, (me()).person))
        $function$;
grant execute on function unmasking_kept_from_me(uuid) to liandong_act, liandong_api;

CREATE OR REPLACE FUNCTION liandong.unmasking_mine_to_decide(of_id uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          m principal := me(); u unmasking;
        begin
          select * into u from unmasking where id in (of_id, '00000000-0000-0000-0000-000000000000') order by id desc limit 1;
          return coalesce(m.post = any (unmasking_deciders(u.clue_id, u.requester_id)), false);
        end $function$;

CREATE OR REPLACE FUNCTION liandong.unmasking_mine_to_end(of_id uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          m principal := me();
        begin
          return unmasking_mine_to_decide(of_id) or exists (
            select from unmasking where id = of_id
              and (requested_by = m.post and (sees('clue', 'ledger', clue_id) or not kept_from(clue_id, m.person))
                or decided_by = m.post and not kept_from(clue_id, m.person)));
        end $function$;

CREATE OR REPLACE FUNCTION liandong.unmasking_request(of_id uuid, of_clue uuid, of_reason text, of_days smallint)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
 SET cpu_operator_cost TO '0.0025'
AS $function$
        declare
          m principal := me(); c clue;
        begin
          perform require_act('unmaskingRequest');
          perform lock_known_clue(of_clue);
          if not sees('clue', 'content', of_clue) or not handles(of_clue, m.post) then
            raise exception 'not his to handle' using errcode = 'LD020';
          end if;
          select * into c from clue where id = of_clue;
          if c.closed_at is not null then
            raise exception 'closed' using errcode = 'LD023';
          end if;
          if exists (select from unmasking where clue_id = of_clue and requester_id = m.person
              and (state = 1 or state = 2 and until > app_now())) then
            raise exception 'asked already' using errcode = 'LD023';
          end if;
          if unmasking_deciders(of_clue, m.person) is null then
            raise exception 'nobody to decide' using errcode = 'LD024';
          end if;
          insert into unmasking (id, clue_id, reason, days, requested_by, requester_id, requester_name, requester_pos, organ_pos)
            select of_id, of_clue, of_reason, of_days, m.post, m.person, p.name, m.unit, u.organ_pos
              from person p, unit u where p.id = m.person and u.pos = coalesce(c.received_pos, c.owner_pos);
          perform tell('unmaskingRequested', 'unmasking', of_id);
        end $function$;
grant execute on function unmasking_request(uuid,uuid,text,smallint) to liandong_act;

CREATE OR REPLACE FUNCTION liandong.unmasking_shut(of_id uuid, of_reason text)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ begin
          update access_grant set valid_to = greatest(app_now(), valid_from + interval '1 microsecond')
            where id = (select grant_id from unmasking where id = of_id);
          update unmasking set state = 4, ended_at = app_now(), end_reason = of_reason, version = version + 1 where id = of_id;
          perform tell('unmaskingEnded', 'unmasking', of_id);
        end $function$;

CREATE OR REPLACE FUNCTION liandong.unmaskings_to_decide()
 RETURNS uuid[]
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
 SET cpu_operator_cost TO '0.0025'
AS $function$
        declare
          m principal := me();
        begin
          return array(
            with asked as materialized (
              select u.id, u.clue_id, u.requester_id, coalesce(c.received_pos, c.owner_pos) as place,
                c.subject_state <> 0 and c.classification = 0 and c.compartment = 0
                  and c.denied_persons is null and c.denied_units is null as plain
              from unmasking u join clue c on c.id = u.clue_id
              where (u.state = 1 or u.state = 2 and u.until > app_now()) and u.organ_pos between m.organ and m.organ_hi),
            line as (
              select a.place, h.person, h.turn, min(h.turn) filter (where h.post = m.post) over (partition by a.place) as mine
              from (select distinct place from asked) a cross join lateral unmasking_heads(a.place) h),
            places as materialized (
              select place, array_agg(distinct person) filter (where turn < mine) as earlier from line where mine is not null
              group by place)
            select a.id from asked a join places p on p.place = a.place
            where case when a.plain then coalesce(p.earlier = array[a.requester_id], true)
                and a.requester_id <> m.person and not kept_from(a.clue_id, m.person)
              else m.post = any (unmasking_deciders(a.clue_id, a.requester_id)) end);
        end $function$;
grant execute on function unmaskings_to_decide() to liandong_act, liandong_api;

CREATE OR REPLACE FUNCTION liandong.unresolved_stays()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ begin
          if new.stage is distinct from old.stage or new.handler_post is distinct from old.handler_post
            or new.closed_at is distinct from old.closed_at
            or not (rehomed(old.owner_pos, new.owner_pos) and rehomed(old.handling_pos, new.handling_pos)) then
            raise exception 'its subject is not resolved' using errcode = 'LD023';
          end if;
          return new;
        end $function$;

CREATE OR REPLACE FUNCTION liandong.view_as(of_post uuid)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          m principal := me(); own text := current_setting('liandong.principal', true);
          day text; look record; ids uuid[]; found jsonb := '[]';
        begin
          if m.post is null then
            raise exception 'no principal in this session' using errcode = '28000';
          end if;
          if acting_duty() is distinct from 6::smallint then
            raise exception 'the security administrator alone' using errcode = 'LD020';
          end if;
          if not exists (select from post where id = of_post and unit_pos between m.organ and m.organ_hi) or not become(of_post) then
            return null;
          end if;
          day := 'view-as ' || m.person || ' ' || (app_now() at time zone 'Asia/Shanghai')::date;
          for look in
            with w as (
              select p.id, p.person_id, p.duty, u.pos, u.kind, u.office_kind, o.pos as organ, o.hi as organ_hi
              from post p join unit u on u.pos = p.unit_pos join unit o on o.pos = u.organ_pos where p.id = of_post),
            r (relation, lo, hi, since) as (
              select 'OWN', pos, pos, null::timestamptz from w union all select 'ORGAN', organ, organ + 499, null from w
              union all select 'SUBTREE', organ, organ_hi, null from w
              union all select 'BRANCH', b.office_pos, b.office_pos, null from w join branch b on b.post_id = w.id and in_force(b.valid_from, b.valid_to)
              union all select 'LINKED', l.lo, l.hi, to_timestamp(l.since / 1000000.0)
                from unnest((me()).link_lo, (me()).link_hi, (me()).link_since) as l (lo, hi, since)),
            f as (select distinct object, facet from duty_facet)
            select d.object, d.facet, d.relation as via, format('%I between %s and %s', case d.place when 'handling' then 'handling_pos'
                when 'received' then 'received_pos' else 'owner_pos' end, r.lo, r.hi)
              || case when d.facet = 'reporter' then ' and closed_at is null' else '' end
              || case when r.since is null then '' else format(' and (closed_at is null or closed_at >= %L)', r.since) end as condition
            from w join duty_facet d on (d.unit_kind is null or d.unit_kind = w.kind)
              and (d.office_kind is null or d.office_kind = w.office_kind)
              and (d.duty = w.duty or d.duty is null and w.duty not between 5 and 7) and d.place not in ('owner_cadre', 'owner_sealed')
            join r on r.relation = d.relation
            union all
            select f.object, f.facet, n.via, format('%I = %L', n.name, w.id) || case when f.facet = 'reporter' then ' and closed_at is null' else '' end
            from w cross join f cross join (values ('HANDLER', 'handler_post'), ('REGISTRAR', 'registered_by')) as n (via, name)
            where f.object = 'clue' and (f.facet = 'reporter') = (n.via = 'REGISTRAR')
            union all
            select f.object, f.facet, 'GRANT', format('id = any (%L::uuid[])', array(select g.object_id from grants_to(of_post, f.object) g
                where f.facet = any (g.facets) and in_force(g.valid_from, g.valid_to)))
            from f
          loop
            execute format('select array(select id from %I where %s and owner_pos >= 0 and compartment = 0 and subject_state <> 0
                and classification = 0 and coalesce(denied_persons, ''{}'') = ''{}'' and coalesce(denied_units, ''{}'') = ''{}'' limit 400)',
                look.object, look.condition) into ids;
            found := found || (select coalesce(jsonb_agg(jsonb_build_object('object', look.object, 'facet', look.facet, 'via', look.via, 'id', x)), '[]')
              from (select x from unnest(reached(look.object, look.facet, ids)) x limit 20) y);
          end loop;
          perform resume(own);
          return (
            with seen as (
              select distinct f->>'object' as object, f->>'facet' as facet, f->>'via' as via, (f->>'id')::uuid as id from jsonb_array_elements(found) f),
            counted as (
              select object, facet, via, case when count(*) >= 20 then 20 when count(*) >= 5 then 5 else 1 end as least,
                array_agg(alias_of(day, object, id) order by alias_of(day, object, id)) as aliases
              from seen group by object, facet, via)
            select coalesce(jsonb_agg(jsonb_build_object('object', object, 'facet', upper(facet), 'via', via, 'least', least,
                'aliases', to_jsonb(aliases[1:least]))
              order by object, array_position(array['ledger', 'petition', 'content', 'reporter'], facet), via), '[]')
            from counted);
        end $function$;
grant execute on function view_as(uuid) to liandong_api;

CREATE OR REPLACE FUNCTION liandong.viewer_of(of_object text, of_ids uuid[])
 RETURNS TABLE(id uuid, viewer jsonb)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          mine uuid := (me()).post; seen uuid[]; of_facet text; found jsonb := '{}'; ends timestamptz;
        begin
          if mine is null then
            raise exception 'no principal in this session' using errcode = '28000';
          end if;
          select least(p.valid_to, u.valid_to) into ends from post p join unit u on u.pos = p.unit_pos where p.id = mine;
          seen := reached(of_object, 'ledger', of_ids);
          for of_facet in select distinct facet from duty_facet where object = of_object loop
            found := found || jsonb_build_object(of_facet, to_jsonb(reached(of_object, of_facet, seen)));
          end loop;
          return query
            with ways as materialized (select * from ways_to(mine, of_object, seen) where state = 'OPEN')
            select m.id, jsonb_build_object('facets', (
                select jsonb_agg(jsonb_build_object('facet', upper(f.key), 'via', coalesce(y.via, 'OTHER'), 'basis', y.basis, 'until', case when y.via is null then ends else y.until end)
                    order by array_position(array['ledger', 'petition', 'content', 'reporter'], f.key), y.until desc nulls first, y.via, y.basis)
                from jsonb_each(found) f left join ways y on y.id = m.id and y.facet = f.key
                where f.value ? m.id::text),
              'owner', m.owner_pos, 'handling', m.handling_pos, 'received', m.received_pos,
              'handler', coalesce(m.handler_post = mine, false), 'open', m.closed_at is null)
            from matters(of_object, seen) m;
        end $function$;
grant execute on function viewer_of(text,uuid[]) to liandong_api;

CREATE OR REPLACE FUNCTION liandong.ways_to(of_post uuid, of_object text, of_ids uuid[], by_rule boolean DEFAULT false)
 RETURNS SETOF way
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ begin
        return query with w as (
          select p.id, p.person_id, p.duty, u.pos, u.kind, u.office_kind, o.pos as organ, o.hi as organ_hi,
            least(p.valid_to, u.valid_to) as ends
          from post p join unit u on u.pos = p.unit_pos join unit o on o.pos = u.organ_pos where p.id = of_post),
        m as (select * from matters(of_object, of_ids)),
        f as (select distinct facet from duty_facet where object = of_object),
        r (relation, lo, hi, starts, ends, since) as (
          select 'OWN', pos, pos, null::timestamptz, null::timestamptz, null::timestamptz from w
          union all select 'ORGAN', organ, organ + 499, null, null, null from w
          union all select 'SUBTREE', organ, organ_hi, null, null, null from w
          union all select 'BRANCH', b.office_pos, b.office_pos, b.valid_from, b.valid_to, null
            from w join branch b on b.post_id = w.id
          union all select 'BRANCH_CADRE', b.office_pos, b.office_pos, b.valid_from, b.valid_to, null
            from w join branch b on b.post_id = w.id join unit x on x.pos = b.office_pos and x.office_kind = 7
          union all select 'LINKED', x.pos, x.hi, l.valid_from, l.valid_to, l.valid_from
            from w join contact_link l on case when w.duty = 1 and w.kind in (1, 4) then l.office_pos between organ and organ + 499
                                               else w.duty <> 2 and l.office_pos = w.pos end
            join unit x on x.pos = l.target_pos
          union all select 'LINKED', x.pos, x.hi, greatest(l.valid_from, b.valid_from), least(l.valid_to, b.valid_to), l.valid_from
            from w join branch b on w.duty = 2 and b.post_id = w.id join contact_link l on l.office_pos = b.office_pos
            join unit x on x.pos = l.target_pos),
        his as (
          select d.facet, d.relation, d.place from w join duty_facet d on d.object = of_object
            and (d.unit_kind is null or d.unit_kind = w.kind) and (d.office_kind is null or d.office_kind = w.office_kind)
            and (d.duty = w.duty or d.duty is null and w.duty not between 5 and 7)
            and not (by_rule and d.place in ('owner_cadre', 'owner_sealed'))),
        by_duty as (
          select m.id, h.facet, split_part(h.relation, '_', 1) as via, null::smallint as basis,
            case when not coalesce(p.pos between r.lo and r.hi, false) or h.place = 'owner_cadre' and m.compartment <> 1
                     or h.place = 'owner_sealed' and m.compartment <> 2
                   then 'NOT_THIS_PLACE'
                 when r.starts > app_now() then 'NOT_YET'
                 when r.ends <= app_now() then 'PERIOD_OVER'
                 when m.closed_at is not null and (h.facet = 'reporter' or h.relation = 'LINKED' and m.closed_at < r.since)
                   then 'CLOSED'
                 else 'OPEN' end as state,
            r.ends
          from m cross join his h left join r on r.relation = h.relation
          cross join lateral (select case h.place when 'handling' then m.handling_pos when 'received' then m.received_pos
                                                  else m.owner_pos end as pos) p
          union all
          select m.id, d.facet, d.relation, null, 'NOT_THIS_DUTY', null
          from m cross join (select facet, split_part(relation, '_', 1) as relation from duty_facet where object = of_object
                             except select facet, split_part(relation, '_', 1) from his) d),
        by_name as (
          select m.id, f.facet, n.via, null::smallint,
            case when n.post is distinct from w.id then 'NOT_NAMED'
                 -- Who registered it where it came in, and not who once wrote it down elsewhere.
                 when f.facet = 'reporter' and m.received_pos is distinct from w.pos then 'NOT_THIS_PLACE'
                 when f.facet = 'reporter' and m.closed_at is not null then 'CLOSED'
                 when f.facet <> 'reporter' and n.via <> 'HANDLER' and m.subject_state <> 0 then 'NOT_NAMED'
                 else 'OPEN' end,
            null::timestamptz
          from w cross join m cross join f
          cross join lateral (values ('HANDLER', m.handler_post), ('REGISTRAR', m.registered_by), ('CUSTODIAN', m.custodian_post))
            as n (via, post)
          where of_object = 'clue' and (f.facet = 'reporter') <= (n.via = 'REGISTRAR')),
        by_grant as (
          select m.id, f.facet, 'GRANT', g.basis,
            case when g.id is null then 'NO_GRANT' when g.valid_from > app_now() then 'NOT_YET'
                 when g.valid_to <= app_now() then 'PERIOD_OVER' else 'OPEN' end,
            g.valid_to
          from m cross join f
          left join (select * from grants_to(of_post, of_object) where object_id = any (of_ids)) g
            on g.object_id = m.id and f.facet = any (g.facets)),
        tried (id, facet, via, basis, state, ends) as (
          select * from by_duty union all select * from by_name where not by_rule
          union all select * from by_grant where not by_rule)
        select distinct on (t.id, t.facet, t.via, t.basis) t.id, t.facet, t.via, t.basis, t.state,
          case when t.state = 'OPEN' then least(t.ends, w.ends) end
        from tried t cross join w
        order by t.id, t.facet, t.via, t.basis,
          array_position(array['OPEN', 'CLOSED', 'PERIOD_OVER', 'NOT_YET', 'NOT_THIS_PLACE', 'NOT_THIS_DUTY', 'NOT_NAMED', 'NO_GRANT'], t.state),
          coalesce(t.ends, 'infinity') desc;
        end $function$;

CREATE OR REPLACE FUNCTION liandong.working_days_after(of_place bigint, started timestamp with time zone, days integer, at timestamp with time zone DEFAULT app_now())
 RETURNS timestamp with time zone
 LANGUAGE sql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$ select deadline_end(of_place, started, days, 2::smallint, true, at) $function$;

CREATE OR REPLACE FUNCTION liandong.zone_lead(of_owner unit, of_lead text)
 RETURNS bigint
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          lead bigint;
        begin
          if of_lead is null then
            return null;
          end if;
          select pos into lead from unit where id = of_lead::uuid and pos between of_owner.pos and of_owner.hi and in_force(valid_from, valid_to);
          if lead is null then
            raise exception 'a lead below the owner' using errcode = 'LD029';
          end if;
          return lead;
        end $function$;

CREATE OR REPLACE FUNCTION liandong.zone_members_set(of_zone uuid, of_owner unit, of_members jsonb, OUT before text, OUT after text)
 RETURNS record
 LANGUAGE plpgsql
 SET search_path TO 'liandong', 'pg_temp'
AS $function$
        declare
          those bigint[];
        begin
          select string_agg(unit_words(unit_pos), '；' order by unit_pos) into before from zone_member where zone_id = of_zone and valid_to is null;
          those := array(select x.pos from jsonb_array_elements_text(of_members) i join unit x on x.id = i::uuid
            where x.pos between of_owner.pos and of_owner.hi and x.pos <> of_owner.pos and x.kind in (1, 2, 3, 4) and in_force(x.valid_from, x.valid_to));
          if cardinality(those) <> jsonb_array_length(of_members) or cardinality(those) < 2 then
            raise exception 'members below the owner, two at least' using errcode = 'LD029';
          end if;
          update zone_member set valid_to = act_now() where zone_id = of_zone and valid_to is null and unit_pos <> all (those);
          insert into zone_member (id, zone_id, unit_pos, valid_from)
            select gen_random_uuid(), of_zone, x, act_now() from unnest(those) x
            where not exists (select from zone_member where zone_id = of_zone and unit_pos = x and valid_to is null);
          select string_agg(unit_words(pos), '；' order by pos) into after from unnest(those) pos;
        end $function$;

create table access_grant (
  id uuid not null,
  object text not null,
  object_id uuid not null,
  facets text[] not null,
  unit_pos bigint,
  post_id uuid,
  person_id uuid,
  basis smallint not null,
  issuer_post uuid,
  valid_from timestamp with time zone not null,
  valid_to timestamp with time zone,
  exempts boolean not null default false,
  act text,
  reason text,
  ended_by uuid,
  ended_at timestamp with time zone,
  end_reason text,
  version integer not null default 1,
  round_id uuid,
  constraint access_grant_pkey PRIMARY KEY (id),
  constraint access_grant_ended_by_fkey FOREIGN KEY (ended_by) REFERENCES post(id),
  constraint access_grant_issuer_post_fkey FOREIGN KEY (issuer_post) REFERENCES post(id),
  constraint access_grant_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint access_grant_post_id_fkey FOREIGN KEY (post_id) REFERENCES post(id),
  constraint access_grant_round_id_fkey FOREIGN KEY (round_id) REFERENCES inspection_round(id),
  constraint access_grant_unit_pos_fkey FOREIGN KEY (unit_pos) REFERENCES unit(pos),
  constraint access_grant_act CHECK (act IS NULL OR issuer_post IS NOT NULL AND reason IS NOT NULL),
  constraint access_grant_act_check CHECK (act = ANY (ARRAY['grantIssue'::text, 'inspectionCatalogueAdd'::text])),
  constraint access_grant_basis_check CHECK (basis >= 1 AND basis <= 30),
  constraint access_grant_check1 CHECK (num_nonnulls(unit_pos, post_id, person_id) = 1),
  constraint access_grant_check2 CHECK (NOT exempts OR post_id IS NOT NULL),
  constraint access_grant_end_reason_check CHECK (length(end_reason) >= 1 AND length(end_reason) <= 2000),
  constraint access_grant_facets_check CHECK (facets <@ ARRAY['ledger'::text, 'petition'::text, 'content'::text, 'reporter'::text] AND cardinality(facets) > 0),
  constraint access_grant_object_check CHECK (object = ANY (ARRAY['clue'::text, 'supervision_item'::text, 'joint_case'::text])),
  constraint access_grant_period CHECK (valid_to > valid_from OR COALESCE(valid_to = ended_at, false)),
  constraint access_grant_reason_check CHECK (length(reason) >= 1 AND length(reason) <= 2000),
  constraint access_grant_round CHECK ((round_id IS NOT NULL) = (NOT act IS DISTINCT FROM 'inspectionCatalogueAdd'::text))
);
comment on column access_grant.act is 'The act that issued it and whose end it can be given by hand; null: another act''s, or none';
comment on column access_grant.exempts is 'A compartment grant: for its facets its post is exempt from the compartment and from what is denied to units';
comment on table access_grant is 'An object''s facets for a unit, a post or a person: basis, issuer, from, to';
CREATE INDEX access_grant_object ON access_grant USING btree (object_id);
CREATE INDEX access_grant_person ON access_grant USING btree (person_id, object) WHERE person_id IS NOT NULL;
CREATE INDEX access_grant_post ON access_grant USING btree (post_id, object) WHERE post_id IS NOT NULL;
CREATE INDEX access_grant_round ON access_grant USING btree (round_id) WHERE round_id IS NOT NULL;
CREATE INDEX access_grant_unit ON access_grant USING btree (unit_pos, object) WHERE unit_pos IS NOT NULL;
alter table access_grant enable row level security;
alter table access_grant force row level security;
create policy owner_all on access_grant as permissive for all to liandong_owner
  using (true)
  with check (true);
CREATE TRIGGER comes_to_no_end AFTER INSERT ON access_grant REFERENCING NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION nothing_comes_to_its_end('unit_pos');

create table act_key (
  person_id uuid not null,
  post_id uuid not null,
  act text not null,
  key text not null,
  body text not null,
  done jsonb,
  txid xid8 not null default pg_current_xact_id(),
  at timestamp with time zone not null default app_now(),
  constraint act_key_pkey PRIMARY KEY (person_id, post_id, act, key),
  constraint act_key_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint act_key_post_id_fkey FOREIGN KEY (post_id) REFERENCES post(id),
  constraint act_key_act_check CHECK (length(act) <= 60),
  constraint act_key_key_check CHECK (length(key) >= 8 AND length(key) <= 100)
);
comment on table act_key is 'Acts by the keys of their callers: digest of what was asked, and what came of it; kept for seven days';
CREATE INDEX act_key_at ON act_key USING btree (at);
alter table act_key enable row level security;
alter table act_key force row level security;
create policy owner_all on act_key as permissive for all to liandong_owner
  using (true)
  with check (true);
CREATE CONSTRAINT TRIGGER act_has_ended AFTER INSERT ON act_key DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION act_has_ended();

create table administrative_act (
  act text not null,
  duties smallint[] not null,
  confirmers smallint[] not null,
  at_once boolean not null,
  undo text not null,
  source text not null,
  constraint administrative_act_pkey PRIMARY KEY (act),
  constraint administrative_act_act_check CHECK (act ~ '^[a-z][A-Za-z]{3,59}$'::text),
  constraint administrative_act_duties_check CHECK (cardinality(duties) > 0)
);
comment on table administrative_act is 'Who may administer what, and what takes a second person (管理事项)';
alter table administrative_act enable row level security;
alter table administrative_act force row level security;
create policy owner_all on administrative_act as permissive for all to liandong_owner
  using (true)
  with check (true);
create policy principal on administrative_act as permissive for select to liandong_act, liandong_api
  using ((( SELECT (me()).post AS post)) IS NOT NULL);
grant select (act, duties, confirmers, at_once, undo, source) on administrative_act to liandong_act, liandong_api;

create table administrative_change (
  id uuid not null,
  act text not null,
  organ_pos bigint not null,
  object text not null,
  object_id uuid not null,
  about text not null,
  beneficiary uuid,
  body jsonb not null,
  lines jsonb not null,
  reason text not null,
  state smallint not null,
  proposed_by uuid not null,
  proposer uuid not null,
  proposer_name text not null,
  proposed_at timestamp with time zone not null,
  decided_by uuid,
  decider uuid,
  decider_name text,
  decided_at timestamp with time zone,
  decision_reason text,
  version integer not null default 1,
  constraint administrative_change_pkey PRIMARY KEY (id),
  constraint administrative_change_beneficiary_fkey FOREIGN KEY (beneficiary) REFERENCES person(id),
  constraint administrative_change_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES post(id),
  constraint administrative_change_decider_fkey FOREIGN KEY (decider) REFERENCES person(id),
  constraint administrative_change_organ_pos_fkey FOREIGN KEY (organ_pos) REFERENCES unit(pos),
  constraint administrative_change_proposed_by_fkey FOREIGN KEY (proposed_by) REFERENCES post(id),
  constraint administrative_change_proposer_fkey FOREIGN KEY (proposer) REFERENCES person(id),
  constraint administrative_change_act_check CHECK (length(act) <= 60),
  constraint administrative_change_check CHECK ((state = 1) = (decided_at IS NULL)),
  constraint administrative_change_check1 CHECK (decider IS DISTINCT FROM proposer),
  constraint administrative_change_check2 CHECK (beneficiary IS NULL OR beneficiary <> proposer AND beneficiary IS DISTINCT FROM decider),
  constraint administrative_change_decision_reason_check CHECK (length(decision_reason) >= 1 AND length(decision_reason) <= 2000),
  constraint administrative_change_object_check CHECK (object ~ '^[a-z_]{1,40}$'::text),
  constraint administrative_change_reason_check CHECK (length(reason) >= 1 AND length(reason) <= 2000),
  constraint administrative_change_state_check CHECK (state >= 1 AND state <= 4)
);
comment on table administrative_change is 'A change of the organisation (管理变更): asked by one, confirmed by another where it gives somebody something';
CREATE INDEX administrative_change_object ON administrative_change USING btree (object_id, id);
CREATE INDEX administrative_change_organ ON administrative_change USING btree (organ_pos, id);
CREATE UNIQUE INDEX administrative_change_waits ON administrative_change USING btree (act, md5((body - 'id'::text)::text)) WHERE state = 1;
alter table administrative_change enable row level security;
alter table administrative_change force row level security;
create policy owner_all on administrative_change as permissive for all to liandong_owner
  using (true)
  with check (true);
create policy reach on administrative_change as permissive for select to liandong_act, liandong_api
  using ((( SELECT acting_duty() AS acting_duty)) >= 5 AND (( SELECT acting_duty() AS acting_duty)) <= 7 AND organ_pos >= (( SELECT (me()).organ AS organ)) AND organ_pos <= (( SELECT (me()).organ_hi AS organ_hi))
    OR (( SELECT acting_duty() AS acting_duty)) = 1 AND (( SELECT (me()).unit AS unit)) = (( SELECT (me()).organ AS organ)) AND organ_pos = (( SELECT (me()).organ AS organ)));
grant select (id, act, organ_pos, object, object_id, about, lines, reason, state, proposer_name, proposed_at, decider_name, decided_at, decision_reason, version) on administrative_change to liandong_act, liandong_api;

create table alias_key (
  one boolean not null default true,
  inner_pad bytea not null,
  outer_pad bytea not null,
  constraint alias_key_pkey PRIMARY KEY (one),
  constraint alias_key_one_check CHECK (one)
);
alter table alias_key enable row level security;
alter table alias_key force row level security;
create policy owner_all on alias_key as permissive for all to liandong_owner
  using (true)
  with check (true);

create table alias_opening (
  id uuid not null,
  alias text not null,
  object text not null,
  object_id uuid not null,
  reason text not null,
  requested_by uuid not null,
  requester uuid not null,
  requester_name text not null,
  unit_pos bigint not null,
  organ_pos bigint not null,
  requested_at timestamp with time zone not null default app_now(),
  state smallint not null default 1,
  decided_by uuid,
  decided_at timestamp with time zone,
  decision_reason text,
  open_until timestamp with time zone,
  version integer not null default 1,
  constraint alias_opening_pkey PRIMARY KEY (id),
  constraint alias_opening_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES post(id),
  constraint alias_opening_organ_pos_fkey FOREIGN KEY (organ_pos) REFERENCES unit(pos),
  constraint alias_opening_requested_by_fkey FOREIGN KEY (requested_by) REFERENCES post(id),
  constraint alias_opening_requester_fkey FOREIGN KEY (requester) REFERENCES person(id),
  constraint alias_opening_unit_pos_fkey FOREIGN KEY (unit_pos) REFERENCES unit(pos),
  constraint alias_opening_alias_check CHECK (length(alias) <= 100),
  constraint alias_opening_check CHECK ((state = 1) = (decided_at IS NULL)),
  constraint alias_opening_check1 CHECK ((state = 2) = (open_until IS NOT NULL)),
  constraint alias_opening_decision_reason_check CHECK (length(decision_reason) >= 1 AND length(decision_reason) <= 2000),
  constraint alias_opening_object_check CHECK (object = ANY (ARRAY['person'::text, 'post'::text, 'clue'::text, 'supervision_item'::text, 'joint_case'::text])),
  constraint alias_opening_reason_check CHECK (length(reason) >= 1 AND length(reason) <= 2000),
  constraint alias_opening_state_check CHECK (state >= 1 AND state <= 3)
);
comment on table alias_opening is 'What is behind an alias of the audit trail: asked for by one person, decided by another, open for a day';
CREATE INDEX alias_opening_requested_by ON alias_opening USING btree (requested_by, id);
CREATE INDEX alias_opening_unit ON alias_opening USING btree (unit_pos, id);
CREATE UNIQUE INDEX alias_opening_asked ON alias_opening USING btree (requester, alias) WHERE state = 1;
alter table alias_opening enable row level security;
alter table alias_opening force row level security;
create policy owner_all on alias_opening as permissive for all to liandong_owner
  using (true)
  with check (true);
create policy reach on alias_opening as permissive for select to liandong_act, liandong_api
  using (requested_by = (( SELECT (me()).post AS post)) AND alias_opening_mine(id)
    OR alias_opening_mine_to_decide(id));
grant select (id, alias, object, reason, requester_name, requested_at, state, decided_at, decision_reason, open_until, version) on alias_opening to liandong_act, liandong_api;

create unlogged table allowance (
  key character varying(255) not null,
  points integer not null default 0,
  expire bigint,
  constraint allowance_pkey PRIMARY KEY (key)
);
alter table allowance enable row level security;
alter table allowance force row level security;
create policy counts on allowance as permissive for all to liandong_door
  using (true)
  with check (true);
create policy owner_all on allowance as permissive for all to liandong_owner
  using (true)
  with check (true);
grant delete, insert, select, update on allowance to liandong_door;

create table audit_entry (
  id uuid not null,
  at timestamp with time zone not null,
  txid xid8 not null,
  form smallint not null,
  kind smallint not null,
  person_id uuid,
  post_id uuid,
  unit_pos bigint,
  subject text,
  source text,
  operation text not null,
  object text,
  object_ids uuid[] not null default '{}'::uuid[],
  facets text[] not null default '{}'::text[],
  paths text[] not null default '{}'::text[],
  code text,
  reason text,
  details jsonb,
  correlation_id uuid not null,
  salt bytea not null,
  hash bytea not null,
  constraint audit_entry_pkey PRIMARY KEY (txid, id),
  constraint audit_entry_check CHECK ((num_nonnulls(person_id, post_id, unit_pos) = ANY (ARRAY[0, 3])) OR subject = 'operator'::text AND num_nonnulls(person_id, post_id) = 0),
  constraint audit_entry_check1 CHECK ((person_id IS NULL) = (subject IS NOT NULL) AND (person_id IS NOT NULL OR kind = 5 OR kind = 1 AND subject = 'operator'::text)),
  constraint audit_entry_code_check CHECK (code ~ '^[A-Z_]{1,40}$'::text),
  constraint audit_entry_facets_check CHECK (facets <@ ARRAY['STATISTICS'::text, 'LEDGER'::text, 'PETITION'::text, 'CONTENT'::text, 'REPORTER'::text]),
  constraint audit_entry_kind_check CHECK (kind >= 1 AND kind <= 6),
  constraint audit_entry_object_check CHECK (object ~ '^[a-z_]{1,40}$'::text),
  constraint audit_entry_operation_check CHECK (operation ~ '^[A-Za-z_][A-Za-z0-9_]{0,63}$'::text),
  constraint audit_entry_paths_check CHECK (array_to_string(paths, ''::text, ' '::text) ~ '^[A-Z_]{0,200}$'::text),
  constraint audit_entry_reason_check CHECK (length(reason) >= 1 AND length(reason) <= 2000),
  constraint audit_entry_source_check CHECK (length(source) >= 1 AND length(source) <= 64),
  constraint audit_entry_subject_check CHECK (length(subject) >= 1 AND length(subject) <= 400)
);
comment on table audit_entry is 'Audit trail (审计): who, by which post, when, from where, did or saw or was refused what';
CREATE INDEX audit_entry_unit ON audit_entry USING btree (unit_pos, txid DESC, id DESC);
alter table audit_entry enable row level security;
alter table audit_entry force row level security;
create policy host_adds on audit_entry as permissive for insert to liandong_audit
  with check (kind <> ALL (ARRAY[1, 6]));
create policy owner_adds on audit_entry as permissive for insert to liandong_owner
  with check (true);
create policy owner_reads on audit_entry as permissive for select to liandong_owner
  using (true);
create policy sealer_reads on audit_entry as permissive for select to liandong_sealer
  using (true);
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON audit_entry FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only(); -- enabled: A
CREATE TRIGGER given BEFORE INSERT ON audit_entry FOR EACH ROW EXECUTE FUNCTION audit_entry_given(); -- enabled: A
grant insert (kind, person_id, post_id, unit_pos, subject, source, operation, object, object_ids, facets, paths, code, details, correlation_id) on audit_entry to liandong_audit;
grant select (id, at, txid, hash) on audit_entry to liandong_sealer;

create table audit_seal (
  number bigint not null,
  through_txid xid8 not null,
  through_id uuid not null,
  line text not null,
  constraint audit_seal_pkey PRIMARY KEY (number),
  constraint audit_seal_number_check CHECK (number > 0)
);
comment on table audit_seal is 'Seals over the audit trail, each a copy of a line kept outside';
alter table audit_seal enable row level security;
alter table audit_seal force row level security;
create policy owner_reads on audit_seal as permissive for select to liandong_owner
  using (true);
create policy sealer_adds on audit_seal as permissive for insert to liandong_sealer
  with check (true);
create policy sealer_reads on audit_seal as permissive for select to liandong_sealer
  using (true);
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON audit_seal FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only(); -- enabled: A
grant insert (number, through_txid, through_id, line) on audit_seal to liandong_sealer;
grant select (number, through_txid, through_id, line) on audit_seal to liandong_sealer;

create table branch (
  id uuid not null,
  post_id uuid not null,
  office_pos bigint not null,
  valid_from timestamp with time zone not null,
  valid_to timestamp with time zone,
  constraint branch_pkey PRIMARY KEY (id),
  constraint branch_office_pos_fkey FOREIGN KEY (office_pos) REFERENCES unit(pos),
  constraint branch_post_id_fkey FOREIGN KEY (post_id) REFERENCES post(id),
  constraint branch_check CHECK (valid_to > valid_from)
);
comment on table branch is 'An office or group a leader is in charge of (分管), for a period';
CREATE INDEX branch_post ON branch USING btree (post_id);
alter table branch enable row level security;
alter table branch force row level security;
create policy owner_all on branch as permissive for all to liandong_owner
  using (true)
  with check (true);
CREATE TRIGGER comes_to_no_end AFTER INSERT ON branch REFERENCING NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION nothing_comes_to_its_end('office_pos');
CREATE TRIGGER posts_extend_denials AFTER INSERT OR UPDATE OF post_id, office_pos, valid_from, valid_to ON branch FOR EACH ROW EXECUTE FUNCTION posts_extend_denials();

create table calendar_day (
  id uuid not null,
  organ_pos bigint,
  day date not null,
  kind smallint not null,
  name text not null,
  source text not null,
  valid_from timestamp with time zone not null,
  valid_to timestamp with time zone,
  constraint calendar_day_pkey PRIMARY KEY (id),
  constraint calendar_day_organ_pos_fkey FOREIGN KEY (organ_pos) REFERENCES unit(pos),
  constraint calendar_day_check CHECK (valid_to > valid_from),
  constraint calendar_day_day_check CHECK (day >= '2000-01-01'::date AND day <= '2200-12-31'::date),
  constraint calendar_day_kind_check CHECK (kind = ANY (ARRAY[1, 2])),
  constraint calendar_day_name_check CHECK (length(name) >= 1 AND length(name) <= 40),
  constraint calendar_day_source_check CHECK (length(source) >= 1 AND length(source) <= 200)
);
comment on table calendar_day is 'Holidays, and days that are worked for them (节假日、调休上班日): whose, from when to when known';
CREATE INDEX calendar_day_day ON calendar_day USING btree (day, organ_pos);
CREATE INDEX calendar_day_organ ON calendar_day USING btree (organ_pos, day);
CREATE UNIQUE INDEX calendar_day_one ON calendar_day USING btree (day, organ_pos) NULLS NOT DISTINCT WHERE valid_to IS NULL;
alter table calendar_day enable row level security;
alter table calendar_day force row level security;
create policy owner_all on calendar_day as permissive for all to liandong_owner
  using (true)
  with check (true);
create policy principal on calendar_day as permissive for select to liandong_act, liandong_api
  using ((( SELECT (me()).post AS post)) IS NOT NULL);
grant select (id, organ_pos, day, kind, name, source, valid_from, valid_to) on calendar_day to liandong_act, liandong_api;

create table calendar_year (
  id uuid not null,
  organ_pos bigint,
  year smallint not null,
  source text not null,
  valid_from timestamp with time zone not null,
  valid_to timestamp with time zone,
  constraint calendar_year_pkey PRIMARY KEY (id),
  constraint calendar_year_organ_pos_fkey FOREIGN KEY (organ_pos) REFERENCES unit(pos),
  constraint calendar_year_check CHECK (valid_to > valid_from),
  constraint calendar_year_source_check CHECK (length(source) >= 1 AND length(source) <= 200),
  constraint calendar_year_year_check CHECK (year >= 2000 AND year <= 2200)
);
comment on table calendar_year is 'Years whose holidays are announced (已公布年份)';
CREATE UNIQUE INDEX calendar_year_one ON calendar_year USING btree (organ_pos, year) NULLS NOT DISTINCT WHERE valid_to IS NULL;
alter table calendar_year enable row level security;
alter table calendar_year force row level security;
create policy owner_all on calendar_year as permissive for all to liandong_owner
  using (true)
  with check (true);
create policy principal on calendar_year as permissive for select to liandong_act, liandong_api
  using ((( SELECT (me()).post AS post)) IS NOT NULL);
grant select (id, organ_pos, year, source, valid_from, valid_to) on calendar_year to liandong_act, liandong_api;

create table clue (
  id uuid not null,
  number text not null,
  stage smallint not null,
  source smallint not null,
  method smallint,
  outcome smallint,
  priority boolean not null default false,
  expedited boolean not null default false,
  received_at timestamp with time zone not null,
  due_at timestamp with time zone,
  yellow_at timestamp with time zone,
  red_at timestamp with time zone,
  owner_pos bigint not null,
  handling_pos bigint not null,
  received_pos bigint,
  handler_post uuid,
  registered_by uuid,
  custodian_post uuid,
  subject_state smallint not null default 1,
  closed_at timestamp with time zone,
  classification smallint not null default 0,
  compartment smallint not null default 0,
  denied_persons uuid[],
  denied_units int8multirange,
  open boolean not null generated always as (closed_at IS NULL) stored,
  due_order timestamp with time zone not null generated always as (
CASE
    WHEN closed_at IS NULL THEN COALESCE(due_at, '9999-12-31 00:00:00+00'::timestamp with time zone)
    ELSE 'infinity'::timestamp with time zone
END) stored,
  province integer generated always as ((owner_pos / '10000000000'::bigint)) stored,
  city integer generated always as ((owner_pos / 100000000)) stored,
  county integer generated always as ((owner_pos / 1000000)) stored,
  version integer not null default 1,
  changed_at timestamp with time zone not null default app_now(),
  constraint clue_pkey PRIMARY KEY (id),
  constraint clue_owner_pos_number_key UNIQUE (owner_pos, number),
  constraint clue_custodian_post_fkey FOREIGN KEY (custodian_post) REFERENCES post(id),
  constraint clue_handler_post_fkey FOREIGN KEY (handler_post) REFERENCES post(id),
  constraint clue_handling_pos_fkey FOREIGN KEY (handling_pos) REFERENCES unit(pos),
  constraint clue_owner_pos_fkey FOREIGN KEY (owner_pos) REFERENCES unit(pos),
  constraint clue_received_pos_fkey FOREIGN KEY (received_pos) REFERENCES unit(pos),
  constraint clue_registered_by_fkey FOREIGN KEY (registered_by) REFERENCES post(id),
  constraint clue_check CHECK (yellow_at <= red_at),
  constraint clue_classification_check CHECK (classification >= 0 AND classification <= 3),
  constraint clue_compartment_check CHECK (compartment >= 0 AND compartment <= 2),
  constraint clue_method_check CHECK (method >= 1 AND method <= 4),
  constraint clue_number_check CHECK (length(number) >= 1 AND length(number) <= 40),
  constraint clue_outcome_check CHECK (outcome >= 1 AND outcome <= 12),
  constraint clue_owner_pos_check CHECK (owner_pos = '-1'::integer OR (owner_pos % 1000::bigint) = 0 OR (owner_pos % 1000::bigint) >= 500),
  constraint clue_source_check CHECK (source >= 1 AND source <= 7),
  constraint clue_stage_check CHECK (stage >= 1 AND stage <= 18),
  constraint clue_subject_state_check CHECK (subject_state >= 0 AND subject_state <= 2)
);
comment on table clue is 'Ledger facet (台账) of a clue (问题线索)';
CREATE INDEX clue_city ON clue USING btree (city, id);
CREATE INDEX clue_county ON clue USING btree (county, id);
CREATE INDEX clue_custodian ON clue USING btree (custodian_post, id) WHERE custodian_post IS NOT NULL;
CREATE INDEX clue_due ON clue USING btree (due_order, id);
CREATE INDEX clue_due_city ON clue USING btree (city, due_order, id);
CREATE INDEX clue_due_county ON clue USING btree (county, due_order, id);
CREATE INDEX clue_due_handling ON clue USING btree (handling_pos, due_order, id);
CREATE INDEX clue_due_handling_received ON clue USING btree (handling_pos, received_pos, due_order, id);
CREATE INDEX clue_due_owner ON clue USING btree (owner_pos, due_order, id);
CREATE INDEX clue_due_province ON clue USING btree (province, due_order, id);
CREATE INDEX clue_due_received ON clue USING btree (received_pos, due_order, id);
CREATE INDEX clue_handler ON clue USING btree (handler_post, id) WHERE handler_post IS NOT NULL;
CREATE INDEX clue_handling ON clue USING btree (handling_pos, id);
CREATE INDEX clue_handling_owner ON clue USING btree (handling_pos, owner_pos);
CREATE INDEX clue_handling_received ON clue USING btree (handling_pos, received_pos, id);
CREATE INDEX clue_number_pairs ON clue USING gin (pairs_of((owner_pos / '10000000000'::bigint)::integer, number)) WITH (fastupdate=off);
CREATE INDEX clue_owner ON clue USING btree (owner_pos, id);
CREATE INDEX clue_province ON clue USING btree (province, id);
CREATE INDEX clue_received ON clue USING btree (received_pos, id);
CREATE INDEX clue_received_owner ON clue USING btree (received_pos, owner_pos);
CREATE INDEX clue_registrar ON clue USING btree (registered_by, id) WHERE registered_by IS NOT NULL;
alter table clue enable row level security;
alter table clue force row level security;
create policy deny on clue as restrictive for select to liandong_act, liandong_api
  using ((denied_persons IS NULL OR NOT ((( SELECT (me()).person AS person)) = ANY (denied_persons)))
    AND (denied_units IS NULL OR NOT denied_units && (( SELECT (me()).places AS places)) OR (id IN ( SELECT unnest(exempted('clue'::text, 'ledger'::text)) AS unnest)))
    AND classification <= (( SELECT (me()).clearance AS clearance))
    AND (compartment = 0 OR compartment = 1 AND (owner_pos <@ (( SELECT (my_reach('clue_ledger'::text)).cadre AS cadre)) OR handling_pos <@ (( SELECT (my_reach('clue_ledger'::text)).cadre_handled AS cadre_handled)) OR (id IN ( SELECT unnest(exempted('clue'::text, 'ledger'::text)) AS unnest))) OR compartment = 2 AND owner_pos <@ (( SELECT (my_reach('clue_ledger'::text)).sealed AS sealed)))
    AND (subject_state <> 0 OR registered_by = (( SELECT (me()).post AS post)) OR custodian_post = (( SELECT (me()).post AS post))));
create policy owner_all on clue as permissive for all to liandong_owner
  using (true)
  with check (true);
create policy reach on clue as permissive for select to liandong_act, liandong_api
  using (owner_pos <@ (( SELECT (my_reach('clue_ledger'::text)).owned AS owned))
    OR handling_pos <@ (( SELECT (my_reach('clue_ledger'::text)).handled AS handled))
    OR received_pos <@ (( SELECT (my_reach('clue_ledger'::text)).received AS received))
    OR handler_post = (( SELECT (me()).post AS post))
    OR compartment = 1 AND owner_pos <@ (( SELECT (my_reach('clue_ledger'::text)).cadre_owned AS cadre_owned))
    OR subject_state = 0 AND (registered_by = (( SELECT (me()).post AS post)) OR custodian_post = (( SELECT (me()).post AS post)))
    OR owner_pos <@ (( SELECT (my_reach('clue_ledger'::text)).linked AS linked)) AND (closed_at IS NULL OR (EXISTS ( SELECT
   FROM UNNEST(( SELECT (me()).link_lo AS link_lo), ( SELECT (me()).link_hi AS link_hi), ( SELECT (me()).link_since AS link_since)) l(lo, hi, since)
  WHERE clue.owner_pos >= l.lo AND clue.owner_pos <= l.hi AND clue.closed_at >= to_timestamp((l.since::numeric / 1000000.0)::double precision))))
    OR (id IN ( SELECT unnest(granted('clue'::text, 'ledger'::text)) AS unnest)));
CREATE CONSTRAINT TRIGGER clue_is_kept AFTER UPDATE ON clue DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (new.compartment > 0 AND (old.denied_persons IS DISTINCT FROM new.denied_persons OR old.denied_units IS DISTINCT FROM new.denied_units OR old.classification IS DISTINCT FROM new.classification OR old.compartment IS DISTINCT FROM new.compartment OR old.owner_pos IS DISTINCT FROM new.owner_pos)) EXECUTE FUNCTION clue_is_kept();
CREATE TRIGGER comes_to_no_end AFTER INSERT ON clue REFERENCING NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION nothing_comes_to_its_end('owner_pos', 'handling_pos', 'received_pos');
CREATE TRIGGER counted_anew AFTER UPDATE ON clue REFERENCING OLD TABLE AS gone NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION matters_counted();
CREATE TRIGGER counted_in AFTER INSERT ON clue REFERENCING NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION matters_counted();
CREATE TRIGGER counted_none AFTER TRUNCATE ON clue FOR EACH STATEMENT EXECUTE FUNCTION matters_counted();
CREATE TRIGGER counted_out AFTER DELETE ON clue REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION matters_counted();
CREATE TRIGGER goes_to_no_end AFTER UPDATE ON clue REFERENCING OLD TABLE AS gone NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION nothing_comes_to_its_end('owner_pos', 'handling_pos', 'received_pos');
CREATE TRIGGER grants_end AFTER UPDATE ON clue FOR EACH ROW WHEN (old.closed_at IS NULL AND new.closed_at IS NOT NULL) EXECUTE FUNCTION matter_concluded();
CREATE TRIGGER recusals_follow AFTER UPDATE ON clue FOR EACH ROW WHEN (old.owner_pos IS DISTINCT FROM new.owner_pos OR old.closed_at IS DISTINCT FROM new.closed_at OR old.subject_state IS DISTINCT FROM new.subject_state OR old.classification IS DISTINCT FROM new.classification OR old.denied_persons IS DISTINCT FROM new.denied_persons OR old.denied_units IS DISTINCT FROM new.denied_units) EXECUTE FUNCTION recusals_follow_clue();
CREATE TRIGGER secrecy_reaches AFTER UPDATE ON clue FOR EACH ROW WHEN (old.denied_persons IS DISTINCT FROM new.denied_persons OR old.denied_units IS DISTINCT FROM new.denied_units OR old.classification IS DISTINCT FROM new.classification OR old.compartment IS DISTINCT FROM new.compartment OR old.subject_state IS DISTINCT FROM new.subject_state) EXECUTE FUNCTION clue_secrecy_reaches();
CREATE TRIGGER spreads_scope_to_clue_content AFTER UPDATE ON clue FOR EACH ROW WHEN (old.owner_pos IS DISTINCT FROM new.owner_pos OR old.handling_pos IS DISTINCT FROM new.handling_pos OR old.received_pos IS DISTINCT FROM new.received_pos OR old.handler_post IS DISTINCT FROM new.handler_post OR old.registered_by IS DISTINCT FROM new.registered_by OR old.custodian_post IS DISTINCT FROM new.custodian_post OR old.subject_state IS DISTINCT FROM new.subject_state OR old.closed_at IS DISTINCT FROM new.closed_at OR old.classification IS DISTINCT FROM new.classification OR old.compartment IS DISTINCT FROM new.compartment OR old.denied_persons IS DISTINCT FROM new.denied_persons OR old.denied_units IS DISTINCT FROM new.denied_units) EXECUTE FUNCTION clue_spreads_scope_to_clue_content();
CREATE TRIGGER spreads_scope_to_clue_petition AFTER UPDATE ON clue FOR EACH ROW WHEN (old.owner_pos IS DISTINCT FROM new.owner_pos OR old.handling_pos IS DISTINCT FROM new.handling_pos OR old.received_pos IS DISTINCT FROM new.received_pos OR old.handler_post IS DISTINCT FROM new.handler_post OR old.registered_by IS DISTINCT FROM new.registered_by OR old.custodian_post IS DISTINCT FROM new.custodian_post OR old.subject_state IS DISTINCT FROM new.subject_state OR old.closed_at IS DISTINCT FROM new.closed_at OR old.classification IS DISTINCT FROM new.classification OR old.compartment IS DISTINCT FROM new.compartment OR old.denied_persons IS DISTINCT FROM new.denied_persons OR old.denied_units IS DISTINCT FROM new.denied_units) EXECUTE FUNCTION clue_spreads_scope_to_clue_petition();
CREATE TRIGGER spreads_scope_to_clue_reporter AFTER UPDATE ON clue FOR EACH ROW WHEN (old.owner_pos IS DISTINCT FROM new.owner_pos OR old.handling_pos IS DISTINCT FROM new.handling_pos OR old.received_pos IS DISTINCT FROM new.received_pos OR old.handler_post IS DISTINCT FROM new.handler_post OR old.registered_by IS DISTINCT FROM new.registered_by OR old.custodian_post IS DISTINCT FROM new.custodian_post OR old.subject_state IS DISTINCT FROM new.subject_state OR old.closed_at IS DISTINCT FROM new.closed_at OR old.classification IS DISTINCT FROM new.classification OR old.compartment IS DISTINCT FROM new.compartment OR old.denied_persons IS DISTINCT FROM new.denied_persons OR old.denied_units IS DISTINCT FROM new.denied_units) EXECUTE FUNCTION clue_spreads_scope_to_clue_reporter();
CREATE TRIGGER unmasking_follows AFTER UPDATE ON clue FOR EACH ROW WHEN (old.closed_at IS DISTINCT FROM new.closed_at OR old.handler_post IS DISTINCT FROM new.handler_post OR old.handling_pos IS DISTINCT FROM new.handling_pos) EXECUTE FUNCTION unmasking_follows_clue();
CREATE TRIGGER unresolved_stays BEFORE UPDATE ON clue FOR EACH ROW WHEN (new.subject_state = 0 AND (old.stage IS DISTINCT FROM new.stage OR old.owner_pos IS DISTINCT FROM new.owner_pos OR old.handling_pos IS DISTINCT FROM new.handling_pos OR old.handler_post IS DISTINCT FROM new.handler_post OR old.closed_at IS DISTINCT FROM new.closed_at)) EXECUTE FUNCTION unresolved_stays();
grant select (id, number, stage, source, method, outcome, priority, expedited, received_at, due_at, yellow_at, red_at, owner_pos, handling_pos, received_pos, handler_post, closed_at, open, due_order, province, city, county, version, changed_at) on clue to liandong_act, liandong_api;

create table clue_content (
  clue_id uuid not null,
  subject_name text not null,
  subject_position text,
  subject_rank smallint,
  key_minority boolean not null default false,
  allegation text not null,
  priority_reason smallint,
  handler_name text,
  owner_pos bigint not null,
  handling_pos bigint not null,
  received_pos bigint,
  handler_post uuid,
  registered_by uuid,
  custodian_post uuid,
  subject_state smallint not null default 1,
  closed_at timestamp with time zone,
  classification smallint not null default 0,
  compartment smallint not null default 0,
  denied_persons uuid[],
  denied_units int8multirange,
  version integer not null default 1,
  changed_at timestamp with time zone not null default app_now(),
  constraint clue_content_pkey PRIMARY KEY (clue_id),
  constraint clue_content_clue_id_fkey FOREIGN KEY (clue_id) REFERENCES clue(id),
  constraint clue_content_allegation_check CHECK (length(allegation) <= 20000),
  constraint clue_content_classification_check CHECK (classification >= 0 AND classification <= 3),
  constraint clue_content_compartment_check CHECK (compartment >= 0 AND compartment <= 2),
  constraint clue_content_handler_name_check CHECK (length(handler_name) <= 60),
  constraint clue_content_priority_reason_check CHECK (priority_reason >= 1 AND priority_reason <= 4),
  constraint clue_content_subject_name_check CHECK (length(subject_name) <= 60),
  constraint clue_content_subject_position_check CHECK (length(subject_position) <= 200),
  constraint clue_content_subject_rank_check CHECK (subject_rank >= 1 AND subject_rank <= 6),
  constraint clue_content_subject_state_check CHECK (subject_state >= 0 AND subject_state <= 2)
);
comment on table clue_content is 'Content facet: subject, allegation, priority reason, handler''s name';
alter table clue_content enable row level security;
alter table clue_content force row level security;
create policy deny on clue_content as restrictive for select to liandong_act, liandong_api
  using ((denied_persons IS NULL OR NOT ((( SELECT (me()).person AS person)) = ANY (denied_persons)))
    AND (denied_units IS NULL OR NOT denied_units && (( SELECT (me()).places AS places)) OR (clue_id IN ( SELECT unnest(exempted('clue'::text, 'content'::text)) AS unnest)))
    AND classification <= (( SELECT (me()).clearance AS clearance))
    AND (compartment = 0 OR compartment = 1 AND (owner_pos <@ (( SELECT (my_reach('clue_content'::text)).cadre AS cadre)) OR handling_pos <@ (( SELECT (my_reach('clue_content'::text)).cadre_handled AS cadre_handled)) OR (clue_id IN ( SELECT unnest(exempted('clue'::text, 'content'::text)) AS unnest))) OR compartment = 2 AND owner_pos <@ (( SELECT (my_reach('clue_content'::text)).sealed AS sealed)))
    AND (subject_state <> 0 OR registered_by = (( SELECT (me()).post AS post)) OR custodian_post = (( SELECT (me()).post AS post))));
create policy owner_all on clue_content as permissive for all to liandong_owner
  using (true)
  with check (true);
create policy reach on clue_content as permissive for select to liandong_act, liandong_api
  using (owner_pos <@ (( SELECT (my_reach('clue_content'::text)).owned AS owned))
    OR handling_pos <@ (( SELECT (my_reach('clue_content'::text)).handled AS handled))
    OR handler_post = (( SELECT (me()).post AS post))
    OR compartment = 1 AND owner_pos <@ (( SELECT (my_reach('clue_content'::text)).cadre_owned AS cadre_owned))
    OR subject_state = 0 AND (registered_by = (( SELECT (me()).post AS post)) OR custodian_post = (( SELECT (me()).post AS post)))
    OR (clue_id IN ( SELECT unnest(granted('clue'::text, 'content'::text)) AS unnest)));
CREATE TRIGGER takes_scope BEFORE INSERT OR UPDATE ON clue_content FOR EACH ROW EXECUTE FUNCTION clue_content_takes_scope();
grant select (clue_id, subject_name, subject_position, subject_rank, key_minority, allegation, priority_reason, handler_name, version, changed_at) on clue_content to liandong_act, liandong_api;

create table clue_petition (
  clue_id uuid not null,
  class smallint not null,
  channel smallint not null,
  text text not null,
  owner_pos bigint not null,
  handling_pos bigint not null,
  received_pos bigint,
  handler_post uuid,
  registered_by uuid,
  custodian_post uuid,
  subject_state smallint not null default 1,
  closed_at timestamp with time zone,
  classification smallint not null default 0,
  compartment smallint not null default 0,
  denied_persons uuid[],
  denied_units int8multirange,
  version integer not null default 1,
  changed_at timestamp with time zone not null default app_now(),
  constraint clue_petition_pkey PRIMARY KEY (clue_id),
  constraint clue_petition_clue_id_fkey FOREIGN KEY (clue_id) REFERENCES clue(id),
  constraint clue_petition_channel_check CHECK (channel >= 1 AND channel <= 5),
  constraint clue_petition_class_check CHECK (class >= 1 AND class <= 4),
  constraint clue_petition_classification_check CHECK (classification >= 0 AND classification <= 3),
  constraint clue_petition_compartment_check CHECK (compartment >= 0 AND compartment <= 2),
  constraint clue_petition_subject_state_check CHECK (subject_state >= 0 AND subject_state <= 2),
  constraint clue_petition_text_check CHECK (length(text) <= 20000)
);
comment on table clue_petition is 'Petition facet: what was received, as it was received (信访举报)';
alter table clue_petition enable row level security;
alter table clue_petition force row level security;
create policy deny on clue_petition as restrictive for select to liandong_act, liandong_api
  using ((denied_persons IS NULL OR NOT ((( SELECT (me()).person AS person)) = ANY (denied_persons)))
    AND (denied_units IS NULL OR NOT denied_units && (( SELECT (me()).places AS places)) OR (clue_id IN ( SELECT unnest(exempted('clue'::text, 'petition'::text)) AS unnest)))
    AND classification <= (( SELECT (me()).clearance AS clearance))
    AND (compartment = 0 OR compartment = 1 AND (owner_pos <@ (( SELECT (my_reach('clue_petition'::text)).cadre AS cadre)) OR handling_pos <@ (( SELECT (my_reach('clue_petition'::text)).cadre_handled AS cadre_handled)) OR (clue_id IN ( SELECT unnest(exempted('clue'::text, 'petition'::text)) AS unnest))) OR compartment = 2 AND owner_pos <@ (( SELECT (my_reach('clue_petition'::text)).sealed AS sealed)))
    AND (subject_state <> 0 OR registered_by = (( SELECT (me()).post AS post)) OR custodian_post = (( SELECT (me()).post AS post))));
create policy owner_all on clue_petition as permissive for all to liandong_owner
  using (true)
  with check (true);
create policy reach on clue_petition as permissive for select to liandong_act, liandong_api
  using (owner_pos <@ (( SELECT (my_reach('clue_petition'::text)).owned AS owned))
    OR handling_pos <@ (( SELECT (my_reach('clue_petition'::text)).handled AS handled))
    OR received_pos <@ (( SELECT (my_reach('clue_petition'::text)).received AS received))
    OR handler_post = (( SELECT (me()).post AS post))
    OR compartment = 1 AND owner_pos <@ (( SELECT (my_reach('clue_petition'::text)).cadre_owned AS cadre_owned))
    OR subject_state = 0 AND (registered_by = (( SELECT (me()).post AS post)) OR custodian_post = (( SELECT (me()).post AS post)))
    OR (clue_id IN ( SELECT unnest(granted('clue'::text, 'petition'::text)) AS unnest)));
CREATE TRIGGER takes_scope BEFORE INSERT OR UPDATE ON clue_petition FOR EACH ROW EXECUTE FUNCTION clue_petition_takes_scope();
grant select (clue_id, class, channel, text, version, changed_at) on clue_petition to liandong_act, liandong_api;

create table clue_reporter (
  clue_id uuid not null,
  kind smallint not null,
  name text,
  contact text,
  acceptance_notice_due_at timestamp with time zone,
  result_notice_due_at timestamp with time zone,
  protection_requested boolean not null default false,
  owner_pos bigint not null,
  handling_pos bigint not null,
  received_pos bigint,
  handler_post uuid,
  registered_by uuid,
  custodian_post uuid,
  subject_state smallint not null default 1,
  closed_at timestamp with time zone,
  classification smallint not null default 0,
  compartment smallint not null default 0,
  denied_persons uuid[],
  denied_units int8multirange,
  version integer not null default 1,
  changed_at timestamp with time zone not null default app_now(),
  constraint clue_reporter_pkey PRIMARY KEY (clue_id),
  constraint clue_reporter_clue_id_fkey FOREIGN KEY (clue_id) REFERENCES clue(id),
  constraint clue_reporter_classification_check CHECK (classification >= 0 AND classification <= 3),
  constraint clue_reporter_compartment_check CHECK (compartment >= 0 AND compartment <= 2),
  constraint clue_reporter_contact_check CHECK (length(contact) <= 200),
  constraint clue_reporter_kind_check CHECK (kind >= 1 AND kind <= 2),
  constraint clue_reporter_name_check CHECK (length(name) <= 60),
  constraint clue_reporter_subject_state_check CHECK (subject_state >= 0 AND subject_state <= 2)
);
comment on table clue_reporter is 'Reporter facet: who reported, sealed (反映人)';
alter table clue_reporter enable row level security;
alter table clue_reporter force row level security;
create policy deny on clue_reporter as restrictive for select to liandong_act, liandong_api
  using ((denied_persons IS NULL OR NOT ((( SELECT (me()).person AS person)) = ANY (denied_persons)))
    AND (denied_units IS NULL OR NOT denied_units && (( SELECT (me()).places AS places)) OR (clue_id IN ( SELECT unnest(exempted('clue'::text, 'reporter'::text)) AS unnest)))
    AND classification <= (( SELECT (me()).clearance AS clearance))
    AND (compartment = 0 OR compartment = 1 AND ((clue_id IN ( SELECT unnest(exempted('clue'::text, 'reporter'::text)) AS unnest)) OR (clue_id IN ( SELECT unnest(unmasked()) AS unnest))) OR compartment = 2 AND owner_pos <@ (( SELECT (my_reach('clue_reporter'::text)).sealed AS sealed)))
    AND (subject_state <> 0 OR registered_by = (( SELECT (me()).post AS post)) OR custodian_post = (( SELECT (me()).post AS post))));
create policy owner_all on clue_reporter as permissive for all to liandong_owner
  using (true)
  with check (true);
create policy reach on clue_reporter as permissive for select to liandong_act, liandong_api
  using (closed_at IS NULL AND received_pos <@ (( SELECT (my_reach('clue_reporter'::text)).received AS received))
    OR closed_at IS NULL AND registered_by = (( SELECT (me()).post AS post)) AND received_pos = (( SELECT (me()).unit AS unit))
    OR closed_at IS NULL AND compartment = 2 AND owner_pos <@ (( SELECT (my_reach('clue_reporter'::text)).sealed AS sealed))
    OR (clue_id IN ( SELECT unnest(granted('clue'::text, 'reporter'::text)) AS unnest)));
CREATE TRIGGER takes_scope BEFORE INSERT OR UPDATE ON clue_reporter FOR EACH ROW EXECUTE FUNCTION clue_reporter_takes_scope();
grant select (clue_id, kind, name, contact, acceptance_notice_due_at, result_notice_due_at, protection_requested, version, changed_at) on clue_reporter to liandong_act, liandong_api;

create table clue_subject (
  id uuid not null,
  clue_id uuid not null,
  state smallint not null,
  person_id uuid,
  reason text not null,
  linked_by uuid,
  linked_at timestamp with time zone not null default app_now(),
  ended_at timestamp with time zone,
  grant_ids uuid[] not null default '{}'::uuid[],
  constraint clue_subject_pkey PRIMARY KEY (id),
  constraint clue_subject_clue_id_fkey FOREIGN KEY (clue_id) REFERENCES clue(id),
  constraint clue_subject_linked_by_fkey FOREIGN KEY (linked_by) REFERENCES post(id),
  constraint clue_subject_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint clue_subject_check CHECK ((state = 2) = (person_id IS NOT NULL)),
  constraint clue_subject_reason_check CHECK (length(reason) >= 1 AND length(reason) <= 2000),
  constraint clue_subject_state_check1 CHECK (state >= 1 AND state <= 2)
);
comment on table clue_subject is 'Who the subject of a clue was found to be (被反映人): each decision, and how long it held';
CREATE INDEX clue_subject_kept ON clue_subject USING btree (clue_id) WHERE ended_at IS NULL AND grant_ids <> '{}'::uuid[];
CREATE INDEX clue_subject_person ON clue_subject USING btree (person_id) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX clue_subject_held ON clue_subject USING btree (clue_id, person_id) NULLS NOT DISTINCT WHERE ended_at IS NULL;
alter table clue_subject enable row level security;
alter table clue_subject force row level security;
create policy owner_all on clue_subject as permissive for all to liandong_owner
  using (true)
  with check (true);

create table colour_day (
  day date not null,
  constraint colour_day_pkey PRIMARY KEY (day)
);
comment on table colour_day is 'The days, in China, of which counts by colour were taken: the last, and none before it';
alter table colour_day enable row level security;
alter table colour_day force row level security;
create policy owner_all on colour_day as permissive for all to liandong_owner
  using (true)
  with check (true);

create table colour_day_clue (
  counted_on date not null,
  counted_clue uuid not null,
  counted_for bigint not null,
  colour_then smallint not null,
  constraint colour_day_clue_pkey PRIMARY KEY (counted_on, counted_clue),
  constraint colour_day_clue_counted_clue_fkey FOREIGN KEY (counted_clue) REFERENCES clue(id) ON DELETE CASCADE,
  constraint colour_day_clue_counted_on_fkey FOREIGN KEY (counted_on) REFERENCES colour_day(day) ON DELETE CASCADE,
  constraint colour_day_clue_colour_then_check CHECK (colour_then >= 1 AND colour_then <= 3)
);
comment on table colour_day_clue is 'What counts by colour are made of where the ledger has it not: open at midnight, kept from nobody, each with its colour';
CREATE INDEX colour_day_clue_clue ON colour_day_clue USING btree (counted_clue);
CREATE INDEX colour_day_clue_for ON colour_day_clue USING btree (counted_for, counted_on);
alter table colour_day_clue enable row level security;
alter table colour_day_clue force row level security;
create policy owner_all on colour_day_clue as permissive for all to liandong_owner
  using (true)
  with check (true);

create table contact_link (
  id uuid not null,
  office_pos bigint not null,
  target_pos bigint not null,
  valid_from timestamp with time zone not null,
  valid_to timestamp with time zone,
  begun_by uuid,
  ended_by uuid,
  constraint contact_link_pkey PRIMARY KEY (id),
  constraint contact_link_begun_by_fkey FOREIGN KEY (begun_by) REFERENCES contact_redivision(id),
  constraint contact_link_ended_by_fkey FOREIGN KEY (ended_by) REFERENCES contact_redivision(id),
  constraint contact_link_office_pos_fkey FOREIGN KEY (office_pos) REFERENCES unit(pos),
  constraint contact_link_target_pos_fkey FOREIGN KEY (target_pos) REFERENCES unit(pos),
  constraint contact_link_check CHECK (valid_to > valid_from)
);
comment on table contact_link is 'A supervision office looks after an organ or a group (联系); ends with its period';
CREATE INDEX contact_link_office ON contact_link USING btree (office_pos);
CREATE INDEX contact_link_target ON contact_link USING btree (target_pos);
alter table contact_link enable row level security;
alter table contact_link force row level security;
create policy owner_all on contact_link as permissive for all to liandong_owner
  using (true)
  with check (true);
create policy principal on contact_link as permissive for select to liandong_act, liandong_api
  using ((( SELECT (me()).post AS post)) IS NOT NULL);
CREATE TRIGGER comes_to_no_end AFTER INSERT ON contact_link REFERENCING NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION nothing_comes_to_its_end('office_pos', 'target_pos');
grant select (id, office_pos, target_pos, valid_from, valid_to) on contact_link to liandong_act, liandong_api;

create table contact_redivision (
  id uuid not null,
  organ_pos bigint not null,
  at timestamp with time zone not null,
  reason text not null,
  decided_by uuid not null,
  decided_at timestamp with time zone not null default app_now(),
  constraint contact_redivision_pkey PRIMARY KEY (id),
  constraint contact_redivision_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES post(id),
  constraint contact_redivision_organ_pos_fkey FOREIGN KEY (organ_pos) REFERENCES unit(pos),
  constraint contact_redivision_reason_check CHECK (length(reason) >= 1 AND length(reason) <= 2000)
);
comment on table contact_redivision is 'When an organ''s contact links were divided anew, by whom and why (重新划分联系范围)';
alter table contact_redivision enable row level security;
alter table contact_redivision force row level security;
create policy owner_all on contact_redivision as permissive for all to liandong_owner
  using (true)
  with check (true);

create table cooperation_zone (
  id uuid not null,
  owner_pos bigint not null,
  name text not null,
  level smallint not null,
  kind smallint not null,
  principle text,
  lead_pos bigint,
  valid_from timestamp with time zone not null,
  valid_to timestamp with time zone,
  zone_code text,
  constraint cooperation_zone_pkey PRIMARY KEY (id),
  constraint cooperation_zone_lead_pos_fkey FOREIGN KEY (lead_pos) REFERENCES unit(pos),
  constraint cooperation_zone_owner_pos_fkey FOREIGN KEY (owner_pos) REFERENCES unit(pos),
  constraint cooperation_zone_check CHECK (valid_to > valid_from),
  constraint cooperation_zone_kind_check CHECK (kind >= 1 AND kind <= 4),
  constraint cooperation_zone_level_check CHECK (level >= 1 AND level <= 5),
  constraint cooperation_zone_name_check CHECK (length(name) >= 1 AND length(name) <= 120),
  constraint cooperation_zone_zone_code_check CHECK (zone_code ~ '^[0-9]{2,9}-[0-9A-Za-z-]{1,20}$'::text)
);
comment on table cooperation_zone is 'A standing group of small organs (协作区、片组、联组); gives no access by itself';
CREATE INDEX cooperation_zone_owner ON cooperation_zone USING btree (owner_pos);
CREATE UNIQUE INDEX cooperation_zone_own_code ON cooperation_zone USING btree (zone_code) WHERE zone_code IS NOT NULL AND valid_to IS NULL;
alter table cooperation_zone enable row level security;
alter table cooperation_zone force row level security;
create policy owner_all on cooperation_zone as permissive for all to liandong_owner
  using (true)
  with check (true);
create policy principal on cooperation_zone as permissive for select to liandong_act, liandong_api
  using ((( SELECT (me()).post AS post)) IS NOT NULL);
CREATE TRIGGER comes_to_no_end AFTER INSERT ON cooperation_zone REFERENCING NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION nothing_comes_to_its_end('owner_pos', 'lead_pos');
CREATE TRIGGER goes_to_no_end AFTER UPDATE ON cooperation_zone REFERENCING OLD TABLE AS gone NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION nothing_comes_to_its_end('owner_pos', 'lead_pos');
grant select (id, owner_pos, name, level, kind, principle, lead_pos, valid_from, valid_to) on cooperation_zone to liandong_act, liandong_api;

create table demo_marker (
  one boolean not null default true,
  seeded_at timestamp with time zone not null,
  constraint demo_marker_pkey PRIMARY KEY (one),
  constraint demo_marker_one_check CHECK (one)
);
alter table demo_marker enable row level security;
alter table demo_marker force row level security;
create policy owner_all on demo_marker as permissive for all to liandong_owner
  using (true)
  with check (true);

create table denial (
  id uuid not null,
  object text not null,
  object_id uuid not null,
  person_id uuid,
  unit_lo bigint,
  unit_hi bigint,
  basis smallint not null,
  ended_at timestamp with time zone,
  constraint denial_pkey PRIMARY KEY (id),
  constraint denial_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint denial_basis_check CHECK (basis >= 1 AND basis <= 4),
  constraint denial_check CHECK ((person_id IS NULL) = (unit_lo IS NOT NULL) AND (unit_lo IS NULL) = (unit_hi IS NULL)),
  constraint denial_object_check CHECK (object = ANY (ARRAY['clue'::text, 'supervision_item'::text, 'joint_case'::text]))
);
comment on table denial is 'A person, or all posts in an interval of units, that may not know of an object (回避、被反映人)';
CREATE INDEX denial_object ON denial USING btree (object, object_id);
CREATE INDEX denial_person ON denial USING btree (person_id, object) INCLUDE (object_id) WHERE ended_at IS NULL AND person_id IS NOT NULL;
CREATE INDEX denial_units ON denial USING gist (int8range(unit_lo, unit_hi, '[]'::text)) WHERE ended_at IS NULL AND unit_lo IS NOT NULL;
alter table denial enable row level security;
alter table denial force row level security;
create policy owner_all on denial as permissive for all to liandong_owner
  using (true)
  with check (true);
CREATE TRIGGER denial_reaches_object AFTER INSERT OR DELETE OR UPDATE ON denial FOR EACH ROW EXECUTE FUNCTION denial_reaches_object();

create table duty_facet (
  unit_kind smallint,
  office_kind smallint,
  duty smallint,
  object text not null,
  facet text not null,
  place text not null,
  relation text not null,
  cadre boolean not null,
  constraint duty_facet_facet_check CHECK (facet = ANY (ARRAY['ledger'::text, 'petition'::text, 'content'::text, 'reporter'::text])),
  constraint duty_facet_object_check CHECK (object = ANY (ARRAY['clue'::text, 'supervision_item'::text, 'joint_case'::text])),
  constraint duty_facet_place_check CHECK (place = ANY (ARRAY['owner'::text, 'handling'::text, 'received'::text, 'owner_cadre'::text, 'owner_sealed'::text])),
  constraint duty_facet_relation_check CHECK (relation = ANY (ARRAY['OWN'::text, 'ORGAN'::text, 'SUBTREE'::text, 'BRANCH'::text, 'BRANCH_CADRE'::text, 'LINKED'::text]))
);
alter table duty_facet enable row level security;
alter table duty_facet force row level security;
create policy owner_all on duty_facet as permissive for all to liandong_owner
  using (true)
  with check (true);
CREATE TRIGGER forgets_reaches AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON duty_facet FOR EACH STATEMENT EXECUTE FUNCTION forget_duty_reaches();

create table duty_reach (
  unit_kind smallint not null,
  office_kind smallint not null,
  duty smallint not null,
  masks smallint[] not null,
  pieces text not null,
  shown text not null,
  constraint duty_reach_pkey PRIMARY KEY (unit_kind, office_kind, duty)
);
comment on table duty_reach is 'What duties × facets come to for each kind of post, with marks for its places';
alter table duty_reach enable row level security;
alter table duty_reach force row level security;
create policy owner_all on duty_reach as permissive for all to liandong_owner
  using (true)
  with check (true);

create table duty_statistics (
  unit_kind smallint,
  office_kind smallint,
  duty smallint,
  relation text not null,
  constraint duty_statistics_relation_check CHECK (relation = ANY (ARRAY['OWN'::text, 'ORGAN'::text, 'SUBTREE'::text, 'BELOW'::text, 'LINKED'::text, 'ROUND'::text]))
);
comment on table duty_statistics is 'Whose figures a post may have (统计): the STATISTICS column of the visibility matrix';
alter table duty_statistics enable row level security;
alter table duty_statistics force row level security;
create policy owner_all on duty_statistics as permissive for all to liandong_owner
  using (true)
  with check (true);

create table emergency_access (
  id uuid not null,
  clue_id uuid not null,
  facets text[] not null,
  reason text not null,
  opened_by uuid,
  opener_id uuid,
  opener_name text not null,
  opener_pos bigint not null,
  organ_pos bigint not null,
  opened_at timestamp with time zone not null default app_now(),
  until timestamp with time zone not null,
  grant_id uuid,
  yellow_at timestamp with time zone not null,
  review_due_at timestamp with time zone not null,
  justified boolean,
  reviewed_by uuid,
  reviewer_pos bigint,
  reviewed_at timestamp with time zone,
  review_reason text,
  version integer not null default 1,
  constraint emergency_access_pkey PRIMARY KEY (id),
  constraint emergency_access_clue_id_fkey FOREIGN KEY (clue_id) REFERENCES clue(id),
  constraint emergency_access_grant_id_fkey FOREIGN KEY (grant_id) REFERENCES access_grant(id),
  constraint emergency_access_opened_by_fkey FOREIGN KEY (opened_by) REFERENCES post(id),
  constraint emergency_access_opener_id_fkey FOREIGN KEY (opener_id) REFERENCES person(id),
  constraint emergency_access_opener_pos_fkey FOREIGN KEY (opener_pos) REFERENCES unit(pos),
  constraint emergency_access_organ_pos_fkey FOREIGN KEY (organ_pos) REFERENCES unit(pos),
  constraint emergency_access_reviewed_by_fkey FOREIGN KEY (reviewed_by) REFERENCES post(id),
  constraint emergency_access_reviewer_pos_fkey FOREIGN KEY (reviewer_pos) REFERENCES unit(pos),
  constraint emergency_access_check CHECK (until > opened_at),
  constraint emergency_access_check1 CHECK (yellow_at <= review_due_at),
  constraint emergency_access_check2 CHECK (num_nonnulls(justified, reviewed_by, reviewer_pos, reviewed_at, review_reason) = ANY (ARRAY[0, 5])),
  constraint emergency_access_check3 CHECK (id = '00000000-0000-0000-0000-000000000000'::uuid OR num_nulls(opened_by, opener_id, grant_id) = 0),
  constraint emergency_access_facets_check CHECK (facets <@ ARRAY['petition'::text, 'content'::text] AND cardinality(facets) >= 1 AND cardinality(facets) <= 2),
  constraint emergency_access_reason_check CHECK (length(reason) >= 1 AND length(reason) <= 2000),
  constraint emergency_access_review_reason_check CHECK (length(review_reason) >= 1 AND length(review_reason) <= 2000)
);
comment on table emergency_access is 'A facet opened in an emergency (紧急访问): by whom, why, until when, and how it was reviewed';
CREATE INDEX emergency_access_opened_by ON emergency_access USING btree (opened_by, id);
CREATE INDEX emergency_access_opener ON emergency_access USING btree (opener_id, opened_at);
CREATE INDEX emergency_access_organ ON emergency_access USING btree (organ_pos, id);
CREATE INDEX emergency_access_reviewer ON emergency_access USING btree (reviewer_pos, id) WHERE reviewer_pos IS NOT NULL;
CREATE INDEX emergency_access_unreviewed ON emergency_access USING btree (organ_pos) WHERE reviewed_at IS NULL;
alter table emergency_access enable row level security;
alter table emergency_access force row level security;
create policy owner_all on emergency_access as permissive for all to liandong_owner
  using (true)
  with check (true);
create policy reach on emergency_access as permissive for select to liandong_act, liandong_api
  using ((( SELECT (me()).clearance AS clearance)) >= 0
    AND (COALESCE(opened_by = (( SELECT (me()).post AS post)), false) AND ((EXISTS ( SELECT
   FROM clue c
  WHERE c.id = emergency_access.clue_id)) OR NOT emergency_access_kept_from_me(id)) OR ((( SELECT acting_duty() AS acting_duty)) = 1 AND (organ_pos = (( SELECT (me()).unit AS unit)) OR COALESCE(reviewer_pos = (( SELECT (me()).unit AS unit)), false)) OR (( SELECT acting_duty() AS acting_duty)) = 3 AND (( SELECT acting_office() AS acting_office)) = 1 AND COALESCE(reviewer_pos = (( SELECT (me()).organ AS organ)), false)) AND NOT emergency_access_kept_from_me(id) OR (id = ANY ((( SELECT emergency_accesses_to_review() AS emergency_accesses_to_review))::uuid[]))));
grant select (id, clue_id, facets, reason, opener_name, opener_pos, opened_at, until, yellow_at, review_due_at, justified, reviewer_pos, reviewed_at, review_reason, version) on emergency_access to liandong_act, liandong_api;

create table former_place (
  reorganisation_id uuid not null,
  relation text not null,
  row_id uuid not null,
  place text not null,
  pos bigint not null,
  until timestamp with time zone not null,
  constraint former_place_pkey PRIMARY KEY (row_id, relation, place, pos),
  constraint former_place_pos_fkey FOREIGN KEY (pos) REFERENCES unit(pos),
  constraint former_place_reorganisation_id_fkey FOREIGN KEY (reorganisation_id) REFERENCES reorganisation(id)
);
comment on table former_place is 'Which unit a row named before, until when';
alter table former_place enable row level security;
alter table former_place force row level security;
create policy owner_all on former_place as permissive for all to liandong_owner
  using (true)
  with check (true);

create table grant_ceiling (
  unit_kind smallint not null,
  office_kind smallint,
  duties smallint[] not null,
  act text not null,
  objects text[] not null,
  facets text[] not null,
  source text not null,
  constraint grant_ceiling_unit_kind_office_kind_act_key UNIQUE NULLS NOT DISTINCT (unit_kind, office_kind, act),
  constraint grant_ceiling_act_check CHECK (act = ANY (ARRAY['grantIssue'::text, 'inspectionCatalogueAdd'::text])),
  constraint grant_ceiling_facets_check CHECK (facets <@ ARRAY['ledger'::text, 'petition'::text, 'content'::text]),
  constraint grant_ceiling_objects_check CHECK (objects <@ ARRAY['clue'::text, 'supervision_item'::text, 'joint_case'::text])
);
comment on table grant_ceiling is 'Which facets of which matters may be granted to a kind of unit, or to a post of it, at most (授权上限)';
alter table grant_ceiling enable row level security;
alter table grant_ceiling force row level security;
create policy owner_all on grant_ceiling as permissive for all to liandong_owner
  using (true)
  with check (true);

create table grant_rule (
  rule smallint not null,
  act text not null,
  basis smallint not null,
  issuer_unit_kind smallint,
  issuer_office_kind smallint,
  issuer_duty smallint not null,
  matter text not null,
  objects text[] not null,
  grantee text not null,
  place text not null,
  grantee_unit_kind smallint,
  grantee_office_kind smallint,
  facets text[] not null,
  longest_days smallint,
  begins_within_days smallint,
  pause_days smallint,
  once boolean not null,
  exempts boolean not null,
  final boolean not null,
  source text not null,
  constraint grant_rule_pkey PRIMARY KEY (rule),
  constraint grant_rule_act_check CHECK (act = ANY (ARRAY['grantIssue'::text, 'inspectionCatalogueAdd'::text])),
  constraint grant_rule_begins_within_days_check CHECK (begins_within_days > 0),
  constraint grant_rule_check CHECK (pause_days IS NULL OR longest_days IS NOT NULL),
  constraint grant_rule_check1 CHECK (NOT once OR longest_days IS NOT NULL),
  constraint grant_rule_check2 CHECK (NOT exempts OR grantee = 'post'::text),
  constraint grant_rule_check3 CHECK (NOT final OR longest_days IS NULL),
  constraint grant_rule_facets_check CHECK (facets <@ ARRAY['ledger'::text, 'petition'::text, 'content'::text]),
  constraint grant_rule_grantee_check CHECK (grantee = ANY (ARRAY['unit'::text, 'post'::text, 'person'::text])),
  constraint grant_rule_longest_days_check CHECK (longest_days >= 1 AND longest_days <= 366),
  constraint grant_rule_matter_check CHECK (matter = ANY (ARRAY['OWN'::text, 'HANDLED'::text, 'REPORTED'::text])),
  constraint grant_rule_objects_check CHECK (objects <@ ARRAY['clue'::text, 'supervision_item'::text, 'joint_case'::text]),
  constraint grant_rule_pause_days_check CHECK (pause_days > 0),
  constraint grant_rule_place_check CHECK (place = ANY (ARRAY['OFFICES'::text, 'ORGAN'::text, 'BELOW'::text, 'SUBTREE'::text, 'ZONE'::text, 'SUPERIOR'::text, 'ANY'::text]))
);
comment on table grant_rule is 'Who may grant which facets of which matter to whom, on what basis, for how long (授权规则)';
alter table grant_rule enable row level security;
alter table grant_rule force row level security;
create policy owner_all on grant_rule as permissive for all to liandong_owner
  using (true)
  with check (true);

create table group_counterpart (
  id uuid not null,
  group_pos bigint not null,
  counterpart_pos bigint not null,
  valid_from timestamp with time zone not null,
  valid_to timestamp with time zone,
  constraint group_counterpart_pkey PRIMARY KEY (id),
  constraint group_counterpart_counterpart_pos_fkey FOREIGN KEY (counterpart_pos) REFERENCES unit(pos),
  constraint group_counterpart_group_pos_fkey FOREIGN KEY (group_pos) REFERENCES unit(pos),
  constraint group_counterpart_check CHECK (counterpart_pos <> group_pos),
  constraint group_counterpart_check1 CHECK (valid_to > valid_from)
);
CREATE INDEX group_counterpart_group ON group_counterpart USING btree (group_pos);
alter table group_counterpart enable row level security;
alter table group_counterpart force row level security;
create policy owner_all on group_counterpart as permissive for all to liandong_owner
  using (true)
  with check (true);
create policy principal on group_counterpart as permissive for select to liandong_act, liandong_api
  using ((( SELECT (me()).post AS post)) IS NOT NULL);
CREATE TRIGGER comes_to_no_end AFTER INSERT ON group_counterpart REFERENCING NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION nothing_comes_to_its_end('group_pos', 'counterpart_pos');
grant select (id, group_pos, counterpart_pos, valid_from, valid_to) on group_counterpart to liandong_act, liandong_api;

create table inspection_round (
  id uuid not null,
  body_pos bigint not null,
  organ_pos bigint not null,
  inspected_pos bigint not null,
  name text not null,
  reason text not null,
  begun_by uuid,
  valid_from timestamp with time zone not null,
  valid_to timestamp with time zone not null,
  ended_by uuid,
  ended_at timestamp with time zone,
  end_reason text,
  version integer not null default 1,
  constraint inspection_round_pkey PRIMARY KEY (id),
  constraint inspection_round_begun_by_fkey FOREIGN KEY (begun_by) REFERENCES post(id),
  constraint inspection_round_body_pos_fkey FOREIGN KEY (body_pos) REFERENCES unit(pos),
  constraint inspection_round_ended_by_fkey FOREIGN KEY (ended_by) REFERENCES post(id),
  constraint inspection_round_inspected_pos_fkey FOREIGN KEY (inspected_pos) REFERENCES unit(pos),
  constraint inspection_round_organ_pos_fkey FOREIGN KEY (organ_pos) REFERENCES unit(pos),
  constraint inspection_round_check CHECK (valid_to > valid_from OR COALESCE(valid_to = ended_at, false)),
  constraint inspection_round_check1 CHECK (begun_by IS NOT NULL OR body_pos < 0),
  constraint inspection_round_end_reason_check CHECK (length(end_reason) >= 1 AND length(end_reason) <= 2000),
  constraint inspection_round_name_check CHECK (length(name) >= 1 AND length(name) <= 120),
  constraint inspection_round_reason_check CHECK (length(reason) >= 1 AND length(reason) <= 2000)
);
comment on table inspection_round is 'One round of an inspection body at one organ (巡察轮次): what is supplied to it is for that time';
CREATE INDEX inspection_round_body ON inspection_round USING btree (body_pos, id);
CREATE INDEX inspection_round_inspected ON inspection_round USING btree (inspected_pos, id);
CREATE INDEX inspection_round_organ ON inspection_round USING btree (organ_pos, id);
alter table inspection_round enable row level security;
alter table inspection_round force row level security;
create policy owner_all on inspection_round as permissive for all to liandong_owner
  using (true)
  with check (true);
create policy reach on inspection_round as permissive for select to liandong_act, liandong_api
  using (body_pos = (( SELECT (me()).unit AS unit)) AND (( SELECT (me()).clearance AS clearance)) >= 0
    OR ( SELECT oversees_organ() AS oversees_organ) AND (organ_pos = (( SELECT (me()).organ AS organ)) OR inspected_pos = (( SELECT (me()).organ AS organ))));
CREATE TRIGGER comes_to_no_end AFTER INSERT ON inspection_round REFERENCING NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION nothing_comes_to_its_end('body_pos', 'organ_pos');
grant select (id, body_pos, organ_pos, inspected_pos, name, reason, valid_from, valid_to, ended_at, end_reason, version) on inspection_round to liandong_act, liandong_api;

create table interference_handling (
  id uuid not null,
  interference_record_id uuid not null,
  outcome smallint not null,
  reason text not null,
  handled_by uuid not null,
  handler_pos bigint not null,
  handled_at timestamp with time zone not null default app_now(),
  constraint interference_handling_pkey PRIMARY KEY (id),
  constraint interference_handling_handled_by_fkey FOREIGN KEY (handled_by) REFERENCES post(id),
  constraint interference_handling_handler_pos_fkey FOREIGN KEY (handler_pos) REFERENCES unit(pos),
  constraint interference_handling_interference_record_id_fkey FOREIGN KEY (interference_record_id) REFERENCES interference_record(id),
  constraint interference_handling_outcome_check CHECK (outcome >= 1 AND outcome <= 4),
  constraint interference_handling_reason_check CHECK (length(reason) >= 1 AND length(reason) <= 2000)
);
comment on table interference_handling is 'What cadre supervision made of an interference record; only ever added to';
CREATE INDEX interference_handling_record ON interference_handling USING btree (interference_record_id, id);
alter table interference_handling enable row level security;
alter table interference_handling force row level security;
create policy owner_adds on interference_handling as permissive for insert to liandong_owner
  with check (true);
create policy owner_reads on interference_handling as permissive for select to liandong_owner
  using (true);
create policy with_record on interference_handling as permissive for select to liandong_act, liandong_api
  using ((EXISTS ( SELECT
   FROM interference_record r
  WHERE r.id = interference_handling.interference_record_id)));
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON interference_handling FOR EACH STATEMENT EXECUTE FUNCTION interference_append_only(); -- enabled: A
grant select (id, interference_record_id, outcome, reason, handler_pos, handled_at) on interference_handling to liandong_act, liandong_api;

create table interference_record (
  id uuid not null,
  clue_id uuid not null,
  recorded_by uuid,
  recorder_name text not null,
  recorder_pos bigint not null,
  recorder_handles boolean not null,
  person_id uuid,
  person_name text not null,
  person_pos bigint,
  manner smallint not null,
  matter text not null,
  at timestamp with time zone not null,
  recorded_at timestamp with time zone not null default app_now(),
  corrects uuid,
  organ_pos bigint not null,
  superior_pos bigint,
  principal_pos bigint,
  told bigint[] not null,
  denied_units int8multirange not null,
  constraint interference_record_pkey PRIMARY KEY (id),
  constraint interference_record_clue_id_fkey FOREIGN KEY (clue_id) REFERENCES clue(id),
  constraint interference_record_corrects_fkey FOREIGN KEY (corrects) REFERENCES interference_record(id),
  constraint interference_record_organ_pos_fkey FOREIGN KEY (organ_pos) REFERENCES unit(pos),
  constraint interference_record_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint interference_record_person_pos_fkey FOREIGN KEY (person_pos) REFERENCES unit(pos),
  constraint interference_record_principal_pos_fkey FOREIGN KEY (principal_pos) REFERENCES unit(pos),
  constraint interference_record_recorded_by_fkey FOREIGN KEY (recorded_by) REFERENCES post(id),
  constraint interference_record_recorder_pos_fkey FOREIGN KEY (recorder_pos) REFERENCES unit(pos),
  constraint interference_record_superior_pos_fkey FOREIGN KEY (superior_pos) REFERENCES unit(pos),
  constraint interference_record_check CHECK ((person_id IS NULL) = (person_pos IS NULL)),
  constraint interference_record_check1 CHECK (corrects <> id),
  constraint interference_record_check2 CHECK (id = '00000000-0000-0000-0000-000000000000'::uuid OR recorded_by IS NOT NULL),
  constraint interference_record_manner_check CHECK (manner >= 1 AND manner <= 4),
  constraint interference_record_matter_check CHECK (length(matter) >= 1 AND length(matter) <= 2000),
  constraint interference_record_person_name_check CHECK (length(person_name) >= 1 AND length(person_name) <= 60)
);
comment on table interference_record is 'Who asked about a clue, inquired into it, pleaded (打听、过问、干预登记); only ever added to';
CREATE INDEX interference_record_clue ON interference_record USING btree (clue_id, id);
CREATE INDEX interference_record_corrects ON interference_record USING btree (corrects) WHERE corrects IS NOT NULL;
CREATE INDEX interference_record_organ ON interference_record USING btree (organ_pos, id);
CREATE INDEX interference_record_principal ON interference_record USING btree (principal_pos, id) WHERE principal_pos IS NOT NULL;
CREATE INDEX interference_record_recorded_by ON interference_record USING btree (recorded_by, id);
CREATE INDEX interference_record_superior ON interference_record USING btree (superior_pos, id);
alter table interference_record enable row level security;
alter table interference_record force row level security;
create policy deny on interference_record as restrictive for select to liandong_act, liandong_api
  using (person_id IS DISTINCT FROM (( SELECT (me()).person AS person))
    AND (recorded_by = (( SELECT (me()).post AS post)) OR NOT denied_units && (( SELECT (me()).places AS places)) AND NOT COALESCE(person_id = ANY ((( SELECT those_who_lead_me() AS those_who_lead_me))::uuid[]), false)));
create policy owner_adds on interference_record as permissive for insert to liandong_owner
  with check (true);
create policy owner_reads on interference_record as permissive for select to liandong_owner
  using (true);
create policy owner_rehomes on interference_record as permissive for update to liandong_owner
  using (true)
  with check (true);
create policy reach on interference_record as permissive for select to liandong_act, liandong_api
  using ((( SELECT (me()).clearance AS clearance)) >= 0
    AND (COALESCE(recorded_by = (( SELECT (me()).post AS post)), false) AND interference_mine(id) OR ((( SELECT acting_duty() AS acting_duty)) = 1 AND (organ_pos = (( SELECT (me()).unit AS unit)) OR COALESCE(principal_pos = (( SELECT (me()).unit AS unit)), false)) OR (( SELECT acting_office() AS acting_office)) = 7 AND (organ_pos = (( SELECT (me()).organ AS organ)) OR COALESCE(superior_pos = (( SELECT (me()).organ AS organ)), false))) AND NOT interference_kept_from_me(id)));
CREATE TRIGGER append_only BEFORE DELETE OR TRUNCATE ON interference_record FOR EACH STATEMENT EXECUTE FUNCTION interference_append_only(); -- enabled: A
CREATE TRIGGER only_rehomed BEFORE UPDATE ON interference_record FOR EACH ROW EXECUTE FUNCTION interference_only_rehomed(); -- enabled: A
grant select (id, clue_id, recorder_name, recorder_pos, recorder_handles, person_name, person_pos, manner, matter, at, recorded_at, corrects, told) on interference_record to liandong_act, liandong_api;

create table invitation (
  id uuid not null,
  person_id uuid not null,
  digest text not null,
  issuer text not null,
  subject text,
  made_at timestamp with time zone not null default app_now(),
  expires_at timestamp with time zone not null,
  accepted_at timestamp with time zone,
  constraint invitation_pkey PRIMARY KEY (id),
  constraint invitation_digest_key UNIQUE (digest),
  constraint invitation_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint invitation_check CHECK (expires_at > made_at),
  constraint invitation_digest_check CHECK (digest ~ '^[0-9a-f]{64}$'::text)
);
comment on table invitation is 'Who may become which person, once, by a code that is kept as a digest (邀请)';
CREATE INDEX invitation_person ON invitation USING btree (person_id);
alter table invitation enable row level security;
alter table invitation force row level security;
create policy owner_all on invitation as permissive for all to liandong_owner
  using (true)
  with check (true);

create table joint_case (
  id uuid not null,
  number text not null,
  mode smallint not null,
  state smallint not null,
  started_at timestamp with time zone not null,
  planned_days smallint,
  due_at timestamp with time zone,
  yellow_at timestamp with time zone,
  red_at timestamp with time zone,
  owner_pos bigint not null,
  handling_pos bigint not null,
  received_pos bigint,
  handler_post uuid,
  registered_by uuid,
  custodian_post uuid,
  subject_state smallint not null default 1,
  closed_at timestamp with time zone,
  classification smallint not null default 0,
  compartment smallint not null default 0,
  denied_persons uuid[],
  denied_units int8multirange,
  open boolean not null generated always as (closed_at IS NULL) stored,
  due_order timestamp with time zone not null generated always as (
CASE
    WHEN closed_at IS NULL THEN COALESCE(due_at, '9999-12-31 00:00:00+00'::timestamp with time zone)
    ELSE 'infinity'::timestamp with time zone
END) stored,
  version integer not null default 1,
  changed_at timestamp with time zone not null default app_now(),
  province integer generated always as ((owner_pos / '10000000000'::bigint)) stored,
  city integer generated always as ((owner_pos / 100000000)) stored,
  county integer generated always as ((owner_pos / 1000000)) stored,
  constraint joint_case_pkey PRIMARY KEY (id),
  constraint joint_case_owner_pos_number_key UNIQUE (owner_pos, number),
  constraint joint_case_handling_pos_fkey FOREIGN KEY (handling_pos) REFERENCES unit(pos),
  constraint joint_case_owner_pos_fkey FOREIGN KEY (owner_pos) REFERENCES unit(pos),
  constraint joint_case_classification_check CHECK (classification >= 0 AND classification <= 3),
  constraint joint_case_compartment_check CHECK (compartment >= 0 AND compartment <= 2),
  constraint joint_case_mode_check CHECK (mode >= 1 AND mode <= 5),
  constraint joint_case_names_nobody CHECK (handler_post IS NULL AND registered_by IS NULL AND custodian_post IS NULL AND received_pos IS NULL),
  constraint joint_case_number_check CHECK (length(number) >= 1 AND length(number) <= 40),
  constraint joint_case_owner_pos_check CHECK (owner_pos = '-1'::integer OR (owner_pos % 1000::bigint) = 0 OR (owner_pos % 1000::bigint) >= 500),
  constraint joint_case_planned_days_check CHECK (planned_days >= 1 AND planned_days <= 1000),
  constraint joint_case_state_check CHECK (state >= 1 AND state <= 4),
  constraint joint_case_subject_state_check CHECK (subject_state >= 0 AND subject_state <= 2)
);
comment on table joint_case is 'Ledger facet of a joint case (联合办案): mode, state, lead office, dates';
CREATE INDEX joint_case_city ON joint_case USING btree (city, id);
CREATE INDEX joint_case_county ON joint_case USING btree (county, id);
CREATE INDEX joint_case_due ON joint_case USING btree (due_order, id);
CREATE INDEX joint_case_due_city ON joint_case USING btree (city, due_order, id);
CREATE INDEX joint_case_due_county ON joint_case USING btree (county, due_order, id);
CREATE INDEX joint_case_due_handling ON joint_case USING btree (handling_pos, due_order, id);
CREATE INDEX joint_case_due_owner ON joint_case USING btree (owner_pos, due_order, id);
CREATE INDEX joint_case_due_province ON joint_case USING btree (province, due_order, id);
CREATE INDEX joint_case_handling ON joint_case USING btree (handling_pos, id);
CREATE INDEX joint_case_handling_owner ON joint_case USING btree (handling_pos, owner_pos);
CREATE INDEX joint_case_owner ON joint_case USING btree (owner_pos, id);
CREATE INDEX joint_case_province ON joint_case USING btree (province, id);
alter table joint_case enable row level security;
alter table joint_case force row level security;
create policy deny on joint_case as restrictive for select to liandong_act, liandong_api
  using ((denied_persons IS NULL OR NOT ((( SELECT (me()).person AS person)) = ANY (denied_persons)))
    AND (denied_units IS NULL OR NOT denied_units && (( SELECT (me()).places AS places)) OR (id IN ( SELECT unnest(exempted('joint_case'::text, 'ledger'::text)) AS unnest)))
    AND classification <= (( SELECT (me()).clearance AS clearance))
    AND (compartment = 0 OR compartment = 1 AND (owner_pos <@ (( SELECT (my_reach('joint_case_ledger'::text)).cadre AS cadre)) OR handling_pos <@ (( SELECT (my_reach('joint_case_ledger'::text)).cadre_handled AS cadre_handled)) OR (id IN ( SELECT unnest(exempted('joint_case'::text, 'ledger'::text)) AS unnest))))
    AND subject_state <> 0);
create policy owner_all on joint_case as permissive for all to liandong_owner
  using (true)
  with check (true);
create policy reach on joint_case as permissive for select to liandong_act, liandong_api
  using (owner_pos <@ (( SELECT (my_reach('joint_case_ledger'::text)).owned AS owned))
    OR handling_pos <@ (( SELECT (my_reach('joint_case_ledger'::text)).handled AS handled))
    OR compartment = 1 AND owner_pos <@ (( SELECT (my_reach('joint_case_ledger'::text)).cadre_owned AS cadre_owned))
    OR owner_pos <@ (( SELECT (my_reach('joint_case_ledger'::text)).linked AS linked)) AND (closed_at IS NULL OR (EXISTS ( SELECT
   FROM UNNEST(( SELECT (me()).link_lo AS link_lo), ( SELECT (me()).link_hi AS link_hi), ( SELECT (me()).link_since AS link_since)) l(lo, hi, since)
  WHERE joint_case.owner_pos >= l.lo AND joint_case.owner_pos <= l.hi AND joint_case.closed_at >= to_timestamp((l.since::numeric / 1000000.0)::double precision))))
    OR (id IN ( SELECT unnest(granted('joint_case'::text, 'ledger'::text)) AS unnest)));
CREATE TRIGGER comes_to_no_end AFTER INSERT ON joint_case REFERENCING NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION nothing_comes_to_its_end('owner_pos', 'handling_pos');
CREATE TRIGGER counted_anew AFTER UPDATE ON joint_case REFERENCING OLD TABLE AS gone NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION matters_counted();
CREATE TRIGGER counted_in AFTER INSERT ON joint_case REFERENCING NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION matters_counted();
CREATE TRIGGER counted_none AFTER TRUNCATE ON joint_case FOR EACH STATEMENT EXECUTE FUNCTION matters_counted();
CREATE TRIGGER counted_out AFTER DELETE ON joint_case REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION matters_counted();
CREATE TRIGGER goes_to_no_end AFTER UPDATE ON joint_case REFERENCING OLD TABLE AS gone NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION nothing_comes_to_its_end('owner_pos', 'handling_pos');
CREATE TRIGGER grants_end AFTER UPDATE ON joint_case FOR EACH ROW WHEN (old.closed_at IS NULL AND new.closed_at IS NOT NULL) EXECUTE FUNCTION matter_concluded();
CREATE TRIGGER spreads_scope_to_joint_case_content AFTER UPDATE ON joint_case FOR EACH ROW WHEN (old.owner_pos IS DISTINCT FROM new.owner_pos OR old.handling_pos IS DISTINCT FROM new.handling_pos OR old.received_pos IS DISTINCT FROM new.received_pos OR old.handler_post IS DISTINCT FROM new.handler_post OR old.registered_by IS DISTINCT FROM new.registered_by OR old.custodian_post IS DISTINCT FROM new.custodian_post OR old.subject_state IS DISTINCT FROM new.subject_state OR old.closed_at IS DISTINCT FROM new.closed_at OR old.classification IS DISTINCT FROM new.classification OR old.compartment IS DISTINCT FROM new.compartment OR old.denied_persons IS DISTINCT FROM new.denied_persons OR old.denied_units IS DISTINCT FROM new.denied_units) EXECUTE FUNCTION joint_case_spreads_scope_to_joint_case_content();
grant select (id, number, mode, state, started_at, planned_days, due_at, yellow_at, red_at, owner_pos, handling_pos, closed_at, open, due_order, version, changed_at, province, city, county) on joint_case to liandong_act, liandong_api;

create table joint_case_assignment (
  id uuid not null,
  joint_case_id uuid not null,
  post_id uuid not null,
  person_name text not null,
  unit_pos bigint not null,
  force smallint not null,
  tasks text,
  valid_from timestamp with time zone not null,
  valid_to timestamp with time zone,
  constraint joint_case_assignment_pkey PRIMARY KEY (id),
  constraint joint_case_assignment_joint_case_id_fkey FOREIGN KEY (joint_case_id) REFERENCES joint_case(id),
  constraint joint_case_assignment_post_id_fkey FOREIGN KEY (post_id) REFERENCES post(id),
  constraint joint_case_assignment_unit_pos_fkey FOREIGN KEY (unit_pos) REFERENCES unit(pos),
  constraint joint_case_assignment_check CHECK (valid_to > valid_from),
  constraint joint_case_assignment_force_check CHECK (force >= 1 AND force <= 4),
  constraint joint_case_assignment_person_name_check CHECK (length(person_name) <= 60),
  constraint joint_case_assignment_tasks_check CHECK (length(tasks) <= 4000)
);
comment on table joint_case_assignment is 'A person''s place and tasks in a joint case (联合办案人员安排); content of the case';
CREATE INDEX joint_case_assignment_case ON joint_case_assignment USING btree (joint_case_id);
CREATE INDEX joint_case_assignment_post ON joint_case_assignment USING btree (post_id);
alter table joint_case_assignment enable row level security;
alter table joint_case_assignment force row level security;
create policy owner_all on joint_case_assignment as permissive for all to liandong_owner
  using (true)
  with check (true);
create policy with_content on joint_case_assignment as permissive for select to liandong_act, liandong_api
  using ((EXISTS ( SELECT
   FROM joint_case_content c
  WHERE c.joint_case_id = joint_case_assignment.joint_case_id)));
grant select (id, joint_case_id, post_id, person_name, unit_pos, force, tasks, valid_from, valid_to) on joint_case_assignment to liandong_act, liandong_api;

create table joint_case_clue (
  joint_case_id uuid not null,
  clue_id uuid not null,
  constraint joint_case_clue_pkey PRIMARY KEY (joint_case_id, clue_id),
  constraint joint_case_clue_clue_id_fkey FOREIGN KEY (clue_id) REFERENCES clue(id),
  constraint joint_case_clue_joint_case_id_fkey FOREIGN KEY (joint_case_id) REFERENCES joint_case(id)
);
CREATE INDEX joint_case_clue_clue ON joint_case_clue USING btree (clue_id);
alter table joint_case_clue enable row level security;
alter table joint_case_clue force row level security;
create policy owner_all on joint_case_clue as permissive for all to liandong_owner
  using (true)
  with check (true);
create policy with_both on joint_case_clue as permissive for select to liandong_act, liandong_api
  using ((EXISTS ( SELECT
   FROM joint_case j
  WHERE j.id = joint_case_clue.joint_case_id))
    AND (EXISTS ( SELECT
   FROM clue c
  WHERE c.id = joint_case_clue.clue_id)));
CREATE TRIGGER inherits AFTER INSERT OR DELETE ON joint_case_clue FOR EACH ROW EXECUTE FUNCTION joint_case_inherits();
CREATE TRIGGER takes_clue BEFORE INSERT OR UPDATE ON joint_case_clue FOR EACH ROW EXECUTE FUNCTION joint_case_takes_clue();
grant select (joint_case_id, clue_id) on joint_case_clue to liandong_act, liandong_api;

create table joint_case_content (
  joint_case_id uuid not null,
  title text not null,
  criteria text,
  owner_pos bigint not null,
  handling_pos bigint not null,
  received_pos bigint,
  handler_post uuid,
  registered_by uuid,
  custodian_post uuid,
  subject_state smallint not null default 1,
  closed_at timestamp with time zone,
  classification smallint not null default 0,
  compartment smallint not null default 0,
  denied_persons uuid[],
  denied_units int8multirange,
  version integer not null default 1,
  changed_at timestamp with time zone not null default app_now(),
  constraint joint_case_content_pkey PRIMARY KEY (joint_case_id),
  constraint joint_case_content_joint_case_id_fkey FOREIGN KEY (joint_case_id) REFERENCES joint_case(id),
  constraint joint_case_content_classification_check CHECK (classification >= 0 AND classification <= 3),
  constraint joint_case_content_compartment_check CHECK (compartment >= 0 AND compartment <= 2),
  constraint joint_case_content_criteria_check CHECK (length(criteria) <= 20000),
  constraint joint_case_content_subject_state_check CHECK (subject_state >= 0 AND subject_state <= 2),
  constraint joint_case_content_title_check CHECK (length(title) <= 200)
);
comment on table joint_case_content is 'Content facet: title and the launch criteria that were met';
alter table joint_case_content enable row level security;
alter table joint_case_content force row level security;
create policy deny on joint_case_content as restrictive for select to liandong_act, liandong_api
  using ((denied_persons IS NULL OR NOT ((( SELECT (me()).person AS person)) = ANY (denied_persons)))
    AND (denied_units IS NULL OR NOT denied_units && (( SELECT (me()).places AS places)) OR (joint_case_id IN ( SELECT unnest(exempted('joint_case'::text, 'content'::text)) AS unnest)))
    AND classification <= (( SELECT (me()).clearance AS clearance))
    AND (compartment = 0 OR compartment = 1 AND (owner_pos <@ (( SELECT (my_reach('joint_case_content'::text)).cadre AS cadre)) OR handling_pos <@ (( SELECT (my_reach('joint_case_content'::text)).cadre_handled AS cadre_handled)) OR (joint_case_id IN ( SELECT unnest(exempted('joint_case'::text, 'content'::text)) AS unnest))))
    AND subject_state <> 0);
create policy owner_all on joint_case_content as permissive for all to liandong_owner
  using (true)
  with check (true);
create policy reach on joint_case_content as permissive for select to liandong_act, liandong_api
  using (owner_pos <@ (( SELECT (my_reach('joint_case_content'::text)).owned AS owned))
    OR handling_pos <@ (( SELECT (my_reach('joint_case_content'::text)).handled AS handled))
    OR compartment = 1 AND owner_pos <@ (( SELECT (my_reach('joint_case_content'::text)).cadre_owned AS cadre_owned))
    OR (joint_case_id IN ( SELECT unnest(granted('joint_case'::text, 'content'::text)) AS unnest)));
CREATE TRIGGER takes_scope BEFORE INSERT OR UPDATE ON joint_case_content FOR EACH ROW EXECUTE FUNCTION joint_case_content_takes_scope();
grant select (joint_case_id, title, criteria, version, changed_at) on joint_case_content to liandong_act, liandong_api;

create table matter_count (
  object text not null,
  width bigint not null,
  bucket bigint not null,
  open boolean not null,
  classification smallint not null,
  compartment smallint not null,
  unresolved boolean not null,
  n bigint not null
);
comment on table matter_count is 'Matters by place, as changes of their number; their sum is the number';
CREATE INDEX matter_count_place ON matter_count USING btree (object, width, bucket) INCLUDE (open, classification, compartment, unresolved, n);
alter table matter_count enable row level security;
alter table matter_count force row level security;
create policy owner_all on matter_count as permissive for all to liandong_owner
  using (true)
  with check (true);

create table migration (
  id integer not null default nextval('migration_id_seq'::regclass),
  "timestamp" bigint not null,
  name character varying not null,
  constraint "PK_3043fc6b8af7c99b8b98830094f" PRIMARY KEY (id)
);
alter table migration enable row level security;
alter table migration force row level security;
create policy owner_all on migration as permissive for all to liandong_owner
  using (true)
  with check (true);

create sequence migration_id_seq;

create table organ_rule (
  id uuid not null,
  organ_pos bigint not null,
  rule smallint not null,
  turn integer not null,
  value integer,
  binding boolean not null,
  valid_from timestamp with time zone not null,
  ruled_at timestamp with time zone not null,
  constraint organ_rule_pkey PRIMARY KEY (id),
  constraint organ_rule_organ_pos_rule_turn_key UNIQUE (organ_pos, rule, turn),
  constraint organ_rule_organ_pos_fkey FOREIGN KEY (organ_pos) REFERENCES unit(pos),
  constraint organ_rule_rule_fkey FOREIGN KEY (rule) REFERENCES organ_rule_kind(rule),
  constraint organ_rule_check CHECK (value IS NOT NULL OR NOT binding),
  constraint organ_rule_check1 CHECK (ruled_at <= valid_from),
  constraint organ_rule_turn_check CHECK (turn > 0)
);
comment on table organ_rule is 'What an organ has ruled for itself and its tree (机关规则), one after another, and from when on';
alter table organ_rule enable row level security;
alter table organ_rule force row level security;
create policy owner_all on organ_rule as permissive for all to liandong_owner
  using (true)
  with check (true);
create policy principal on organ_rule as permissive for select to liandong_act, liandong_api
  using ((( SELECT (me()).post AS post)) IS NOT NULL);
grant select (id, organ_pos, rule, turn, value, binding, valid_from, ruled_at) on organ_rule to liandong_act, liandong_api;

create table organ_rule_kind (
  rule smallint not null,
  name text not null,
  unit smallint not null,
  smallest integer not null,
  largest integer not null,
  by_default integer,
  stricter smallint not null,
  constraint organ_rule_kind_pkey PRIMARY KEY (rule),
  constraint organ_rule_kind_name_key UNIQUE (name),
  constraint organ_rule_kind_check CHECK (largest >= smallest),
  constraint organ_rule_kind_check1 CHECK (by_default >= smallest AND by_default <= largest),
  constraint organ_rule_kind_stricter_check CHECK (stricter >= '-1'::integer AND stricter <= 1),
  constraint organ_rule_kind_unit_check CHECK (unit >= 1 AND unit <= 5)
);
comment on table organ_rule_kind is 'What an organ may rule (机关规则种类), within what bounds, and which way is stricter';
alter table organ_rule_kind enable row level security;
alter table organ_rule_kind force row level security;
create policy owner_all on organ_rule_kind as permissive for all to liandong_owner
  using (true)
  with check (true);
create policy principal on organ_rule_kind as permissive for select to liandong_act, liandong_api
  using ((( SELECT (me()).post AS post)) IS NOT NULL);
grant select (rule, name, unit, smallest, largest, by_default, stricter) on organ_rule_kind to liandong_act, liandong_api;

create table organisation_import (
  id uuid not null,
  organ_pos bigint not null,
  reason text not null,
  state smallint not null default 1,
  proposed_by uuid not null,
  proposer uuid not null,
  proposer_name text not null,
  proposed_at timestamp with time zone not null,
  rows integer not null default 0,
  next integer not null default 1,
  created integer,
  amended integer,
  faults integer not null default 0,
  decided_by uuid,
  decider uuid,
  decider_name text,
  decision_reason text,
  decided_at timestamp with time zone,
  ended_at timestamp with time zone,
  version integer not null default 1,
  constraint organisation_import_pkey PRIMARY KEY (id),
  constraint organisation_import_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES post(id),
  constraint organisation_import_decider_fkey FOREIGN KEY (decider) REFERENCES person(id),
  constraint organisation_import_organ_pos_fkey FOREIGN KEY (organ_pos) REFERENCES unit(pos),
  constraint organisation_import_proposed_by_fkey FOREIGN KEY (proposed_by) REFERENCES post(id),
  constraint organisation_import_proposer_fkey FOREIGN KEY (proposer) REFERENCES person(id),
  constraint organisation_import_check CHECK (decider IS DISTINCT FROM proposer),
  constraint organisation_import_decision_reason_check CHECK (length(decision_reason) >= 1 AND length(decision_reason) <= 2000),
  constraint organisation_import_reason_check CHECK (length(reason) >= 1 AND length(reason) <= 2000),
  constraint organisation_import_state_check CHECK (state >= 1 AND state <= 8)
);
comment on table organisation_import is 'Units and persons by file (组织机构导入): rehearsed, confirmed by another person, done as a whole';
CREATE INDEX organisation_import_organ ON organisation_import USING btree (organ_pos, id);
CREATE INDEX organisation_import_waits ON organisation_import USING btree (state) WHERE state = ANY (ARRAY[2, 4]);
alter table organisation_import enable row level security;
alter table organisation_import force row level security;
create policy owner_all on organisation_import as permissive for all to liandong_owner
  using (true)
  with check (true);
create policy reach on organisation_import as permissive for select to liandong_act, liandong_api
  using ((( SELECT acting_duty() AS acting_duty)) >= 5 AND (( SELECT acting_duty() AS acting_duty)) <= 7 AND organ_pos >= (( SELECT (me()).organ AS organ)) AND organ_pos <= (( SELECT (me()).organ_hi AS organ_hi))
    OR (( SELECT acting_duty() AS acting_duty)) = 1 AND (( SELECT (me()).unit AS unit)) = (( SELECT (me()).organ AS organ)) AND organ_pos = (( SELECT (me()).organ AS organ)));
grant select (id, organ_pos, reason, state, proposer_name, proposed_at, rows, created, amended, faults, decider_name, decision_reason, decided_at, ended_at, version) on organisation_import to liandong_act, liandong_api;

create table organisation_import_fault (
  import_id uuid not null,
  n integer not null,
  file text not null,
  line integer not null,
  field text,
  code text not null,
  zh text not null,
  en text not null,
  at_check boolean not null default false,
  constraint organisation_import_fault_pkey PRIMARY KEY (import_id, n),
  constraint organisation_import_fault_import_id_fkey FOREIGN KEY (import_id) REFERENCES organisation_import(id) ON DELETE CASCADE,
  constraint organisation_import_fault_code_check CHECK (code ~ '^[A-Z_]{1,40}$'::text),
  constraint organisation_import_fault_en_check CHECK (length(en) <= 300),
  constraint organisation_import_fault_field_check CHECK (length(field) <= 60),
  constraint organisation_import_fault_file_check CHECK (length(file) <= 200),
  constraint organisation_import_fault_zh_check CHECK (length(zh) <= 300)
);
alter table organisation_import_fault enable row level security;
alter table organisation_import_fault force row level security;
create policy owner_all on organisation_import_fault as permissive for all to liandong_owner
  using (true)
  with check (true);
create policy reach on organisation_import_fault as permissive for select to liandong_act, liandong_api
  using ((EXISTS ( SELECT
   FROM organisation_import i
  WHERE i.id = organisation_import_fault.import_id)));
grant select (import_id, n, file, line, field, code, zh, en) on organisation_import_fault to liandong_act, liandong_api;

create sequence organisation_import_progress;

create table organisation_import_row (
  import_id uuid not null,
  n integer not null,
  tbl smallint not null,
  key text not null,
  seq integer,
  file text not null,
  line integer not null,
  cells jsonb not null,
  change smallint,
  lines jsonb,
  constraint organisation_import_row_pkey PRIMARY KEY (import_id, n),
  constraint organisation_import_row_import_id_fkey FOREIGN KEY (import_id) REFERENCES organisation_import(id) ON DELETE CASCADE,
  constraint organisation_import_row_change_check CHECK (change >= 1 AND change <= 3),
  constraint organisation_import_row_file_check CHECK (length(file) <= 200),
  constraint organisation_import_row_n_check CHECK (n >= 1 AND n <= 1000000),
  constraint organisation_import_row_tbl_check CHECK (tbl >= 1 AND tbl <= 8)
);
CREATE INDEX organisation_import_row_seq ON organisation_import_row USING btree (import_id, seq);
alter table organisation_import_row enable row level security;
alter table organisation_import_row force row level security;
create policy owner_all on organisation_import_row as permissive for all to liandong_owner
  using (true)
  with check (true);
create policy reach on organisation_import_row as permissive for select to liandong_act, liandong_api
  using ((EXISTS ( SELECT
   FROM organisation_import i
  WHERE i.id = organisation_import_row.import_id)));
grant select (import_id, n, tbl, file, line, change, lines) on organisation_import_row to liandong_act, liandong_api;

create table outbox (
  id uuid not null,
  txid xid8 not null default numbered(pg_current_xact_id()),
  at timestamp with time zone not null default app_now(),
  event text not null,
  object text not null,
  object_id uuid not null,
  constraint outbox_pkey PRIMARY KEY (id),
  constraint outbox_event_check CHECK (length(event) <= 60)
);
comment on table outbox is 'What happened, in the transaction it happened in; positions are settled transactions';
CREATE INDEX outbox_position ON outbox USING btree (txid, id);
alter table outbox enable row level security;
alter table outbox force row level security;
create policy owner_all on outbox as permissive for all to liandong_owner
  using (true)
  with check (true);

create table person (
  id uuid not null,
  name text not null,
  issuer text,
  subject text,
  clearance smallint not null default 0,
  left_at timestamp with time zone,
  id_number_digest text,
  id_number_end text,
  staff_number text,
  organ_pos bigint,
  constraint person_pkey PRIMARY KEY (id),
  constraint person_issuer_subject_key UNIQUE (issuer, subject),
  constraint person_organ_pos_fkey FOREIGN KEY (organ_pos) REFERENCES unit(pos),
  constraint person_bound CHECK ((issuer IS NULL) = (subject IS NULL)),
  constraint person_check CHECK ((id_number_digest IS NULL) = (id_number_end IS NULL)),
  constraint person_clearance_check CHECK (clearance >= 0 AND clearance <= 3),
  constraint person_id_number_digest_check CHECK (id_number_digest ~ '^[0-9a-f]{64}$'::text),
  constraint person_id_number_end_check CHECK (id_number_end ~ '^[0-9]{3}[0-9X]$'::text),
  constraint person_name_check CHECK (length(name) >= 1 AND length(name) <= 60),
  constraint person_staff_number_check CHECK (staff_number ~ '^[0-9A-Za-z-]{1,32}$'::text)
);
comment on column person.id_number_digest is 'HMAC of the id number under a key that only the host has; the number itself is nowhere';
comment on column person.staff_number is 'Of the organisation’s own making (人员编号): tells persons of one name apart';
comment on table person is 'An officer, known by the subject of his identity provider; no account outlives left_at';
CREATE INDEX person_id_number ON person USING btree (id_number_digest) WHERE id_number_digest IS NOT NULL;
CREATE INDEX person_name ON person USING btree (name);
CREATE INDEX person_organ ON person USING btree (organ_pos, name, id);
CREATE UNIQUE INDEX person_staff_number ON person USING btree (staff_number) WHERE staff_number IS NOT NULL;
alter table person enable row level security;
alter table person force row level security;
create policy owner_all on person as permissive for all to liandong_owner
  using (true)
  with check (true);
CREATE TRIGGER keepers_leave AFTER UPDATE OF left_at, clearance ON person FOR EACH STATEMENT EXECUTE FUNCTION keepers_leave();
CREATE TRIGGER recusals_look_for_deciders AFTER UPDATE OF left_at, clearance ON person FOR EACH STATEMENT EXECUTE FUNCTION recusals_look_for_deciders();

create table person_turn (
  person_id uuid not null,
  turns bigint not null default 1,
  constraint person_turn_pkey PRIMARY KEY (person_id)
);
comment on table person_turn is 'Whose posts are being gone by, or changed: one transaction after another';
alter table person_turn enable row level security;
alter table person_turn force row level security;
create policy owner_all on person_turn as permissive for all to liandong_owner
  using (true)
  with check (true);

create table post (
  id uuid not null,
  person_id uuid not null,
  unit_pos bigint not null,
  duty smallint not null,
  main boolean not null default true,
  valid_from timestamp with time zone not null,
  valid_to timestamp with time zone,
  constraint post_pkey PRIMARY KEY (id),
  constraint post_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint post_unit_pos_fkey FOREIGN KEY (unit_pos) REFERENCES unit(pos),
  constraint post_check CHECK (valid_to > valid_from),
  constraint post_duty_check CHECK (duty >= 1 AND duty <= 7)
);
comment on table post is 'What a person acts through (职务): unit, duty, period';
CREATE INDEX post_person ON post USING btree (person_id);
CREATE INDEX post_unit ON post USING btree (unit_pos);
alter table post enable row level security;
alter table post force row level security;
create policy owner_all on post as permissive for all to liandong_owner
  using (true)
  with check (true);
CREATE CONSTRAINT TRIGGER administrators_apart AFTER INSERT OR UPDATE OF person_id, duty, valid_from, valid_to ON post NOT DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW EXECUTE FUNCTION administrators_apart();
CREATE CONSTRAINT TRIGGER custody_passes AFTER UPDATE ON post DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (new.valid_to IS NOT NULL AND new.valid_to IS DISTINCT FROM old.valid_to) EXECUTE FUNCTION post_leaves_custody();
CREATE TRIGGER comes_to_no_end AFTER INSERT ON post REFERENCING NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION nothing_comes_to_its_end('unit_pos');
CREATE TRIGGER keepers_leave AFTER DELETE ON post FOR EACH STATEMENT EXECUTE FUNCTION keepers_leave();
CREATE TRIGGER post_gives_organ AFTER INSERT ON post REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION post_gives_organ();
CREATE TRIGGER posts_extend_denials AFTER INSERT OR UPDATE OF person_id, unit_pos, duty, valid_from, valid_to ON post FOR EACH ROW EXECUTE FUNCTION posts_extend_denials();
CREATE TRIGGER recusals_look_for_deciders AFTER INSERT OR DELETE OR UPDATE ON post FOR EACH STATEMENT EXECUTE FUNCTION recusals_look_for_deciders();

create table recusal (
  id uuid not null,
  clue_id uuid not null,
  person_id uuid,
  person_name text not null,
  ground smallint not null,
  reason text not null,
  requested_by uuid,
  requested_at timestamp with time zone not null default app_now(),
  organ_pos bigint not null,
  state smallint not null default 1,
  decided_by uuid,
  decided_at timestamp with time zone,
  grant_id uuid,
  denial_id uuid,
  ended_at timestamp with time zone,
  version integer not null default 1,
  constraint recusal_pkey PRIMARY KEY (id),
  constraint recusal_clue_id_fkey FOREIGN KEY (clue_id) REFERENCES clue(id),
  constraint recusal_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES post(id),
  constraint recusal_denial_id_fkey FOREIGN KEY (denial_id) REFERENCES denial(id),
  constraint recusal_grant_id_fkey FOREIGN KEY (grant_id) REFERENCES access_grant(id),
  constraint recusal_organ_pos_fkey FOREIGN KEY (organ_pos) REFERENCES unit(pos),
  constraint recusal_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint recusal_requested_by_fkey FOREIGN KEY (requested_by) REFERENCES post(id),
  constraint recusal_check CHECK ((state = 1) = (decided_at IS NULL)),
  constraint recusal_check1 CHECK ((state = 4) = (ended_at IS NOT NULL)),
  constraint recusal_ground_check CHECK (ground >= 1 AND ground <= 4),
  constraint recusal_reason_check CHECK (length(reason) >= 1 AND length(reason) <= 2000),
  constraint recusal_somebodys CHECK (id = '00000000-0000-0000-0000-000000000000'::uuid OR person_id IS NOT NULL AND requested_by IS NOT NULL),
  constraint recusal_state_check CHECK (state >= 1 AND state <= 4)
);
comment on table recusal is 'Recusal of a person from a clue (回避): requested, approved, refused, ended';
CREATE INDEX recusal_clue ON recusal USING btree (clue_id, id);
CREATE INDEX recusal_decided_by ON recusal USING btree (decided_by, id) WHERE decided_by IS NOT NULL;
CREATE INDEX recusal_organ ON recusal USING btree (organ_pos, id) WHERE state = ANY (ARRAY[1, 2]);
CREATE INDEX recusal_requested_by ON recusal USING btree (requested_by, id);
CREATE UNIQUE INDEX recusal_open ON recusal USING btree (clue_id, person_id, requested_by) WHERE state = 1;
alter table recusal enable row level security;
alter table recusal force row level security;
create policy deny on recusal as restrictive for select to liandong_act, liandong_api
  using (person_id <> (( SELECT (me()).person AS person))
    OR requested_by = (( SELECT (me()).post AS post)));
create policy owner_all on recusal as permissive for all to liandong_owner
  using (true)
  with check (true);
create policy reach on recusal as permissive for select to liandong_act, liandong_api
  using ((( SELECT (me()).clearance AS clearance)) >= 0
    AND ((id = ANY ((( SELECT recusals_told_me() AS recusals_told_me))::uuid[])) OR (id = ANY ((( SELECT recusals_to_decide() AS recusals_to_decide))::uuid[])) OR (EXISTS ( SELECT
   FROM clue_content c
  WHERE c.clue_id = recusal.clue_id))));
grant select (id, clue_id, person_name, ground, reason, requested_at, state, decided_at, ended_at, version) on recusal to liandong_act, liandong_api;

create table recusal_decision (
  recusal_id uuid not null,
  reason text not null,
  constraint recusal_decision_pkey PRIMARY KEY (recusal_id),
  constraint recusal_decision_recusal_id_fkey FOREIGN KEY (recusal_id) REFERENCES recusal(id),
  constraint recusal_decision_reason_check1 CHECK (length(reason) >= 1 AND length(reason) <= 2000)
);
comment on table recusal_decision is 'The decider''s words on a recusal (决定理由), the last; they may tell what the clue says';
alter table recusal_decision enable row level security;
alter table recusal_decision force row level security;
create policy owner_all on recusal_decision as permissive for all to liandong_owner
  using (true)
  with check (true);
create policy reach on recusal_decision as permissive for select to liandong_act, liandong_api
  using ((EXISTS ( SELECT
   FROM recusal r
  WHERE r.id = recusal_decision.recusal_id))
    AND (recusal_id <> ALL ((( SELECT recusals_without_words() AS recusals_without_words))::uuid[])));
grant select (recusal_id, reason) on recusal_decision to liandong_act, liandong_api;

create unlogged table rehearsal (
  txid xid8 not null default pg_current_xact_id(),
  constraint rehearsal_pkey PRIMARY KEY (txid)
);
comment on table rehearsal is 'Transactions that leave out what follows for matters as posts change: they go back, or do it once at their end';
alter table rehearsal enable row level security;
alter table rehearsal force row level security;
create policy owner_all on rehearsal as permissive for all to liandong_owner
  using (true)
  with check (true);

create table reorganisation (
  id uuid not null,
  organ_pos bigint not null,
  moves_posts boolean not null,
  state smallint not null default 1,
  progress smallint not null default 0,
  confirmed_by uuid not null,
  confirmer uuid not null,
  confirmer_pos bigint not null,
  begun_at timestamp with time zone not null,
  done_at timestamp with time zone,
  constraint reorganisation_pkey PRIMARY KEY (id),
  constraint reorganisation_confirmed_by_fkey FOREIGN KEY (confirmed_by) REFERENCES post(id),
  constraint reorganisation_confirmer_fkey FOREIGN KEY (confirmer) REFERENCES person(id),
  constraint reorganisation_confirmer_pos_fkey FOREIGN KEY (confirmer_pos) REFERENCES unit(pos),
  constraint reorganisation_organ_pos_fkey FOREIGN KEY (organ_pos) REFERENCES unit(pos),
  constraint reorganisation_check CHECK ((state = 2) = (done_at IS NOT NULL)),
  constraint reorganisation_progress_check CHECK (progress >= 0 AND progress <= 100 AND (progress::integer % 10) = 0),
  constraint reorganisation_state_check CHECK (state >= 1 AND state <= 2)
);
comment on table reorganisation is 'Units end and others come after them (机构改革)';
CREATE INDEX reorganisation_organ ON reorganisation USING btree (organ_pos, id);
alter table reorganisation enable row level security;
alter table reorganisation force row level security;
create policy owner_all on reorganisation as permissive for all to liandong_owner
  using (true)
  with check (true);
create policy reach on reorganisation as permissive for select to liandong_act, liandong_api
  using ((( SELECT acting_duty() AS acting_duty)) >= 5 AND (( SELECT acting_duty() AS acting_duty)) <= 7 AND organ_pos >= (( SELECT (me()).organ AS organ)) AND organ_pos <= (( SELECT (me()).organ_hi AS organ_hi))
    OR (( SELECT acting_duty() AS acting_duty)) = 1 AND (( SELECT (me()).unit AS unit)) = (( SELECT (me()).organ AS organ)) AND organ_pos = (( SELECT (me()).organ AS organ)));
grant select (id, organ_pos, moves_posts, state, progress, begun_at, done_at) on reorganisation to liandong_act, liandong_api;

create table reorganisation_pair (
  from_pos bigint not null,
  to_pos bigint not null,
  reorganisation_id uuid not null,
  finished boolean not null default false,
  constraint reorganisation_pair_pkey PRIMARY KEY (from_pos),
  constraint reorganisation_pair_from_pos_fkey FOREIGN KEY (from_pos) REFERENCES unit(pos),
  constraint reorganisation_pair_reorganisation_id_fkey FOREIGN KEY (reorganisation_id) REFERENCES reorganisation(id),
  constraint reorganisation_pair_to_pos_fkey FOREIGN KEY (to_pos) REFERENCES unit(pos),
  constraint reorganisation_pair_check CHECK (from_pos <> to_pos)
);
comment on table reorganisation_pair is 'Which unit ends, and which comes after it';
CREATE INDEX reorganisation_pair_of ON reorganisation_pair USING btree (reorganisation_id, from_pos);
CREATE INDEX reorganisation_pair_to ON reorganisation_pair USING btree (to_pos);
alter table reorganisation_pair enable row level security;
alter table reorganisation_pair force row level security;
create policy owner_all on reorganisation_pair as permissive for all to liandong_owner
  using (true)
  with check (true);
create policy with_reorganisation on reorganisation_pair as permissive for select to liandong_act, liandong_api
  using ((EXISTS ( SELECT
   FROM reorganisation r
  WHERE r.id = reorganisation_pair.reorganisation_id)));
grant select (from_pos, to_pos, reorganisation_id) on reorganisation_pair to liandong_act, liandong_api;

create table resident_unit (
  id uuid not null,
  group_pos bigint not null,
  name text not null,
  valid_from timestamp with time zone not null,
  valid_to timestamp with time zone,
  constraint resident_unit_pkey PRIMARY KEY (id),
  constraint resident_unit_group_pos_fkey FOREIGN KEY (group_pos) REFERENCES unit(pos),
  constraint resident_unit_check CHECK (valid_to > valid_from),
  constraint resident_unit_name_check CHECK (length(name) >= 1 AND length(name) <= 120)
);
comment on table resident_unit is 'A body that a dispatched group is stationed at (驻在单位)';
CREATE INDEX resident_unit_group ON resident_unit USING btree (group_pos);
alter table resident_unit enable row level security;
alter table resident_unit force row level security;
create policy owner_all on resident_unit as permissive for all to liandong_owner
  using (true)
  with check (true);
create policy principal on resident_unit as permissive for select to liandong_act, liandong_api
  using ((( SELECT (me()).post AS post)) IS NOT NULL);
CREATE TRIGGER comes_to_no_end AFTER INSERT ON resident_unit REFERENCING NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION nothing_comes_to_its_end('group_pos');
grant select (id, group_pos, name, valid_from, valid_to) on resident_unit to liandong_act, liandong_api;

create table seal_key (
  one boolean not null default true,
  inner_pad bytea not null,
  outer_pad bytea not null,
  constraint seal_key_pkey PRIMARY KEY (one),
  constraint seal_key_one_check CHECK (one)
);
alter table seal_key enable row level security;
alter table seal_key force row level security;
create policy owner_all on seal_key as permissive for all to liandong_owner
  using (true)
  with check (true);

create table session (
  id uuid not null,
  person_id uuid not null,
  begun_at timestamp with time zone not null,
  seen_at timestamp with time zone not null,
  idle_at timestamp with time zone,
  limit_at timestamp with time zone,
  ended_at timestamp with time zone,
  reason smallint,
  ended_by uuid,
  client text,
  source text not null,
  constraint session_pkey PRIMARY KEY (id),
  constraint session_ended_by_fkey FOREIGN KEY (ended_by) REFERENCES post(id),
  constraint session_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint session_check CHECK (seen_at >= begun_at),
  constraint session_check1 CHECK ((ended_at IS NULL) = (reason IS NULL)),
  constraint session_check2 CHECK ((ended_by IS NOT NULL) = COALESCE(reason = ANY (ARRAY[1, 2]), false)),
  constraint session_client_check CHECK (client ~ '^[A-Za-z]{1,20}( / [A-Za-z]{1,20})?$'::text),
  constraint session_reason_check CHECK (reason >= 1 AND reason <= 5),
  constraint session_source_check CHECK (length(source) >= 1 AND length(source) <= 64)
);
comment on table session is 'A sign-in (登录会话), by a keyed digest of what its tokens have in common; kept for 30 days after its end';
CREATE INDEX session_ended ON session USING btree (ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX session_open ON session USING btree (begun_at) WHERE ended_at IS NULL;
CREATE INDEX session_person ON session USING btree (person_id, begun_at);
alter table session enable row level security;
alter table session force row level security;
create policy owner_all on session as permissive for all to liandong_owner
  using (true)
  with check (true);

create table session_limit (
  one boolean not null default true,
  idle interval,
  longest interval,
  most integer,
  constraint session_limit_pkey PRIMARY KEY (one),
  constraint session_limit_idle_check CHECK (idle > '00:00:00'::interval),
  constraint session_limit_longest_check CHECK (longest > '00:00:00'::interval),
  constraint session_limit_most_check CHECK (most > 0),
  constraint session_limit_one_check CHECK (one)
);
comment on table session_limit is 'How long a session may be unused and last, and how many a person may have: one row for all servers; null: no limit';
alter table session_limit enable row level security;
alter table session_limit force row level security;
create policy owner_all on session_limit as permissive for all to liandong_owner
  using (true)
  with check (true);

create table statistics_key (
  one boolean not null default true,
  secret bytea not null,
  constraint statistics_key_pkey PRIMARY KEY (one),
  constraint statistics_key_one_check CHECK (one),
  constraint statistics_key_secret_check CHECK (length(secret) = 32)
);
comment on table statistics_key is 'What the rounding and suppression of figures is drawn from';
alter table statistics_key enable row level security;
alter table statistics_key force row level security;
create policy owner_all on statistics_key as permissive for all to liandong_owner
  using (true)
  with check (true);

create table supervision_item (
  id uuid not null,
  number text not null,
  state smallint not null,
  reasons smallint[] not null,
  clue_id uuid,
  report_to_pos bigint,
  issued_at timestamp with time zone not null,
  due_at timestamp with time zone,
  yellow_at timestamp with time zone,
  red_at timestamp with time zone,
  owner_pos bigint not null,
  handling_pos bigint not null,
  received_pos bigint,
  handler_post uuid,
  registered_by uuid,
  custodian_post uuid,
  subject_state smallint not null default 1,
  closed_at timestamp with time zone,
  classification smallint not null default 0,
  compartment smallint not null default 0,
  denied_persons uuid[],
  denied_units int8multirange,
  open boolean not null generated always as (closed_at IS NULL) stored,
  due_order timestamp with time zone not null generated always as (
CASE
    WHEN closed_at IS NULL THEN COALESCE(due_at, '9999-12-31 00:00:00+00'::timestamp with time zone)
    ELSE 'infinity'::timestamp with time zone
END) stored,
  version integer not null default 1,
  changed_at timestamp with time zone not null default app_now(),
  province integer generated always as ((owner_pos / '10000000000'::bigint)) stored,
  city integer generated always as ((owner_pos / 100000000)) stored,
  county integer generated always as ((owner_pos / 1000000)) stored,
  received_organ bigint generated always as (received_pos - received_pos % 500::bigint) stored,
  constraint supervision_item_pkey PRIMARY KEY (id),
  constraint supervision_item_owner_pos_number_key UNIQUE (owner_pos, number),
  constraint supervision_item_clue_id_fkey FOREIGN KEY (clue_id) REFERENCES clue(id),
  constraint supervision_item_handling_pos_fkey FOREIGN KEY (handling_pos) REFERENCES unit(pos),
  constraint supervision_item_owner_pos_fkey FOREIGN KEY (owner_pos) REFERENCES unit(pos),
  constraint supervision_item_received_pos_fkey FOREIGN KEY (received_pos) REFERENCES unit(pos),
  constraint supervision_item_report_to_pos_fkey FOREIGN KEY (report_to_pos) REFERENCES unit(pos),
  constraint supervision_item_classification_check CHECK (classification >= 0 AND classification <= 3),
  constraint supervision_item_compartment_check CHECK (compartment >= 0 AND compartment <= 2),
  constraint supervision_item_names_nobody CHECK (handler_post IS NULL AND registered_by IS NULL AND custodian_post IS NULL),
  constraint supervision_item_number_check CHECK (length(number) >= 1 AND length(number) <= 40),
  constraint supervision_item_owner_pos_check CHECK (owner_pos = '-1'::integer OR (owner_pos % 1000::bigint) = 0 OR (owner_pos % 1000::bigint) >= 500),
  constraint supervision_item_reasons_check CHECK (cardinality(reasons) >= 1 AND cardinality(reasons) <= 5 AND reasons <@ ARRAY[1::smallint, 2::smallint, 3::smallint, 4::smallint, 5::smallint]),
  constraint supervision_item_received_pos_check CHECK (received_pos IS NOT NULL),
  constraint supervision_item_state_check CHECK (state >= 1 AND state <= 6),
  constraint supervision_item_subject_state_check CHECK (subject_state >= 0 AND subject_state <= 2)
);
comment on table supervision_item is 'Ledger facet of a supervision item (督办): notice, addressee, state, dates';
CREATE INDEX supervision_item_city ON supervision_item USING btree (city, id);
CREATE INDEX supervision_item_clue ON supervision_item USING btree (clue_id);
CREATE INDEX supervision_item_county ON supervision_item USING btree (county, id);
CREATE INDEX supervision_item_due ON supervision_item USING btree (due_order, id);
CREATE INDEX supervision_item_due_city ON supervision_item USING btree (city, due_order, id);
CREATE INDEX supervision_item_due_county ON supervision_item USING btree (county, due_order, id);
CREATE INDEX supervision_item_due_handling ON supervision_item USING btree (handling_pos, due_order, id);
CREATE INDEX supervision_item_due_owner ON supervision_item USING btree (owner_pos, due_order, id);
CREATE INDEX supervision_item_due_province ON supervision_item USING btree (province, due_order, id);
CREATE INDEX supervision_item_due_received ON supervision_item USING btree (received_pos, due_order, id);
CREATE INDEX supervision_item_due_received_organ ON supervision_item USING btree (received_organ, due_order, id);
CREATE INDEX supervision_item_handling ON supervision_item USING btree (handling_pos, id);
CREATE INDEX supervision_item_handling_owner ON supervision_item USING btree (handling_pos, owner_pos);
CREATE INDEX supervision_item_handling_received ON supervision_item USING btree (handling_pos, received_pos, id);
CREATE INDEX supervision_item_owner ON supervision_item USING btree (owner_pos, id);
CREATE INDEX supervision_item_province ON supervision_item USING btree (province, id);
CREATE INDEX supervision_item_received ON supervision_item USING btree (received_pos, id);
CREATE INDEX supervision_item_received_organ ON supervision_item USING btree (received_organ, id);
CREATE INDEX supervision_item_received_organ_owner ON supervision_item USING btree (received_organ, owner_pos);
CREATE INDEX supervision_item_received_owner ON supervision_item USING btree (received_pos, owner_pos);
alter table supervision_item enable row level security;
alter table supervision_item force row level security;
create policy deny on supervision_item as restrictive for select to liandong_act, liandong_api
  using ((denied_persons IS NULL OR NOT ((( SELECT (me()).person AS person)) = ANY (denied_persons)))
    AND (denied_units IS NULL OR NOT denied_units && (( SELECT (me()).places AS places)) OR (id IN ( SELECT unnest(exempted('supervision_item'::text, 'ledger'::text)) AS unnest)))
    AND classification <= (( SELECT (me()).clearance AS clearance))
    AND (compartment = 0 OR compartment = 1 AND (owner_pos <@ (( SELECT (my_reach('supervision_item_ledger'::text)).cadre AS cadre)) OR handling_pos <@ (( SELECT (my_reach('supervision_item_ledger'::text)).cadre_handled AS cadre_handled)) OR (id IN ( SELECT unnest(exempted('supervision_item'::text, 'ledger'::text)) AS unnest))))
    AND subject_state <> 0);
create policy owner_all on supervision_item as permissive for all to liandong_owner
  using (true)
  with check (true);
create policy reach on supervision_item as permissive for select to liandong_act, liandong_api
  using (owner_pos <@ (( SELECT (my_reach('supervision_item_ledger'::text)).owned AS owned))
    OR handling_pos <@ (( SELECT (my_reach('supervision_item_ledger'::text)).handled AS handled))
    OR received_pos <@ (( SELECT (my_reach('supervision_item_ledger'::text)).received AS received))
    OR compartment = 1 AND owner_pos <@ (( SELECT (my_reach('supervision_item_ledger'::text)).cadre_owned AS cadre_owned))
    OR (id IN ( SELECT unnest(granted('supervision_item'::text, 'ledger'::text)) AS unnest)));
CREATE TRIGGER comes_to_no_end AFTER INSERT ON supervision_item REFERENCING NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION nothing_comes_to_its_end('owner_pos', 'handling_pos', 'received_pos', 'report_to_pos');
CREATE TRIGGER counted_anew AFTER UPDATE ON supervision_item REFERENCING OLD TABLE AS gone NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION matters_counted();
CREATE TRIGGER counted_in AFTER INSERT ON supervision_item REFERENCING NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION matters_counted();
CREATE TRIGGER counted_none AFTER TRUNCATE ON supervision_item FOR EACH STATEMENT EXECUTE FUNCTION matters_counted();
CREATE TRIGGER counted_out AFTER DELETE ON supervision_item REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION matters_counted();
CREATE TRIGGER goes_to_no_end AFTER UPDATE ON supervision_item REFERENCING OLD TABLE AS gone NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION nothing_comes_to_its_end('owner_pos', 'handling_pos', 'received_pos', 'report_to_pos');
CREATE TRIGGER grants_end AFTER UPDATE ON supervision_item FOR EACH ROW WHEN (old.closed_at IS NULL AND new.closed_at IS NOT NULL) EXECUTE FUNCTION matter_concluded();
CREATE TRIGGER inherits AFTER INSERT OR UPDATE OF clue_id ON supervision_item FOR EACH ROW WHEN (new.clue_id IS NOT NULL) EXECUTE FUNCTION supervision_item_inherits();
CREATE TRIGGER spreads_scope_to_supervision_item_content AFTER UPDATE ON supervision_item FOR EACH ROW WHEN (old.owner_pos IS DISTINCT FROM new.owner_pos OR old.handling_pos IS DISTINCT FROM new.handling_pos OR old.received_pos IS DISTINCT FROM new.received_pos OR old.handler_post IS DISTINCT FROM new.handler_post OR old.registered_by IS DISTINCT FROM new.registered_by OR old.custodian_post IS DISTINCT FROM new.custodian_post OR old.subject_state IS DISTINCT FROM new.subject_state OR old.closed_at IS DISTINCT FROM new.closed_at OR old.classification IS DISTINCT FROM new.classification OR old.compartment IS DISTINCT FROM new.compartment OR old.denied_persons IS DISTINCT FROM new.denied_persons OR old.denied_units IS DISTINCT FROM new.denied_units) EXECUTE FUNCTION supervision_item_spreads_scope_to_supervision_item_content();
grant select (id, number, state, reasons, clue_id, report_to_pos, issued_at, due_at, yellow_at, red_at, owner_pos, handling_pos, received_pos, closed_at, open, due_order, version, changed_at, province, city, county, received_organ) on supervision_item to liandong_act, liandong_api;

create table supervision_item_cc (
  supervision_item_id uuid not null,
  unit_pos bigint not null,
  constraint supervision_item_cc_pkey PRIMARY KEY (supervision_item_id, unit_pos),
  constraint supervision_item_cc_supervision_item_id_fkey FOREIGN KEY (supervision_item_id) REFERENCES supervision_item(id),
  constraint supervision_item_cc_unit_pos_fkey FOREIGN KEY (unit_pos) REFERENCES unit(pos)
);
alter table supervision_item_cc enable row level security;
alter table supervision_item_cc force row level security;
create policy owner_all on supervision_item_cc as permissive for all to liandong_owner
  using (true)
  with check (true);
create policy with_item on supervision_item_cc as permissive for select to liandong_act, liandong_api
  using ((EXISTS ( SELECT
   FROM supervision_item i
  WHERE i.id = supervision_item_cc.supervision_item_id)));
CREATE TRIGGER comes_to_no_end AFTER INSERT ON supervision_item_cc REFERENCING NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION nothing_comes_to_its_end('unit_pos');
grant select (supervision_item_id, unit_pos) on supervision_item_cc to liandong_act, liandong_api;

create table supervision_item_content (
  supervision_item_id uuid not null,
  requirement text not null,
  result text,
  owner_pos bigint not null,
  handling_pos bigint not null,
  received_pos bigint,
  handler_post uuid,
  registered_by uuid,
  custodian_post uuid,
  subject_state smallint not null default 1,
  closed_at timestamp with time zone,
  classification smallint not null default 0,
  compartment smallint not null default 0,
  denied_persons uuid[],
  denied_units int8multirange,
  version integer not null default 1,
  changed_at timestamp with time zone not null default app_now(),
  constraint supervision_item_content_pkey PRIMARY KEY (supervision_item_id),
  constraint supervision_item_content_supervision_item_id_fkey FOREIGN KEY (supervision_item_id) REFERENCES supervision_item(id),
  constraint supervision_item_content_classification_check CHECK (classification >= 0 AND classification <= 3),
  constraint supervision_item_content_compartment_check CHECK (compartment >= 0 AND compartment <= 2),
  constraint supervision_item_content_requirement_check CHECK (length(requirement) <= 20000),
  constraint supervision_item_content_result_check CHECK (length(result) <= 20000),
  constraint supervision_item_content_subject_state_check CHECK (subject_state >= 0 AND subject_state <= 2)
);
comment on table supervision_item_content is 'Content facet: what is required and what was reported';
alter table supervision_item_content enable row level security;
alter table supervision_item_content force row level security;
create policy deny on supervision_item_content as restrictive for select to liandong_act, liandong_api
  using ((denied_persons IS NULL OR NOT ((( SELECT (me()).person AS person)) = ANY (denied_persons)))
    AND (denied_units IS NULL OR NOT denied_units && (( SELECT (me()).places AS places)) OR (supervision_item_id IN ( SELECT unnest(exempted('supervision_item'::text, 'content'::text)) AS unnest)))
    AND classification <= (( SELECT (me()).clearance AS clearance))
    AND (compartment = 0 OR compartment = 1 AND (owner_pos <@ (( SELECT (my_reach('supervision_item_content'::text)).cadre AS cadre)) OR handling_pos <@ (( SELECT (my_reach('supervision_item_content'::text)).cadre_handled AS cadre_handled)) OR (supervision_item_id IN ( SELECT unnest(exempted('supervision_item'::text, 'content'::text)) AS unnest))))
    AND subject_state <> 0);
create policy owner_all on supervision_item_content as permissive for all to liandong_owner
  using (true)
  with check (true);
create policy reach on supervision_item_content as permissive for select to liandong_act, liandong_api
  using (owner_pos <@ (( SELECT (my_reach('supervision_item_content'::text)).owned AS owned))
    OR handling_pos <@ (( SELECT (my_reach('supervision_item_content'::text)).handled AS handled))
    OR received_pos <@ (( SELECT (my_reach('supervision_item_content'::text)).received AS received))
    OR compartment = 1 AND owner_pos <@ (( SELECT (my_reach('supervision_item_content'::text)).cadre_owned AS cadre_owned))
    OR (supervision_item_id IN ( SELECT unnest(granted('supervision_item'::text, 'content'::text)) AS unnest)));
CREATE TRIGGER takes_scope BEFORE INSERT OR UPDATE ON supervision_item_content FOR EACH ROW EXECUTE FUNCTION supervision_item_content_takes_scope();
grant select (supervision_item_id, requirement, result, version, changed_at) on supervision_item_content to liandong_act, liandong_api;

create table ticket_key (
  id text not null,
  inner_pad bytea not null,
  outer_pad bytea not null,
  valid_to timestamp with time zone,
  constraint ticket_key_pkey PRIMARY KEY (id)
);
alter table ticket_key enable row level security;
alter table ticket_key force row level security;
create policy owner_all on ticket_key as permissive for all to liandong_owner
  using (true)
  with check (true);

create table unit (
  id uuid not null,
  pos bigint not null,
  hi bigint not null,
  parent_pos bigint,
  organ_pos bigint not null,
  kind smallint not null,
  tier smallint not null,
  office_kind smallint,
  ordinal smallint,
  comprehensive boolean not null default false,
  division_code text,
  name text not null,
  valid_from timestamp with time zone not null,
  valid_to timestamp with time zone,
  unit_code text,
  constraint unit_pkey PRIMARY KEY (id),
  constraint unit_pos_key UNIQUE (pos),
  constraint unit_organ_pos_fkey FOREIGN KEY (organ_pos) REFERENCES unit(pos) DEFERRABLE INITIALLY DEFERRED,
  constraint unit_parent_pos_fkey FOREIGN KEY (parent_pos) REFERENCES unit(pos) DEFERRABLE INITIALLY DEFERRED,
  constraint unit_check CHECK (valid_to > valid_from),
  constraint unit_check1 CHECK (hi >= pos),
  constraint unit_check2 CHECK (office_kind IS NULL OR (kind = ANY (ARRAY[2, 6]))),
  constraint unit_check3 CHECK (NOT comprehensive OR kind = 3),
  constraint unit_division_code_check CHECK (division_code ~ '^([0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9})$'::text),
  constraint unit_kind_check CHECK (kind >= 1 AND kind <= 6),
  constraint unit_name_check CHECK (length(name) >= 1 AND length(name) <= 120),
  constraint unit_office_kind_check CHECK (office_kind >= 1 AND office_kind <= 13),
  constraint unit_ordinal_check CHECK (ordinal >= 1 AND ordinal <= 99),
  constraint unit_tier_check CHECK (tier >= 1 AND tier <= 5),
  constraint unit_unit_code_check CHECK (unit_code ~ '^[0-9]{2,9}-[0-9A-Za-z-]{1,20}$'::text)
);
comment on column unit.unit_code is 'Of the organisation’s own making, for what is no organ: its organ’s code and its own';
comment on table unit is 'Organs, offices, dispatched groups and bodies (机关、内设机构、派驻机构): one tree by interval [pos, hi]';
CREATE INDEX unit_division ON unit USING btree (division_code) WHERE division_code IS NOT NULL;
CREATE INDEX unit_organ ON unit USING btree (organ_pos);
CREATE INDEX unit_organs ON unit USING gist (int8range(pos, hi, '[]'::text)) WHERE kind = 1;
CREATE INDEX unit_parent ON unit USING btree (parent_pos, pos);
CREATE UNIQUE INDEX unit_own_code ON unit USING btree (unit_code) WHERE unit_code IS NOT NULL AND valid_to IS NULL;
alter table unit enable row level security;
alter table unit force row level security;
create policy owner_all on unit as permissive for all to liandong_owner
  using (true)
  with check (true);
create policy principal on unit as permissive for select to liandong_act, liandong_api
  using ((( SELECT (me()).post AS post)) IS NOT NULL
    AND pos >= 0);
CREATE TRIGGER comes_to_no_end AFTER INSERT ON unit REFERENCING NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION nothing_comes_to_its_end('parent_pos');
CREATE TRIGGER recusals_look_for_deciders AFTER UPDATE OF valid_from, valid_to ON unit FOR EACH STATEMENT EXECUTE FUNCTION recusals_look_for_deciders();
CREATE TRIGGER unit_added_in_place AFTER INSERT ON unit REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION unit_lies_in_place();
CREATE TRIGGER unit_changed AFTER INSERT OR DELETE OR UPDATE ON unit FOR EACH STATEMENT EXECUTE FUNCTION bump_unit_tree_version();
CREATE TRIGGER unit_stays_in_place AFTER UPDATE ON unit REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION unit_lies_in_place();
grant select (id, pos, hi, parent_pos, organ_pos, kind, tier, office_kind, ordinal, comprehensive, division_code, name, valid_from, valid_to) on unit to liandong_act, liandong_api;

create table unit_former_name (
  id uuid not null,
  unit_pos bigint not null,
  name text not null,
  division_code text,
  ordinal smallint,
  valid_to timestamp with time zone not null,
  constraint unit_former_name_pkey PRIMARY KEY (id),
  constraint unit_former_name_unit_pos_fkey FOREIGN KEY (unit_pos) REFERENCES unit(pos)
);
comment on table unit_former_name is 'What a unit was called before, until when (曾用名)';
CREATE INDEX unit_former_name_unit ON unit_former_name USING btree (unit_pos, valid_to);
alter table unit_former_name enable row level security;
alter table unit_former_name force row level security;
create policy owner_all on unit_former_name as permissive for all to liandong_owner
  using (true)
  with check (true);
create policy principal on unit_former_name as permissive for select to liandong_act, liandong_api
  using ((( SELECT (me()).post AS post)) IS NOT NULL);
grant select (id, unit_pos, name, division_code, ordinal, valid_to) on unit_former_name to liandong_act, liandong_api;

create table unit_label_given (
  pos bigint not null,
  constraint unit_label_given_pkey PRIMARY KEY (pos)
);
comment on table unit_label_given is 'Labels of units that were removed: what once named one never names another';
alter table unit_label_given enable row level security;
alter table unit_label_given force row level security;
create policy owner_all on unit_label_given as permissive for all to liandong_owner
  using (true)
  with check (true);

create table unit_succession (
  ended_pos bigint not null,
  successor_pos bigint not null,
  at timestamp with time zone not null,
  constraint unit_succession_pkey PRIMARY KEY (ended_pos, successor_pos),
  constraint unit_succession_ended_pos_fkey FOREIGN KEY (ended_pos) REFERENCES unit(pos),
  constraint unit_succession_successor_pos_fkey FOREIGN KEY (successor_pos) REFERENCES unit(pos)
);
alter table unit_succession enable row level security;
alter table unit_succession force row level security;
create policy owner_all on unit_succession as permissive for all to liandong_owner
  using (true)
  with check (true);
create policy principal on unit_succession as permissive for select to liandong_act, liandong_api
  using ((( SELECT (me()).post AS post)) IS NOT NULL);
grant select (ended_pos, successor_pos, at) on unit_succession to liandong_act, liandong_api;

create table unit_tree_version (
  one boolean not null default true,
  version bigint not null,
  txid xid8,
  constraint unit_tree_version_pkey PRIMARY KEY (one),
  constraint unit_tree_version_one_check CHECK (one)
);
alter table unit_tree_version enable row level security;
alter table unit_tree_version force row level security;
create policy owner_all on unit_tree_version as permissive for all to liandong_owner
  using (true)
  with check (true);
create policy principal on unit_tree_version as permissive for select to liandong_act, liandong_api
  using ((( SELECT (me()).post AS post)) IS NOT NULL);
grant select (version) on unit_tree_version to liandong_act, liandong_api;

create table unmasking (
  id uuid not null,
  clue_id uuid not null,
  reason text not null,
  days smallint not null,
  requested_by uuid,
  requester_id uuid,
  requester_name text not null,
  requester_pos bigint not null,
  requested_at timestamp with time zone not null default app_now(),
  organ_pos bigint not null,
  state smallint not null default 1,
  decided_by uuid,
  decided_at timestamp with time zone,
  decision_reason text,
  grant_id uuid,
  until timestamp with time zone,
  ended_at timestamp with time zone,
  end_reason text,
  version integer not null default 1,
  constraint unmasking_pkey PRIMARY KEY (id),
  constraint unmasking_clue_id_fkey FOREIGN KEY (clue_id) REFERENCES clue(id),
  constraint unmasking_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES post(id),
  constraint unmasking_grant_id_fkey FOREIGN KEY (grant_id) REFERENCES access_grant(id),
  constraint unmasking_organ_pos_fkey FOREIGN KEY (organ_pos) REFERENCES unit(pos),
  constraint unmasking_requested_by_fkey FOREIGN KEY (requested_by) REFERENCES post(id),
  constraint unmasking_requester_id_fkey FOREIGN KEY (requester_id) REFERENCES person(id),
  constraint unmasking_requester_pos_fkey FOREIGN KEY (requester_pos) REFERENCES unit(pos),
  constraint unmasking_check CHECK (
CASE state
    WHEN 1 THEN decided_at IS NULL
    WHEN 4 THEN true
    ELSE decided_at IS NOT NULL
END),
  constraint unmasking_check1 CHECK ((state = 4) = (ended_at IS NOT NULL)),
  constraint unmasking_check2 CHECK ((grant_id IS NULL) = (until IS NULL) AND (state <> 2 OR until IS NOT NULL)),
  constraint unmasking_check3 CHECK (id = '00000000-0000-0000-0000-000000000000'::uuid OR num_nulls(requested_by, requester_id) = 0),
  constraint unmasking_days_check CHECK (days >= 1 AND days <= 15),
  constraint unmasking_decision_reason_check CHECK (length(decision_reason) >= 1 AND length(decision_reason) <= 2000),
  constraint unmasking_end_reason_check CHECK (length(end_reason) >= 1 AND length(end_reason) <= 2000),
  constraint unmasking_reason_check CHECK (length(reason) >= 1 AND length(reason) <= 2000),
  constraint unmasking_state_check CHECK (state >= 1 AND state <= 4)
);
comment on table unmasking is 'A handler''s request to know the reporter (查阅反映人身份), decided by another person';
CREATE INDEX unmasking_clue ON unmasking USING btree (clue_id) WHERE state = ANY (ARRAY[1, 2]);
CREATE INDEX unmasking_decided_by ON unmasking USING btree (decided_by, id) WHERE decided_by IS NOT NULL;
CREATE INDEX unmasking_organ ON unmasking USING btree (organ_pos, id) WHERE state = ANY (ARRAY[1, 2]);
CREATE INDEX unmasking_requested_by ON unmasking USING btree (requested_by, id);
CREATE UNIQUE INDEX unmasking_open ON unmasking USING btree (clue_id, requester_id) WHERE state = 1;
alter table unmasking enable row level security;
alter table unmasking force row level security;
create policy owner_all on unmasking as permissive for all to liandong_owner
  using (true)
  with check (true);
create policy reach on unmasking as permissive for select to liandong_act, liandong_api
  using ((( SELECT (me()).clearance AS clearance)) >= 0
    AND (COALESCE(requested_by = (( SELECT (me()).post AS post)), false) AND ((EXISTS ( SELECT
   FROM clue c
  WHERE c.id = unmasking.clue_id)) OR NOT unmasking_kept_from_me(id)) OR COALESCE(decided_by = (( SELECT (me()).post AS post)), false) AND NOT unmasking_kept_from_me(id) OR (id = ANY ((( SELECT unmaskings_to_decide() AS unmaskings_to_decide))::uuid[]))));
grant select (id, clue_id, reason, days, requester_name, requester_pos, requested_at, state, decided_at, decision_reason, until, ended_at, end_reason, version) on unmasking to liandong_act, liandong_api;

create table zone_member (
  id uuid not null,
  zone_id uuid not null,
  unit_pos bigint not null,
  valid_from timestamp with time zone not null,
  valid_to timestamp with time zone,
  constraint zone_member_pkey PRIMARY KEY (id),
  constraint zone_member_unit_pos_fkey FOREIGN KEY (unit_pos) REFERENCES unit(pos),
  constraint zone_member_zone_id_fkey FOREIGN KEY (zone_id) REFERENCES cooperation_zone(id),
  constraint zone_member_check CHECK (valid_to > valid_from)
);
CREATE INDEX zone_member_unit ON zone_member USING btree (unit_pos);
CREATE INDEX zone_member_zone ON zone_member USING btree (zone_id);
alter table zone_member enable row level security;
alter table zone_member force row level security;
create policy owner_all on zone_member as permissive for all to liandong_owner
  using (true)
  with check (true);
create policy principal on zone_member as permissive for select to liandong_act, liandong_api
  using ((( SELECT (me()).post AS post)) IS NOT NULL);
CREATE TRIGGER comes_to_no_end AFTER INSERT ON zone_member REFERENCING NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION nothing_comes_to_its_end('unit_pos');
grant select (id, zone_id, unit_pos, valid_from, valid_to) on zone_member to liandong_act, liandong_api;
