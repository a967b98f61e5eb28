import { ADMINISTRATIVE_ACTS, type AdministrativeAct } from '../../src/jurisdiction/administrativeActs.js';
import { Duty } from '../../src/jurisdiction/duties.js';

/** The whole table anew; called by whichever migration changes it. */
export async function storeAdministrativeActs(
  run: (sql: string) => Promise<unknown>,
  acts: readonly AdministrativeAct[] = ADMINISTRATIVE_ACTS,
): Promise<void> {
  const text = (value: string) => `'${value.replaceAll("'", "''")}'`;
  const numbers = (duties: readonly Duty[]) => `'{${duties.map((duty) => Duty[duty]).join(',')}}'`;
  const rows = acts.map(
    ({ act, by, confirmedBy, atOnce = false, undo, source }) =>
      `(${text(act)}, ${numbers(by)}, ${numbers(confirmedBy)}, ${atOnce}, ${text(undo)}, ${text(source)})`,
  );
  await run(`delete from administrative_act;
    insert into administrative_act (act, duties, confirmers, at_once, undo, source) values ${rows.join(', ')}`);
}
