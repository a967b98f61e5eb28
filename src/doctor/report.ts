import type { Finding, Outcome } from './examine.js';

/** 0: nothing is wrong; 1: something is; 2: nothing that was seen, but not everything could be. */
export function exitCodeOf(outcomes: readonly Outcome[]): 0 | 1 | 2 {
  if (outcomes.some(({ found }) => found.some(({ notice }) => !notice))) return 1;
  return outcomes.some(({ unseen }) => unseen !== null) ? 2 : 0;
}

/** For people: Chinese, then English. */
export function* linesOf(outcomes: readonly Outcome[]): Generator<string> {
  for (const { name, found, unseen } of outcomes) {
    if (unseen && found.length === 0) continue;
    const mark = found.some(({ notice }) => !notice) ? '✗' : unseen ? '?' : '✓';
    yield `${mark} ${name.zh}  ${name.en}`;
    for (const one of found) yield* linesOfFinding(one);
  }
  const left = outcomes.flatMap(({ name, unseen }) => (unseen ? [{ name, unseen }] : []));
  for (const why of new Set(left.map(({ unseen }) => unseen.en))) {
    const of = left.filter(({ unseen }) => unseen.en === why);
    yield `? 未查 not looked at: ${of.map(({ name }) => `${name.zh} ${name.en}`).join(' · ')}`;
    yield* new Set([`    ${of[0]!.unseen.zh}`, `    ${why}`]);
  }
  yield `\n${count(outcomes)}处问题，${left.length}项未查。\n${count(outcomes)} faults; ${left.length} checks not made.`;
}

function* linesOfFinding({ code, notice, wrong, follows, remedy }: Finding): Generator<string> {
  const mark = notice ? '提示 notice' : '问题 fault';
  yield `  ${mark} ${code}`;
  for (const language of ['zh', 'en'] as const) {
    yield `    ${wrong[language]}`;
    yield `      → ${follows[language]}`;
    yield `      ⇒ ${remedy[language]}`;
  }
}

export function jsonOf(outcomes: readonly Outcome[]): string {
  return JSON.stringify({ exit: exitCodeOf(outcomes), faults: count(outcomes), checks: outcomes }, null, 2);
}

function count(outcomes: readonly Outcome[]): number {
  return outcomes.flatMap(({ found }) => found).filter(({ notice }) => !notice).length;
}
