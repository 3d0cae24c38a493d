import type { DetectionView } from '../../common/api/views/events';
import type { EventColumns } from '../../common/events/event-columns';
import { count } from '../../common/text/numbers';
import type { Trial } from './state';

const LOWEST = 0.01;
const HIGHEST = 0.99;

/** A threshold that can be tried, with two decimals. */
export function triable(threshold: number): number {
  return Math.min(HIGHEST, Math.max(LOWEST, Math.round(threshold * 100) / 100));
}

/**
 * The detection to show while another threshold is tried: the engine's last answer. Where it would have to predict
 * first, the events above the threshold, since a detection finds no others above a higher one. It keeps the id, by which
 * the probability is known, and what was said about it.
 */
export function withTrial(detection: DetectionView, trial: Trial): DetectionView {
  const answer = trial.tried?.detection;
  const { id, used, warnings, made_ms, exported } = detection;
  const kept = { id, used, warnings, made_ms, exported, stale: [], threshold: trial.threshold };
  if (answer) return { ...answer, ...kept };
  if (!trial.tried) return { ...detection, ...kept };
  return { ...detection, ...kept, events: eventsAbove(detection.events, trial.threshold), average: null };
}

/** "47 events" while a threshold is tried, as far as it is known. */
export function foundText({ events }: DetectionView, trial: Trial): string {
  const n = count(events.location.length, 'event');
  if (trial.tried?.detection) return n;
  return trial.tried ? `${n} at most` : '';
}

function eventsAbove(events: EventColumns, threshold: number): EventColumns {
  const above = events.score.map((score) => Number(score >= threshold));
  const columns = Object.entries(events).map(([field, values]) => [
    field,
    values.filter((_: number, i: number) => above[i] === 1),
  ]);
  return Object.fromEntries(columns);
}
