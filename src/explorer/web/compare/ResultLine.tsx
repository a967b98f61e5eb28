import type { Reply } from './ask.js';
import type { Cell } from './difference/difference.js';
import { tally } from './difference/tally.js';
import { ResultCell } from './ResultCell.js';
import { sameValues } from './sameValues.js';
import type { VisibleLine } from './visibleLines.js';
import { KINDS, useWords } from './words.js';

interface ResultLineProps {
  visible: VisibleLine;
  replies: (Reply | undefined)[];
  current: boolean;
  onToggle: (path: string) => void;
}

export function ResultLine({ visible, replies, current, onToggle }: ResultLineProps) {
  const { line, leaf, depth, difference, path } = visible;
  const cells = line.cells.map((cell, index): Cell => (leaf && cell.state === 'value' ? leaf.cells[index]! : cell));
  const marks = difference === 'value' ? sameValues(cells) : [];
  const most = difference === 'count' ? Math.max(...cells.map(numberIn)) : 0;
  return (
    <tr
      class={`line ${line.shape}`}
      data-path={path}
      data-difference={difference ?? undefined}
      aria-current={current || undefined}
      style={{ '--depth': depth }}
    >
      <Label visible={visible} onToggle={onToggle} />
      {cells.map((cell, index) => (
        <ResultCell
          key={index}
          cell={cell}
          line={line}
          plain={leaf !== null || line.shape === 'leaf'}
          mark={marks[index]}
          share={most > 0 ? numberIn(cell) / most : undefined}
          error={replies[index]?.errors.find((each) => each.path?.join('.') === line.path)?.extensions?.code}
        />
      ))}
    </tr>
  );
}

function Label({ visible, onToggle }: Pick<ResultLineProps, 'visible' | 'onToggle'>) {
  const { line, leaf, difference, open } = visible;
  const { word, say } = useWords();
  const folded = open === false ? Object.values(tally(line.children)).reduce((sum, each) => sum + each, 0) : 0;
  return (
    <th scope="row">
      <span class="label">
        {open !== null && (
          <button
            type="button"
            class="fold"
            aria-expanded={open}
            aria-label={`${word(open ? 'fold' : 'unfold')}: ${line.label}`}
            onClick={() => onToggle(line.path)}
          >
            {open ? '▾' : '▸'}
          </button>
        )}
        <span class="field">
          {line.label}
          {leaf && (
            <>
              {' '}
              <small>{leaf.label}</small>
            </>
          )}
        </span>
        {folded > 0 && <span class="folded">+{folded}</span>}
        {difference && (
          <span class="kind" data-kind={difference}>
            <span aria-hidden="true">{KINDS[difference].sign}</span> {say(KINDS[difference].name)}
          </span>
        )}
      </span>
    </th>
  );
}

function numberIn(cell: Cell): number {
  return cell.state === 'value' && typeof cell.value === 'number' ? cell.value : 0;
}
