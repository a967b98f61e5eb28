import { Arg, Ctx, ID, Resolver } from 'type-graphql';
import { end, endOf, endOthers } from './session.acts.js';
import {
  PersonSessionsEndInput,
  SessionEndInput,
  SessionPayload,
  SessionsEndInput,
  SessionsPayload,
} from './session.input.js';
import { sessions, sessionsOfPerson } from './session.queries.js';
import { Session } from './session.type.js';
import { performAct, type Act } from '../../graphql/act/performAct.js';
import type { RequestContext } from '../../graphql/context.js';
import { idOf, uuidOf } from '../../graphql/ids.js';
import { accountAdministrator, anyPost } from '../../graphql/rule.js';
import { RuledMutation, RuledQuery } from '../../graphql/ruled.js';

@Resolver(() => Session)
export class SessionResolver {
  @RuledQuery(anyPost, () => [Session], {
    description: 'One’s own sessions: the open ones, then what ended within a day, at most 100 (本人的登录会话).',
    cost: { points: 20 },
  })
  sessions(@Ctx() context: RequestContext): Promise<Session[]> {
    return sessions(context);
  }

  @RuledQuery(accountAdministrator, () => [Session], {
    description:
      'The sessions of somebody with a post in one’s organ or below it; empty if there are none or he is not (他人的登录会话). Audited.',
    cost: { points: 20 },
  })
  sessionsOf(
    @Arg('person', () => ID, { description: 'The person.' }) person: string,
    @Ctx() context: RequestContext,
  ): Promise<Session[]> {
    return sessionsOfPerson(context, uuidOf('person', person));
  }

  @RuledMutation(anyPost, () => SessionPayload, {
    description: 'End a session of one’s own, this one included: its tokens are refused from now on (退出登录).',
  })
  async sessionEnd(
    @Arg('input', () => SessionEndInput, { description: 'Which.' }) input: SessionEndInput,
    @Ctx() context: RequestContext,
  ): Promise<SessionPayload> {
    const mayLeave = input.id === idOf('session', context.identity.session);
    const work: Act['work'] = (acting) => end(input)(acting);
    const { done, ...payload } = await performAct(context, { name: 'sessionEnd', input, work, mayLeave });
    const ended = done['id'] && !mayLeave ? await sessions(context) : [];
    return { ...payload, session: ended.find(({ id }) => id === input.id) ?? null };
  }

  @RuledMutation(anyPost, () => SessionsPayload, {
    description: 'End all sessions of one’s own but this one (退出其他登录).',
  })
  async sessionsEnd(
    @Arg('input', () => SessionsEndInput, { description: 'No more than the key.' }) input: SessionsEndInput,
    @Ctx() context: RequestContext,
  ): Promise<SessionsPayload> {
    const work = endOthers(context.identity.session);
    const { done, ...payload } = await performAct(context, { name: 'sessionsEnd', input, work });
    return { ...payload, sessions: done['ended'] ? await sessions(context) : [] };
  }

  @RuledMutation(accountAdministrator, () => SessionsPayload, {
    description:
      'End all sessions of somebody else with a post in one’s organ or below it, and say why (终止他人会话). Who may sign in again is the identity provider’s to say.',
  })
  async personSessionsEnd(
    @Arg('input', () => PersonSessionsEndInput, { description: 'Whose, and why.' }) input: PersonSessionsEndInput,
    @Ctx() context: RequestContext,
  ): Promise<SessionsPayload> {
    const work: Act['work'] = (acting) => endOf(input)(acting);
    const { done, ...payload } = await performAct(context, { name: 'personSessionsEnd', input, work });
    return { ...payload, sessions: done['person'] ? await sessions(context, done['person']) : [] };
  }
}
