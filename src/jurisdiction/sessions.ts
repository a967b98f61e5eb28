/** Why a session has ended, as the database numbers it. */
export const SessionEnd = { SIGNED_OUT: 1, BY_ADMINISTRATOR: 2, UNUSED: 3, TOO_OLD: 4, PUSHED_OUT: 5 } as const;
export type SessionEnd = keyof typeof SessionEnd;
