import { authorization, type Identity } from '../shared/identities.js';
import { languageTag } from '../shared/language.js';
import type { Language } from '../shared/words.js';
import type { JsonObject } from './difference/answer.js';

export interface Question {
  document: string;
  variables: JsonObject;
  language: Language;
}

export interface AnswerError {
  message: string;
  path?: (string | number)[];
  extensions?: { code?: string };
}

export interface Reply {
  data: JsonObject | null;
  errors: AnswerError[];
  /** Null if no answer came at all. */
  status: number | null;
  milliseconds: number;
}

export async function ask({ document, variables, language }: Question, as: Identity): Promise<Reply> {
  const began = performance.now();
  const took = () => Math.round(performance.now() - began);
  try {
    const answer = await fetch('/graphql', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'accept-language': languageTag(language),
        ...authorization(as),
      },
      body: JSON.stringify({ query: document, variables }),
    });
    const { data = null, errors = [] } = (await answer.json()) as Partial<Pick<Reply, 'data' | 'errors'>>;
    return { data, errors, status: answer.status, milliseconds: took() };
  } catch (error) {
    return { data: null, errors: [{ message: String(error) }], status: null, milliseconds: took() };
  }
}
