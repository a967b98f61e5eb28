import { useState } from 'react';
import type { Language } from '../../shared/words.js';
import { word } from '../words.js';

/** The token goes from the field into memory and nowhere else. */
export function TokenField({ language, onToken }: { language: Language; onToken: (token: string) => void }) {
  const [token, setToken] = useState('');
  return (
    <form
      className="token"
      onSubmit={(event) => {
        event.preventDefault();
        onToken(token.trim());
      }}
    >
      <input
        type="password"
        value={token}
        onChange={(event) => setToken(event.target.value)}
        autoComplete="off"
        spellCheck={false}
        aria-label={word('token', language)}
        placeholder={word('tokenHint', language)}
      />
      <button type="submit">{word('useToken', language)}</button>
    </form>
  );
}
