import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import { DOOR } from './door.js';
import { ERRORS, LiandongError, textOf, type ErrorCode } from '../shared/errors.js';

/**
 * What never became a request: too slow, headers too long, no HTTP at all. It is answered in the API's form – in
 * Chinese, since no header was read – and the connection ends.
 */
export function answerClientError(
  error: NodeJS.ErrnoException,
  socket: Socket,
  tell?: (correlationId: string, code: ErrorCode) => void,
): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const { code, details } = refusalOf(error);
  const { status } = ERRORS[code] as { status?: number };
  const correlationId = randomUUID();
  tell?.(correlationId, code);
  const body = JSON.stringify({
    errors: [{ message: textOf(code, 'zh', details), extensions: { code, correlationId } }],
  });
  const head = [
    `HTTP/1.1 ${status ?? 400} ${status === 408 ? 'Request Timeout' : 'Bad Request'}`,
    'content-type: application/json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    'cache-control: no-store',
    `x-correlation-id: ${correlationId}`,
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

function refusalOf({ code }: NodeJS.ErrnoException): LiandongError {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return new LiandongError('REQUEST_TOO_SLOW', { limit: DOOR.request / 1000 });
  if (code === 'HPE_HEADER_OVERFLOW') return new LiandongError('HEADERS_TOO_LARGE');
  return new LiandongError('BAD_REQUEST', { reason: 'HTTP' });
}
