import { useLayoutEffect, useRef } from 'preact/hooks';
import type { FilterPreview, FilterStrength } from '../../../common/api/engine/previews';
import { duration } from '../../../common/text/duration';
import { count, fixed, significant, withUnit } from '../../../common/text/numbers';
import { Button } from '../../shared/controls';
import { createCanvas } from '../../shared/drawing/canvas';
import { type Theme, useTheme } from '../../shared/theme';
import { useSize } from '../../shared/use-size';
import { type Cell, drawCell } from './strength-cell';
import { type Strength, strengthText } from './strengths';

export interface StrengthGridProps {
  /** Strengths from less to more. */
  strengths: readonly Strength[];
  preview: FilterPreview;
  rate_hz: number;
  unit: string;
  direction: 'negative' | 'positive';
  onTake(strength: Strength): void;
}

/** One column per strength, one row per event: the same events side by side. */
export function StrengthGrid(grid: StrengthGridProps) {
  const { strengths, preview, rate_hz, direction } = grid;
  const theme = useTheme();
  return (
    <div class="strengths">
      {strengths.map((strength, column) => (
        <Head key={strength.label} grid={grid} strength={strength} found={preview.strengths[column]} />
      ))}
      {preview.excerpts.flatMap((_, row) => {
        const time = `${fixed(preview.around[row] / rate_hz, 3)} s`;
        return cellsOf(grid, row).map((cell, column) => (
          <CellPicture
            key={`${row} ${strengths[column].label}`}
            cell={cell}
            name={strengths[column].label}
            time={time}
            low={direction === 'negative'}
            theme={theme}
          />
        ));
      })}
    </div>
  );
}

/** The cells of an event, on common scales. */
function cellsOf({ preview, direction }: StrengthGridProps, row: number): Cell[] {
  const { from, to, raw } = preview.excerpts[row];
  const gradients = preview.strengths.map(({ excerpts, threshold }) =>
    extremes([...excerpts[row].gradient.y, threshold * 1.2]),
  );
  const gradientRange = [
    Math.min(...gradients.map(([low]) => low)),
    Math.max(...gradients.map(([, high]) => high)),
  ] as const;
  const range = extremes(raw.y);
  return preview.strengths.map(({ excerpts, threshold, events }) => ({
    from,
    to,
    raw,
    filtered: excerpts[row].filtered,
    gradient: excerpts[row].gradient,
    threshold,
    events: events.filter(({ peak }) => peak >= from && peak < to),
    range,
    gradientRange,
    away: direction === 'negative' ? 1 : -1,
  }));
}

interface CellPictureProps {
  cell: Cell;
  name: string;
  time: string;
  /** Whether the time is below the trace, where a negative event leaves room. */
  low: boolean;
  theme: Theme;
}

function CellPicture({ cell, name, time, low, theme }: CellPictureProps) {
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const { width, height } = useSize(box);
  useLayoutEffect(() => {
    const drawing = width > 0 && height > 0 && createCanvas(canvas.current!).begin();
    if (drawing) drawCell(drawing.context, drawing.width, drawing.height, cell, theme);
  });
  const overlapping = cell.events.some(({ overlaps }) => overlaps) ? ', overlapping' : '';
  return (
    <div
      ref={box}
      class="strength-cell"
      role="img"
      title={time}
      aria-label={`${name}, around ${time}: ${count(cell.events.length, 'event')}${overlapping}.`}
    >
      <canvas ref={canvas} />
      <span class={`strength-time${low ? ' low' : ''}`} aria-hidden="true">
        {time}
      </span>
    </div>
  );
}

interface HeadProps {
  grid: StrengthGridProps;
  strength: Strength;
  found: FilterStrength;
}

/** A strength, its result, and the button that chooses it. */
function Head({ grid: { rate_hz, unit, onTake }, strength, found }: HeadProps) {
  const { smoothing, events, threshold } = found;
  const yours = strength.label === 'Current';
  const overlapping = events.filter(({ overlaps }) => overlaps).length;
  const text = strengthText(smoothing, rate_hz);
  return (
    <div class={`strength-head${yours ? ' yours' : ''}`}>
      <h2>
        <b>{strength.label}</b>
        <span>{text}</span>
      </h2>
      <p>{`${count(events.length, 'event')}, ${fixed(overlapping, 0)} overlapping`}</p>
      <p>
        {`Gradient over ${duration(smoothing.gradient_convolve_win / rate_hz)}, threshold ${withUnit(significant(threshold), `${unit}/s`)}`}
      </p>
      {!yours && <TakeButton text={text} onTake={() => onTake(strength)} />}
    </div>
  );
}

function TakeButton({ text, onTake }: { text: string; onTake(): void }) {
  return <Button label="Use This" name={`Use This: ${text}`} look="secondary" onClick={onTake} />;
}

function extremes(values: Iterable<number>): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? [low, high] : [-1, 1];
}
