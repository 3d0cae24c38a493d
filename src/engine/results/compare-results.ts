import path from 'node:path';
import type { ResultsComparison } from '../../common/api/engine/results';
import { UserError } from '../../common/errors';
import type { DetectedEvent } from '../../common/events/detection';
import { compare } from './compare';
import type { ResultsFile } from './results-file';

/** @throws UserError when they are of different recordings, or say no times */
export function compareResults(
  own: { path: string; results: ResultsFile },
  other: { path: string; results: ResultsFile },
  tolerance_s: number,
): ResultsComparison {
  const [a, b] = [own.results.detection, other.results.detection];
  if (!sameRecording(a.source, b.source))
    throw new UserError(
      `${other.path} is about ${path.basename(b.source.path) || 'an unnamed recording'}, ${own.path} about ${path.basename(a.source.path) || 'another'}: results of one recording compare.`,
    );
  const rate_hz = Number.isFinite(a.rate_hz) ? a.rate_hz : b.rate_hz;
  if (!Number.isFinite(rate_hz))
    throw new UserError(
      `Neither ${own.path} nor ${other.path} says the sampling rate: they cannot be compared.`,
    );
  const times = (events: readonly DetectedEvent[]) =>
    Float64Array.from(events, ({ location }) => location / rate_hz);
  const found = compare(times(a.events), times(b.events), tolerance_s);
  return {
    tolerance_s,
    gained: found.only_a.map((i) => a.events[i].location),
    lost: found.only_b.map((i) => b.events[i]),
    moved: found.matched
      .filter(({ difference_s }) => difference_s !== 0)
      .map((match) => ({
        location: a.events[match.a].location,
        other: b.events[match.b].location,
        difference_s: match.difference_s,
      })),
    matched: found.matched.length,
  };
}

/** By what they hold, where both files say it, else by name; channel and sweep where both say them. */
function sameRecording(
  a: ResultsFile['detection']['source'],
  b: ResultsFile['detection']['source'],
): boolean {
  if (a.sha256 === '' || b.sha256 === '') return path.parse(a.path).name === path.parse(b.path).name;
  return a.sha256 === b.sha256 && a.channel === b.channel && a.sweep === b.sweep && a.series === b.series;
}
