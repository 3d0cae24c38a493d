import { DEFAULT_TOLERANCE_S } from '../analysis/compare';
import { matchTimes } from '../analysis/match-times';
import { detect } from '../detection/detect';
import { excludedStretches } from '../detection/exclusion';
import type { DetectionModel } from '../detection/prediction';
import { merged, type Stretch, samplesIn, touches } from '../detection/stretch';
import { UserError } from '../errors';
import type { Parameters } from '../parameters/parameters';
import { type RecordedTrace, type Trace, traceOf } from '../recordings/trace';
import { median } from '../signal/statistics';
import { breathe, type Task } from '../task';
import { cleanTrace, withoutFilters } from './clean-trace';

/** How well the model gets on with a window size. */
export interface SizeScore {
  win_size: number;
  /** Clear events that were found. */
  found: number;
  /** Mean probability at the clear events; one that was not found counts as 0. */
  clear_score: number;
  /** All events that were found, and the median of their probabilities; NaN without. */
  events: number;
  median_score: number;
  /** Events that are right minus events that are wrong, as far as the model can tell; see {@link scoreSizes}. */
  merit: number;
}

export interface SizeScores {
  /** By size, ascending. */
  sizes: SizeScore[];
  /** The size to take, null where no size finds a clear event. */
  best: number | null;
  /** Clear events in what was looked at, and how long that is. */
  clear: number;
  seconds: number;
}

/** What is looked at is no more than this. */
const MOST_S = 20;
const MOST_EVENTS = 40;
const MOST_WINDOWS = 60_000;
/** Around a clear event, in windows of the largest size; as much again is read beyond, so that all have neighbours. */
const AROUND = 2;
/** Sizes within about this ratio of each other say the same. */
const RESOLUTION = 1.25;
/** Merits that differ by no more than this share are alike. */
const ALIKE = 0.03;

/**
 * Tries window sizes on the events at hand, and says which one suits the model.
 *
 * *Where.* Around clear events, which are found by their steep rise, without any model: a few windows on either
 * side, so that there are small events and silence in it too. All sizes see the same stretches, 20 s and 40 clear
 * events at most, and each of them is detected in just as a detection with these parameters would.
 *
 * *How.* Two things make a size good: the model is sure of what it finds, and it finds much. Neither will do alone:
 * too short a window sees the noise as events and is never sure, too long a one is very sure of the few large events
 * and swallows the small ones between. An event that the model gives probability p is right with probability p and
 * wrong with 1 − p, so the merit of a size is the sum of 2p − 1 over all it finds, less one for every clear event
 * that it misses. Neighbouring sizes are averaged, for a few events more or less are chance.
 *
 * *Why that is not circular.* The model judges windows and not itself: its weights stay as they are, and it is asked
 * at which magnification the events look most like those it was trained on. That it sees events where there are none
 * at some size is held against that size by its own doubt, and the clear events are known without it. It says which
 * size suits this model, not how many of the events are true: for that, compare with a truth.
 *
 * @param clear samples of clear events, those to be looked at first in front
 * @param sizes at least one, in samples
 * @throws UserError when there is no clear event to try them on, or model and parameters do not go together
 * @throws CancelledError
 */
export async function scoreSizes(
  trace: RecordedTrace,
  model: DetectionModel,
  parameters: Parameters,
  clear: readonly number[],
  sizes: readonly number[],
  task: Task,
): Promise<SizeScores> {
  const ascending = [...new Set(sizes)].sort((a, b) => a - b);
  const stretches = stretchesAround(trace, parameters, clear, ascending);
  const inside = clear.filter((sample) => touches(stretches, sample, sample + 1)).sort((a, b) => a - b);
  if (inside.length === 0)
    throw new UserError('There is no clear event to try window sizes on: drag over one, away from the ends.');
  const clean = cleanTrace(trace, parameters);
  const scores: SizeScore[] = [];
  for (const [done, win_size] of ascending.entries()) {
    const said = { phase: `trying ${win_size} samples`, total: ascending.length, unit: 'sizes' };
    task.report({ ...said, done });
    const quiet = { signal: task.signal, report: () => {} };
    const events = await eventsIn(clean, stretches, model, { ...parameters, win_size }, quiet);
    scores.push(scoreOf(win_size, events, inside, trace.rateHz));
  }
  return {
    sizes: scores,
    best: bestOf(scores),
    clear: inside.length,
    seconds: samplesIn(stretches) / trace.rateHz,
  };
}

/** Where to look, in order and apart. */
function stretchesAround(
  trace: RecordedTrace,
  parameters: Parameters,
  clear: readonly number[],
  sizes: readonly number[],
): Stretch[] {
  const largest = sizes.at(-1)!;
  const excluded = excludedStretches(trace, parameters);
  const reach = AROUND * largest;
  const windowsPerSample = sizes.reduce((sum, size) => sum + 30 / size, 0);
  const most = Math.min(MOST_S * trace.rateHz, MOST_WINDOWS / windowsPerSample);
  let stretches: Stretch[] = [];
  for (const sample of clear.slice(0, MOST_EVENTS)) {
    const from = Math.max(largest, Math.round(sample - reach));
    const to = Math.min(trace.samples - reach, Math.round(sample + reach));
    if (sample < from || sample >= to || touches(excluded, from - largest, to + reach)) continue;
    const more = merged([...stretches, { from, to }]);
    if (stretches.length > 0 && samplesIn(more) > most) break;
    stretches = more;
  }
  return stretches;
}

/** Events of the stretches, each read with what is around it, so that none is at an end. */
async function eventsIn(
  trace: Trace,
  stretches: readonly Stretch[],
  model: DetectionModel,
  parameters: Parameters,
  task: Task,
): Promise<{ sample: number; score: number }[]> {
  const p = { ...withoutFilters(parameters), stride: null, adaptive_stride: true };
  const margin = AROUND * parameters.win_size;
  const events: { sample: number; score: number }[] = [];
  for (const { from, to } of stretches) {
    const start = Math.max(0, from - margin);
    const values = trace.read(start, Math.min(trace.samples, to + margin));
    const piece = traceOf(values, trace.rateHz, trace.unit);
    const found = await detect(piece, model, p, task);
    for (const { location, score } of found.events) {
      const sample = start + location;
      if (sample >= from && sample < to) events.push({ sample, score });
    }
    await breathe(task);
  }
  return events;
}

function scoreOf(
  win_size: number,
  events: readonly { sample: number; score: number }[],
  clear: readonly number[],
  rateHz: number,
): SizeScore {
  const seconds = (samples: readonly number[]) => Float64Array.from(samples, (sample) => sample / rateHz);
  const times = seconds(events.map(({ sample }) => sample));
  const matches = matchTimes(times, seconds(clear), DEFAULT_TOLERANCE_S);
  const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
  const scores = events.map(({ score }) => score);
  return {
    win_size,
    found: matches.length,
    clear_score: sum(matches.map(({ a }) => scores[a]!)) / clear.length,
    events: events.length,
    median_score: median(scores),
    merit: sum(scores.map((p) => 2 * p - 1)) - (clear.length - matches.length),
  };
}

/**
 * The smallest size whose merit, averaged with that of its neighbours on a scale of ratios, is as good as the highest:
 * in the shorter of two windows that do alike, events that follow each other come apart.
 */
function bestOf(scores: readonly SizeScore[]): number | null {
  if (scores.every(({ found }) => found === 0)) return null;
  const smoothed = scores.map(({ win_size }) => {
    const weights = scores.map((other) =>
      Math.exp(-((Math.log(other.win_size / win_size) / Math.log(RESOLUTION)) ** 2) / 2),
    );
    const total = weights.reduce((a, b) => a + b, 0);
    return scores.reduce((sum, { merit }, i) => sum + (merit * weights[i]!) / total, 0);
  });
  const highest = Math.max(...smoothed);
  return scores[smoothed.findIndex((merit) => merit >= highest - ALIKE * Math.abs(highest))]!.win_size;
}
