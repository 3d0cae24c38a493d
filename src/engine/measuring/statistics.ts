import type { DetectedEvent, Statistics, Summary } from '../../common/events/detection';
import {
  measureRow,
  readerOf,
  SUMMARISED_IDS,
  type SummarisedField,
} from '../../common/events/event-columns';
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
  const summaries = SUMMARISED_IDS.map(
    (id) => [measureRow(id).field, summary(counted.map(readerOf(id)))] as const,
  );
  return {
    events: counted.length,
    duration_s,
    frequency_hz: counted.length / duration_s,
    // Events that were added by hand have no score where the prediction is not known.
    average_score: mean(withoutNaN(counted.map(({ score }) => score))),
    ...(Object.fromEntries(summaries) as Record<SummarisedField, Summary>),
    decay_tau_s: decayTau_s,
  };
}

/** NaN are left out; the coefficient of variation has no sign. */
export function summary(values: readonly number[]): Summary {
  const present = withoutNaN(values);
  const [average, sd] = [mean(present), standardDeviation(present, 1)];
  return { n: present.length, mean: average, sd, median: median(present), cv: Math.abs(sd / average) };
}
