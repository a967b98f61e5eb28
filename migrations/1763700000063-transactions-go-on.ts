import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Entries come after those before them, whichever server counts. */
const given = (txid: string) => `
  create or replace function audit_entry_given() returns trigger
    language plpgsql security definer set search_path = liandong, pg_temp
    as $$ begin
      new.id := gen_random_uuid();
      new.at := clock_timestamp();
      new.txid := ${txid};
      new.form := 1;
      new.salt := uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid());
      new.hash := sha256(new.salt || convert_to(json_build_array(
        new.form::text, new.id::text, (extract(epoch from new.at) * 1000000)::bigint::text, new.txid::text,
        new.kind::text, new.person_id::text, new.post_id::text, new.unit_pos::text, new.subject, new.source,
        new.operation, new.object, new.object_ids::text, new.facets::text, new.paths::text, new.code, new.reason,
        new.details::text, new.correlation_id::text)::text, 'UTF8'));
      return new;
    end $$;`;

/**
 * A server that a backup was restored into counts its transactions from the beginning, and only a superuser could let it
 * count on. What stands in the order of transactions – audit trail and outbox – is therefore numbered by the server's
 * count and what former servers had counted; `npm run restore` writes that down. Keys of acts keep the bare count: it is
 * only ever compared within its own transaction.
 */
export class TransactionsGoOn1763700000063 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- How many transactions the servers before this one had counted: a constant, since every entry asks for it.
      create function former_transactions() returns bigint
        language sql immutable parallel safe as $$ select 0::bigint $$;
      create function numbered(of_transaction xid8) returns xid8
        language sql immutable parallel safe
        as $$ select (of_transaction::text::bigint + liandong.former_transactions())::text::xid8 $$;
      grant execute on function former_transactions(), numbered(xid8) to liandong_sealer;
      ${given('numbered(pg_current_xact_id())')}
      alter table outbox alter column txid set default numbered(pg_current_xact_id());
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      do $$ begin
        if former_transactions() > 0 then
          raise exception 'transactions were counted by another server before this one: their numbers cannot go back';
        end if;
      end $$;
      alter table outbox alter column txid set default pg_current_xact_id();
      ${given('pg_current_xact_id()')}
      drop function numbered(xid8), former_transactions();
    `);
  }
}
