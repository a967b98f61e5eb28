import { head, ms, row, sqlFor, times } from './cells.js';
import { LIMIT_MS } from './measure.js';
import type { Load } from './openLoop.js';
import type { Found } from './run.js';

/** The highest rate at which ninety-nine of a hundred were within the limit. */
export function sustainedTable({ servers, load }: Found): string[] {
  const sustained = (loads: readonly Load[]) =>
    Math.max(
      0,
      ...loads
        .filter(({ p99, failed, answers }) => p99 <= LIMIT_MS && failed < answers / 1000)
        .map(({ answered }) => answered),
    );
  const cells = (title: string, name: string, loads: readonly Load[]) => {
    const rate = sustained(loads);
    const of = (other: string) => {
      const theirs = load![other] && sustained(load![other].reads);
      return theirs && rate ? times(rate / theirs) : '–';
    };
    return row(title, rate ? rate.toFixed(0) : 'none of those tried', of(sqlFor(name)), of('postgraphile'));
  };
  return [
    ...head('server', `a second within ${LIMIT_MS} ms`, 'of sql', 'of PostGraphile'),
    ...servers.flatMap(({ name, title }) => [
      cells(title, name, load![name]!.reads),
      ...(load![name]!.acts ? [cells(`${title}, with acts`, name, load![name]!.acts)] : []),
    ]),
  ];
}

export function loadTable({ servers, load }: Found): string[] {
  const of = (title: string, loads: readonly Load[]) =>
    loads.map(({ rate, answered, failed, p50, p99, late, cpu }) =>
      row(
        title,
        rate.toFixed(0),
        answered.toFixed(0),
        failed,
        ms(p50),
        `${ms(p99)}${p99 > LIMIT_MS ? ' **over**' : ''}`,
        ms(late),
        ms(cpu.server),
        ms(cpu.postgres),
        ms(cpu.load),
      ),
    );
  return [
    ...head(
      'server',
      'due a second',
      'answered',
      'failed',
      'p50',
      'p99',
      'sent late, p99',
      'CPU ms: server',
      'PostgreSQL',
      'load',
    ),
    ...servers.flatMap(({ name, title }) => [
      ...of(title, load![name]!.reads),
      ...of(`${title}, with acts`, load![name]!.acts ?? []),
    ]),
  ];
}
