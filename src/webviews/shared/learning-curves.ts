import type { ChartConfiguration } from 'chart.js';
import type { EpochRecord } from '../../common/epoch-record';
import { fixed } from '../../common/text/numbers';
import { axis, lineDataset, type Point, stillChart } from './chart';
import type { Theme } from './theme';

/** The epoch whose weights are kept: the lowest validation loss. */
export function bestOf(history: readonly EpochRecord[]): EpochRecord | undefined {
  return history.reduce<EpochRecord | undefined>(
    (best, record) => (best && best.validation_loss <= record.validation_loss ? best : record),
    undefined,
  );
}

/** Of a cross-validation the epochs of one fold. */
export function ofFold(history: readonly EpochRecord[], fold: number | undefined): readonly EpochRecord[] {
  return history.filter((record) => record.fold === fold);
}

/**
 * Loss or accuracy over the epochs, training and validation.
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
    shown.map((record) => ({ x: record.epoch, y: record[name] }));
  const values = shown.flatMap((record) => [record[which], record[`validation_${which}`]]);
  const highest = which === 'accuracy' ? 1 : Math.max(0.1, ...values) * 1.05;
  const lowest = which === 'accuracy' ? Math.min(0.5, ...values) : 0;
  const best = bestOf(shown);
  const mark: Point[] = best ? [{ x: best.epoch, y: best[`validation_${which}`] }] : [];
  // Early on, a hundred empty epochs to come would squeeze what there is.
  const last = Math.max(10, Math.min(epochs, Math.ceil((shown.at(-1)?.epoch ?? 0) * 1.25)));
  return {
    type: 'line',
    data: {
      datasets: [
        lineDataset(line(which), theme.filtered, { width: 1.5 }),
        { ...lineDataset(line(`validation_${which}`), theme.event, { width: 1.5 }), borderDash: [5, 3] },
        { ...lineDataset(mark, theme.event), pointRadius: 4, pointBackgroundColor: theme.event },
      ],
    },
    options: {
      ...stillChart,
      scales: {
        x: axis({ min: 0, max: last, most: 6, theme, title: 'epoch' }),
        y: axis({ min: lowest, max: highest, most: 5, theme }),
      },
    },
  };
}

/** The last point of a learning curve, in words. */
export function curveText(history: readonly EpochRecord[], which: 'loss' | 'accuracy'): string {
  const last = history.at(-1);
  if (!last) return `${which}: no epoch yet`;
  return `${which} after epoch ${last.epoch}: ${fixed(last[which], 4)} while training, ${fixed(last[`validation_${which}`], 4)} in validation`;
}

export interface UnitCurve {
  points: readonly Point[];
  /** What says nothing: chance, or perfect calibration. */
  reference?: readonly Point[];
  /** Where the model's threshold lies on it. */
  mark?: Point;
  /** Each point is one of a few that were measured. */
  dots?: boolean;
  titles: { x: string; y: string };
}

/** A curve in the unit square: ROC, precision over recall, calibration. */
export function unitCurve(
  { points, reference = [], mark, dots = false, titles }: UnitCurve,
  theme: Theme,
): ChartConfiguration<'line'> {
  // Much of such a curve runs along the border, where it would be cut in half.
  const whole = { clip: 4 };
  return {
    type: 'line',
    data: {
      datasets: [
        {
          ...lineDataset([...points], theme.filtered, { width: 1.5 }),
          ...whole,
          pointRadius: dots ? 3 : 0,
          pointBackgroundColor: theme.filtered,
        },
        { ...lineDataset([...reference], theme.faint), borderDash: [3, 3] },
        {
          ...lineDataset(mark ? [mark] : [], theme.event),
          ...whole,
          // Over the curve.
          order: -1,
          pointRadius: 4,
          pointBackgroundColor: theme.event,
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
