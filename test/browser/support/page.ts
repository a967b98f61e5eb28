import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Site } from './site.js';

export interface WatchedPage extends Page {
  /** Nothing was asked of another origin, and nothing went wrong that the console or the page would tell. */
  expectQuiet(): void;
  /** What was asked of our own server so far: method and path. */
  asked: string[];
}

const VIEWPORT = { width: 1600, height: 1000 };

/** A page of the site in a profile of its own, watched from before its first request. */
export async function openPage(
  browser: Browser,
  site: Site,
  path: string,
  { locale = 'zh-CN' } = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({ viewport: VIEWPORT, deviceScaleFactor: 1, locale });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const outside: string[] = [];
  const wrong: string[] = [];
  const asked: string[] = [];
  const own = new URL(site.url);
  context.on('request', (request) => {
    const url = new URL(request.url());
    if (url.origin === own.origin) asked.push(`${request.method()} ${url.pathname}`);
    else if (!['data:', 'blob:'].includes(url.protocol)) outside.push(`${request.method()} ${request.url()}`);
  });
  page.on('websocket', (socket) => new URL(socket.url()).host !== own.host && outside.push(socket.url()));
  context.on('console', (line) => line.type() === 'error' && wrong.push(`${line.text()} (${line.location().url})`));
  context.on('weberror', (error) => wrong.push(String(error.error())));
  await page.goto(site.url + path);
  return Object.assign(page, {
    asked,
    expectQuiet() {
      expect({ outside, wrong }).toEqual({ outside: [], wrong: [] });
    },
  });
}

/** Kept with the sources when `npm run screenshots` asks for it, else where nothing is kept. */
const FOLDER = resolve(
  import.meta.dirname,
  process.env['SCREENSHOTS'] ? '../screenshots' : '../../../dist/screenshots',
);

export async function screenshot(page: Page, name: string): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  await page.screenshot({ path: `${FOLDER}/${name}.png`, animations: 'disabled' });
}
