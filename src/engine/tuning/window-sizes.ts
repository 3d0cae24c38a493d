import type { SizeScore, SizeScores } from '../../common/api/engine/window-sizes';
import { UserError } from '../../common/errors';
import { mainDirection } from '../../common/events/direction';
import {
  defaultParameters,
  PARAMETER_NAMES,
  PARAMETERS,
  type Parameters,
} from '../../common/parameters/parameters';
import type { Task } from '../../common/task';
import { merged, type SampleRange, samplesIn, touches } from '../../common/traces/sample-ranges';
import { cleanTraceOnDemand } from '../detection/clean-trace';
import { detect } from '../detection/detect';
import { excludedRanges } from '../detection/exclusion';
import type { DetectionModel } from '../detection/prediction';
import type { RecordedTrace } from '../recordings/trace';
import { compare, DEFAULT_TOLERANCE_S } from '../results/compare';
import { matchTimes } from '../results/match-times';
import { breathe } from '../scheduling/breathe';
import { type Trace, traceOf } from '../signal/trace';
import { spreadPlace } from './clear-events';
import { roundWindow } from './suggest';

/** Maximum duration of the inspected segments. */
const MOST_S = 20;
const MOST_EVENTS = 40;
const MOST_PLACES = 100;
const MOST_WINDOWS = 60_000;
/**
 * Margin around a clear event, in windows of the largest size; as much again is read beyond, so that all have
 * neighbours.
 */
const AROUND = 2;
/** Width of the kernel over sizes within which they count as similar, as a logarithm. */
const RESOLUTION = 0.22;
/** Width of the weight around the expected size, as a logarithm. */
const NEAR_EXPECTED = 0.6;
/** Differences of agreement up to this are insignificant. */
const ALIKE = 0.01;

/** A trace that is shorter than this many windows has no room to try a size in. */
export const WINDOWS_IN_TRACE = 6;

/** Window sizes to be tried. */
export interface SizeTrial {
  /** In samples, at least one. */
  sizes: readonly number[];
  /** Size suggested by the shape of the events. */
  expected: number;
  /** `convolve_win` for a size, where it is to change with it. */
  smoothingOf?: ((win_size: number) => number) | undefined;
}

/**
 * Tests window sizes on the clear events, and recommends one for the model. *Where.* Around clear events, which are
 * found by their steep rise, without any model: a few windows on either side, so that they include small events and
 * noise. All sizes are tested on the same segments, at most 20 s and 40 clear events, by the steps of a detection with
 * these parameters.
 *
 * *Why that is not circular.* The model's confidence is not used: with too short a window it is high for noise.
 * Agreement with other sizes is independent evidence, since they contain other parts of the trace; and the clear events
 * are found without the model. The result is the best size for this model, not the number of true events, which needs a
 * comparison with ground truth.
 *
 * @param clear samples of clear events, in the order of inspection
 * @throws UserError when there is no clear event to try them on, or model and parameters do not go together
 * @throws CancelledError
 */
export async function scoreSizes(
  trace: RecordedTrace | Trace,
  model: DetectionModel,
  parameters: Parameters,
  clear: readonly number[],
  { sizes, expected, smoothingOf }: SizeTrial,
  task: Task,
): Promise<SizeScores> {
  const ascending = [...new Set(sizes)].sort((a, b) => a - b);
  const stretches = stretchesAround(trace, parameters, clear, ascending);
  const inside = clear.filter((sample) => touches(stretches, sample, sample + 1)).sort((a, b) => a - b);
  if (inside.length === 0)
    throw new UserError(
      'There is no clear event to test window sizes on. Drag over one, away from trace edges and excluded intervals.',
    );
  const clean = cleanTraceOnDemand(trace, parameters);
  const found: SizeEvents[] = [];
  const windowsOf = (size: number) => Math.round((30 * samplesIn(stretches)) / size);
  const total = ascending.reduce((sum, size) => sum + windowsOf(size), 0);
  let done = 0;
  for (const win_size of ascending) {
    const advance = (share: number) =>
      task.report({
        phase: 'testing window sizes',
        done: done + Math.round(share * windowsOf(win_size)),
        total,
        unit: 'windows',
      });
    advance(0);
    const convolve_win = smoothingOf?.(win_size) ?? parameters.convolve_win;
    const p = { ...parameters, win_size, convolve_win };
    const events = await eventsIn(clean, stretches, model, p, task.signal, advance);
    done += windowsOf(win_size);
    found.push({ win_size, events });
  }
  const scores = withNeighbours(scoresOf(found, inside, expected, trace.rateHz));
  return {
    sizes: scores,
    best: bestOf(scores, expected),
    clear: inside.length,
    seconds: samplesIn(stretches) / trace.rateHz,
  };
}

/** Segments to inspect, sorted and non-overlapping. */
function stretchesAround(
  trace: RecordedTrace | Trace,
  parameters: Parameters,
  clear: readonly number[],
  sizes: readonly number[],
): SampleRange[] {
  const largest = sizes.at(-1)!;
  const excluded = excludedRanges(trace, parameters);
  const reach = AROUND * largest;
  const windowsPerSample = sizes.reduce((sum, size) => sum + 30 / size, 0);
  const most = Math.min(MOST_S * trace.rateHz, MOST_WINDOWS / windowsPerSample);
  let stretches: SampleRange[] = [];
  for (const sample of [...clear.slice(0, MOST_EVENTS), ...placesIn(trace.samples)]) {
    const from = Math.max(largest, Math.round(sample - reach));
    const to = Math.min(trace.samples - reach, Math.round(sample + reach));
    if (sample < from || sample >= to || touches(excluded, from - largest, to + reach)) continue;
    const more = merged([...stretches, { from, to }]);
    if (stretches.length > 0 && samplesIn(more) > most) break;
    stretches = more;
  }
  return stretches;
}

/** Samples spread evenly over a trace. */
function placesIn(samples: number): number[] {
  return Array.from({ length: MOST_PLACES }, (_, i) => Math.floor(samples * spreadPlace(i + 1)));
}

/** Events of the segments, each read with margins, so that none is at an end. */
async function eventsIn(
  trace: Trace,
  stretches: readonly SampleRange[],
  model: DetectionModel,
  parameters: Parameters,
  signal: AbortSignal,
  advance: (share: number) => void,
): Promise<{ sample: number; score: number }[]> {
  const p = {
    ...withoutFilters(parameters),
    event_direction: mainDirection(parameters),
    stride: null,
    adaptive_stride: true,
    prediction_method: 'exact',
  } as const;
  const margin = AROUND * parameters.win_size;
  const events: { sample: number; score: number }[] = [];
  const quiet = { signal, report: () => {} };
  for (const [i, { from, to }] of stretches.entries()) {
    const start = Math.max(0, from - margin);
    const values = trace.read(start, Math.min(trace.samples, to + margin));
    const piece = traceOf(values, trace.rateHz, trace.unit);
    const found = await detect(piece, model, p, quiet);
    for (const { location, score } of found.events) {
      const sample = start + location;
      if (sample >= from && sample < to) events.push({ sample, score });
    }
    advance((i + 1) / stretches.length);
    await breathe(quiet);
  }
  return events;
}

/** Events found with one size, in order. */
interface SizeEvents {
  win_size: number;
  events: readonly { sample: number; score: number }[];
}

function scoresOf(
  found: readonly SizeEvents[],
  clear: readonly number[],
  expected: number,
  rateHz: number,
): SizeScore[] {
  const seconds = (samples: readonly number[]) => Float64Array.from(samples, (sample) => sample / rateHz);
  const times = found.map(({ events }) => seconds(events.map(({ sample }) => sample)));
  return found.map(({ win_size, events }, i) => {
    const matches = matchTimes(times[i], seconds(clear), DEFAULT_TOLERANCE_S);
    const f1 = weightedMean(
      found.flatMap((other, j) => {
        const both = compare(times[i], times[j], DEFAULT_TOLERANCE_S);
        const weight = Math.exp(-((steps(other.win_size, expected) / NEAR_EXPECTED) ** 2) / 2);
        // Two sizes without events have no agreement.
        return i === j ? [] : [{ value: Number.isNaN(both.f1) ? 0 : both.f1, weight }];
      }),
    );
    return {
      win_size,
      found: matches.length,
      clear_score: matches.reduce((sum, { a }) => sum + events[a].score, 0) / clear.length,
      events: events.length,
      agreement: (f1 * matches.length) / clear.length,
    };
  });
}

/** 1 without parts: nothing disagrees. */
function weightedMean(parts: readonly { value: number; weight: number }[]): number {
  const total = parts.reduce((sum, { weight }) => sum + weight, 0);
  return total > 0 ? parts.reduce((sum, { value, weight }) => sum + value * weight, 0) / total : 1;
}

/** The scores with agreements averaged with those of neighbouring sizes, since one size can agree by chance. */
function withNeighbours(scores: readonly SizeScore[]): SizeScore[] {
  return scores.map((score) => ({
    ...score,
    agreement: weightedMean(
      scores.map((other) => ({
        value: other.agreement,
        weight: Math.exp(-((steps(other.win_size, score.win_size) / RESOLUTION) ** 2) / 2),
      })),
    ),
  }));
}

/** The size closest to the expected one, among those whose agreement is within {@link ALIKE} of the highest. */
function bestOf(scores: readonly SizeScore[], expected: number): number | null {
  if (scores.every(({ found }) => found === 0)) return null;
  const highest = Math.max(...scores.map(({ agreement }) => agreement));
  return scores
    .filter(({ agreement }) => agreement >= highest - ALIKE)
    .map(({ win_size }) => win_size)
    .reduce((a, b) => (steps(a, expected) <= steps(b, expected) ? a : b));
}

/** Distance between two sizes on a logarithmic scale. */
function steps(a: number, b: number): number {
  return Math.abs(Math.log(a / b));
}

/** Ratio of successive candidates. */
const RATIO = 1.3;
/** Number of candidates on either side of the middle. */
const STEPS = 4;
/** Sizes closer than this are equivalent. */
const SAME = 1.06;

/**
 * Candidate window sizes: nine around a middle, each 1.3 times the previous one, and the given ones.
 *
 * @param middle the size to search around, in samples
 * @param given sizes to include unchanged
 * @param most maximum size
 * @returns ascending
 */
export function candidateSizes(middle: number, given: readonly number[], most: number): number[] {
  const kept = given.filter((size) => size <= most);
  for (let step = -STEPS; step <= STEPS; step++) {
    const size = roundWindow(middle * RATIO ** step);
    const isNew = kept.every((other) => Math.max(other / size, size / other) > SAME);
    if (isNew && size <= most) kept.push(size);
  }
  return [...new Set(kept)].sort((a, b) => a - b);
}

/** Parameters for segments of a trace that are already filtered and have no excluded intervals. */
function withoutFilters(parameters: Parameters): Parameters {
  const fresh = defaultParameters();
  const filters = PARAMETER_NAMES.filter((name) => PARAMETERS[name].group === 'filters');
  return {
    ...parameters,
    ...Object.fromEntries(filters.map((name) => [name, fresh[name]])),
    exclude: null,
  };
}
