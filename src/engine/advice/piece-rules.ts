import type { Advice } from '../../common/parameters/advice';
import type { Parameters } from '../../common/parameters/parameters';
import { between } from '../../common/traces/sample-ranges';
import { conversionFactor } from '../../common/traces/units';
import { excludedRanges } from '../detection/exclusion';
import type { RecordedTrace } from '../recordings/trace';
import { median, robustDeviation } from '../signal/statistics';
import type { Trace } from '../signal/trace';

/** Number of samples inspected, in pieces spread over the trace. */
const PIECES = 64;
const PIECE = 4096;
/** A saturated amplifier repeats its extreme value; this many times in a row count. */
const RUN = 8;
/** The baseline is compared between this many pieces at the start and as many at the end. */
const END_PIECES = 6;
/** A current drifts by at least this fraction of what it was, a voltage by this many mV, and both stand out of noise. */
const DRIFT_FRACTION = 0.2;
const DRIFT_MV = 5;
const DRIFT_NOISE_SD = 5;

/** Advice on the samples of a trace: saturation and drift. Excluded intervals are ignored. */
export function pieceAdvice(trace: RecordedTrace | Trace, parameters: Pick<Parameters, 'exclude'>): Advice[] {
  const pieces = inspectedPieces(trace, parameters);
  return [...saturationAdvice(pieces), ...driftAdvice(pieces, trace.unit)];
}

/** Samples of the trace in evenly spaced pieces, without those in excluded intervals. */
function inspectedPieces(
  trace: RecordedTrace | Trace,
  parameters: Pick<Parameters, 'exclude'>,
): Float64Array[] {
  const seen = between(excludedRanges(trace, parameters), trace.samples);
  const length = Math.min(PIECE, trace.samples);
  const pieces = Math.min(PIECES, Math.floor(trace.samples / Math.max(1, length)));
  return Array.from({ length: pieces }, (_, i) => {
    const from = Math.floor(((trace.samples - length) * i) / Math.max(1, pieces - 1));
    return { from, to: from + length };
  })
    .flatMap((piece) =>
      seen.map(({ from, to }) => ({ from: Math.max(from, piece.from), to: Math.min(to, piece.to) })),
    )
    .filter(({ from, to }) => from < to)
    .map(({ from, to }) => trace.read(from, to));
}

/** Whether the trace stays at its highest or lowest value for several samples in a row, in more than one place. */
function saturationAdvice(pieces: readonly Float64Array[]): Advice[] {
  let [lowest, highest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const values of pieces)
    for (const value of values) {
      if (value < lowest) lowest = value;
      if (value > highest) highest = value;
    }
  // A constant trace is not a saturated one.
  if (!(lowest < highest)) return [];
  const places = pieces.reduce((sum, values) => sum + runsAt(values, lowest, highest), 0);
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

/** Whether the baseline ends elsewhere than it began. Medians, so that events and steps do not count. */
function driftAdvice(pieces: readonly Float64Array[], unit: string): Advice[] {
  const finite = pieces.map((values) => values.filter(Number.isFinite)).filter(({ length }) => length > 0);
  const least = leastDrift(unit);
  if (finite.length < 2 * END_PIECES || least === undefined) return [];
  const levels = finite.map((values) => median(values));
  const ends = [levels.slice(0, END_PIECES), levels.slice(-END_PIECES)];
  const [first, last] = ends.map((some) => median(some));
  // Where the command steps, levels differ within either end as well.
  const noise = Math.max(median(finite.map(robustDeviation)), ...ends.map(robustDeviation));
  if (!(Math.abs(last - first) > Math.max(least(first), DRIFT_NOISE_SD * noise))) return [];
  const [from, to] = [first, last].map((level) => Number(level.toPrecision(3)));
  return [
    {
      code: 'drift',
      severity: 'warning',
      names: ['exclude', 'recording'],
      message: `The baseline changes from ${from} to ${to} ${unit} over the recording. Check access resistance and seal, and exclude the time that is lost with exclude.`,
    },
  ];
}

/** The least change of a baseline that is drift, in the unit of the trace; undefined for what no patch electrode records. */
function leastDrift(unit: string): ((level: number) => number) | undefined {
  const to_mV = conversionFactor(unit, 'mV');
  if (to_mV !== undefined) return () => DRIFT_MV / to_mV;
  if (conversionFactor(unit, 'pA') === undefined) return undefined;
  return (level) => DRIFT_FRACTION * Math.abs(level);
}
