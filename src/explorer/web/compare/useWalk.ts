import { useEffect, useRef, useState } from 'preact/hooks';
import type { Show, VisibleLine } from './visibleLines.js';

/** From one difference to the next, by button or by the keys n and p, unless somebody is typing. */
export function useWalk(lines: readonly VisibleLine[], show: Show) {
  const [at, setAt] = useState<string | null>(null);
  const oneKind = show !== 'everything' && show !== 'differences';
  const stops = lines
    .filter(({ difference }) => (oneKind ? difference === show : difference !== null))
    .map(({ path }) => path);
  // Keys come faster than effects: whoever handles one reads what stands there now.
  const now = useRef(stops);
  now.current = stops;
  const next = () => setAt((from) => stepFrom(from, now.current, 1));
  const previous = () => setAt((from) => stepFrom(from, now.current, -1));

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const typing =
        event.target instanceof Element && event.target.closest('input:not([type=checkbox]), textarea, select');
      if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === 'n') next();
      if (event.key === 'p') previous();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);

  useEffect(() => {
    if (at !== null) document.querySelector('tr[aria-current]')?.scrollIntoView({ block: 'center' });
  }, [at]);

  return { at, place: stops.indexOf(at ?? '') + 1, stops: stops.length, next, previous };
}

function stepFrom(from: string | null, stops: readonly string[], by: 1 | -1): string | null {
  const index = from === null ? -1 : stops.indexOf(from);
  const start = index === -1 && by === -1 ? 0 : index;
  return stops.at((start + by) % stops.length) ?? from;
}
