/** A function as the catalog has it, with one passage replaced; it must be there. */
export function mend(name: string, from: string, to: string): string {
  return `do $mend$ declare before text; after text; begin
      select pg_get_functiondef(oid) into strict before from pg_proc
        where proname = '${name}' and pronamespace = 'liandong'::regnamespace;
      after := replace(before, $a$${from}$a$, $a$${to}$a$);
      if after = before then
        raise exception 'nothing to mend in ${name}';
      end if;
      execute after;
    end $mend$`;
}
