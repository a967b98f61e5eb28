import { useState } from 'preact/hooks';
import { READY_COMPARISONS } from './ready/readyComparisons.js';
import { useWords } from './words.js';

interface QueryPaneProps {
  draft: { ready: string | null; document: string; variables: string };
  mistaken: boolean;
  edit: (part: { document?: string; variables?: string }) => void;
  choose: (key: string) => void;
  run: () => void;
}

/** What is asked. The text stays folded, so that the answers get the room, until somebody wants to change it. */
export function QueryPane({ draft, mistaken, edit, choose, run }: QueryPaneProps) {
  const { word, say } = useWords();
  const [editing, setEditing] = useState(false);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    run();
  };
  return (
    <section class="query" aria-label={word('query')} onKeyDown={onKeyDown}>
      <div class="query-bar">
        <select
          aria-label={word('readyQueries')}
          value={draft.ready ?? ''}
          onChange={(event) => choose(event.currentTarget.value)}
        >
          {draft.ready === null && <option value="">{word('ownQuery')}</option>}
          {READY_COMPARISONS.map(({ key, title }) => (
            <option key={key} value={key}>
              {say(title)}
            </option>
          ))}
        </select>
        <button type="button" class="run" onClick={run}>
          ▶ {word('run')} <kbd>Ctrl ↵</kbd>
        </button>
        <button
          type="button"
          class="quiet"
          aria-expanded={editing}
          aria-controls="query-text"
          onClick={() => setEditing(!editing)}
        >
          {word('edit')} {editing ? '▴' : '▾'}
        </button>
        {!editing && <code class="gist">{draft.document.replaceAll(/\s+/g, ' ')}</code>}
        {mistaken && (
          <p class="mistake" role="alert">
            {word('notJson')}
          </p>
        )}
      </div>
      {editing && (
        <div class="query-text" id="query-text">
          <label>
            {word('query')}
            <textarea
              spellcheck={false}
              rows={Math.min(20, Math.max(8, draft.document.split('\n').length))}
              value={draft.document}
              onInput={(event) => edit({ document: event.currentTarget.value })}
            />
          </label>
          <label>
            {word('variables')}
            <textarea
              spellcheck={false}
              aria-invalid={mistaken}
              value={draft.variables}
              onInput={(event) => edit({ variables: event.currentTarget.value })}
            />
          </label>
        </div>
      )}
    </section>
  );
}
