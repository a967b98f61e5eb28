import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The audit trail. Entries are added side by side, without a lock or a chain, so that no act waits for another's trace;
 * a seal then fixes the entries of transactions that have ended, and its line is kept outside too. Whatever identifies
 * an entry – id, time, transaction, salt, hash – is given by the database, and nobody changes one, the owner included.
 * A superuser can; that is what the lines outside are for.
 */
export class Audit1763700000016 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table audit_entry (
        id uuid not null,
        at timestamptz not null,
        txid xid8 not null,
        form smallint not null, -- of the text that is hashed
        kind smallint not null check (kind between 1 and 6),
        person_id uuid,
        post_id uuid,
        unit_pos bigint,
        subject text check (length(subject) between 1 and 400),
        source text check (length(source) between 1 and 64),
        -- Names and codes only: what is written here can be no content and no value of an argument.
        operation text not null check (operation ~ '^[A-Za-z_][A-Za-z0-9_]{0,63}$'),
        object text check (object ~ '^[a-z_]{1,40}$'),
        object_ids uuid[] not null default '{}',
        facets text[] not null default '{}' check (facets <@ array['STATISTICS', 'LEDGER', 'PETITION', 'CONTENT', 'REPORTER']),
        paths text[] not null default '{}' check (array_to_string(paths, '', ' ') ~ '^[A-Z_]{0,200}$'),
        code text check (code ~ '^[A-Z_]{1,40}$'),
        reason text check (length(reason) between 1 and 2000),
        details jsonb,
        correlation_id uuid not null,
        salt bytea not null,
        hash bytea not null,
        primary key (txid, id), -- the order of seals; one index, written at its end
        check (num_nonnulls(person_id, post_id, unit_pos) in (0, 3)),
        -- Only who was refused before he entered is known by no more than his token's subject.
        check ((person_id is null) = (subject is not null) and (person_id is not null or kind = 5))
      );
      comment on table audit_entry is 'Audit trail (审计): who, by which post, when, from where, did or saw or was refused what';

      -- Of an entry the hash takes everything, as a JSON array of texts; src/audit/canonical.ts computes it again.
      create function audit_entry_given() returns trigger
        language plpgsql security definer set search_path = liandong, pg_temp
        as $$ begin
          new.id := gen_random_uuid();
          new.at := clock_timestamp();
          new.txid := pg_current_xact_id();
          new.form := 1;
          new.salt := uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid());
          new.hash := sha256(new.salt || convert_to(json_build_array(
            new.form::text, new.id::text, (extract(epoch from new.at) * 1000000)::bigint::text, new.txid::text,
            new.kind::text, new.person_id::text, new.post_id::text, new.unit_pos::text, new.subject, new.source,
            new.operation, new.object, new.object_ids::text, new.facets::text, new.paths::text, new.code, new.reason,
            new.details::text, new.correlation_id::text)::text, 'UTF8'));
          return new;
        end $$;
      create trigger given before insert on audit_entry for each row execute function audit_entry_given();

      -- A seal as it is kept outside: one line of JSON. What stands beside it is where the next one begins.
      create table audit_seal (
        number bigint primary key check (number > 0),
        through_txid xid8 not null,
        through_id uuid not null,
        line text not null
      );
      comment on table audit_seal is 'Seals over the audit trail, each a copy of a line kept outside';

      create function audit_append_only() returns trigger
        language plpgsql security definer set search_path = liandong, pg_temp
        as $$ begin
          raise exception 'the audit trail is only ever added to' using errcode = '42501';
        end $$;

      -- Acts are written by this alone; who acts is the principal of the transaction, never an argument. 1: ACT, 6: EMERGENCY.
      create function audit_act(
        of_operation text, of_object text, of_object_ids uuid[], of_facets text[], of_paths text[], of_reason text,
        of_details jsonb, of_source text, of_correlation_id uuid, of_kind smallint default 1
      ) returns void
        language plpgsql volatile security definer set search_path = liandong, pg_temp
        as $$
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
        end $$;
    `);
    for (const table of ['audit_entry', 'audit_seal']) {
      await runner.query(`
        create trigger append_only before update or delete or truncate on ${table}
          for each statement execute function audit_append_only();
        alter table ${table} enable always trigger append_only;
        alter table ${table} enable row level security;
        alter table ${table} force row level security;
        create policy owner_reads on ${table} for select to current_user using (true);
      `);
    }
    await runner.query(`
      alter table audit_entry enable always trigger given;
      create policy owner_adds on audit_entry for insert to current_user with check (true);
      -- What a host may say of its requests; that somebody has acted, only the act itself can say.
      create policy host_adds on audit_entry for insert to liandong_audit with check (kind not in (1, 6));
      create policy sealer_reads on audit_entry for select to liandong_sealer using (true);
      create policy sealer_reads on audit_seal for select to liandong_sealer using (true);
      create policy sealer_adds on audit_seal for insert to liandong_sealer with check (true);
      grant usage on schema liandong to liandong_sealer;
      grant insert (kind, person_id, post_id, unit_pos, subject, source, operation, object, object_ids, facets, paths, code,
        details, correlation_id) on audit_entry to liandong_audit;
      grant select (txid, id, hash, at) on audit_entry to liandong_sealer;
      grant select (number, through_txid, through_id, line), insert (number, through_txid, through_id, line)
        on audit_seal to liandong_sealer;
      grant execute on function audit_act(text, text, uuid[], text[], text[], text, jsonb, text, uuid, smallint) to liandong_act;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function audit_act(text, text, uuid[], text[], text[], text, jsonb, text, uuid, smallint);
      drop table audit_seal, audit_entry;
      drop function audit_append_only(), audit_entry_given();
      revoke usage on schema liandong from liandong_sealer;
    `);
  }
}
