import { useMemo, useState } from 'preact/hooks';
import { Header } from './Header.js';
import { IdentityBar } from './IdentityBar.js';
import { QueryPane } from './QueryPane.js';
import { Result } from './Result.js';
import { Summary } from './Summary.js';
import { compare } from './difference/difference.js';
import { nounsIn, REACH } from './reach.js';
import { useComparison } from './useComparison.js';
import { useReplies } from './useReplies.js';
import { useWalk } from './useWalk.js';
import { visibleLines } from './visibleLines.js';
import { SpokenLanguage, useWords } from './words.js';

export function ComparePage() {
  const comparison = useComparison();
  const { identities, people, question, language, show, mistaken } = comparison;
  const { replies, question: answered } = useReplies(question, people);
  const reachQuestion = useMemo(() => ({ document: REACH, variables: {}, language }), [language]);
  const reaches = useReplies(reachQuestion, people).replies;
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());

  const lines = useMemo(() => compare(people.map(({ post }) => replies[post]?.data ?? null)), [people, replies]);
  const visible = useMemo(() => visibleLines(lines, show, closed), [lines, show, closed]);
  const walk = useWalk(visible, show);

  const toggle = (path: string) => {
    const next = new Set(closed);
    if (!next.delete(path)) next.add(path);
    setClosed(next);
  };

  return (
    <SpokenLanguage.Provider value={language}>
      <div class="page" style={{ '--columns': Math.max(people.length, 1) }} data-columns={people.length}>
        <Header onLanguage={comparison.setLanguage} />
        {identities ? (
          <main aria-busy={answered !== question}>
            <IdentityBar {...comparison} {...{ identities, reaches, nouns: nounsIn(answered?.document ?? '') }} />
            <QueryPane {...comparison} />
            <div class={mistaken ? 'stale' : undefined}>
              <Summary {...{ lines, people, replies, show, walk }} onShow={comparison.setShow} />
              {question && <Result {...{ people, replies, visible, at: walk.at }} onToggle={toggle} />}
            </div>
          </main>
        ) : (
          <Waiting failed={identities === null} />
        )}
      </div>
    </SpokenLanguage.Provider>
  );
}

function Waiting({ failed }: { failed: boolean }) {
  const { word } = useWords();
  return <p class="waiting">{word(failed ? 'noIdentities' : 'loading')}</p>;
}
