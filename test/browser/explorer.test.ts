import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { READY_QUERIES } from '../../src/explorer/web/explorer/queries/readyQueries.js';
import { BROWSER_TIMEOUT, launchChromium } from './support/chromium.js';
import { chooseIdentity, expectShown, keptByBrowser, ONLY_THE_LANGUAGE, tabTo } from './support/explorerPage.js';
import { openPage, screenshot, type WatchedPage } from './support/page.js';
import { startSite, type Site } from './support/site.js';

const HAISHU = 'haishu-anguan-head';
const FENGHUA = 'fenghua-anguan-head';
const FENGHUA_NAME = '奉化区纪委监委案件监督管理室主任';
const ALL = READY_QUERIES.flatMap(({ queries }) => queries);
const START = ALL[0]!;

describe('the explorer in development', () => {
  let browser: Browser;
  let site: Site;
  beforeAll(async () => {
    browser = await launchChromium();
    site = await startSite();
  }, BROWSER_TIMEOUT);
  afterAll(async () => {
    await browser.close();
    await site.stop();
  });

  /** What the API itself answers, without any page. */
  const answered = async (as: string, { text, variables } = START, language = 'zh-CN') => {
    const { data, errors } = await site.run(text, as, variables, { 'accept-language': language });
    expect(errors).toBeUndefined();
    return data as { clues: { totalCount: number; nodes: { number: string }[] } };
  };

  /** Opens a ready query from the menu and runs it; the answer that came over the wire. */
  async function runReady(page: WatchedPage, { operation, title }: (typeof ALL)[0]) {
    await page.getByRole('button', { name: '常用查询' }).click();
    await page.getByRole('menuitem', { name: title.zh }).click();
    await expect
      .poll(() => page.locator('.graphiql-query-editor textarea').evaluate((e) => e.matches(':focus')))
      .toBe(true);
    const answer = page.waitForResponse((response) => response.request().postDataJSON()?.operationName === operation);
    await page.keyboard.press('Control+Enter');
    return (await (await answer).json()) as { data: never; errors?: unknown };
  }

  it('opens as a county’s officer with an answer, and asks nobody else for anything', async () => {
    const { headers } = await fetch(site.url);
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none';.*connect-src 'self'/);
    const page = await openPage(browser, site, '/');
    await expectShown(page, await answered(HAISHU));
    const scope = page.getByRole('status');
    expect(await scope.textContent()).toContain('海曙区纪委监委');
    expect(await page.getByRole('combobox', { name: '身份' }).inputValue()).toBe('海曙区纪委监委案件监督管理室主任');
    await expect.poll(() => page.asked.filter((each) => each === 'POST /graphql').length).toBeGreaterThanOrEqual(3);
    page.expectQuiet();
    await screenshot(page, 'explorer');
    await page.context().close();
  });

  it('shows the neighbouring county other rows for the same query, as the API does', async () => {
    const [haishu, fenghua] = [await answered(HAISHU), await answered(FENGHUA)];
    const numbers = ({ clues }: typeof haishu) => clues.nodes.map(({ number }) => number);
    expect(numbers(haishu).filter((number) => numbers(fenghua).includes(number))).toEqual([]);

    const page = await openPage(browser, site, '/');
    await expectShown(page, haishu);
    await chooseIdentity(page, FENGHUA_NAME);
    await expectShown(page, fenghua);
    await expect.poll(() => page.getByRole('status').textContent()).toContain('奉化区纪委监委');
    await chooseIdentity(page, '海曙区纪委监委案件监督管理室主任');
    await expectShown(page, haishu);
    page.expectQuiet();
    await page.context().close();
  });

  it('leaves no answer to the former identity in another tab', async () => {
    const page = await openPage(browser, site, '/');
    await expectShown(page, await answered(HAISHU));
    const other = ALL.find(({ operation }) => operation === 'CluesByMonthQuery')!;
    await runReady(page, other);
    await expectShown(page, await answered(HAISHU, other));
    await chooseIdentity(page, FENGHUA_NAME);
    await expectShown(page, await answered(FENGHUA, other));
    await page.getByRole('tab', { name: START.operation }).click();
    await expect.poll(() => page.locator('.graphiql-response .view-lines').textContent()).toBe('');
    await page.getByRole('tab', { name: other.operation }).click();
    await expectShown(page, await answered(FENGHUA, other));
    await page.context().close();
  });

  it('runs every ready query without an error', async () => {
    const page = await openPage(browser, site, '/');
    const ofAdministrators = READY_QUERIES.at(-1)!.queries;
    for (const ready of [...ALL.filter((one) => !ofAdministrators.includes(one)), ...ofAdministrators]) {
      if (ready === ofAdministrators[0]) await chooseIdentity(page, '系统管理员');
      const { data, errors } = await runReady(page, ready);
      expect({ ready: ready.operation, errors }).toEqual({ ready: ready.operation, errors: undefined });
      if (ready.found) expect(Object.values(data)).not.toContain(null);
      await expectShown(page, data);
    }
    page.expectQuiet();
    await page.context().close();
  });

  it('speaks Chinese or English, as chosen, and remembers it', async () => {
    const page = await openPage(browser, site, '/');
    await expectShown(page, await answered(HAISHU));
    await page.getByRole('button', { name: 'EN', exact: true }).click();
    await expectShown(page, await answered(HAISHU, START, 'en'));
    const inEnglish = async () => {
      await expect.poll(() => page.locator('html').getAttribute('lang')).toBe('en');
      await page.getByRole('button', { name: 'Ready queries' }).waitFor();
      expect(await page.getByRole('combobox', { name: 'Identity' }).inputValue()).toBe(
        'Haishu, head of case supervision',
      );
    };
    await inEnglish();
    await page
      .locator('.graphiql-query-editor')
      .getByText(/^#\s+What\s+I\s+see$/)
      .waitFor();
    await page.reload();
    await inEnglish();
    await expectShown(page, await answered(HAISHU, START, 'en'));
    await screenshot(page, 'explorer-en');
    page.expectQuiet();
    await page.context().close();
  });

  it('is used by keyboard alone: another identity, a ready query, run, and back', async () => {
    const page = await openPage(browser, site, '/');
    await expectShown(page, await answered(HAISHU));
    await tabTo(page, '身份');
    await screenshot(page, 'explorer-identities');
    await page.keyboard.type('奉化 案件监督');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expectShown(page, await answered(FENGHUA));

    await tabTo(page, '常用查询');
    await page.keyboard.press('Enter');
    for (let row = 0; row < 4; row += 1) await page.keyboard.press('ArrowDown');
    await screenshot(page, 'explorer-queries');
    await page.keyboard.press('Enter');
    const byMonth = ALL.find(({ operation }) => operation === 'CluesByMonthQuery')!;
    await page.getByRole('tab', { name: byMonth.operation }).waitFor();
    await page.keyboard.press('Control+Enter');
    await expectShown(page, await answered(FENGHUA, byMonth));
    await tabTo(page, '身份', 'Shift+Tab');
    await tabTo(page, 'Variables');
    page.expectQuiet();
    await page.context().close();
  });

  it('has the schema’s documentation, a type’s description included', async () => {
    const page = await openPage(browser, site, '/');
    await expectShown(page, await answered(HAISHU));
    await page.getByRole('button', { name: '接口文档' }).click();
    const docs = page.locator('.graphiql-plugin');
    for (const name of ['Query', 'ClueConnection', 'Clue']) await docs.getByText(name, { exact: true }).first().click();
    await docs.getByText('report of a possible violation').waitFor();
    await docs.getByText('问题线索').first().waitFor();
    await screenshot(page, 'explorer-documentation');
    page.expectQuiet();
    await page.context().close();
  });

  it('leaves nothing in the browser, neither a token nor what was asked', async () => {
    const page = await openPage(browser, site, '/');
    await chooseIdentity(page, FENGHUA_NAME);
    await expectShown(page, await answered(FENGHUA));
    await page.waitForTimeout(700); // GraphiQL would write its tabs half a second after a change
    expect(await keptByBrowser(page)).toEqual(ONLY_THE_LANGUAGE);
    await page.context().close();
  });
});
