import type { Answer, TestApi } from '../../support/api.js';

/** What is not the answer's own: the request's id, what is left of the minute, and sealed cursors but for their length. */
export function bytes({ status, text }: Pick<Answer, 'status' | 'text'>): string {
  const own = text
    .replace(/"left":\d+/g, '"left":…')
    .replace(/"correlationId":"[^"]*"/g, '"correlationId":…')
    .replace(
      /"(cursor|startCursor|endCursor)":"([^"]*)"/g,
      (_, name: string, sealed: string) => `"${name}":${sealed.length}`,
    );
  return `${status} ${own}`;
}

const AT_ONCE = 4;

/** What each document is answered, to the byte. */
export async function askAll(
  api: TestApi,
  documents: readonly string[],
  subject: string,
  acting: string | null = null,
): Promise<string[]> {
  const headers: Record<string, string> = acting ? { 'x-liandong-post': `post_${acting}` } : {};
  const answers: string[] = [];
  const left = [...documents.entries()];
  const work = async () => {
    for (let next = left.pop(); next; next = left.pop()) {
      answers[next[0]] = bytes(await api.run(next[1], subject, {}, headers));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return answers;
}
