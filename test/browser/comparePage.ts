import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** Before long, on a machine that has much else to do. */
export const SOON = { timeout: 15_000 };

/** All have answered the question that stands there now, and how far they reach is told. */
export async function settled(page: Page): Promise<void> {
  await page.locator('main[aria-busy="false"] tbody tr').first().waitFor();
  await expect.poll(() => page.locator('thead .came').allTextContents(), SOON).not.toContain('…');
  await expect.poll(() => page.locator('.card:not(:has(.clause))').count(), SOON).toBe(0);
}

/** What is marked, in the order of the page: kind and path. */
export function marksOn(page: Page): Promise<string[]> {
  return page.evaluate(`Array.from(document.querySelectorAll('[data-difference]'), ({ dataset }) =>
    dataset.difference + ' ' + dataset.path)`);
}

/** The state of each one's cell, by path. */
export function statesOn(page: Page): Promise<Record<string, string[]>> {
  return page.evaluate(`Object.fromEntries(Array.from(document.querySelectorAll('tr[data-path]'), (line) =>
    [line.dataset.path, Array.from(line.querySelectorAll('td'), ({ dataset }) => dataset.state)]))`);
}

/** Rows of lists, and in whose answers they are. */
export async function rowsOn(page: Page): Promise<{ path: string; isIn: boolean[] }[]> {
  return Object.entries(await statesOn(page))
    .filter(([path]) => path.endsWith(']'))
    .map(([path, states]) => ({ path, isIn: states.map((state) => state === 'value') }));
}

export const namesOn = (page: Page): Promise<string[]> => page.locator('.card h2').allTextContents();

export const toldOn = (page: Page): Promise<string | null> => page.locator('.told[role=status]').textContent();

export async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    if (
      await page
        .locator(selector)
        .first()
        .evaluate((element) => element.matches(':focus'))
    )
      return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not lead to ${selector}`);
}

/** The names of those whose middle something else covers, or that stand outside of their card. */
export function buriedOn(page: Page, selector: string): Promise<string[]> {
  return page.evaluate(`Array.from(document.querySelectorAll(${JSON.stringify(selector)})).filter((element) => {
    const { left, right, top, bottom } = element.getBoundingClientRect();
    const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    return !element.contains(hit) || right > element.closest('.card').getBoundingClientRect().right;
  }).map((element) => element.getAttribute('aria-label'))`);
}

/** Everything that could be read by somebody else, or is left when the page is closed. */
export function keptOn(page: Page): Promise<{ places: string; databases: number; tokens: string[] }> {
  return page.evaluate(`(async () => ({
    places: JSON.stringify([location.href, { ...localStorage }, { ...sessionStorage }, document.cookie, history.state,
      document.documentElement.outerHTML]),
    databases: (await indexedDB.databases()).length,
    tokens: (await (await fetch('/dev/identities')).json()).map(({ token }) => token),
  }))()`);
}
