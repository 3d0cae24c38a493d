import type { Candidate, Rise } from '../../common/events/candidate';
import type { Parameters } from '../../common/parameters/parameters';
import type { Task } from '../../common/task';
import { liesIn, type SampleRange } from '../../common/traces/sample-ranges';
import { peakSearch } from '../measuring/measure-snippet';
import type { Spans } from '../measuring/spans';
import type { Trace } from '../signal/trace';
import { part, streamedPeaks } from './streamed-peaks';

/** A rise that is an event. */
export interface Located {
  rise: Rise;
  candidate: Candidate;
  /** In the first window, or its snippet is cut by the end of the trace. */
  border: boolean;
}

/**
 * Step 6, second half: the steepest rises in the candidates' regions. Every rise considered is stored in its candidate,
 * with its outcome.
 *
 * Source: miniML 1.1.0, `_find_event_locations` and `_remove_duplicate_locations`. Events at the trace edge, which
 * those drop, are found in addition if they can be measured, without effect on the others.
 *
 * @param masked missing and excluded samples, each sorted and non-overlapping
 * @returns events in order of their locations
 */
export async function locateEvents(
  gradient: Trace,
  candidates: readonly Candidate[],
  threshold: number,
  masked: { missing: readonly SampleRange[]; excluded: readonly SampleRange[] },
  spans: Spans,
  { rel_prom_cutoff }: Pick<Parameters, 'rel_prom_cutoff'>,
  task: Task,
): Promise<Located[]> {
  const found: Located[] = [];
  for (const [i, candidate] of candidates.entries()) {
    if (candidate.outcome === 'narrow') continue;
    candidate.rises = await findRises(gradient, candidate, threshold, rel_prom_cutoff, task);
    for (const rise of candidate.rises) {
      if (rise.outcome !== 'event') continue;
      const border = candidate.outcome === 'border' || rise.sample >= gradient.samples - spans.after;
      if (liesIn(masked.missing, rise.sample)) rise.outcome = 'missing';
      else if (liesIn(masked.excluded, rise.sample)) rise.outcome = 'excluded';
      else if (border && !measurable(rise.sample, gradient.samples, spans)) rise.outcome = 'border';
      else found.push({ rise, candidate, border });
    }
    task.report({ phase: 'locating', done: i + 1, total: candidates.length, unit: 'regions' });
  }
  const inner = withoutDuplicates(
    found.filter(({ border }) => !border),
    spans.window,
  );
  const atBorder = withoutDuplicates(
    found.filter(({ border }) => border),
    spans.window,
  ).filter((located) => apartFrom(inner, located, spans.window));
  return [...inner, ...atBorder].sort(byLocation);
}

/**
 * Peaks of the gradient above the threshold with enough prominence relative to the largest; without any, its maximum.
 */
async function findRises(
  gradient: Trace,
  { from, to }: Candidate,
  threshold: number,
  cutoff: number,
  task: Task,
): Promise<Rise[]> {
  const stretch = part(gradient, from, Math.min(to, gradient.samples));
  const { peaks, highest } = await streamedPeaks(stretch, threshold, task);
  const steep = peaks.filter(({ edge, prominence }) => !edge && prominence >= threshold);
  if (steep.length === 0 && highest >= 0)
    return [{ sample: from + highest, gradient: stretch.read(highest, highest + 1)[0], outcome: 'event' }];
  const largest = steep.reduce((most, { prominence }) => Math.max(most, prominence), 0);
  return steep.map(({ position, height, prominence }) => ({
    sample: from + position,
    gradient: height,
    outcome: prominence >= cutoff * largest ? 'event' : 'minor',
  }));
}

/** Whether there is room for a baseline before it, and for the search of its peak after it. */
function measurable(location: number, samples: number, spans: Spans): boolean {
  return Math.min(location, spans.before) >= spans.baseline && samples - location > peakSearch(spans);
}

/** Keeps the first of rises within win_size / 100, and for each rise the first region that contains it. */
function withoutDuplicates(located: readonly Located[], window: number): Located[] {
  const ordered = located.toSorted(byLocation);
  return ordered.filter((current, i) => {
    const duplicate = i > 0 && current.rise.sample - ordered[i - 1].rise.sample < window / 100;
    if (duplicate) current.rise.outcome = 'duplicate';
    return !duplicate;
  });
}

function apartFrom(others: readonly Located[], located: Located, window: number): boolean {
  const near = others.some(({ rise }) => Math.abs(rise.sample - located.rise.sample) < window / 100);
  if (near) located.rise.outcome = 'duplicate';
  return !near;
}

function byLocation(a: Located, b: Located): number {
  return a.rise.sample - b.rise.sample;
}
