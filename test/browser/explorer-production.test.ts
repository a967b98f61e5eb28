import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { READY_QUERIES } from '../../src/explorer/web/explorer/queries/readyQueries.js';
import { BROWSER_TIMEOUT, launchChromium } from './support/chromium.js';
import { expectShown, keptByBrowser, ONLY_THE_LANGUAGE } from './support/explorerPage.js';
import { openPage } from './support/page.js';
import { startSite, type Site } from './support/site.js';

const HAISHU = 'haishu-anguan-head';
const START = READY_QUERIES[0]!.queries[0]!;

describe('the explorer in production', () => {
  let browser: Browser;
  let site: Site;
  beforeAll(async () => {
    browser = await launchChromium();
    site = await startSite({ development: false });
  }, BROWSER_TIMEOUT);
  afterAll(async () => {
    await browser.close();
    await site.stop();
  });

  it('has no identities and no comparison, and asks for none', async () => {
    const page = await openPage(browser, site, '/');
    await page.getByRole('textbox', { name: '访问令牌' }).waitFor();
    await page.locator('.graphiql-response .view-lines').waitFor();
    expect(await page.getByRole('combobox').count()).toBe(0);
    expect(await page.locator('a[href="/compare"]').count()).toBe(0);
    expect(page.asked.filter((each) => !each.includes('/assets/'))).toEqual(['GET /']);
    for (const path of ['/compare', '/dev/identities']) expect((await fetch(site.url + path)).status).toBe(404);
    page.expectQuiet();
    await page.context().close();
  });

  it('takes a token, answers with it, and keeps it in memory only', async () => {
    const page = await openPage(browser, site, '/');
    const token = await site.issuer.token(HAISHU);
    await page.getByRole('textbox', { name: '访问令牌' }).fill(token);
    await page.keyboard.press('Enter');
    const { data } = await site.run(START.text, HAISHU, START.variables);
    await expectShown(page, data);
    await page.getByRole('button', { name: '接口文档' }).click();
    await page.locator('.graphiql-plugin').getByText('Query', { exact: true }).waitFor();
    await page.waitForTimeout(700);
    expect(await keptByBrowser(page)).toEqual(ONLY_THE_LANGUAGE);
    page.expectQuiet();
    await page.reload();
    await page.getByRole('textbox', { name: '访问令牌' }).waitFor();
    expect(await page.getByRole('textbox', { name: '访问令牌' }).inputValue()).toBe('');
    await page.context().close();
  });

  it('lets one who holds two posts choose, and says why a token is not taken', async () => {
    const page = await openPage(browser, site, '/');
    const field = page.getByRole('textbox', { name: '访问令牌' });
    await field.fill(await site.issuer.token('ningbo-supervision-2-officer'));
    await page.keyboard.press('Enter');
    const posts = page.getByRole('combobox', { name: '职务' });
    await posts.waitFor();
    const before = await page.getByRole('status').textContent();
    await posts.selectOption({ index: 1 });
    await expect.poll(() => page.getByRole('status').textContent()).not.toBe(before);
    page.expectQuiet();
    await field.fill('nonsense');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.getByRole('status').textContent()).toMatch(/令牌|凭证|登录/);
    await page.context().close();
  });
});
