import type { Json } from './difference/answer.js';
import type { Cell, Line } from './difference/difference.js';
import { rowCount, useWords } from './words.js';

interface ResultCellProps {
  cell: Cell;
  line: Line;
  /** Whether the value itself is shown, and not only that it is there. */
  plain: boolean;
  mark: string | undefined;
  /** Of the greatest number of the line. */
  share: number | undefined;
  error: string | undefined;
}

export function ResultCell({ cell, line, plain, mark, share, error }: ResultCellProps) {
  return (
    <td data-state={cell.state} data-elsewhere={(cell.state === 'absent' && cell.elsewhere) || undefined}>
      <Content {...{ cell, line, plain }} />
      {mark && <sup class="mark">{mark}</sup>}
      {share !== undefined && share > 0 && <span class="share" aria-hidden="true" style={{ '--share': share }} />}
      {error && <span class="cell-error">✕ {error}</span>}
    </td>
  );
}

function Content({ cell, line, plain }: Pick<ResultCellProps, 'cell' | 'line' | 'plain'>) {
  const { word, say } = useWords();
  switch (cell.state) {
    case 'absent':
      return <span class="absent">{word(cell.elsewhere ? 'elsewhere' : 'absent')}</span>;
    case 'nothing':
      return null;
    case 'null':
      return <span class="null">null</span>;
    case 'value':
      if (plain) return <Value value={cell.value} />;
      if (line.shape === 'list') return <span class="rows">{say(rowCount((cell.value as Json[]).length))}</span>;
      return line.difference ? (
        <span class="there" role="img" aria-label={word('there')}>
          ✓
        </span>
      ) : null;
  }
}

const COLOURS = new Set(['BLUE', 'YELLOW', 'RED']);

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/;
const IN_CHINA = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'short',
  timeStyle: 'short',
});

function Moment({ value }: { value: string }) {
  return (
    <time class="number" dateTime={value} title={value}>
      {IN_CHINA.format(new Date(value))}
    </time>
  );
}

function Value({ value }: { value: Json }) {
  if (typeof value === 'number') return <span class="number">{value.toLocaleString('en')}</span>;
  if (typeof value === 'string' && COLOURS.has(value)) {
    return (
      <span class="colour" data-colour={value}>
        {value}
      </span>
    );
  }
  if (typeof value === 'string' && MOMENT.test(value)) return <Moment value={value} />;
  if (typeof value === 'string') return <span class={/^[A-Z_]+$/.test(value) ? 'enum' : 'text'}>{value}</span>;
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return <span>{value.join(', ')}</span>;
  return <span class="text">{JSON.stringify(value)}</span>;
}
