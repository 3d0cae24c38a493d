import { useEffect, useRef } from 'preact/hooks';
import type { Mistake } from '../../../common/api/engine/training';
import { count, probability } from '../../../common/text/numbers';
import { createCanvas } from '../../shared/drawing/canvas';
import { readColours } from '../../shared/drawing/colours';
import { drawThumbnail } from '../../shared/drawing/thumbnail';
import { useTheme } from '../../shared/theme';
import type { Report } from '../verdict';

interface MistakesProps {
  report: Report;
  samples: readonly (Float32Array | null)[] | null;
  open(index: number): void;
}

/** Thumbnails of misclassified windows, the most confident errors first; a click opens one for scoring. */
export function Mistakes({ report: { mistakes }, samples, open }: MistakesProps) {
  if (mistakes.length === 0)
    return (
      <div class="mistakes">
        <h2>Misclassified windows</h2>
        <p>No windows are misclassified.</p>
      </div>
    );
  const shown = mistakes.slice(0, MOST_MISTAKES);
  const first = mistakes.length > shown.length ? `, the first ${shown.length} of them shown` : '';
  return (
    <div class="mistakes">
      <h2>Misclassified windows</h2>
      <p class="faint">
        {count(mistakes.length, 'window')}, worst first{first}. Click one to check its score.
      </p>
      <ul>
        {shown.map((mistake, i) => (
          <li key={i}>
            <MistakeButton mistake={mistake} samples={samples?.[i] ?? null} open={() => open(i)} />
          </li>
        ))}
      </ul>
    </div>
  );
}

interface ButtonProps {
  mistake: Mistake;
  samples: Float32Array | null;
  open(): void;
}

function MistakeButton({ mistake, samples, open }: ButtonProps) {
  const ref = useRef<HTMLCanvasElement>(null);
  // Drawn again when it changes.
  useTheme();
  useEffect(() => {
    if (!ref.current) return;
    const begun = createCanvas(ref.current).begin();
    if (!begun) return;
    const { context, width, height } = begun;
    const thumbnail = {
      samples: samples ?? undefined,
      score: mistake.score,
      bookmarked: false,
      selected: false,
      current: false,
      scale: null,
      caption: `p ${probability(mistake.probability)}`,
    };
    drawThumbnail(context, thumbnail, { x: 0, y: 0, width, height }, readColours());
  });
  const text = mistakeText(mistake);
  return (
    <button type="button" class="mistake" title={text} aria-label={text} onClick={open}>
      <canvas ref={ref} />
    </button>
  );
}

/** Maximum number of displayed mistakes; the most confident come first. */
export const MOST_MISTAKES = 60;

/** The window, its score and the model's probability. */
function mistakeText({ file, row, score, probability: p }: Mistake): string {
  return `${file.split(/[\\/]/).at(-1)}, window ${row + 1}: scored ${score}, p ${probability(p)}`;
}
