import { useGraphiQL } from '@graphiql/react';
import { useEffect } from 'react';
import type { Language } from '../../shared/words.js';
import { READY_QUERIES } from './readyQueries.js';
import { tabOf } from './tabOf.js';

/** A ready query that nobody has changed takes its comments along into the other language. */
export function useReadyWords(language: Language): void {
  const editor = useGraphiQL((state) => state.queryEditor);
  useEffect(() => {
    const text = editor?.getValue();
    const inAnother = READY_QUERIES.flatMap(({ queries }) => queries).find((ready) =>
      (['zh', 'en'] as const).some((other) => other !== language && tabOf(ready, other).query === text),
    );
    if (inAnother) editor?.setValue(tabOf(inAnother, language).query);
  }, [editor, language]);
}
