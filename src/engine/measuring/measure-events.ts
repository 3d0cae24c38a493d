import type { Measures } from '../../common/events/event-columns';
import type { Task } from '../../common/task';
import { type SampleRange, touches } from '../../common/traces/sample-ranges';
import { breathe } from '../scheduling/breathe';
import type { Trace } from '../signal/trace';
import { type ChargedEvent, chargeEnd, charges } from './charge';
import { type BaselineMethod, type EarlierEvent, measureSnippet } from './measure-snippet';
import type { Snippet, Spans } from './spans';

const REPORT_EVERY = 64;

export interface Measuring {
  /** The recorded trace, smoothed for measuring. */
  smoothed: Trace;
  /** Factor that turns events upwards. */
  direction: 1 | -1;
  spans: Spans;
  method: BaselineMethod;
  /** Excluded samples, sorted and non-overlapping: measures that would use them are NaN. */
  excluded: readonly SampleRange[];
}

/**
 * Measures events, each in a segment of the trace around it; close ones affect each other.
 *
 * @param locations samples of the steepest rises, in order, without duplicates
 * @throws CancelledError
 */
export async function measureEvents(
  locations: readonly number[],
  { smoothed, direction, spans, method, excluded }: Measuring,
  task: Task,
): Promise<Measures[]> {
  const measured: Omit<Measures, 'charge'>[] = [];
  const charged: ChargedEvent[] = [];
  for (const [i, location] of locations.entries()) {
    const toNext = (locations[i + 1] ?? Number.POSITIVE_INFINITY) - location;
    const snippet = readSnippet(smoothed, location, toNext, direction, spans);
    const earlier: EarlierEvent | undefined =
      i === 0
        ? undefined
        : { sinceLocation: location - locations[i - 1], sincePeak: location - measured[i - 1].peak };
    const m = measureSnippet(snippet, earlier, spans, method);
    const { start } = snippet;
    const peak = start + m.peak;
    const halfdecay = start + m.halfDecay.position;
    measured.push({
      amplitude: direction * m.peakValue - direction * m.baseline.value,
      baseline: direction * m.baseline.value,
      baseline_from: start + m.baseline.from,
      baseline_to: start + m.baseline.to,
      onset: start + m.onset,
      peak,
      peak_value: direction * m.peakValue,
      risetime_s: m.risetime_s,
      halfdecay_s: (halfdecay - peak) / spans.rateHz,
      halfdecay,
      halfwidth_s: m.halfWidth / spans.rateHz,
      interval_s: i === 0 ? Number.NaN : (peak - measured[i - 1].peak) / spans.rateHz,
    });
    charged.push({
      location,
      onset: start + m.onset,
      peak,
      baseline: m.baseline.value,
      halfdecay,
      hidden: m.halfDecay.hidden,
    });
    if (i % REPORT_EVERY === 0)
      task.report({ phase: 'measuring', done: i, total: locations.length, unit: 'events' });
    await breathe(task);
  }
  const upwards = await charges(charged, smoothed, direction, task);
  const all = measured.map((m, i) => ({ ...m, charge: direction * upwards[i] }));
  return withoutMasked(all, locations, excluded);
}

/** The segment around an event, clipped to the trace. */
function readSnippet(
  trace: Trace,
  location: number,
  toNext: number,
  direction: 1 | -1,
  { before, after }: Spans,
): Snippet {
  const start = Math.max(0, location - before);
  const data = trace.read(start, Math.min(trace.samples, location + after));
  for (let i = 0; i < data.length; i++) data[i] *= direction;
  return { data, location: location - start, start, toNext };
}

/**
 * Replaces measures that depend on excluded samples by NaN: an event whose decay reaches into an excluded interval has
 * no half decay, half-width and charge, nor have those that would share that charge; two events on either side of an
 * excluded interval have no interevent interval.
 *
 * @param measures of the events at `locations`, in order @param excluded sorted and non-overlapping
 */
export function withoutMasked(
  measures: readonly Measures[],
  locations: readonly number[],
  excluded: readonly SampleRange[],
): Measures[] {
  if (excluded.length === 0) return [...measures];
  const seen = measures.map((event) => ({ ...event }));
  for (let i = seen.length - 1; i >= 0; i--) {
    const event = seen[i];
    const decays = !Number.isNaN(event.halfdecay);
    const end = decays ? chargeEnd(event.peak, event.halfdecay) : event.peak;
    const next = seen[i + 1];
    const shares = next !== undefined && (!decays || end >= locations[i + 1]);
    if (touches(excluded, event.onset, end + 1) || (shares && Number.isNaN(next.charge)))
      event.charge = Number.NaN;
    if (decays && touches(excluded, event.peak, event.halfdecay + 1))
      event.halfdecay = event.halfdecay_s = event.halfwidth_s = Number.NaN;
    if (i > 0 && touches(excluded, locations[i - 1], locations[i])) event.interval_s = Number.NaN;
  }
  return seen;
}
