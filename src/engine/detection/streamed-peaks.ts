import type { Task } from '../../common/task';
import { breathe } from '../scheduling/breathe';
import type { Trace } from '../signal/trace';
import { PeakScanner, type ScannedPeaks } from './peak-scanner';

/** A signal that is read segment by segment. */
export type Samples = Pick<Trace, 'samples' | 'read'>;

const BLOCK = 1 << 18;

/**
 * Streaming version of scipy.signal.find_peaks(height, prominence = 0): the same peaks and prominences, in order, from
 * one pass in blocks over a signal of any length.
 *
 * @throws CancelledError
 */
export async function streamedPeaks(signal: Samples, height: number, task: Task): Promise<ScannedPeaks> {
  const scanner = new PeakScanner(height);
  for (let start = 0; start < signal.samples; start += BLOCK) {
    scanner.scan(signal.read(start, Math.min(signal.samples, start + BLOCK)));
    await breathe(task);
  }
  return scanner.finish();
}

/** Samples `from` ≤ i < `to` of a signal as a signal of their own. */
export function part(signal: Samples, from: number, to: number): Samples {
  return { samples: to - from, read: (first, end) => signal.read(from + first, from + end) };
}

/**
 * Crossings of a level on either side of a peak, interpolated between samples, as in scipy.signal.peak_widths; the ends
 * of the signal without a crossing.
 */
export function crossings(signal: Samples, peak: number, level: number): { left: number; right: number } {
  return { left: crossing(signal, peak, level, -1), right: crossing(signal, peak, level, 1) };
}

/** Number of samples read at a time towards a crossing; a few peaks of a prediction fit in. */
const STEP = 1024;

function crossing(signal: Samples, peak: number, level: number, direction: 1 | -1): number {
  let inner = Number.NaN;
  for (let at = peak; at >= 0 && at < signal.samples; at += direction * STEP) {
    const from = Math.max(0, direction > 0 ? at : at - STEP + 1);
    const values = signal.read(from, Math.min(signal.samples, direction > 0 ? at + STEP : at + 1));
    for (let i = at - from; i >= 0 && i < values.length; i += direction) {
      const value = values[i];
      if (value < level) return from + i - (direction * (level - value)) / (inner - value);
      if (value === level) return from + i;
      inner = value;
    }
  }
  return direction > 0 ? signal.samples - 1 : 0;
}
