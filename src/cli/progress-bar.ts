import type { WriteStream } from 'node:tty';
import { createRateEstimator } from '../common/rate-estimator';
import type { Progress } from '../common/task';
import { timeLeft } from '../common/text/duration';
import { fixed } from '../common/text/numbers';

export interface ProgressBar {
  report(progress: Progress): void;
  /** Erases the bar so that a line can be written; the next report draws it again. */
  clear(): void;
}

const REDRAW_MS = 80;
const CELLS = 24;

/**
 * Progress bar on one line of a terminal. Writes nothing if the stream is not a terminal. `now` is in ms, monotonic.
 */
export function progressBar(stream: WriteStream, now: () => number = () => performance.now()): ProgressBar {
  if (!stream.isTTY) return { report: () => {}, clear: () => {} };
  const pace = createRateEstimator(now);
  let drawn = false;
  let last = Number.NEGATIVE_INFINITY;
  let phase: string | undefined;
  return {
    report(progress) {
      const { perSecond, secondsLeft } = pace(progress);
      const time = now();
      if (time - last < REDRAW_MS && progress.phase === phase && progress.done < progress.total) return;
      last = time;
      phase = progress.phase;
      drawn = true;
      stream.write(`\r\x1b[2K${line(progress, perSecond, secondsLeft).slice(0, widthOf(stream))}`);
    },
    clear() {
      if (drawn) stream.write('\r\x1b[2K');
      drawn = false;
    },
  };
}

function line(
  { phase, done, total, unit }: Progress,
  perSecond: number | undefined,
  secondsLeft: number | undefined,
): string {
  const share = total > 0 ? Math.min(1, done / total) : 0;
  const filled = Math.round(share * CELLS);
  const parts = [
    `${phase} ${'█'.repeat(filled)}${'░'.repeat(CELLS - filled)} ${Math.floor(share * 100)} %`,
    perSecond === undefined ? undefined : rate(perSecond, unit),
    secondsLeft === undefined ? undefined : `${timeLeft(secondsLeft)} left`,
  ];
  return parts.filter((part) => part !== undefined).join(' · ');
}

function rate(perSecond: number, unit: string): string {
  if (perSecond < 1) return `${fixed(1 / perSecond, 1)} s each`;
  return `${fixed(perSecond, perSecond < 10 ? 1 : 0)} ${unit}/s`;
}

/** One less than the terminal's columns, so that the line does not wrap. Some terminals report none. */
function widthOf({ columns }: WriteStream): number {
  return (columns > 0 ? columns : 80) - 1;
}
