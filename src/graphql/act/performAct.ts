import { userError } from './userError.type.js';
import type { ActPayload } from './act.types.js';
import { sessionOf, type RequestContext } from '../context.js';
import { ActFault, type FaultCode } from '../../database/actFault.js';
import type { Acting, Outcome } from '../../database/acting.js';

const KEY = /^[\x21-\x7e]{8,100}$/;

export interface Act {
  /** The mutation's name; it is the act's everywhere. */
  name: string;
  input: { idempotencyKey: string };
  citations?: Partial<Record<FaultCode, string>>;
  work: (acting: Acting) => Promise<Outcome>;
}

/**
 * One act in one transaction. What is selected of its payload is read afterwards, by the principal as the act left him:
 * the session before it ends, and a new one is entered.
 */
export async function performAct(
  context: RequestContext,
  { name, input, citations, work }: Act,
): Promise<ActPayload & { done: Record<string, string> }> {
  const { transaction, trail } = sessionOf(context);
  const { acts, enterAgain } = context.acting!;
  await transaction.end();
  try {
    if (!KEY.test(input.idempotencyKey)) throw new ActFault('INPUT_INVALID', 'idempotencyKey');
    const { identity, correlationId, source } = context;
    const request = { act: name, key: input.idempotencyKey, body: input, source, correlationId };
    const { result, done } = await acts.perform(identity, request, work);
    return { result, userErrors: [], done };
  } catch (cause) {
    if (!(cause instanceof ActFault)) throw cause;
    trail.refusedAct(name, cause.code);
    return { result: null, userErrors: [userError(cause, context.language, citations)], done: {} };
  } finally {
    await enterAgain();
  }
}

/** Text that a person wrote, as the database will keep it. */
export function written(text: string, field: string, longest = 2000): string {
  const trimmed = text.trim();
  if (trimmed.length < 1 || trimmed.length > longest || trimmed.includes('\0'))
    throw new ActFault('INPUT_INVALID', field);
  return trimmed;
}
