import { useEffect, useState } from 'react';
import type { HeaderProps } from './Header.js';

interface Post {
  id: string;
  duty: string;
  unit: { name: string };
}

export interface Viewer {
  person: { name: string };
  post: Post;
  posts: Post[];
  organ: { name: string };
  reaches: { clues: { words: string } };
}

const VIEWER = `{
  me {
    person { name }
    organ { name }
    post { id duty unit { name } }
    posts { id duty unit { name } }
    reaches { clues { words } }
  }
}`;

/** Who the server takes one for, or its words why it takes one for nobody. */
export function useViewer({ caller, language, askNow }: Pick<HeaderProps, 'caller' | 'language' | 'askNow'>) {
  const [answer, setAnswer] = useState<{ viewer?: Viewer; refusal?: string }>({});
  useEffect(() => {
    if (!caller) return setAnswer({});
    let late = false;
    askNow<{ me: Viewer }>({ query: VIEWER }).then(
      ({ data, errors }) => late || setAnswer({ viewer: data?.me, refusal: errors?.[0]?.message }),
      (error: unknown) => late || setAnswer({ refusal: String(error) }),
    );
    return () => {
      late = true;
    };
  }, [caller, language, askNow]);
  return answer;
}
