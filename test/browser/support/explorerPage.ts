import type { Page } from 'playwright-core';
import { expect } from 'vitest';

const withoutSpaces = (text: string) => text.replaceAll(/\s/g, '');

/** What of the answer is on the screen; the editor keeps only the lines that are in sight. */
async function linesShown(page: Page): Promise<string> {
  const lines = await page.locator('.graphiql-response .view-line').evaluateAll((all) =>
    all
      .map((line) => ({ top: Number.parseFloat((line as unknown as { style: { top: string } }).style.top), line }))
      .sort((a, b) => a.top - b.top)
      .map(({ line }) => line.textContent),
  );
  return withoutSpaces(lines.join(''));
}

/** Waits until the answer's pane shows this data, as far as it is in sight. */
export async function expectShown(page: Page, data: unknown): Promise<void> {
  const whole = withoutSpaces(JSON.stringify({ data })).slice(0, -1);
  const inSight = async () => {
    const shown = await linesShown(page);
    const length = Math.min(shown.length, whole.length);
    return length > 20 && shown.slice(0, length) === whole.slice(0, length) ? whole : shown;
  };
  await expect.poll(inSight, { timeout: 10_000 }).toBe(whole);
}

export async function chooseIdentity(page: Page, name: string): Promise<void> {
  await page.getByRole('combobox', { name: /^(身份|Identity)$/ }).fill(name);
  await page.getByRole('option', { name }).first().click();
}

/** Presses Tab until what has the focus bears this name. */
export async function tabTo(page: Page, name: string, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  for (let presses = 0; presses < 40; presses += 1) {
    await page.keyboard.press(key);
    const focused = await page.evaluate(
      `(({ ariaLabel, textContent }) => ariaLabel ?? textContent)(document.activeElement)`,
    );
    if (String(focused).includes(name)) return;
  }
  throw new Error(`${name} is not to be reached by ${key}`);
}

/** Everything a page leaves behind where others could find it. */
export function keptByBrowser(page: Page): Promise<unknown> {
  return page.evaluate(`indexedDB.databases().then((databases) => ({
    local: { ...localStorage },
    session: { ...sessionStorage },
    databases,
    cookies: document.cookie,
    path: location.href.slice(location.origin.length),
  }))`);
}

export const ONLY_THE_LANGUAGE = {
  local: { 'liandong:language': 'zh' },
  session: {},
  databases: [],
  cookies: '',
  path: '/',
};
