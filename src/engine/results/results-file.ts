import type { DetectedEvent, Detection } from '../../common/events/detection';
import type { ParameterName } from '../../common/parameters/parameters';

/** The results of a detection as they stand in a file: what was found, and what a person took out of it. */
export interface ResultsFile {
  /** "miniML for Visual Studio Code 0.1.0"; "miniML" for files of the Python program. */
  writtenBy: string;
  /**
   * False for files of the Python program. They say neither the sampling rate nor the recording's path and
   * hash, channel and sweep, and of the events only what is in miniML's layout: text is '', numbers are NaN
   * where something is not known, parameters that are not in the file have their defaults.
   */
  complete: boolean;
  detection: Detection;
  /** Parameters that a file of the Python program lacks, without which its detection cannot be repeated. */
  unsaid?: readonly ParameterName[];
  /** Events that were deleted by hand, with their snippets as in {@link Detection.snippets}. */
  deleted: { events: DetectedEvent[]; snippets: Float64Array };
  /** How many were deleted by hand; more than `deleted` holds where the Python program did it. */
  deletedCount: number;
  /** Found events that measure otherwise since others were added beside them, as they were found. */
  asFound: DetectedEvent[];
}

/** The results of a detection that nobody has changed. */
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

/** Rows of the snippets that belong to the events for which `wanted` holds, row-major. */
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
