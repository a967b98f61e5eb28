import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What plans need to know: ledgers, how the organisation is built, and links between them. */
const KNOWN = `^(clue|supervision_item|joint_case|unit|resident_unit|cooperation_zone|supervision_item_cc|joint_case_clue)$`;

/** What a login role may read of a facet but its key, and every text of anything else. */
const COLUMNS = `
  select attrelid::regclass as "table", attname as "column", format_type(atttypid, atttypmod) as "type"
  from pg_attribute a join pg_class c on c.oid = attrelid
  where relnamespace = 'liandong'::regnamespace and relkind = 'r' and attnum > 0 and not attisdropped
    and (has_column_privilege('liandong_api', attrelid, attnum, 'select')
      or has_column_privilege('liandong_act', attrelid, attnum, 'select'))
    and (relname ~ '_(petition|content|reporter|assignment)$' and atttypid <> 'uuid'::regtype
      or relname !~ '${KNOWN}' and atttypid = 'text'::regtype)`;

/**
 * EXPLAIN estimates by statistics of all rows, hidden ones included, so that it would tell how common a value is that
 * its asker may not know. Of what a facet says, and of any free text, no statistics are kept.
 */
export class NoStatistics1763700000032 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // Statistics that are there already go with the type, though it stays what it is; and are not made again.
    await runner.query(`
      do $$ declare x record; begin
        for x in ${COLUMNS} loop
          begin
            execute format('alter table %s alter column %I type %s', x."table", x."column", x."type");
          exception when feature_not_supported then null; -- a policy or trigger names it: what is there goes with the next ANALYZE
          end;
          execute format('alter table %s alter column %I set statistics 0', x."table", x."column");
        end loop;
      end $$`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      do $$ declare x record; begin
        for x in ${COLUMNS} loop
          execute format('alter table %s alter column %I set statistics -1', x."table", x."column");
        end loop;
      end $$`);
  }
}
