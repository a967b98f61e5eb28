import { Kind, type GraphQLError } from 'graphql';
import type { RequestContext } from './context.js';
import type { Asker } from '../audit/entry.js';
import { RequestTrail } from '../audit/requestTrail.js';
import type { AuditWriter } from '../audit/writer.js';
import type { FaultCode } from '../database/actFault.js';
import { LiandongError, type ErrorCode } from '../shared/errors.js';

const LONGEST_SUBJECT = 400;

/** Writes what the request leaves in the audit trail; answers with the error to tell if that could not be done. */
export async function leaveTrail(
  audit: AuditWriter,
  context: RequestContext,
  trail: RequestTrail,
): Promise<LiandongError | null> {
  const traces = trail.traces();
  if (traces.length === 0) return null;
  const { source, correlationId } = context;
  try {
    await audit.append({ asker: askerOf(context), source, correlationId }, traces);
    return null;
  } catch (cause) {
    return new LiandongError('UNAVAILABLE', {}, cause);
  }
}

/** An act outside the schema that did not happen. */
export function leaveRefusal(
  audit: AuditWriter,
  context: RequestContext,
  operation: string,
  code: FaultCode,
): Promise<LiandongError | null> {
  const trail = new RequestTrail();
  trail.refusedAct(operation, code);
  return leaveTrail(audit, context, trail);
}

function askerOf({ session, identity }: RequestContext): Asker {
  if (!session) return { subject: `${identity.issuer} ${identity.subject}`.slice(0, LONGEST_SUBJECT) };
  const { person, post, unit } = session.principal;
  return { person: person.id, post, unit };
}

/** Codes by field – by the schema's name of it: an alias is the asker's own text. */
export function refusalsOf(errors: readonly GraphQLError[]): [field: string, code: ErrorCode][] {
  return errors.map(({ nodes, extensions }) => {
    const node = nodes?.[0];
    return [node?.kind === Kind.FIELD ? node.name.value : 'request', extensions['code'] as ErrorCode];
  });
}
