import { userError } from './userError.type.js';
import type { ActPayload } from './act.types.js';
import { sessionOf, type RequestContext } from '../context.js';
import { ActFault, type FaultCode } from '../../database/actFault.js';
import type { Acting, Outcome } from '../../database/acting.js';
import { LiandongError } from '../../shared/errors.js';

const KEY = /^[\x21-\x7e]{8,100}$/;

export interface Act {
  /** The mutation's name; it is the act's everywhere. */
  name: string;
  input: { idempotencyKey: string };
  citations?: Partial<Record<FaultCode, string>>;
  work: (acting: Acting) => Promise<Outcome>;
  /** It may end the caller's own session: then there is nobody to read what came of it, and it is not read. */
  mayLeave?: boolean;
}

/**
 * One act in one transaction. What is selected of its payload is read afterwards, by the principal as the act left him:
 * the session before it ends, and a new one is entered.
 */
export async function performAct(
  context: RequestContext,
  { name, input, citations, work, mayLeave }: Act,
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
    await enterAgain().catch((error: unknown) => {
      if (!(mayLeave && error instanceof LiandongError && error.code === 'SESSION_ENDED')) throw error;
    });
  }
}

/**
 * An act whose payload shows one noun, read afterwards. `work` is made inside the act, so that an input it cannot be
 * made of is a refusal like any other.
 */
export async function performOn<Noun, Field extends string>(
  context: RequestContext,
  { work, ...act }: Omit<Act, 'work'> & { work: () => Act['work'] },
  field: Field,
  read: (id: string) => Promise<Noun | null>,
): Promise<ActPayload & Record<Field, Noun | null>> {
  const { done, ...payload } = await performAct(context, { ...act, work: (acting) => work()(acting) });
  const noun = { [field]: done['id'] ? await read(done['id']) : null } as Record<Field, Noun | null>;
  return { ...payload, ...noun };
}

/** Text that a person wrote, as the database will keep it. */
export function written(text: string, field: string, longest = 2000): string {
  const trimmed = text.trim();
  if (trimmed.length < 1 || trimmed.length > longest || trimmed.includes('\0') || /\p{Cs}/u.test(trimmed))
    throw new ActFault('INPUT_INVALID', field);
  return trimmed;
}

/** A name, on which somebody may have to rely: nothing in it that is not seen, or turns what stands beside it around. */
export function writtenName(text: string, field: string, longest: number): string {
  const name = written(text, field, longest);
  if (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(name)) throw new ActFault('INPUT_INVALID', field);
  return name;
}
