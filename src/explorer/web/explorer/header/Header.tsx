import type { Identity } from '../../shared/identities.js';
import type { Language } from '../../shared/words.js';
import icon from '../../shared/icon.svg';
import type { Answer, Caller, Question } from '../ask.js';
import { word } from '../words.js';
import { DocumentationButton } from './DocumentationButton.js';
import { IdentityPicker } from './IdentityPicker.js';
import { LanguageSwitch } from './LanguageSwitch.js';
import { ReadyQueryMenu } from './ReadyQueryMenu.js';
import { TokenField } from './TokenField.js';
import { Who } from './Who.js';

export interface HeaderProps {
  /** Null in production, where a token is entered instead. */
  identities: Identity[] | null;
  caller: Caller | null;
  language: Language;
  askNow: <Data>(question: Question) => Promise<Answer<Data>>;
  onCaller: (caller: Caller | null) => void;
  onLanguage: (language: Language) => void;
}

export function Header({ identities, caller, language, askNow, onCaller, onLanguage }: HeaderProps) {
  return (
    <header className="header">
      <div className="bar">
        <h1 className="wordmark">
          <img src={icon} alt="" width={32} height={32} />
          联动 <span lang="en">Liandong</span>
        </h1>
        {identities ? (
          <IdentityPicker
            identities={identities}
            chosen={identities.find((each) => each === caller) ?? null}
            language={language}
            onChoose={onCaller}
          />
        ) : (
          <TokenField language={language} onToken={(token) => onCaller(token ? { token } : null)} />
        )}
        <ReadyQueryMenu language={language} askNow={askNow} />
        <DocumentationButton language={language} />
        <span className="gap" />
        {identities && (
          <a className="bar-button" href="/compare">
            {word('compare', language)}
          </a>
        )}
        <LanguageSwitch language={language} onLanguage={onLanguage} />
      </div>
      <Who {...{ caller, language, askNow }} onPost={identities ? null : onCaller} />
    </header>
  );
}
