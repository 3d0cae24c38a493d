import type { Detection } from '../../common/events/detection';
import { between, merged, type SampleRange, samplesIn } from '../../common/traces/sample-ranges';
import type { Warning } from '../../common/warning';
import { median, robustDeviation, withoutNaN } from '../signal/statistics';
import type { Trace } from '../signal/trace';

/** Inspected pieces, spread over the trace, and the length of each in seconds. */
const PIECES = 24;
const PIECE_S = 0.5;

/** Noise that changes by this factor is named. */
const NOISE_CHANGE = 1.5;
/** Frequencies of the two halves differ if they do by this factor, and by this many standard errors. */
const RATE_CHANGE = 2;
const RATE_CHANGE_SE = 4;

/** What a detection's trace is like. */
export interface TraceQuality {
  /** Robust standard deviation in pieces of half a second, their median; NaN for an empty trace. */
  noise_sd: number;
  /** Median: the holding current, or the membrane potential. */
  holding: number;
  warnings: Warning[];
}

/**
 * Noise and baseline of a trace, and warnings where its noise or the frequency of its events changes; the rules of
 * {@link import('./advise').advised} name the rest, such as a drift.
 */
export function traceQuality(trace: Trace, detection: Detection): TraceQuality {
  const looked = lookedAt(detection);
  const pieces = piecesOf(trace, looked);
  const noise_sd = median(pieces.map(({ noise }) => noise));
  const holding = median(pieces.map(({ centre }) => centre));
  const warnings = [...noiseWarning(pieces), ...rateWarning(detection, looked)];
  return { noise_sd, holding, warnings };
}

interface Piece {
  centre: number;
  noise: number;
}

/** The samples in which events were searched. */
function lookedAt({ samples, excluded, missing }: Detection): SampleRange[] {
  return between(merged([...excluded, ...missing]), samples);
}

function piecesOf(trace: Trace, looked: readonly SampleRange[]): Piece[] {
  const total = samplesIn(looked);
  const length = Math.max(1, Math.min(Math.round(PIECE_S * trace.rateHz), Math.floor(total / PIECES)));
  return Array.from({ length: total < PIECES ? 0 : PIECES }, (_, i) =>
    placed(looked, Math.floor(((total - length) * i) / (PIECES - 1))),
  ).flatMap(([from, end]) => {
    const values = withoutNaN(trace.read(from, Math.min(from + length, end)));
    if (values.length === 0) return [];
    return [{ centre: median(values), noise: robustDeviation(values) }];
  });
}

/** The position of a sample of the ranges laid end to end, and the end of its range. */
function placed(ranges: readonly SampleRange[], sample: number): [from: number, end: number] {
  let left = sample;
  for (const { from, to } of ranges) {
    if (left < to - from) return [from + left, to];
    left -= to - from;
  }
  throw new RangeError(`sample ${sample} beyond the ranges`);
}

/** First and last quarter of the pieces. */
function ends(pieces: readonly Piece[]): [first: readonly Piece[], last: readonly Piece[]] {
  const quarter = Math.ceil(pieces.length / 4);
  return [pieces.slice(0, quarter), pieces.slice(-quarter)];
}

function noiseWarning(pieces: readonly Piece[]): Warning[] {
  const [first, last] = ends(pieces).map((some) => median(some.map(({ noise }) => noise)));
  if (!(first > 0 && last > 0 && Math.max(first / last, last / first) > NOISE_CHANGE)) return [];
  const factor = Number(Math.max(first / last, last / first).toPrecision(2));
  return [
    {
      code: 'noise-change',
      message: `The noise ${last > first ? 'grows' : 'falls'} by a factor of ${factor} within the recording, so small events are detected unequally. Exclude the noisy part with exclude.`,
    },
  ];
}

/** Compares the two halves of the time looked at. */
function rateWarning({ events }: Detection, looked: readonly SampleRange[]): Warning[] {
  const total = samplesIn(looked);
  if (total < 2) return [];
  const [middle] = placed(looked, Math.floor(total / 2));
  const counted = events.filter(({ border }) => !border);
  const first = counted.filter(({ location }) => location < middle).length;
  const second = counted.length - first;
  const difference = Math.abs(first - second);
  const factor = Math.max(first, second) / Math.max(1, Math.min(first, second));
  if (difference <= RATE_CHANGE_SE * Math.sqrt(first + second) || factor <= RATE_CHANGE) return [];
  return [
    {
      code: 'rate-change',
      message: `${first} events lie in the first half of the time and ${second} in the second. Look at the recording; one frequency may not describe it.`,
    },
  ];
}
