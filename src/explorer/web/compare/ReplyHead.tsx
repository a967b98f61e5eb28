import type { Reply } from './ask.js';
import { useWords } from './words.js';

/** How somebody's reply came: its status and time, and what the server had to say against it. */
export function ReplyHead({ name, reply }: { name: string; reply: Reply | undefined }) {
  const { word } = useWords();
  return (
    <>
      <span class="head-name">{name}</span>
      {reply ? (
        <span class="came">
          {reply.status ?? word('noReply')} · {reply.milliseconds} ms
        </span>
      ) : (
        <span class="came">…</span>
      )}
      {reply?.errors.map(({ message, extensions, path }, index) => (
        <span key={index} class="error" role="note">
          <b>✕ {extensions?.code}</b> {path && <code>{path.join('.')}</code>} {message}
        </span>
      ))}
    </>
  );
}
