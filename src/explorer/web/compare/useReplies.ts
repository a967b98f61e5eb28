import { useEffect, useState } from 'preact/hooks';
import type { Identity } from '../shared/identities.js';
import { ask, type Question, type Reply } from './ask.js';

interface Asked {
  question: Question | null;
  replies: Readonly<Record<string, Reply>>;
}

/**
 * Everybody's reply to the question, by post. Who joins is asked alone; at a new question the old replies stay until
 * all the new ones are there, so that nothing flickers and no two questions are ever compared.
 */
export function useReplies(question: Question | null, people: readonly Identity[]): Asked {
  const [asked, setAsked] = useState<Asked>({ question: null, replies: {} });
  const posts = people.map(({ post }) => post).join(' ');
  useEffect(() => {
    if (!question) return;
    const known = asked.question === question ? asked.replies : {};
    const missing = people.filter(({ post }) => !known[post]);
    if (missing.length === 0) return;
    let late = false;
    const askThem = async () => {
      const replies = await Promise.all(missing.map(async (each) => [each.post, await ask(question, each)] as const));
      if (!late) setAsked({ question, replies: { ...known, ...Object.fromEntries(replies) } });
    };
    void askThem();
    return () => {
      late = true;
    };
    // The replies that come in are no reason to ask.
  }, [question, posts]);
  return asked;
}
