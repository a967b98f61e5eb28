import type { MigrationInterface, QueryRunner } from 'typeorm';

const MATTERS = ['clue', 'supervision_item', 'joint_case'] as const;
type Matter = (typeof MATTERS)[number];
const NOWHERE = '00000000-0000-0000-0000-000000000000';

/** How wide the places are of which sums are kept: one organ, a township, a county, a city, a province, the nation. */
const WIDTHS = '(1::bigint), (1000), (1000000), (100000000), (10000000000), (1000000000000)';

/** Rows that left and rows that came, by place and by what the denial asks of a row alone. The row that is nobody's counts nowhere. */
const counted = (rows: string) => `
  insert into matter_count (object, width, bucket, open, classification, compartment, unresolved, n)
  select tg_table_name, w, owner_pos / w, open, classification, compartment, unresolved, sum(d)
  from (${rows}) x (owner_pos, open, classification, compartment, unresolved, d) cross join (values ${WIDTHS}) v (w)
  where owner_pos >= 0
  group by 1, 2, 3, 4, 5, 6, 7 having sum(d) <> 0`;
const rowsOf = (transition: string, d: number) =>
  `select owner_pos, open, classification, compartment, subject_state = 0, ${d} from ${transition}`;
const CAME = rowsOf('came', 1);
const LEFT = rowsOf('gone', -1);

/**
 * How many matters a caller sees in a place is told from sums that are changed in the transaction of whatever changes a
 * matter – appended, so that no two acts wait for each other at the nation's sum, and put together each hour. What a row
 * says of itself is a key of the sum; what is denied to persons and units, and what only some see, is counted for the caller.
 */
export class MatterCounts1763700000044 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table matter_count (
        object text not null,
        width bigint not null,
        bucket bigint not null,
        open boolean not null,
        classification smallint not null,
        compartment smallint not null,
        unresolved boolean not null,
        n bigint not null);
      comment on table matter_count is 'Matters by place, as changes of their number; their sum is the number';
      create index matter_count_place on matter_count (object, width, bucket)
        include (open, classification, compartment, unresolved, n);
      alter table matter_count enable row level security;
      alter table matter_count force row level security;
      create policy owner_all on matter_count to current_user using (true) with check (true);

      create function matters_counted() returns trigger
        language plpgsql security definer set search_path = liandong, pg_temp
        as $$ begin
          if tg_op = 'INSERT' then ${counted(CAME)};
          elsif tg_op = 'DELETE' then ${counted(LEFT)};
          elsif tg_op = 'TRUNCATE' then
            delete from matter_count where object = tg_table_name;
          else ${counted(`${CAME} union all ${LEFT}`)};
          end if;
          return null;
        end $$;

      -- One sum for each key, as often as it is asked; what is written meanwhile is left for the next time.
      create function sum_matter_counts() returns void
        language sql security definer set search_path = liandong, pg_temp
        as $$
        with gone as (delete from matter_count returning *)
        insert into matter_count
        select object, width, bucket, open, classification, compartment, unresolved, sum(n) from gone
        group by 1, 2, 3, 4, 5, 6, 7 having sum(n) <> 0
        $$;
      grant execute on function sum_matter_counts() to liandong_jobs;

      -- From the matters themselves, for who has written past the triggers.
      create function recount_matters() returns void
        language sql set search_path = liandong, pg_temp
        as $$
        -- Nobody writes between what is forgotten and what is counted.
        lock table ${MATTERS.join(', ')}, matter_count in share row exclusive mode;
        delete from matter_count;
        insert into matter_count
        select object, w, owner_pos / w, open, classification, compartment, unresolved, count(*)
        from (${MATTERS.map((matter) => `select '${matter}' as object, owner_pos, open, classification, compartment, subject_state = 0 as unresolved from ${matter}`).join(' union all ')}) o
        cross join (values ${WIDTHS}) v (w) where owner_pos >= 0 group by 1, 2, 3, 4, 5, 6, 7
        $$;

      create index denial_person on denial (person_id, object) include (object_id) where ended_at is null and person_id is not null;
      create index denial_units on denial using gist (int8range(unit_lo, unit_hi, '[]')) where ended_at is null and unit_lo is not null;
    `);
    for (const matter of MATTERS) {
      await runner.query(`
        create trigger counted_in after insert on ${matter} referencing new table as came
          for each statement execute function matters_counted();
        create trigger counted_out after delete on ${matter} referencing old table as gone
          for each statement execute function matters_counted();
        create trigger counted_none after truncate on ${matter}
          for each statement execute function matters_counted();
        create trigger counted_anew after update on ${matter} referencing old table as gone new table as came
          for each statement execute function matters_counted();
        create index ${matter}_in_compartment on ${matter} (compartment, owner_pos) where compartment > 0;
        create index ${matter}_handled_in_compartment on ${matter} (handling_pos) where compartment = 1;
      `);
      await runner.query(total(matter));
    }
    await runner.query(`
      -- Null where the principal's reach does not cover the place: then somebody else must count.
      create function matter_total(of_object text, of_width bigint, of_bucket bigint, of_open boolean) returns bigint
        language plpgsql stable security definer set search_path = liandong, pg_temp
        as $$ begin
          return case of_object ${MATTERS.map((matter) => `when '${matter}' then total_of_${matter}(of_width, of_bucket, of_open)`).join(' ')} end;
        end $$;
      grant execute on function matter_total(text, bigint, bigint, boolean) to liandong_api;
      -- Once every change is told of.
      select recount_matters();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop function matter_total(text, bigint, bigint, boolean)');
    for (const matter of MATTERS)
      await runner.query(`
        drop function total_of_${matter}(bigint, bigint, boolean);
        drop trigger counted_in on ${matter};
        drop trigger counted_out on ${matter};
        drop trigger counted_none on ${matter};
        drop trigger counted_anew on ${matter};
        drop index ${matter}_in_compartment, ${matter}_handled_in_compartment;
      `);
    await runner.query(`
      drop index denial_person, denial_units;
      drop function recount_matters(), sum_matter_counts(), matters_counted();
      drop table matter_count;
    `);
  }
}

/** What is denied to the principal's person or places: by itself, or with the clue that it is about. */
const deniedOf = (object: Matter) => `
  select object_id from denial where person_id = m.person and object = '${object}' and ended_at is null
  union
  select d.object_id from unnest(m.places) p join denial d on int8range(d.unit_lo, d.unit_hi, '[]') && p
    where d.object = '${object}' and d.ended_at is null and d.unit_lo is not null`;
const INHERITED: Record<Matter, string> = {
  clue: deniedOf('clue'),
  supervision_item: `${deniedOf('supervision_item')}
    union select i.id from (${deniedOf('clue')}) c join supervision_item i on i.clue_id = c.object_id`,
  joint_case: `${deniedOf('joint_case')}
    union select j.joint_case_id from (${deniedOf('clue')}) c join joint_case_clue j on j.clue_id = c.object_id`,
};

/**
 * The keys that are open to the principal throughout the place; without those of their rows that are denied to him; with
 * what he sees of the others. Which these are the policies say themselves (\`reached\`): here is only where to look.
 */
function total(matter: Matter): string {
  const here = `o.owner_pos between lo and hi and (of_open is null or o.open = of_open)`;
  // Whom a supervision item or a joint case is unresolved for sees none.
  const unresolved =
    matter === 'clue'
      ? `union select o.id from clue o where o.registered_by = m.post and o.subject_state = 0 and ${here}
         union select o.id from clue o where o.custodian_post = m.post and o.subject_state = 0 and ${here}`
      : '';
  const sealed =
    matter === 'clue'
      ? `union select o.id from unnest(r.sealed) x join clue o on o.compartment = 2
           and o.owner_pos between lower(x) and upper(x) - 1 where not all_sealed and ${here}`
      : '';
  return `
    create function total_of_${matter}(of_width bigint, of_bucket bigint, of_open boolean) returns bigint
      language plpgsql stable security definer set search_path = liandong, pg_temp
      as $$
      declare
        m principal := me(); r reach := my_reach('${matter}_ledger');
        lo bigint := of_bucket * of_width; hi bigint := of_bucket * of_width + of_width - 1;
        place int8range := int8range(lo, greatest(lo, hi), '[]'); keys bigint; denied uuid[]; others uuid[];
        all_cadre boolean := place <@ r.cadre; all_sealed boolean := place <@ r.sealed;
      begin
        -- Of another width there are no sums, and a difference alone would tell what is hidden.
        if m.post is null or of_bucket is null or coalesce(of_width <> all (array[${WIDTHS.replaceAll(/[()]/g, '')}]), true)
            or not place <@ r.owned then
          return null;
        end if;
        select coalesce(sum(n), 0) into keys from matter_count
          where object = '${matter}' and width = of_width and bucket = of_bucket and (of_open is null or open = of_open)
            and classification <= m.clearance and not unresolved
            and (compartment = 0 or compartment = 1 and all_cadre or compartment = 2 and all_sealed);
        denied := array(
          select o.id from (${INHERITED[matter]}) d join ${matter} o on o.id = d.object_id
          where ${here} and o.classification <= m.clearance and o.subject_state <> 0
            and (o.compartment = 0 or o.compartment = 1 and all_cadre or o.compartment = 2 and all_sealed));
        others := array(
          select o.id from unnest(r.cadre) x join ${matter} o on o.compartment = 1
              and o.owner_pos between lower(x) and upper(x) - 1 where not all_cadre and ${here}
          union
          select o.id from unnest(r.cadre_handled) x join ${matter} o on o.compartment = 1
              and o.handling_pos between lower(x) and upper(x) - 1 where not all_cadre and ${here}
          union
          select o.id from ${matter} o where o.id = any (exempted('${matter}', 'ledger')) and not all_cadre and o.compartment = 1 and ${here}
          ${sealed}
          ${unresolved});
        -- Along with the one that is nobody's, so that the policies do the same work where nothing is denied.
        return keys - cardinality(denied) + cardinality(reached('${matter}', 'ledger', '${NOWHERE}'::uuid || denied || others));
      end $$`;
}
