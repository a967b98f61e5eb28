import { GraphiQL, type GraphiQLProps } from 'graphiql';
import { useEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import type { Identity } from '../shared/identities.js';
import { keepLanguage, keptLanguage, languageTag } from '../shared/language.js';
import { ask, type Answer, type Caller, type Question } from './ask.js';
import { FORGETFUL } from './forgetful.js';
import { Header } from './header/Header.js';
import { READY_QUERIES } from './queries/readyQueries.js';
import { tabOf } from './queries/tabOf.js';
import { useReadyWords } from './queries/useReadyWords.js';
import { useEditorOptions } from './useEditorOptions.js';
import { useRunAgain } from './useRunAgain.js';
import { word } from './words.js';

/** A county's head of case supervision: somebody with rows of his own, and with neighbours to compare. */
const FIRST_UNIT = '330203';

export function Explorer({ identities }: { identities: Identity[] | null }) {
  const [language, setLanguage] = useState(keptLanguage);
  const [caller, setCaller] = useState<Caller | null>(
    () => identities?.find(({ unitCode }) => unitCode === FIRST_UNIT) ?? identities?.[0] ?? null,
  );
  // GraphiQL keeps the fetcher that it was first given.
  const now = useRef({ language, caller });
  now.current = { language, caller };
  const [askNow] = useState(() => async <Data,>(question: Question): Promise<Answer<Data>> => {
    const as = now.current;
    if (!as.caller) return refusal('tokenMissing', as.language);
    const answer = await ask<Data>(question, as.caller, as.language);
    // What one was answered is not for whoever looks on now.
    return now.current.caller === as.caller ? answer : refusal('callerChanged', now.current.language);
  });

  useEffect(() => {
    document.documentElement.lang = languageTag(language);
    keepLanguage(language);
  }, [language]);

  const [first] = useState(() => tabOf(READY_QUERIES[0]!.queries[0]!, language));
  return (
    <GraphiQL
      fetcher={askNow as GraphiQLProps['fetcher']}
      initialQuery={first.query}
      initialVariables={first.variables}
      storage={FORGETFUL}
      defaultEditorToolsVisibility="variables"
      isHeadersEditorEnabled={false}
      shouldPersistHeaders={false}
      forcedTheme="light"
    >
      <GraphiQL.Logo> </GraphiQL.Logo>
      <Conduct caller={caller} language={language} />
      {createPortal(
        <Header {...{ identities, caller, language, askNow }} onCaller={setCaller} onLanguage={setLanguage} />,
        document.getElementById('header')!,
      )}
    </GraphiQL>
  );
}

const refusal = (...words: Parameters<typeof word>) => ({ errors: [{ message: word(...words) }] });

function Conduct(when: Parameters<typeof useRunAgain>[0]) {
  useEditorOptions();
  useReadyWords(when.language);
  useRunAgain(when);
  return null;
}
