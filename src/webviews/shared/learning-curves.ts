import type { ChartConfiguration } from 'chart.js';
import type { EpochRecord } from '../../common/epoch-record';
import { amount, fixed } from '../../common/text/numbers';
import { axis, lineDataset, type Point, stillChart } from './chart';
import { namedLines } from './named-lines';
import type { Theme } from './theme';

/** Lower bound of drawn losses. */
const SMALLEST_LOSS = 1e-6;

/** The epoch whose weights are kept: the lowest validation loss. */
export function bestOf(history: readonly EpochRecord[]): EpochRecord | undefined {
  return history.reduce<EpochRecord | undefined>(
    (best, record) => (best && best.validation_loss <= record.validation_loss ? best : record),
    undefined,
  );
}

/** The epochs of one fold in a cross-validation. */
export function ofFold(history: readonly EpochRecord[], fold: number | undefined): readonly EpochRecord[] {
  return history.filter((record) => record.fold === fold);
}

/**
 * Loss (on a logarithmic axis) or accuracy over the epochs; validation, which determines the best epoch, is emphasised
 * over training.
 *
 * @param shown the epochs of one fold
 */
export function curve(
  shown: readonly EpochRecord[],
  epochs: number,
  which: 'loss' | 'accuracy',
  theme: Theme,
): ChartConfiguration<'line'> {
  const line = (name: 'loss' | 'accuracy' | 'validation_loss' | 'validation_accuracy'): Point[] =>
    shown.map((record) => ({ x: record.epoch, y: heightOf(record[name], which) }));
  const best = bestOf(shown);
  const mark = best ? [{ x: best.epoch, y: heightOf(best[`validation_${which}`], which) }] : [];
  // Early in a training, the full axis would compress the existing epochs.
  const last = Math.max(10, Math.min(epochs, Math.ceil((shown.at(-1)?.epoch ?? 0) * 1.25)));
  const values = shown.flatMap((record) => [record[which], record[`validation_${which}`]]);
  return {
    type: 'line',
    data: {
      datasets: [
        { ...lineDataset(line(which), theme.rawFar, { width: 1.5 }), label: 'training' },
        { ...lineDataset(line(`validation_${which}`), theme.filtered, { width: 2 }), label: 'validation' },
        { ...lineDataset(mark, theme.filtered), pointRadius: 4, pointBackgroundColor: theme.filtered },
      ],
    },
    options: {
      ...stillChart,
      layout: { padding: { right: last > (shown.at(-1)?.epoch ?? 0) * 1.2 ? 8 : 64 } },
      scales: {
        x: { ...axis({ min: 0, max: last, most: 6, theme, unit: 'epochs', grid: false }) },
        y: which === 'loss' ? lossAxis(values, theme) : accuracyAxis(values, theme),
      },
    },
    plugins: [namedLines(theme)],
  };
}

/** Losses are drawn on a logarithmic scale. */
function heightOf(value: number, which: 'loss' | 'accuracy'): number {
  return which === 'loss' ? Math.log10(Math.max(value, SMALLEST_LOSS)) : value;
}

function accuracyAxis(values: readonly number[], theme: Theme) {
  const lowest = Math.floor(10 * Math.min(0.9, ...values)) / 10;
  return axis({ min: lowest, max: 1, most: 5, theme });
}

/** Multiples of powers of ten that get a tick, the coarsest first: the first that give at least two are taken. */
const FACTORS = [
  [1, 2, 5],
  [1, 1.5, 2, 3, 4, 5, 6, 8],
  Array.from({ length: 90 }, (_, i) => 1 + i / 10),
] as const;
const FEWEST_TICKS = 2;

/** Round losses on a logarithmic axis between two decadic logarithms. */
export function lossTicks(low: number, high: number): number[] {
  const exponents = Array.from(
    { length: 2 - Math.floor(low) + Math.ceil(high) },
    (_, i) => Math.floor(low) + i,
  );
  const ticksAt = (factors: readonly number[]) =>
    exponents
      .flatMap((exponent) => factors.map((factor) => Number(`${factor}e${exponent}`)))
      .filter((loss) => Math.log10(loss) >= low && Math.log10(loss) <= high);
  const [coarse, fine, finest] = FACTORS;
  return (
    [coarse, fine].map(ticksAt).find((found) => found.length >= FEWEST_TICKS) ?? ticksAt(finest).slice(0, 10)
  );
}

function lossAxis(losses: readonly number[], theme: Theme) {
  const heights = losses.length > 0 ? losses.map((value) => heightOf(value, 'loss')) : [-1, 0];
  const [low, high] = [Math.min(...heights) - 0.05, Math.max(...heights) + 0.05];
  const values = lossTicks(low, high).map((loss) => Math.log10(loss));
  const linear = axis({ min: low, max: high, most: 5, theme, values });
  const callback = (height: number | string) => amount(10 ** Number(height));
  return { ...linear, ticks: { ...linear.ticks, callback } };
}

/** Text of the last point of a learning curve. */
export function curveText(history: readonly EpochRecord[], which: 'loss' | 'accuracy'): string {
  const last = history.at(-1);
  if (!last) return `${which}: no epoch yet`;
  return `${which} after epoch ${last.epoch}: ${fixed(last[which], 4)} while training, ${fixed(last[`validation_${which}`], 4)} in validation`;
}

export interface UnitCurve {
  points: readonly Point[];
  /** Reference line: chance, or perfect calibration. */
  reference?: readonly Point[];
  /** Mark at the model's threshold. */
  mark?: Point;
  /** Number of windows per point: unconnected dots, larger for more. */
  windows?: readonly number[];
  titles: { x: string; y: string };
}

/** A curve in the unit square: ROC, precision over recall, calibration. */
export function unitCurve(
  { points, reference = [], mark, windows, titles }: UnitCurve,
  theme: Theme,
): ChartConfiguration<'line'> {
  // Not clipped, since much of such a curve runs along the edge.
  const whole = { clip: 12 };
  const most = Math.max(1, ...(windows ?? []));
  return {
    type: 'line',
    data: {
      datasets: [
        {
          ...lineDataset([...points], theme.model, { width: 1.5 }),
          ...whole,
          showLine: windows === undefined,
          pointRadius: windows ? windows.map((n) => 2 + 8 * Math.sqrt(n / most)) : 0,
          pointBackgroundColor: theme.model,
        },
        { ...lineDataset([...reference], theme.faint), borderDash: [3, 3] },
        {
          ...lineDataset(mark ? [mark] : [], theme.foreground),
          ...whole,
          // Drawn over the curve.
          order: -1,
          pointRadius: 4,
          pointBackgroundColor: theme.foreground,
        },
      ],
    },
    options: {
      ...stillChart,
      scales: {
        x: axis({ min: 0, max: 1, most: 5, theme, title: titles.x }),
        y: axis({ min: 0, max: 1, most: 5, theme, title: titles.y }),
      },
    },
  };
}
