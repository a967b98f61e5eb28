import type { RequestRecord } from './requestRecord.js';

export interface Exchange {
  method: string;
  route: string | undefined;
  /** Null: the caller was gone before he could be answered. */
  status: number | null;
  milliseconds: number;
}

/** A request as one line of the log; what does not apply is left out. */
export function requestLine(record: RequestRecord, { method, route, status, milliseconds }: Exchange): object {
  const { callersId, operationType, operationName, cost, post, statements, errors } = record;
  return {
    ...record.ids(),
    ...(callersId && { callersId }),
    method,
    ...(route && { route }),
    ...(status === null ? { aborted: true } : { status }),
    ms: Math.round(milliseconds * 10) / 10,
    ...(operationType && { operationType }),
    ...(operationName && { operationName }),
    ...(cost !== null && { cost }),
    ...(post && { post }),
    ...(statements > 0 && { statements }),
    ...(errors.size > 0 && { errors: [...errors] }),
  };
}
