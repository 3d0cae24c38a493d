import type { Measures } from '../../common/events/event-columns';
import { type SampleRange, touches } from '../../common/traces/sample-ranges';
import { chargeEnd } from './charge';

/**
 * Measures with NaN for what nobody has seen: an event whose decay reaches into an excluded stretch has no half
 * decay, no half-width and no charge, and those that would have shared that charge have none either; two events
 * on either side of an excluded stretch have no interval.
 *
 * @param measures of the events at `locations`, in order
 * @param excluded in order and apart
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
