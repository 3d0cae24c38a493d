import type { DetectedEvent, Detection } from '../../common/events/detection';
import type { ParameterName } from '../../common/parameters/parameters';

/** Contents of a results file: the detection, and the edits by hand. */
export interface ResultsFile {
  /** "miniML for Visual Studio Code 0.1.0"; "miniML" for files of the Python program. */
  writtenBy: string;
  /**
   * False for files of the Python program. They contain neither the sampling rate nor the recording's path and hash,
   * channel and sweep, and only those measures of events that are in miniML's layout: unknown texts are '', unknown
   * numbers NaN, missing parameters have their defaults.
   */
  complete: boolean;
  detection: Detection;
  /** Missing parameters of a Python program's file, without which its detection cannot be repeated. */
  unsaid?: readonly ParameterName[];
  /** Events deleted by hand, with their snippets as in {@link Detection.snippets}. */
  deleted: { events: DetectedEvent[]; snippets: Float64Array };
  /** Number of events deleted by hand; more than in `deleted` if the Python program did it. */
  deletedCount: number;
  /** Detected events whose measures were changed by added neighbours, with their original measures. */
  asFound: DetectedEvent[];
}

/** Results of a detection without edits. */
export function untouched(detection: Detection, writtenBy: string): ResultsFile {
  return {
    writtenBy,
    complete: true,
    detection,
    deleted: { events: [], snippets: new Float64Array(0) },
    deletedCount: 0,
    asFound: [],
  };
}

/** Locations of the events as detected, ascending: deleted ones are among them, added ones are not. */
export function foundLocations({
  detection,
  deleted,
}: Pick<ResultsFile, 'detection' | 'deleted'>): Float64Array {
  const found = [...detection.events, ...deleted.events].filter(({ added }) => !added);
  return Float64Array.from(found, ({ location }) => location).sort();
}

/** Rows of the snippets for the events that fulfil `wanted`, row-major. */
export function snippetsOf(
  detection: Pick<Detection, 'events' | 'snippets' | 'points_before' | 'points_after'>,
  wanted: (event: DetectedEvent) => boolean,
): Float64Array {
  const width = detection.points_before + detection.points_after;
  const rows = detection.events.flatMap((event, i) => (wanted(event) ? [i] : []));
  const values = new Float64Array(rows.length * width);
  rows.forEach((row, i) => {
    values.set(detection.snippets.subarray(row * width, (row + 1) * width), i * width);
  });
  return values;
}
