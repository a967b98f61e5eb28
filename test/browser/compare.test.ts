import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { READY_COMPARISONS } from '../../src/explorer/web/compare/ready/readyComparisons.js';
import { writeAddress } from '../../src/explorer/web/compare/address.js';
import { DOCUMENT, expectedMarks, expectedStates, seenIn } from './compareOracle.js';
import { buriedOn, keptOn, marksOn, namesOn, rowsOn, settled, SOON, statesOn, tabTo, toldOn } from './comparePage.js';
import { BROWSER_TIMEOUT, launchChromium } from './support/chromium.js';
import { openPage, screenshot, type WatchedPage } from './support/page.js';
import { startSite, type Site } from './support/site.js';

const DISTRICT = 'haishu-head-of-case-supervision';
const CITY = 'ningbo-head-of-case-supervision';
const PROVINCE = 'zhejiang-head-of-case-supervision';
const NEIGHBOUR = 'fenghua-head-of-case-supervision';
const INTAKE = 'haishu-intake-officer';
/** Whom a link calls by his name, the API knows by the subject of his token. */
const SUBJECTS: Record<string, string> = {
  [DISTRICT]: 'haishu-anguan-head',
  [CITY]: 'ningbo-anguan-head',
  [PROVINCE]: 'zhejiang-anguan-head',
  [NEIGHBOUR]: 'fenghua-anguan-head',
  [INTAKE]: 'haishu-xinfang-officer',
};

let site: Site;
let browser: Browser;
let haishu: string;
let page: WatchedPage;

beforeAll(async () => {
  [site, browser] = await Promise.all([startSite(), launchChromium()]);
  const { data } = await site.run('{ unit(code: "330203") { id } }', SUBJECTS[DISTRICT]!);
  haishu = data.unit.id;
}, BROWSER_TIMEOUT);

afterAll(async () => {
  await browser?.close();
  await site?.stop();
});

afterEach(async () => {
  page.expectQuiet();
  await page.context().close();
});

async function open(address: Parameters<typeof writeAddress>[0] = {}): Promise<WatchedPage> {
  page = await openPage(browser, site, `/compare${writeAddress({ language: 'zh', ...address })}`);
  await settled(page);
  return page;
}

describe('the same query, seen by several tiers', () => {
  it('opens on a district, its city, its province and the neighbour, with differences of every sort', async () => {
    await open();
    expect(await namesOn(page)).toEqual(
      [DISTRICT, CITY, PROVINCE, NEIGHBOUR].map(
        (key) => site.identities.find(({ subject }) => subject === SUBJECTS[key])!.name.split(' · ')[0],
      ),
    );
    const kinds = new Set((await marksOn(page)).map((mark) => mark.split(' ')[0]));
    expect(kinds).toEqual(new Set(['row', 'facet', 'count']));
    await screenshot(page, 'compare');
  });

  it('marks what differs in the API’s own answers, and nothing else', async () => {
    const who = [DISTRICT, INTAKE, CITY, PROVINCE, NEIGHBOUR];
    const answers = await Promise.all(who.map((key) => site.run(DOCUMENT, SUBJECTS[key]!, { haishu })));
    const seen = answers.map(seenIn);
    await open({ who, document: DOCUMENT, variables: JSON.stringify({ haishu }) });

    const marks = expectedMarks(seen);
    for (const kind of ['row', 'facet', 'count', 'value']) expect(marks.join('\n')).toContain(`${kind} `);
    expect((await marksOn(page)).sort()).toEqual(marks);

    expect(await statesOn(page)).toMatchObject(expectedStates(seen));
    const totals = await page.locator('tr[data-path="clues.totalCount"] td').allTextContents();
    expect(totals).toEqual(seen.map(({ total }) => total.toLocaleString('en')));
    for (const [kind, words] of Object.entries({ row: '行', facet: '个信息面', count: '个计数', value: '个值' })) {
      const many = marks.filter((mark) => mark.startsWith(kind)).length;
      expect(await toldOn(page)).toContain(`${many} ${words}不同`);
    }
  });

  it('shows a district and its neighbour different rows: each his own', async () => {
    const document = '{ clues(first: 10) { nodes { id } } }';
    const own = await Promise.all(
      [DISTRICT, NEIGHBOUR].map(async (key) => (await site.run(document, SUBJECTS[key]!)).data.clues.nodes),
    );
    await open({ who: [DISTRICT, NEIGHBOUR], document });
    const rows = await rowsOn(page);
    const of = (index: number) => rows.filter(({ isIn }) => isIn[index]).map(({ path }) => path);
    expect(of(0)).toEqual(own[0].map(({ id }: { id: string }) => `clues.nodes[${id}]`));
    expect(of(1)).toEqual(own[1].map(({ id }: { id: string }) => `clues.nodes[${id}]`));
    expect(of(0).filter((path) => of(1).includes(path))).toEqual([]);
  });

  it('tells an administrator’s refusal in his column, and the others’ answers beside it', async () => {
    await open({ who: [DISTRICT, 'system-administrator'], document: '{ clues(first: 2) { nodes { number } } }' });
    const heads = page.locator('thead th');
    expect(await heads.nth(2).textContent()).toContain('FORBIDDEN');
    expect(await heads.nth(1).textContent()).not.toContain('FORBIDDEN');
    expect(await rowsOn(page)).toHaveLength(2);
    expect(await marksOn(page)).toEqual([]);
    expect(await toldOn(page)).toBe('1 个身份未获数据');
  });

  it('has each one’s reach in the server’s words, in the language chosen', async () => {
    await open({ who: [CITY, 'system-administrator'], document: '{ unit(code: "330203") { name } }' });
    const reach = () => page.locator('.reach').first().textContent();
    expect(await reach()).toContain('本级及下级 宁波市纪委监委');
    expect(await toldOn(page)).toBe('各方所得相同');
    await page.getByRole('button', { name: 'EN' }).click();
    await expect.poll(reach, SOON).toContain('organ and all below it 宁波市纪委监委');
    await expect.poll(() => toldOn(page), SOON).toBe('All answers are the same');
    expect(await namesOn(page)).toEqual(['Ningbo, head of case supervision', 'System administrator']);
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    expect(page.url()).toContain('lang=en');
  });
});

describe('the ready comparisons', () => {
  it.each(READY_COMPARISONS.map(({ key }) => key))('%s shows what differs', async (ready) => {
    await open({ ready });
    expect((await marksOn(page)).length).toBeGreaterThan(3);
    const refused = ready === 'administrators' ? 3 : 0;
    expect(await page.locator('thead .error').count()).toBe(refused);
  });

  it('have a clue of which its own district, intake, city and neighbour see different facets', async () => {
    await open({ ready: 'one-clue', language: 'en' });
    const states = await statesOn(page);
    expect([states['clue'], states['clue.petition'], states['clue.content'], states['clue.reporter']]).toEqual([
      ['value', 'value', 'value', 'value', 'null'],
      ['value', 'value', 'null', 'null', 'nothing'],
      ['value', 'null', 'value', 'null', 'nothing'],
      ['null', 'value', 'null', 'null', 'nothing'],
    ]);
    await screenshot(page, 'compare-one-clue');
  });
});

describe('the keyboard alone', () => {
  it('adds a fourth, changes the query, runs it and walks through what differs', async () => {
    await open({ who: [DISTRICT, CITY, PROVINCE], ready: 'clues-of-a-district' });
    await tabTo(page, '[role=combobox]');
    await page.keyboard.type('fenghua');
    await page.keyboard.press('Escape');
    expect(await page.locator('[role=listbox]').isVisible()).toBe(false);
    await page.keyboard.type('fenghua case supervision');
    await page.keyboard.press('Enter');
    await expect.poll(() => namesOn(page), SOON).toHaveLength(4);
    await settled(page);
    expect(page.url()).toContain(`${PROVINCE},${NEIGHBOUR}&`);

    await tabTo(page, '.query-bar [aria-expanded]');
    await page.keyboard.press('Enter');
    await tabTo(page, 'textarea');
    await page.keyboard.press('Control+A');
    await page.keyboard.type('{ clues(first: 2) { totalCount nodes { number content { subjectName } } } }');
    await page.keyboard.press('Control+Enter');
    await page.locator('tr[data-path="clues.totalCount"]').waitFor();
    await expect.poll(() => rowsOn(page).then((rows) => rows.length), SOON).toBeLessThanOrEqual(8);
    await settled(page);

    // In the text they are letters.
    await page.keyboard.press('n');
    expect(await page.locator('tr[aria-current]').count()).toBe(0);
    await tabTo(page, '.result .fold');
    const at = () => page.locator('tr[aria-current]').getAttribute('data-path');
    const paths = (await marksOn(page)).map((mark) => mark.split(' ')[1]);
    expect(paths.length).toBeGreaterThan(3);
    for (const path of paths) {
      await page.keyboard.press('n');
      await expect.poll(at, SOON).toBe(path);
    }
    await page.keyboard.press('p');
    await expect.poll(at, SOON).toBe(paths.at(-2));
    expect(await page.locator('tr[aria-current]').evaluate((line) => line.getBoundingClientRect().top)).toBeGreaterThan(
      await page
        .locator('thead th')
        .first()
        .evaluate((head) => head.getBoundingClientRect().bottom - 1),
    );
  });

  it('moves, removes, and looks at one kind of difference', async () => {
    await open({ who: [DISTRICT, CITY, PROVINCE] });
    const [district, city, province] = (await namesOn(page)) as [string, string, string];
    await tabTo(page, `[aria-label="右移: ${district}"]`);
    await page.keyboard.press('Enter');
    await expect.poll(() => namesOn(page), SOON).toEqual([city, district, province]);
    await page.keyboard.press('Enter');
    await expect.poll(() => namesOn(page), SOON).toEqual([city, province, district]);
    await tabTo(page, `[aria-label="移除: ${city}"]`);
    await page.keyboard.press('Enter');
    await expect.poll(() => namesOn(page), SOON).toEqual([province, district]);
    const focused = () => page.evaluate('document.activeElement.getAttribute("aria-label")');
    await expect.poll(focused, SOON).toBe(`移除: ${province}`);
    await tabTo(page, `[aria-label="移除: ${district}"]`);
    await page.keyboard.press('Enter');
    await expect.poll(() => namesOn(page), SOON).toEqual([province]);
    await expect.poll(focused, SOON).toBe('添加身份');
    await page.keyboard.type('haishu case supervision');
    await page.keyboard.press('Enter');
    await expect.poll(() => namesOn(page), SOON).toEqual([province, district]);
    await settled(page);

    const facets = (await marksOn(page)).filter((mark) => mark.startsWith('facet'));
    expect(facets.length).toBeGreaterThan(0);
    await tabTo(page, '.chip[data-kind=facet]');
    await page.keyboard.press('Space');
    await expect.poll(() => page.locator('tr.leaf, tr.object').count(), SOON).toBe(facets.length + 1);
    expect((await marksOn(page)).filter((mark) => mark.startsWith('facet'))).toEqual(facets);
  });
});

describe('six identities on one screen', () => {
  const six = [...Object.keys(SUBJECTS), 'nation-head-of-case-supervision'];

  it.each([
    { language: 'zh', width: 1280, height: 720 },
    { language: 'en', width: 1280, height: 720 },
    { language: 'zh', width: 1920, height: 1080 },
    { language: 'en', width: 1920, height: 1080 },
  ] as const)('$language at $width × $height: every button can be hit', async ({ language, width, height }) => {
    await open({ who: six, language });
    await page.setViewportSize({ width, height });
    expect(await buriedOn(page, '.card .acts button')).toEqual([]);
    expect(await page.locator('.card .acts button').count()).toBe(18);
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
    const result = await page.locator('.result').boundingBox();
    if (height === 720) expect(result!.y).toBeLessThan(560);
  });
});

describe('a link to a comparison', () => {
  it('has six at most, whatever it asks for', async () => {
    const more = ['nation-head-of-case-supervision', 'fenghua-handler'];
    await open({ who: [...Object.keys(SUBJECTS), ...more] });
    expect(await namesOn(page)).toHaveLength(6);
    expect(await page.getByRole('combobox', { name: '添加身份' }).isDisabled()).toBe(true);
  });

  it('restores what it was made from', async () => {
    await open({ who: [DISTRICT, NEIGHBOUR] });
    await page.getByRole('combobox', { name: '常用查询' }).selectOption('work-list');
    await expect.poll(() => page.url(), SOON).toContain('ready=work-list');
    await settled(page);
    await page.getByLabel('只看不同').check();
    await expect.poll(() => page.url(), SOON).toContain('show=differences');
    const [marks, names, url] = [await marksOn(page), await namesOn(page), page.url()];
    page.expectQuiet();
    await page.context().close();

    page = await openPage(browser, site, url.slice(site.url.length));
    await settled(page);
    expect(await marksOn(page)).toEqual(marks);
    expect(await namesOn(page)).toEqual(names);
    expect(await page.getByLabel('只看不同').isChecked()).toBe(true);
    expect(page.url()).toBe(url);
  });

  it('leads back to the comparison before', async () => {
    await open({ who: [DISTRICT, NEIGHBOUR] });
    const before = await namesOn(page);
    await page.getByRole('combobox', { name: '常用查询' }).selectOption('administrators');
    await expect.poll(() => namesOn(page), SOON).toHaveLength(4);
    await settled(page);
    await page.goBack();
    await expect.poll(() => namesOn(page), SOON).toEqual(before);
    await expect
      .poll(() => page.getByRole('combobox', { name: '常用查询' }).inputValue(), SOON)
      .toBe('clues-of-a-district');
    await settled(page);
  });

  it('never has a token in it, nor has what the browser keeps', async () => {
    await open();
    const { places, databases, tokens } = await keptOn(page);
    expect(tokens.length).toBeGreaterThan(30);
    expect(databases).toBe(0);
    // The first part of a token is its header, the same in all of them.
    for (const token of tokens) expect([places, ...page.asked].join('\n')).not.toContain(token.split('.')[0]);
  });
});
