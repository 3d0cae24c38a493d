import type { Detection } from '../../common/events/detection';
import { DIRECTION_NAMES, type Direction } from '../../common/events/direction';
import type { Parameters } from '../../common/parameters/parameters';
import { placedProgress, type Task } from '../../common/task';
import type { Warning } from '../../common/warning';
import { mergedEvents, statisticsOfBoth } from '../measuring/direction-parts';

/**
 * Detects inward and outward events, one direction after the other. Events are listed together in order of time, each
 * with its direction; averages, statistics and predictions stay apart. Every number of an event is that of a detection
 * in its direction alone.
 *
 * @param pass detects in one direction
 * @throws CancelledError
 */
export async function inBothDirections(
  parameters: Parameters,
  pass: (direction: Direction, task: Task) => Promise<Detection>,
  task: Task,
): Promise<Detection> {
  const part = (direction: Direction): Task => ({
    signal: task.signal,
    report: (progress) => task.report(placedProgress(progress, `${DIRECTION_NAMES[direction]}: `)),
  });
  const negative = await pass('negative', part('negative'));
  const positive = await pass('positive', part('positive'));
  const parts = { negative, positive };
  const { prediction, predictions } = bothPredictions(negative.prediction, positive.prediction);
  const screening = negative.screening && positive.screening && screeningOfBoth(parts);
  const { screening: _, ...first } = negative;
  const [a, b] = [negative.seconds, positive.seconds];
  return {
    ...first,
    parameters: { ...negative.parameters, event_direction: 'both' },
    recipe: parameters,
    ...mergedEvents(parts),
    average: null,
    averages: { negative: negative.average, positive: positive.average },
    statistics: statisticsOfBoth({ negative: negative.statistics, positive: positive.statistics }),
    prediction,
    predictions,
    ...(screening && { screening }),
    gradient_threshold: Math.min(negative.gradient_threshold, positive.gradient_threshold),
    candidates: candidatesOfBoth(parts),
    seconds: a + b,
    windows_per_s: (negative.windows_per_s * a + positive.windows_per_s * b) / (a + b),
    warnings: warningsOfBoth(parts),
  };
}

/** Predictions of both directions, and the higher of both, which pictures show. */
export function bothPredictions(
  negative: Float32Array,
  positive: Float32Array,
): Required<Pick<Detection, 'prediction' | 'predictions'>> {
  const prediction = negative.map((p, i) => {
    const other = positive[i] ?? Number.NaN;
    // A window that was not computed in one direction has the other's.
    return Number.isNaN(p) || other > p ? other : p;
  });
  return { prediction, predictions: { negative, positive } };
}

function candidatesOfBoth({ negative, positive }: Record<Direction, Detection>): Detection['candidates'] {
  return [
    ...negative.candidates.map((candidate) => ({ ...candidate, direction: -1 as const })),
    ...positive.candidates.map((candidate) => ({ ...candidate, direction: 1 as const })),
  ].sort((a, b) => a.from - b.from);
}

function screeningOfBoth({
  negative: { screening: a },
  positive: { screening: b },
}: Record<Direction, Detection>): Detection['screening'] {
  if (!a || !b) return undefined;
  return {
    ...a,
    windows: a.windows + b.windows,
    computed: a.computed + b.computed,
    sampled: a.sampled + b.sampled,
    missed: a.missed + b.missed,
    passed: a.passed && b.passed,
  };
}

/** What is true of the trace is said once. */
function warningsOfBoth({ negative, positive }: Record<Direction, Detection>): Warning[] {
  const known = new Set(negative.warnings.map(({ message }) => message));
  return [...negative.warnings, ...positive.warnings.filter(({ message }) => !known.has(message))];
}
