import { ID, ObjectType, registerEnumType } from 'type-graphql';
import { DateTime } from '../../graphql/dateTime.js';
import { withObject } from '../../graphql/rule.js';
import { RuledField } from '../../graphql/ruled.js';
import { SessionEnd } from '../../jurisdiction/sessions.js';

registerEnumType(SessionEnd, {
  name: 'SessionEnd',
  description: 'Why a session has ended (会话结束原因).',
  valuesConfig: {
    SIGNED_OUT: { description: 'Its person ended it (本人退出).' },
    BY_ADMINISTRATOR: { description: 'An administrator ended it (管理员终止).' },
    UNUSED: { description: 'It was unused for too long (长时间未使用).' },
    TOO_OLD: { description: 'It had lasted as long as a session may (超过最长时限).' },
    PUSHED_OUT: { description: 'Newer ones took its place (被较新的登录取代).' },
  },
});

@ObjectType({
  description:
    'A session: one sign-in, however many tokens it is given (登录会话). Ending it here does not sign anybody out of the identity provider.',
})
export class Session {
  @RuledField(withObject, () => ID, { description: 'Its id.' })
  id: string;

  @RuledField(withObject, () => Boolean, { description: 'Whether this request is made in it (当前会话).' })
  current: boolean;

  @RuledField(withObject, () => DateTime, { description: 'When the person signed in, or was first seen (登录时间).' })
  begunAt: string;

  @RuledField(withObject, () => DateTime, { description: 'When it was last used, to the minute (最近使用时间).' })
  seenAt: string;

  @RuledField(withObject, () => DateTime, {
    description: 'When it ends of itself if it is not used; null: it has ended, or nothing limits it (到期时间).',
    nullable: true,
  })
  endsAt: string | null;

  @RuledField(withObject, () => DateTime, { description: 'When it ended (结束时间).', nullable: true })
  endedAt: string | null;

  @RuledField(withObject, () => SessionEnd, { description: 'Why it ended (结束原因).', nullable: true })
  ended: number | null;

  @RuledField(withObject, () => String, {
    description: 'The program and the system as far as they are known, such as "Edge / Windows" (客户端).',
    nullable: true,
  })
  client: string | null;

  @RuledField(withObject, () => String, { description: 'The address it was last used from (来源地址).' })
  source: string;
}
