import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What PostgreSQL takes an operator to cost where nobody says otherwise. */
const AS_USUAL = '0.0025';
/** Reads that ask, as acts do, who is in office, cleared and next in line. */
const READS = [
  'recusals_to_decide()',
  'unmaskings_to_decide()',
  'emergency_accesses_to_review()',
  'subject_candidates(uuid, text, text)',
  'subject_found(uuid)',
];
/** Functions that look into several tables for each row they are asked of. */
const DEAR = [
  'in_office(uuid)',
  'may_keep(clue, uuid)',
  'keeper_in(clue, bigint)',
  'is_kept(clue)',
  'kept_from(uuid, uuid)',
];

/**
 * To whoever reads under policies operators cost nothing, so that policies go before all else (src/database/prepare.ts).
 * What acts run as their owner goes through no policy, and was planned badly for it: whether somebody is in office was
 * asked of every post there is before it was asked which posts are meant. It is planned as usual again.
 */
export class ActsPlanAsUsual1763700000053 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await this.each(runner, `set cpu_operator_cost = ${AS_USUAL}`);
    await runner.query(DEAR.map((name) => `alter function ${name} cost 1000;`).join('\n'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await this.each(runner, 'reset cpu_operator_cost');
    await runner.query(DEAR.map((name) => `alter function ${name} cost 100;`).join('\n'));
  }

  private async each(runner: QueryRunner, how: string): Promise<void> {
    await runner.query(`
      do $$ declare f regprocedure; begin
        for f in select p.oid from pg_proc p where p.pronamespace = 'liandong'::regnamespace and p.prosecdef
            and (p.provolatile = 'v' and has_function_privilege('liandong_act', p.oid, 'execute') and p.proname <> 'enter'
              or p.oid = any (array[${READS.map((name) => `'liandong.${name}'`).join(', ')}]::regprocedure[])) loop
          execute format('alter function %s ${how}', f);
        end loop;
      end $$;
    `);
  }
}
