import { SessionEnd } from '../jurisdiction/sessions.js';
import { LiandongError } from '../shared/errors.js';

const WHY: Record<SessionEnd, { zh: string; en: string }> = {
  SIGNED_OUT: { zh: '本人退出', en: 'you signed out' },
  BY_ADMINISTRATOR: { zh: '管理员终止', en: 'an administrator ended it' },
  UNUSED: { zh: '长时间未使用', en: 'it was unused for too long' },
  TOO_OLD: { zh: '超过最长时限', en: 'it had lasted as long as a session may' },
  PUSHED_OUT: { zh: '同时登录过多，被较新的登录取代', en: 'newer ones took its place' },
};
const BY_CODE = new Map<string, SessionEnd>(
  Object.entries(SessionEnd).map(([name, number]) => [`LD03${number}`, name as SessionEnd] as const),
);

/** What entering says of a session; one that the database does not know (it was put back to an earlier time) is told it again. */
export function sessionEnded(code: string | undefined): LiandongError | null {
  const ended = code && BY_CODE.get(code);
  if (ended) return new LiandongError('SESSION_ENDED', { why: WHY[ended], ended });
  return code === 'LD030' ? new LiandongError('UNAVAILABLE') : null;
}
