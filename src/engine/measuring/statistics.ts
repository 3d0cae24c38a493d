import type { DetectedEvent, Statistics, Summary } from '../../common/events/detection';
import {
  measureRow,
  readerOf,
  SUMMARISED_IDS,
  type SummarisedField,
} from '../../common/events/event-columns';
import { mean, median, standardDeviation, withoutNaN } from '../signal/statistics';

/**
 * Summary statistics of the events. Events at the trace edge are excluded, since their segments are incomplete.
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
    // Events added by hand have no probability if the prediction is unknown.
    average_score: mean(withoutNaN(counted.map(({ score }) => score))),
    ...(Object.fromEntries(summaries) as Record<SummarisedField, Summary>),
    decay_tau_s: decayTau_s,
  };
}

/** NaN are ignored; the coefficient of variation is unsigned. */
export function summary(values: readonly number[]): Summary {
  const present = withoutNaN(values);
  const [average, sd] = [mean(present), standardDeviation(present, 1)];
  return { n: present.length, mean: average, sd, median: median(present), cv: Math.abs(sd / average) };
}
