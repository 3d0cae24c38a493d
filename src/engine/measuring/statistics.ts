import type { DetectedEvent, Statistics, Summary } from '../../common/events/detection';
import { mean, median, standardDeviation, withoutNaN } from '../signal/statistics';

/**
 * What the events are like on the whole. Events at the border are left out: their measures are cut short.
 *
 * @param decayTau_s of the average event, NaN without
 */
export function statisticsOf(
  events: readonly DetectedEvent[],
  duration_s: number,
  decayTau_s: number,
): Statistics {
  const counted = events.filter((event) => !event.border);
  const of = (measure: keyof DetectedEvent) => summary(counted.map((event) => event[measure] as number));
  return {
    events: counted.length,
    duration_s,
    frequency_hz: counted.length / duration_s,
    // Events that were added by hand have no score where the prediction is not known.
    average_score: mean(withoutNaN(counted.map(({ score }) => score))),
    amplitude: of('amplitude'),
    charge: of('charge'),
    risetime_s: of('risetime_s'),
    halfdecay_s: of('halfdecay_s'),
    halfwidth_s: of('halfwidth_s'),
    slope: of('slope'),
    interval_s: of('interval_s'),
    decay_tau_s: decayTau_s,
  };
}

/** NaN are left out; the coefficient of variation has no sign. */
export function summary(values: readonly number[]): Summary {
  const present = withoutNaN(values);
  const [average, sd] = [mean(present), standardDeviation(present, 1)];
  return { n: present.length, mean: average, sd, median: median(present), cv: Math.abs(sd / average) };
}
