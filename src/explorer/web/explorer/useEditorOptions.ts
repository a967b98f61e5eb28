import { useGraphiQL } from '@graphiql/react';
import { useEffect } from 'react';

const OPTIONS = {
  tabIndex: 0,
  wordWrap: 'on',
  // Chinese punctuation would be marked as likely to be mistaken for Latin.
  unicodeHighlight: { ambiguousCharacters: false },
} as const;

/** Editors for Chinese text, and for those who use no mouse: Tab goes in and out instead of indenting. */
export function useEditorOptions(): void {
  const query = useGraphiQL((state) => state.queryEditor);
  const variables = useGraphiQL((state) => state.variableEditor);
  const response = useGraphiQL((state) => state.responseEditor);
  useEffect(() => {
    for (const editor of [query, variables, response]) editor?.updateOptions(OPTIONS);
  }, [query, variables, response]);
  useEffect(() => {
    // One switch for all editors, which only its command turns.
    query?.trigger('liandong', 'editor.action.toggleTabFocusMode', null);
  }, [query]);
}
