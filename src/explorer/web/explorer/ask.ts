import { languageTag } from '../shared/language.js';
import type { Language } from '../shared/words.js';

/** Who asks, in memory only: a token, and the post to act through where it is not the main one. */
export interface Caller {
  token: string;
  post?: string;
}

export interface Question {
  query: string;
  variables?: unknown;
  operationName?: string | null;
}

export interface Answer<Data = unknown> {
  data?: Data | null;
  errors?: { message: string }[];
}

/** The server's answer as it came, errors and all. */
export async function ask<Data>(
  question: Question,
  { token, post }: Caller,
  language: Language,
): Promise<Answer<Data>> {
  const answer = await fetch('/graphql', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'accept-language': languageTag(language),
      authorization: `Bearer ${token}`,
      ...(post ? { 'x-liandong-post': post } : {}),
    },
    body: JSON.stringify(question),
  });
  return (await answer.json()) as Answer<Data>;
}
