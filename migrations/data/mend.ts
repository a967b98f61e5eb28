/** A function as the catalog has it, with one passage replaced; it must be there. */
export function mend(name: string, from: string, to: string): string {
  return mendAll(name, [[from, to]]);
}

/** With several replaced at once, each of which must be there. */
export function mendAll(name: string, passages: readonly (readonly [from: string, to: string])[]): string {
  return `do $mend$ declare before text; after text; begin
      select pg_get_functiondef(oid) into strict after from pg_proc
        where proname = '${name}' and pronamespace = 'liandong'::regnamespace;
      ${passages
        .map(
          ([from, to]) => `before := after;
      after := replace(before, $a$${from}$a$, $a$${to}$a$);
      if after = before then
        raise exception 'nothing to mend in ${name}';
      end if;`,
        )
        .join('\n      ')}
      execute after;
    end $mend$`;
}
