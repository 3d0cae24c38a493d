import type { Advice } from '../../common/parameters/advice';
import type { Trace } from '../signal/trace';

/** Number of samples inspected, in pieces spread over the trace. */
const PIECES = 64;
const PIECE = 4096;
/** A saturated amplifier repeats its extreme value; this many times in a row count. */
const RUN = 8;

/** Whether the trace stays at its highest or lowest value for several samples in a row, in more than one place. */
export function saturationAdvice(trace: Trace): Advice[] {
  const length = Math.min(PIECE, trace.samples);
  const pieces = Math.min(PIECES, Math.floor(trace.samples / Math.max(1, length)));
  const read = Array.from({ length: pieces }, (_, i) => {
    const from = Math.floor(((trace.samples - length) * i) / Math.max(1, pieces - 1));
    return trace.read(from, from + length);
  });
  let [lowest, highest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const values of read)
    for (const value of values) {
      if (value < lowest) lowest = value;
      if (value > highest) highest = value;
    }
  // A constant trace is not a saturated one.
  if (!(lowest < highest)) return [];
  const places = read.reduce((sum, values) => sum + runsAt(values, lowest, highest), 0);
  if (places < 2) return [];
  return [
    {
      code: 'saturation',
      severity: 'warning',
      names: ['exclude', 'recording'],
      message:
        'The trace stays at its highest or lowest value in several places, as if the amplifier saturated. Amplitudes there are clipped. Exclude these intervals with exclude.',
    },
  ];
}

function runsAt(values: Float64Array, lowest: number, highest: number): number {
  let runs = 0;
  let length = 0;
  for (const value of values) {
    length = value === lowest || value === highest ? length + 1 : 0;
    if (length === RUN) runs++;
  }
  return runs;
}
