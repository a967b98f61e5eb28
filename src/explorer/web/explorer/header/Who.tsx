import type { Caller } from '../ask.js';
import { dutyWord } from '../../shared/duties.js';
import { word } from '../words.js';
import type { HeaderProps } from './Header.js';
import { useViewer } from './useViewer.js';

interface WhoProps extends Pick<HeaderProps, 'caller' | 'language' | 'askNow'> {
  /** Where posts cannot be chosen by identity, they are here. */
  onPost: ((caller: Caller) => void) | null;
}

/** Who one is, and how far one's post reaches, in the server's own words. */
export function Who({ caller, language, askNow, onPost }: WhoProps) {
  const { viewer, refusal } = useViewer({ caller, language, askNow });
  return (
    <div className="who" role="status">
      {!caller && <span className="reach">{word('tokenMissing', language)}</span>}
      {refusal && <strong className="refusal">{refusal}</strong>}
      {viewer && (
        <>
          <strong>{viewer.person.name}</strong>
          <span className="unit">
            {viewer.organ.name}
            {viewer.post.unit.name === viewer.organ.name ? '' : ` ${viewer.post.unit.name}`}
          </span>
          {caller && onPost && viewer.posts.length > 1 ? (
            <select
              aria-label={word('post', language)}
              value={viewer.post.id}
              onChange={(event) => onPost({ ...caller, post: event.target.value })}
            >
              {viewer.posts.map(({ id, duty, unit }) => (
                <option key={id} value={id}>
                  {dutyWord(duty, language)} · {unit.name}
                </option>
              ))}
            </select>
          ) : (
            <span className="duty">{dutyWord(viewer.post.duty, language)}</span>
          )}
          <span className="reach">
            <b>{word('reach', language)}</b> {viewer.reaches.clues.words}
          </span>
        </>
      )}
    </div>
  );
}
