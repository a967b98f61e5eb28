import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';

/** Long enough for a machine that must fetch its Chromium first. */
export const BROWSER_TIMEOUT = 600_000;

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Whatever a page asks of another host fails at once, and is still seen as asked for.
  '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
];

export async function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: await chromiumPath(), args: FLAGS });
}

async function chromiumPath(): Promise<string> {
  const search = spawn(join(import.meta.dirname, 'chromium.sh'), { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<number | null>((resolve, reject) => search.on('close', resolve).on('error', reject));
  const path = (await text(search.stdout)).trim();
  if ((await ended) !== 0) throw new Error('no Chromium; the reason is above');
  return path;
}
