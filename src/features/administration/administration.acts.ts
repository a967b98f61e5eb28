import { administrativeChanges } from './administrativeChange.queries.js';
import type { AdministrationPayload, AdministrativeInput } from './administrativeChange.type.js';
import { ActFault } from '../../database/actFault.js';
import type { Acting, Outcome } from '../../database/acting.js';
import { performOn, written, writtenName } from '../../graphql/act/performAct.js';
import type { RequestContext } from '../../graphql/context.js';
import type { SingleActName } from '../../jurisdiction/administrativeActs.js';
import { newId } from '../../shared/ids.js';

/** What takes two persons says so. */
export const PROPOSES = 'Another person confirms it: a security administrator, or the head of the organ.';

/** Who may know is decided, not taken. */
const CITATIONS = { NOT_ALLOWED: '监督执纪工作规则第六十七条' };

/** What the database is told of an act: ids as uuids, texts as they are kept; what is undefined is left out. */
export type Body = Record<string, unknown>;

/** One act on the organisation; whether it is done or proposed, the table of administrative acts says. */
export function administer(
  context: RequestContext,
  name: SingleActName,
  input: AdministrativeInput,
  body: () => Body,
): Promise<AdministrationPayload> {
  return perform(context, name, input, () => {
    const [reason, text] = [written(input.reason, 'reason'), JSON.stringify(body())];
    return async (acting) => {
      const id = newId();
      const rows = await acting.query<{ object: string }>('select administer_now($1, $2, $3, $4) as object', [
        name,
        id,
        text,
        reason,
      ]);
      return {
        object: 'administrative_change',
        ids: [id],
        details: { act: name, object: rows[0]!.object },
        done: { id },
      };
    };
  });
}

export function perform(
  context: RequestContext,
  name: string,
  input: { idempotencyKey: string },
  work: () => (acting: Acting) => Promise<Outcome>,
): Promise<AdministrationPayload> {
  return performOn(context, { name, input, citations: CITATIONS, work }, 'change', async (id) => {
    const [change] = await administrativeChanges(context, { id });
    return change ?? null;
  });
}

/** A text that may be left out. */
export function writtenIf(text: string | null | undefined, field: string, longest: number): string | undefined {
  return text === null || text === undefined ? undefined : written(text, field, longest);
}

/** A name that may be left out. */
export function nameIf(text: string | null | undefined, field: string, longest: number): string | undefined {
  return text === null || text === undefined ? undefined : writtenName(text, field, longest);
}

/** A text of a form. */
export function formed(text: string | null | undefined, form: RegExp, field: string): string | undefined {
  if (text === null || text === undefined) return undefined;
  if (!form.test(text)) throw new ActFault('INPUT_INVALID', field);
  return text;
}
