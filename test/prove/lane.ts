import { stripVTControlCharacters } from 'node:util';
import { createVitest, type TestProject, type Vitest } from 'vitest/node';
import type { Figures } from '../support/figures.js';
import type { Connection } from '../../src/database/migrations.js';

export interface Ran {
  /** The first that failed: its file and name, and why. */
  failed: { file: string; name: string; message: string } | null;
  passed: number;
  figures: Figures[];
  /** Of every test that failed all that it says. */
  said: { test: string; text: string }[];
}

/** Vitest held open, with a PostgreSQL of its own: one file after another runs in a process of its own, on one core. */
export class Lane {
  /** Whoever ends the proof ends their servers too. */
  static readonly all = new Set<Lane>();
  private readonly project: TestProject;
  /** The version of its server. */
  postgres = '';

  private constructor(private readonly vitest: Vitest) {
    this.project = vitest.getRootProject();
  }

  static async open(env: Record<string, string> = {}): Promise<Lane> {
    const vitest = await createVitest('test', {
      watch: false,
      include: ['test/**/*.test.ts', 'test/prove/*.prove.ts'],
      maxWorkers: 1,
      isolate: true,
      bail: 1,
      update: false,
      env,
      reporters: [{}],
      silent: true,
    });
    const lane = new Lane(vitest);
    Lane.all.add(lane);
    // The server starts with the first run.
    const { figures } = await lane.run('test/prove/starts.prove.ts');
    lane.postgres = String(figures[0]?.['postgres']);
    return lane;
  }

  get superuser(): Connection {
    return this.project.getProvidedContext().superuser;
  }

  get root(): string {
    return this.project.config.root;
  }

  /** What the next files find as `inject(key)`. */
  get provide(): TestProject['provide'] {
    return this.project.provide;
  }

  /** All tests of the file, or those of these names; by default to the first that fails. */
  async run(file: string, names?: RegExp, bail = 1): Promise<Ran> {
    const only = names ? { testNamePattern: names } : {};
    this.vitest.config.bail = bail;
    this.project.config.bail = bail;
    const specification = this.project.createSpecification(`${this.root}/${file}`, only);
    // What failed before would end the next at once.
    this.vitest.state.filesMap.clear();
    this.vitest.state.idMap.clear();
    const { testModules, unhandledErrors } = await this.vitest.runTestSpecifications([specification]);
    const ran: Ran = { failed: null, passed: 0, figures: [], said: [] };
    const fail = (name: string, errors: readonly { message?: string; diff?: string }[]) => {
      ran.failed ??= { file, name, message: errors[0]?.message ?? '' };
      const text = errors.map(({ message, diff }) => `${message}\n${diff ?? ''}`).join('\n');
      ran.said.push({ test: name, text: stripVTControlCharacters(text) });
    };
    for (const module of testModules) {
      for (const test of module.children.allTests()) {
        const result = test.result();
        const { figures } = test.meta();
        if (figures) ran.figures.push(figures);
        if (result.state === 'passed') ran.passed += 1;
        if (result.state === 'failed') fail(test.fullName, result.errors);
      }
      for (const suite of module.children.allSuites())
        if (suite.state() === 'failed') fail(suite.fullName, suite.errors());
      if (!module.ok()) fail('before its tests', module.errors());
    }
    if (unhandledErrors.length > 0) fail('outside its tests', unhandledErrors as { message?: string }[]);
    if (testModules.length === 0) fail('no such file', []);
    return ran;
  }

  async close(): Promise<void> {
    Lane.all.delete(this);
    await this.vitest.close();
  }
}

/** Only the test of this full name, in which arrows stand between suites and test; what a pattern is held to has none. */
export function onlyTest(fullName: string): RegExp {
  return new RegExp(`^${fullName.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&').replaceAll(' > ', ' (?:> )?')}$`);
}
