import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { Kind, OperationTypeNode, parse } from 'graphql';
import { useEffect, useLayoutEffect, useRef } from 'react';
import type { Language } from '../shared/words.js';
import type { Caller } from './ask.js';

/** Whoever asks anew, or in another language, sees the present query's answer at once, and nobody else's any more. */
export function useRunAgain({ caller, language }: { caller: Caller | null; language: Language }): void {
  const actions = useGraphiQLActions();
  const queryEditor = useGraphiQL((state) => state.queryEditor);
  const variableEditor = useGraphiQL((state) => state.variableEditor);
  const responseEditor = useGraphiQL((state) => state.responseEditor);
  const tabs = useGraphiQL((state) => state.tabs);
  const shown = useGraphiQL((state) => state.tabs[state.activeTabIndex]?.id);
  const schema = useGraphiQL((state) => state.schema);
  const now = useRef({ tabs, shown, schema });
  now.current = { tabs, shown, schema };
  const answeredToOthers = useRef(new Set<string>());

  useEffect(() => {
    const others = now.current.tabs.filter(({ id }) => id !== now.current.shown);
    answeredToOthers.current = new Set(others.map(({ id }) => id));
    responseEditor?.setValue('');
    actions.updateActiveTabValues({ response: null });
    if (!caller || !queryEditor || !variableEditor || !responseEditor) return;
    if (!now.current.schema) void actions.introspect();
    if (onlyReads(queryEditor.getValue())) actions.run();
  }, [caller, language, actions, queryEditor, variableEditor, responseEditor]);

  useLayoutEffect(() => {
    if (!shown || !answeredToOthers.current.delete(shown)) return;
    responseEditor?.setValue('');
    actions.updateActiveTabValues({ response: null });
  }, [shown, actions, responseEditor]);
}

/** Nothing is ever done a second time only because somebody looks on as another. */
function onlyReads(document: string): boolean {
  try {
    return parse(document).definitions.every(
      (definition) => definition.kind !== Kind.OPERATION_DEFINITION || definition.operation === OperationTypeNode.QUERY,
    );
  } catch {
    return false;
  }
}
