import { DIRECTIONS, type Direction, directionOfEvent } from '../../common/events/direction';
import { eventsInDirection, mergedEvents, statisticsOfBoth } from '../measuring/direction-parts';
import type { ResultsFile } from './results-file';

/**
 * The results of one direction as those of a detection in it alone; results of a single direction as they are. Edits and
 * measures of events see only neighbours of their own direction.
 */
export function ofDirection(results: ResultsFile, direction: Direction): ResultsFile {
  const { detection, deleted, asFound } = results;
  if (detection.parameters.event_direction !== 'both') return results;
  const { averages, predictions, statistics, ...whole } = detection;
  const { points_before, points_after } = detection;
  return {
    ...results,
    detection: {
      ...whole,
      ...eventsInDirection(detection, direction),
      parameters: { ...detection.parameters, event_direction: direction },
      average: averages?.[direction] ?? null,
      statistics: statistics.directions?.[direction] ?? statistics,
      prediction: predictions?.[direction] ?? detection.prediction,
      candidates: detection.candidates.filter(
        (one) => directionOfEvent({ direction: one.direction ?? -1 }) === direction,
      ),
    },
    deleted: eventsInDirection({ ...deleted, points_before, points_after }, direction),
    asFound: asFound.filter((event) => directionOfEvent(event) === direction),
  };
}

/** Edits each direction by itself; the counterpart of {@link ofDirection}. */
export function inEachDirection(
  results: ResultsFile,
  edit: (part: ResultsFile, direction: Direction) => ResultsFile,
): ResultsFile {
  const { detection } = results;
  if (detection.parameters.event_direction !== 'both')
    return edit(results, detection.parameters.event_direction);
  const [negative, positive] = DIRECTIONS.map((direction) =>
    edit(ofDirection(results, direction), direction),
  ) as [ResultsFile, ResultsFile];
  const { points_before, points_after } = detection;
  const gone = (part: ResultsFile) => ({ ...part.deleted, points_before, points_after });
  const before = results.deletedCount - results.deleted.events.length;
  const deleted = mergedEvents({ negative: gone(negative), positive: gone(positive) });
  return {
    ...results,
    detection: {
      ...detection,
      ...mergedEvents({ negative: negative.detection, positive: positive.detection }),
      average: null,
      averages: { negative: negative.detection.average, positive: positive.detection.average },
      statistics: statisticsOfBoth({
        negative: negative.detection.statistics,
        positive: positive.detection.statistics,
      }),
    },
    deleted,
    deletedCount: before + deleted.events.length,
    asFound: [...negative.asFound, ...positive.asFound].sort((a, b) => a.location - b.location),
  };
}
