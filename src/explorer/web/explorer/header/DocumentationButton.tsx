import { useGraphiQL } from '@graphiql/react';
import type { Language } from '../../shared/words.js';
import { word } from '../words.js';

export function DocumentationButton({ language }: { language: Language }) {
  const open = useGraphiQL(({ visiblePlugin, referencePlugin }) => visiblePlugin === referencePlugin);
  return (
    <button type="button" className="bar-button" aria-pressed={open} onClick={toggleDocumentation}>
      {word('documentation', language)}
    </button>
  );
}

/** GraphiQL opens the pane's column only for its own button, which stands first in the sidebar. */
function toggleDocumentation() {
  document.querySelector<HTMLButtonElement>('.graphiql-sidebar button')?.click();
}
