import { print } from 'graphql';
import { describe, expect, it } from 'vitest';
import * as granted from './grantedClue.js';
import { myTasks, phone } from './phone.js';
import { NINGBO, type PersonSlug } from '../fixtures/ningbo.js';
import { ClueDetailQueryDocument, MyTasksQueryDocument, WorkListQueryDocument } from '../support/operations/graphql.js';

const { CLUE, CONTENT, NUMBER, READER } = granted;
const LIST = { first: 50, scope: 'ALL' } as const;
const DETAIL = { id: CLUE };

describe('the phone of the README', () => {
  const world = granted.grantedClue();
  granted.complaints();

  async function phoneOf(subject: PersonSlug, post?: string) {
    const token = await world.token(subject);
    return phone(world.url, () => token, post);
  }
  type Phone = Awaited<ReturnType<typeof phoneOf>>;
  const contentOf = async ({ read }: Phone) => (await read(ClueDetailQueryDocument, DETAIL)).clue?.content;
  /** Everything that the screens of these tests could show without asking. */
  const held = ({ redraw }: Phone) =>
    JSON.stringify([
      redraw(ClueDetailQueryDocument, DETAIL),
      redraw(WorkListQueryDocument, LIST),
      redraw(granted.SUBJECT, DETAIL),
      redraw(granted.ALLEGATION, DETAIL),
    ]);

  it('answers what the API answers', async () => {
    const tasks = await world.api.run(print(MyTasksQueryDocument), 'haishu-handler', { first: 20 });
    expect(await myTasks(await phoneOf('haishu-handler'))).toMatchObject(tasks.data);
    expect(tasks.data).toMatchObject({ clues: { nodes: [{}] }, jointCases: { nodes: [{}] } });
  });

  it('shows each viewer his own facets of one clue', async () => {
    const id = `clue_${NINGBO.clue.haishu}`;
    const [handler, city] = [await phoneOf('haishu-handler'), await phoneOf('ningbo-anguan')];
    const [his, theirs] = [
      await handler.read(ClueDetailQueryDocument, { id }),
      await city.read(ClueDetailQueryDocument, { id }),
    ];
    expect(his.clue).toMatchObject({ petition: { text: '来信全文-haishu' }, reporter: null });
    expect(theirs.clue).toMatchObject({ number: his.clue!.number, petition: null, content: null });
  });

  it('redraws what it has read, the parts of a facet joined; what was never read is not null', async () => {
    const device = await phoneOf(READER);
    await device.read(granted.SUBJECT, DETAIL);
    expect(device.redraw(granted.ALLEGATION, DETAIL)).toBeFalsy();
    await device.read(granted.ALLEGATION, DETAIL);
    expect(device.redraw(granted.SUBJECT, DETAIL)?.clue?.content).toMatchObject({ subjectName: CONTENT });
  });

  it('a facet that is withdrawn is gone from every screen with the next read, and comes back with the grant', async () => {
    const device = await phoneOf(READER);
    await device.read(WorkListQueryDocument, LIST);
    expect(await contentOf(device)).toMatchObject({ subjectName: CONTENT });
    expect(JSON.stringify(device.redraw(WorkListQueryDocument, LIST))).toContain(CONTENT);

    await world.withdrawContent();
    expect(await contentOf(device)).toBeNull();
    expect(held(device)).not.toContain(CONTENT);
    expect(JSON.stringify(device.redraw(WorkListQueryDocument, LIST))).toContain(NUMBER);

    await world.restore();
    expect(await contentOf(device)).toMatchObject({ subjectName: CONTENT });
    expect(device.redraw(granted.SUBJECT, DETAIL)?.clue?.content).toMatchObject({ subjectName: CONTENT });
  });

  describe('a matter that is withdrawn', () => {
    it('is gone from every screen once its own page says so', async () => {
      const device = await phoneOf(READER);
      await device.read(WorkListQueryDocument, LIST);
      await world.withdraw();
      expect(await device.read(ClueDetailQueryDocument, DETAIL)).toEqual({ clue: null });
      expect(held(device)).not.toContain(NUMBER);
    });

    it('is gone from the list and its count, and from every screen', async () => {
      const device = await phoneOf(READER);
      const { clues } = await device.read(WorkListQueryDocument, LIST);
      await contentOf(device);
      await world.withdraw();
      const now = await device.read(WorkListQueryDocument, LIST);
      expect(now.clues.totalCount).toBe(clues.totalCount! - 1);
      expect(JSON.stringify(now)).not.toContain(NUMBER);
      expect(held(device)).not.toContain(NUMBER);

      await world.restore();
      expect((await device.read(WorkListQueryDocument, LIST)).clues).toMatchObject({ totalCount: clues.totalCount });
      expect(await contentOf(device)).toMatchObject({ subjectName: CONTENT });
    });
  });

  describe('who may not enter any more is refused, and nothing can be redrawn', () => {
    it('since the post has ended', async () => {
      const device = await phoneOf(READER);
      await contentOf(device);
      expect(held(device)).toContain(CONTENT);
      await world.endPost();
      await expect(myTasks(device)).rejects.toThrow('没有生效中的职务');
      expect(held(device)).toBe('[null,null,null,null]');
    });

    it('since the token has expired', async () => {
      let token = await world.token(READER);
      const device = phone(world.url, () => token);
      await contentOf(device);
      token = await world.token(READER, -60);
      await expect(contentOf(device)).rejects.toMatchObject({ response: { status: 401 } });
      expect(held(device)).toBe('[null,null,null,null]');
    });
  });

  it('acts through the post it was made for', async () => {
    const device = await phoneOf('two-posts', `post_${NINGBO.post['two-posts-jiangbei']}`);
    const list = JSON.stringify(await device.read(WorkListQueryDocument, LIST));
    expect([list.includes('某甲-jiangbei'), list.includes('haishu')]).toEqual([true, false]);
  });

  it('keeps nothing as truth that failed', async () => {
    const device = await phoneOf(READER);
    await expect(device.read(granted.HALF_REFUSED, DETAIL)).rejects.toThrow('编号格式不正确');
    expect(device.redraw(granted.HALF_REFUSED, DETAIL)).toBeFalsy();
  });
});
