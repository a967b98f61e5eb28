import { spawn } from 'node:child_process';
import type { Part } from './part.js';

/** The README's test command, as somebody who has just come would give it. */
export const tests: Part = {
  name: 'tests',
  async prove({ quick }) {
    const browser = await output('test/browser/support/chromium.sh', []);
    const args = quick ? ['test', '--', 'test/unit'] : ['test'];
    const started = Date.now();
    const { code, text } = await output('npm', args);
    const [passed, failed, files] = [
      /Tests .*?(\d+) passed/,
      /Tests .*?(\d+) failed/,
      /Test Files .*?(\d+) passed/,
    ].map((pattern) => Number(pattern.exec(text)?.[1] ?? 0)) as [number, number, number];
    const seconds = (Date.now() - started) / 1000;
    const told = text.split('\n').filter((line) => /FAIL/.test(line));
    return {
      lines: [
        {
          name: 'a browser is there or was installed',
          passed: browser.code === 0,
          note: browser.text.trim().slice(-200),
        },
        ...Array.from({ length: passed }, (_, n) => ({
          name: `npm ${args.join(' ')} #${n + 1}`,
          passed: true,
          note: '',
        })),
        ...Array.from({ length: failed }, (_, n) => ({
          name: `npm ${args.join(' ')}`,
          passed: false,
          note: told[n] ?? '',
        })),
        {
          name: `npm ${args.join(' ')} ends well`,
          passed: code === 0 && passed > 0,
          note: `exit code ${code}`,
          seconds,
        },
      ],
      figures: { tests: passed + failed, files, seconds: Math.round(seconds) },
    };
  },
};

function output(command: string, args: string[]): Promise<{ code: number | null; text: string }> {
  return new Promise((done) => {
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, WHOLE: '1', NO_COLOR: '1', FORCE_COLOR: '0' },
    });
    let text = '';
    const take = (chunk: Buffer) => {
      text += chunk.toString();
      process.stderr.write(chunk);
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.once('error', (error) => done({ code: null, text: error.message }));
    child.once('close', (code) => done({ code, text }));
  });
}
