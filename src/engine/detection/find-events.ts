import type { Candidate } from '../../common/events/candidate';
import { eventSign } from '../../common/events/direction';
import type { Measures } from '../../common/events/event-columns';
import type { fillDetection } from '../../common/parameters/fill';
import type { Task } from '../../common/task';
import { between, liesIn } from '../../common/traces/sample-ranges';
import { type Measuring, measureEvents } from '../measuring/measure-events';
import { spansOf } from '../measuring/spans';
import type { Trace } from '../signal/trace';
import { type Located, locateEvents } from './locations';
import { type Masked, withoutSignal } from './prepare';
import { gradientThreshold, locatingTrace, measuringTrace, smoothedGradient } from './smoothing';

/** A rise that is an event, and its measures. */
export interface Measured extends Located {
  measures: Measures;
}

export interface FoundEvents {
  /** In order of their locations. */
  measured: Measured[];
  /** The smoothed trace for measuring. */
  smoothed: Trace;
  /** The smoothed gradient for locating, with events rising. */
  gradient: Trace;
  /** Minimum gradient of an event. */
  threshold: number;
}

/**
 * Steps 5 to 7: smooths the trace, locates and measures events in the regions proposed by the prediction, and stores
 * the outcome in each candidate.
 *
 * @param clean without gaps, filtered
 * @throws UserError when a filter does not fit the trace
 * @throws CancelledError
 */
export async function findEvents(
  clean: Trace,
  candidates: readonly Candidate[],
  masked: Masked,
  p: ReturnType<typeof fillDetection>,
  task: Task,
): Promise<FoundEvents> {
  const direction = eventSign(p);
  const spans = spansOf(p, clean.rateHz);
  const smoothed = measuringTrace(clean, p);
  const gradient = smoothedGradient(locatingTrace(clean, p), direction, p.gradient_convolve_win);
  const regions = candidates.filter(({ outcome, cut }) => outcome !== 'narrow' && !cut);
  const eventFree = between([...regions, ...withoutSignal(masked)], clean.samples);
  const threshold = await gradientThreshold(gradient, eventFree, task);
  const located = await locateEvents(gradient, candidates, threshold, masked, spans, p, task);
  const measuring = {
    smoothed,
    direction,
    spans,
    method: p.baseline_method,
    excluded: masked.excluded,
  } as const;
  return {
    measured: await measureKept(located, measuring, p.min_amplitude, task),
    smoothed,
    gradient,
    threshold,
  };
}

/**
 * Measures events, and drops those whose peak is in an excluded interval and those that are too small; the others are
 * then measured again without them, until none is left to drop.
 */
async function measureKept(
  located: readonly Located[],
  measuring: Measuring,
  minAmplitude: number,
  task: Task,
): Promise<Measured[]> {
  const measures = await measureAll(located, measuring, task);
  const measured = located.map((one, i) => ({ ...one, measures: measures[i] }));
  const kept = measured.filter(({ rise, measures: { peak, amplitude } }) => {
    if (liesIn(measuring.excluded, peak)) rise.outcome = 'excluded';
    // Sizes below zero, of peaks that lie on the wrong side of their baseline, are below any minimum but 0.
    else if (minAmplitude > 0 && measuring.direction * amplitude < minAmplitude) rise.outcome = 'small';
    return rise.outcome === 'event';
  });
  return kept.length === measured.length ? measured : measureKept(kept, measuring, minAmplitude, task);
}

/** Events at the trace edge are measured among all events, the others among themselves. */
async function measureAll(
  located: readonly Located[],
  measuring: Measuring,
  task: Task,
): Promise<Measures[]> {
  const inner = located.filter(({ border }) => !border);
  const measured = await measureEvents(
    inner.map(({ rise }) => rise.sample),
    measuring,
    task,
  );
  if (inner.length === located.length) return measured;
  const among = await measureEvents(
    located.map(({ rise }) => rise.sample),
    measuring,
    task,
  );
  const ofInner = measured.values();
  return located.map(({ border }, i) => (border ? among[i] : ofInner.next().value!));
}
