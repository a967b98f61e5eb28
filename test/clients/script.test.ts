import { describe, expect, it } from 'vitest';
import * as granted from './grantedClue.js';
import { ask, workList } from './script.js';
import { ClueDetailQueryDocument } from '../support/operations/graphql.js';

const { CLUE, CONTENT, READER } = granted;

describe('the script of the README', () => {
  const world = granted.grantedClue();
  granted.complaints();
  const all = async (token: string, first?: number) => {
    const clues = [];
    for await (const clue of workList(world.url, token, first)) clues.push(clue);
    return clues;
  };

  it('pages through the whole list: what the API answers at once', async () => {
    const token = await world.token('haishu-anguan');
    const { data } = await world.api.run(
      '{ clues(first: 100, orderBy: DUE_FIRST) { totalCount nodes { id number content { subjectName } } } }',
      'haishu-anguan',
    );
    expect(data.clues.totalCount).toBeGreaterThan(2);
    for (const first of [1, 2, undefined]) expect(await all(token, first)).toMatchObject(data.clues.nodes);
  });

  it('holds nothing: what is withdrawn is gone with the next read, and comes back', async () => {
    const token = await world.token(READER);
    const detail = () => ask(world.url, token, ClueDetailQueryDocument, { id: CLUE });
    expect((await detail()).clue?.content?.subjectName).toBe(CONTENT);
    await world.withdrawContent();
    expect((await detail()).clue?.content).toBeNull();
    await world.withdraw();
    expect(await detail()).toEqual({ clue: null });
    expect((await all(token)).map(({ id }) => id)).not.toContain(CLUE);
    await world.restore();
    expect((await detail()).clue?.content?.subjectName).toBe(CONTENT);
  });

  it('ends with the code of an error, what it means, and the id under which the log knows it', async () => {
    const failure = (code: string, text: string) => new RegExp(`^${code}: ${text}.* \\([0-9a-f-]{36}\\)$`);
    await expect(all(await world.token(READER, -60))).rejects.toThrow(
      failure('TOKEN_EXPIRED', 'The token has expired'),
    );
    await expect(all(await world.token(READER), 101)).rejects.toThrow(failure('PAGE_TOO_LARGE', 'A page has'));
  });

  it('ends in the middle of the list when the post does', async () => {
    const pages = workList(world.url, await world.token(READER), 1);
    expect((await pages.next()).done).toBe(false);
    await world.endPost();
    await expect(pages.next()).rejects.toThrow('NO_POST_IN_FORCE');
  });
});
