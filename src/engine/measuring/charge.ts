import type { Task } from '../../common/task';
import { breathe } from '../scheduling/breathe';
import type { Trace } from '../signal/trace';

/** The integral of an event ends this many half-decay times after its peak. */
const HALF_DECAYS = 4;

const BLOCK = 1 << 18;

/** Inputs of an event's charge; sample numbers of the trace, the baseline upwards. */
export interface ChargedEvent {
  location: number;
  onset: number;
  peak: number;
  baseline: number;
  /** NaN where it does not exist. */
  halfdecay: number;
  /** The next event hides its decay. */
  hidden: boolean;
}

/**
 * Charges in unit × seconds, upwards: the trapezoidal integral over the baseline from the onset to four half-decay
 * times after the peak. If that reaches into the next event, or the decay is hidden by it, the events are integrated
 * together and share the charge evenly. NaN if the last of them never decays.
 *
 * Source: miniML 1.1.0, `_get_event_properties`.
 *
 * @param smoothed the trace as recorded; `direction` turns its events upwards
 */
export async function charges(
  events: readonly ChargedEvent[],
  smoothed: Trace,
  direction: 1 | -1,
  task: Task,
): Promise<Float64Array> {
  const shares = new Float64Array(events.length);
  let first = 0;
  for (const [i, event] of events.entries()) {
    const next = events[i + 1];
    const end = chargeEnd(event.peak, event.halfdecay);
    if (next && (event.hidden || end >= next.location)) continue;
    const whole = Number.isNaN(end)
      ? Number.NaN
      : await integral(smoothed, events[first].onset, end, event.baseline, direction, task);
    shares.fill(whole / (i - first + 1), first, i + 1);
    first = i + 1;
  }
  return shares;
}

/** End of an event's integral; NaN without a half decay. */
export function chargeEnd(peak: number, halfdecay: number): number {
  return peak + HALF_DECAYS * (halfdecay - peak);
}

/** Integral over samples `from` ≤ i < `to`, clipped to the trace. */
async function integral(
  trace: Trace,
  from: number,
  to: number,
  baseline: number,
  direction: 1 | -1,
  task: Task,
): Promise<number> {
  const end = Math.min(to, trace.samples);
  let sum = 0;
  for (let at = from; at < end - 1; at += BLOCK) {
    // Blocks overlap by one sample, so that the step between them is included.
    const values = trace.read(at, Math.min(end, at + BLOCK + 1));
    sum += trapezoids(values, baseline, direction);
    await breathe(task);
  }
  return sum / trace.rateHz;
}

/** Trapezoidal integral above the baseline, with a step of 1. */
export function trapezoids(values: Float64Array, baseline: number, direction: 1 | -1): number {
  let sum = 0;
  for (let i = 1; i < values.length; i++)
    sum += (direction * values[i] - baseline + (direction * values[i - 1] - baseline)) / 2;
  return sum;
}
