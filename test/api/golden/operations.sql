-- WorkListQuery as nation-anguan, {"first":20,"scope":"ALL","filter":null}
select enter($1, $2) as principal;

select c.id, c.due_order::text as due, '"id":' || coalesce(to_json('clue_' || c.id)::text, 'null') || ',"number":' || coalesce(to_json(c.number)::text, 'null') || ',"stage":' || case c.stage when 1 then '"RECEIVED"' when 2 then '"NOT_ACCEPTED"' when 3 then '"FORWARDED"' when 4 then '"DUPLICATE_RETAINED"' when 5 then '"PENDING_DISPATCH"' when 6 then '"ASSIGNED"' when 7 then '"RETURNED_TO_INTAKE"' when 8 then '"PROPOSED"' when 9 then '"TALK_INQUIRY"' when 10 then '"PRELIM_VERIFICATION"' when 11 then '"HELD"' when 12 then '"MINOR_MEASURE"' when 13 then '"CASE_FILED"' when 14 then '"TRANSFERRED_TO_INVESTIGATION"' when 15 then '"TRANSFERRED_TO_PARTY_ORG"' when 16 then '"UPGRADED"' when 17 then '"DESIGNATED_AWAY"' when 18 then '"CLOSED"' else 'null' end || ',"colour":' || case case when not c.open then null when c.red_at <= app_now() then 3 when c.yellow_at <= app_now() then 2 else 1 end when 1 then '"BLUE"' when 2 then '"YELLOW"' when 3 then '"RED"' else 'null' end || ',"dueAt":' || coalesce(to_json(c.due_at)::text, 'null') || ',"priority":' || coalesce(to_json(c.priority)::text, 'null') as r0, (c.owner_pos)::float8 as r1, (c.handling_pos)::float8 as r2, (select '{' || '"subjectName":' || coalesce(to_json(c_r3.subject_name)::text, 'null') || ',"allegation":' || coalesce(to_json(c_r3.allegation)::text, 'null') || ',"handlerName":' || coalesce(to_json(c_r3.handler_name)::text, 'null') || '}'
  from clue_content c_r3
  where c_r3.clue_id = c.id) as r3, (select '[' || coalesce(string_agg(o, ','), '') || ']'
  from (select '{' || '"id":' || coalesce(to_json('supervisionItem_' || c_r4.id)::text, 'null') || ',"number":' || coalesce(to_json(c_r4.number)::text, 'null') || ',"state":' || case c_r4.state when 1 then '"ISSUED"' when 2 then '"RECEIVED"' when 3 then '"IN_PROGRESS"' when 4 then '"REPORTED"' when 5 then '"CONCLUDED"' when 6 then '"RETURNED"' else 'null' end || ',"dueAt":' || coalesce(to_json(c_r4.due_at)::text, 'null') || '}' as o
  from supervision_item c_r4
  where c_r4.clue_id = c.id
  order by c_r4.id desc
  limit 100) o) as r4, json_build_array(c.owner_pos, c.handling_pos, c.received_pos, c.handler_post) as ".places"
  from clue c
  order by c.due_order, c.id
  limit 21;

select matter_total($1, $2, $3, $4)::int as total;

-- WorkListQuery as haishu-anguan, {"first":20,"scope":"SUBTREE","filter":null}
select enter($1, $2) as principal;

select c.id, c.due_order::text as due, '"id":' || coalesce(to_json('clue_' || c.id)::text, 'null') || ',"number":' || coalesce(to_json(c.number)::text, 'null') || ',"stage":' || case c.stage when 1 then '"RECEIVED"' when 2 then '"NOT_ACCEPTED"' when 3 then '"FORWARDED"' when 4 then '"DUPLICATE_RETAINED"' when 5 then '"PENDING_DISPATCH"' when 6 then '"ASSIGNED"' when 7 then '"RETURNED_TO_INTAKE"' when 8 then '"PROPOSED"' when 9 then '"TALK_INQUIRY"' when 10 then '"PRELIM_VERIFICATION"' when 11 then '"HELD"' when 12 then '"MINOR_MEASURE"' when 13 then '"CASE_FILED"' when 14 then '"TRANSFERRED_TO_INVESTIGATION"' when 15 then '"TRANSFERRED_TO_PARTY_ORG"' when 16 then '"UPGRADED"' when 17 then '"DESIGNATED_AWAY"' when 18 then '"CLOSED"' else 'null' end || ',"colour":' || case case when not c.open then null when c.red_at <= app_now() then 3 when c.yellow_at <= app_now() then 2 else 1 end when 1 then '"BLUE"' when 2 then '"YELLOW"' when 3 then '"RED"' else 'null' end || ',"dueAt":' || coalesce(to_json(c.due_at)::text, 'null') || ',"priority":' || coalesce(to_json(c.priority)::text, 'null') as r0, (c.owner_pos)::float8 as r1, (c.handling_pos)::float8 as r2, (select '{' || '"subjectName":' || coalesce(to_json(c_r3.subject_name)::text, 'null') || ',"allegation":' || coalesce(to_json(c_r3.allegation)::text, 'null') || ',"handlerName":' || coalesce(to_json(c_r3.handler_name)::text, 'null') || '}'
  from clue_content c_r3
  where c_r3.clue_id = c.id) as r3, (select '[' || coalesce(string_agg(o, ','), '') || ']'
  from (select '{' || '"id":' || coalesce(to_json('supervisionItem_' || c_r4.id)::text, 'null') || ',"number":' || coalesce(to_json(c_r4.number)::text, 'null') || ',"state":' || case c_r4.state when 1 then '"ISSUED"' when 2 then '"RECEIVED"' when 3 then '"IN_PROGRESS"' when 4 then '"REPORTED"' when 5 then '"CONCLUDED"' when 6 then '"RETURNED"' else 'null' end || ',"dueAt":' || coalesce(to_json(c_r4.due_at)::text, 'null') || '}' as o
  from supervision_item c_r4
  where c_r4.clue_id = c.id
  order by c_r4.id desc
  limit 100) o) as r4, json_build_array(c.owner_pos, c.handling_pos, c.received_pos, c.handler_post) as ".places"
  from clue c
  where c.county = $1
  order by c.due_order, c.id
  limit 21;

select matter_total($1, $2, $3, $4)::int as total;

-- WorkListQuery as haishu-handler, {"first":20,"scope":"ALL","filter":{"open":true,"colour":["RED"],"text":"违规"}}
select enter($1, $2) as principal;

select c.id, c.due_order::text as due, '"id":' || coalesce(to_json('clue_' || c.id)::text, 'null') || ',"number":' || coalesce(to_json(c.number)::text, 'null') || ',"stage":' || case c.stage when 1 then '"RECEIVED"' when 2 then '"NOT_ACCEPTED"' when 3 then '"FORWARDED"' when 4 then '"DUPLICATE_RETAINED"' when 5 then '"PENDING_DISPATCH"' when 6 then '"ASSIGNED"' when 7 then '"RETURNED_TO_INTAKE"' when 8 then '"PROPOSED"' when 9 then '"TALK_INQUIRY"' when 10 then '"PRELIM_VERIFICATION"' when 11 then '"HELD"' when 12 then '"MINOR_MEASURE"' when 13 then '"CASE_FILED"' when 14 then '"TRANSFERRED_TO_INVESTIGATION"' when 15 then '"TRANSFERRED_TO_PARTY_ORG"' when 16 then '"UPGRADED"' when 17 then '"DESIGNATED_AWAY"' when 18 then '"CLOSED"' else 'null' end || ',"colour":' || case case when not c.open then null when c.red_at <= app_now() then 3 when c.yellow_at <= app_now() then 2 else 1 end when 1 then '"BLUE"' when 2 then '"YELLOW"' when 3 then '"RED"' else 'null' end || ',"dueAt":' || coalesce(to_json(c.due_at)::text, 'null') || ',"priority":' || coalesce(to_json(c.priority)::text, 'null') as r0, (c.owner_pos)::float8 as r1, (c.handling_pos)::float8 as r2, (select '{' || '"subjectName":' || coalesce(to_json(c_r3.subject_name)::text, 'null') || ',"allegation":' || coalesce(to_json(c_r3.allegation)::text, 'null') || ',"handlerName":' || coalesce(to_json(c_r3.handler_name)::text, 'null') || '}'
  from clue_content c_r3
  where c_r3.clue_id = c.id) as r3, (select '[' || coalesce(string_agg(o, ','), '') || ']'
  from (select '{' || '"id":' || coalesce(to_json('supervisionItem_' || c_r4.id)::text, 'null') || ',"number":' || coalesce(to_json(c_r4.number)::text, 'null') || ',"state":' || case c_r4.state when 1 then '"ISSUED"' when 2 then '"RECEIVED"' when 3 then '"IN_PROGRESS"' when 4 then '"REPORTED"' when 5 then '"CONCLUDED"' when 6 then '"RETURNED"' else 'null' end || ',"dueAt":' || coalesce(to_json(c_r4.due_at)::text, 'null') || '}' as o
  from supervision_item c_r4
  where c_r4.clue_id = c.id
  order by c_r4.id desc
  limit 100) o) as r4, json_build_array(c.owner_pos, c.handling_pos, c.received_pos, c.handler_post) as ".places"
  from (select *
  from ((select c.id, c.due_order
  from clue c
  where c.handler_post = (select (me()).post) and c.due_order < 'infinity' and ((c.red_at <= app_now())) and c.due_order < 'infinity' and (c.number like $1 or exists (select
  from clue_content t
  where t.clue_id = c.id and (t.subject_name like $1 or t.allegation like $1)))
  order by c.due_order, c.id
  limit 21)
  union (select c.id, c.due_order
  from clue c
  where c.id = any ((select entrusted())::uuid[]) and c.due_order < 'infinity' and ((c.red_at <= app_now())) and c.due_order < 'infinity' and (c.number like $2 or exists (select
  from clue_content t
  where t.clue_id = c.id and (t.subject_name like $2 or t.allegation like $2)))
  order by c.due_order, c.id
  limit 21)
  union (select c.id, c.due_order
  from clue c
  where c.id = any ((select granted('clue', 'ledger'))::uuid[]) and c.due_order < 'infinity' and ((c.red_at <= app_now())) and c.due_order < 'infinity' and (c.number like $3 or exists (select
  from clue_content t
  where t.clue_id = c.id and (t.subject_name like $3 or t.allegation like $3)))
  order by c.due_order, c.id
  limit 21)) u
  order by u.due_order, u.id
  limit 21) p
  join clue c on c.id = p.id
  order by p.due_order, p.id;

savepoint timed;

set local statement_timeout = 2000;

select count(*)::int as total
  from clue c
  where ((c.handler_post = (select (me()).post)) or (c.id = any ((select entrusted())::uuid[])) or (c.id = any ((select granted('clue', 'ledger'))::uuid[]))) and c.due_order < 'infinity' and ((c.red_at <= app_now())) and c.due_order < 'infinity' and (c.number like $1 or exists (select
  from clue_content t
  where t.clue_id = c.id and (t.subject_name like $1 or t.allegation like $1)));

rollback to savepoint timed;

-- ClueDetailQuery as haishu-anguan, {"id":"clue_…"}
select enter($1, $2) as principal;

select json_build_object('id', 'clue_' || c.id, '.places', json_build_array(c.owner_pos, c.handling_pos, c.received_pos, c.handler_post), 'number', c.number, 'stage', c.stage, 'source', c.source, 'method', c.method, 'outcome', c.outcome, 'receivedAt', c.received_at, 'dueAt', c.due_at, 
    'colour', case when not c.open then null when c.red_at <= app_now() then 3 when c.yellow_at <= app_now() then 2 else 1 end, 'owner', c.owner_pos, 
    'petition', (select json_build_object('class', c_11.class, 'channel', c_11.channel, 'text', c_11.text)
  from clue_petition c_11
  where c_11.clue_id = c.id), 
    'content', (select json_build_object('subjectName', c_12.subject_name, 'subjectPosition', c_12.subject_position, 'allegation', c_12.allegation)
  from clue_content c_12
  where c_12.clue_id = c.id), 
    'reporter', (select json_build_object('kind', c_13.kind, 'name', c_13.name, 'contact', c_13.contact)
  from clue_reporter c_13
  where c_13.clue_id = c.id), 
    'jointCases', (select coalesce(json_agg(c_14_o.o), '[]')
  from ( select json_build_object('id', 'jointCase_' || c_14.id, '.places', json_build_array(c_14.owner_pos, c_14.handling_pos), 'number', c_14.number, 'mode', c_14.mode, 
    'content', (select json_build_object('title', c_14_4.title, 
    'assignments', (select coalesce(json_agg(c_14_4_1_o.o), '[]')
  from ( select json_build_object('personName', c_14_4_1.person_name, 'unit', c_14_4_1.unit_pos, 'tasks', c_14_4_1.tasks) as o
  from joint_case_assignment c_14_4_1
  where c_14_4_1.joint_case_id = c_14_4.joint_case_id
  order by c_14_4_1.valid_from, c_14_4_1.id
  limit 100) c_14_4_1_o))
  from joint_case_content c_14_4
  where c_14_4.joint_case_id = c_14.id)) as o
  from joint_case c_14
  where exists (select
  from joint_case_clue l
  where l.joint_case_id = c_14.id and l.clue_id = c.id)
  order by c_14.id desc
  limit 100) c_14_o)) as node
  from clue c
  where c.id = any (array[$1, '00000000-0000-0000-0000-000000000000']::uuid[]);

-- CluesByTierAndColourQuery as ningbo-anguan, {"scope":"SUBTREE","received":null}
select enter($1, $2) as principal;

select to_json(app_now()) as "asOf", (select coalesce(json_agg(g), '[]')
  from (select count(*)::int as count, (select u.tier
  from unit u
  where u.pos = c.owner_pos) as "tier", case when not c.open then null when c.red_at <= app_now() then 3 when c.yellow_at <= app_now() then 2 else 1 end as "colour"
  from clue c
  where ((c.city = $1))
  group by 2, 3
  order by 2, 3
  limit 5001) g) as rows;

-- CluesByMonthQuery as ningbo-anguan, {"scope":"ALL","stage":null}
select enter($1, $2) as principal;

select to_json(app_now()) as "asOf", (select coalesce(json_agg(g), '[]')
  from (select count(*)::int as count, to_char(c.received_at at time zone 'Asia/Shanghai', 'YYYY-MM') as "month", c.source as "source"
  from clue c
  where ((c.city = $1) or (c.handler_post = (select (me()).post)) or (c.id = any ((select entrusted())::uuid[])) or (c.id = any ((select granted('clue', 'ledger'))::uuid[])))
  group by 2, 3
  order by 2, 3
  limit 5001) g) as rows;

-- MyTasksQuery as haishu-handler, {"first":20}
select enter($1, $2) as principal;

select c.id, c.due_order::text as due, '"id":' || coalesce(to_json('jointCase_' || c.id)::text, 'null') || ',"number":' || coalesce(to_json(c.number)::text, 'null') || ',"mode":' || case c.mode when 1 then '"ZONE"' when 2 then '"SPECIAL_SUPERVISION_GROUP"' when 3 then '"TASK_FORCE"' when 4 then '"GRAND_ZONE"' when 5 then '"VERTICAL_LINKAGE"' else 'null' end as r0, (c.handling_pos)::float8 as r1
  from joint_case c
  where c.id = any ((select granted('joint_case', 'ledger'))::uuid[]) and c.due_order < 'infinity'
  order by c.id desc
  limit 21;

select c.id, c.due_order::text as due, '"id":' || coalesce(to_json('clue_' || c.id)::text, 'null') || ',"number":' || coalesce(to_json(c.number)::text, 'null') || ',"stage":' || case c.stage when 1 then '"RECEIVED"' when 2 then '"NOT_ACCEPTED"' when 3 then '"FORWARDED"' when 4 then '"DUPLICATE_RETAINED"' when 5 then '"PENDING_DISPATCH"' when 6 then '"ASSIGNED"' when 7 then '"RETURNED_TO_INTAKE"' when 8 then '"PROPOSED"' when 9 then '"TALK_INQUIRY"' when 10 then '"PRELIM_VERIFICATION"' when 11 then '"HELD"' when 12 then '"MINOR_MEASURE"' when 13 then '"CASE_FILED"' when 14 then '"TRANSFERRED_TO_INVESTIGATION"' when 15 then '"TRANSFERRED_TO_PARTY_ORG"' when 16 then '"UPGRADED"' when 17 then '"DESIGNATED_AWAY"' when 18 then '"CLOSED"' else 'null' end || ',"dueAt":' || coalesce(to_json(c.due_at)::text, 'null') || ',"colour":' || case case when not c.open then null when c.red_at <= app_now() then 3 when c.yellow_at <= app_now() then 2 else 1 end when 1 then '"BLUE"' when 2 then '"YELLOW"' when 3 then '"RED"' else 'null' end as r0
  from clue c
  where c.handler_post = (select (me()).post) and c.due_order < 'infinity'
  order by c.due_order, c.id
  limit 21;
