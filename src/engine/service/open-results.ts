import type { EditedResults, ResultsEdits } from '../../common/api/engine/results';
import { UserError } from '../../common/errors';
import type { Measures } from '../../common/events/event-columns';
import { silentTask, type Task } from '../../common/task';
import { type PredictionPicture, predictionPicture } from '../detection/prediction-picture';
import { fileKey } from '../files/file-stamp';
import { measureEvents } from '../measuring/measure-events';
import type { RecordedTrace } from '../recordings/trace';
import { analysedTrace, measuringOf } from '../results/analysed-trace';
import { edited, editsOf } from '../results/edits';
import { ofDirection } from '../results/of-direction';
import { readResults } from '../results/read-h5';
import { measuresInFile, remeasureAroundAdded, sameEvents } from '../results/remeasure';
import type { ResultsFile } from '../results/results-file';
import { sourceTrace } from '../results/source-recording';
import { leaseCache } from './lease-cache';
import type { Recordings } from './recordings';

const MOST_OPEN = 4;
/** Runs of events that were measured beside added ones: two for each of those. */
const MOST_RUNS = 500;

/** Results files in use: the last few are kept as they were read, and with the edits of the last requests. */
export interface OpenResults {
  /** @throws UserError when the file cannot be read */
  use<T>(path: string, work: (results: ResultsFile) => T | Promise<T>): Promise<T>;
  withEdits<T>(request: EditedResults, work: (results: ResultsFile) => T | Promise<T>): Promise<T>;
  /** The trace that the results are of. @throws UserError when its recording is not there */
  withSource<T>(
    path: string,
    results: ResultsFile,
    work: (trace: RecordedTrace) => T | Promise<T>,
  ): Promise<T>;
  /** The prediction, ready to draw; null where the file does not hold it. */
  predictionOf(path: string, task: Task): Promise<PredictionPicture | null>;
}

export function openResults(recordings: Recordings): OpenResults {
  const files = leaseCache<ResultsFile>(MOST_OPEN, () => {});
  /** With the edits of the last requests: one edit is followed by several of them. */
  const states = leaseCache<ResultsFile>(MOST_OPEN, () => {});
  const runs = leaseCache<Measures[]>(MOST_RUNS, () => {});
  const pictures = leaseCache<PredictionPicture>(MOST_OPEN, () => {});

  async function use<T>(path: string, work: (results: ResultsFile) => T | Promise<T>): Promise<T> {
    return files.use(await fileKey(path), () => readResults(path), work);
  }

  async function withEdits<T>(
    { path, edits }: EditedResults,
    work: (results: ResultsFile) => T | Promise<T>,
  ): Promise<T> {
    const { deleted, excluded, added } = edits;
    const state = [await fileKey(path), deleted, excluded, added.map(({ event }) => event.location)];
    return states.use(JSON.stringify(state), () => use(path, (base) => editedFile(path, base, edits)), work);
  }

  async function editedFile(path: string, base: ResultsFile, edits: ResultsEdits): Promise<ResultsFile> {
    return edited(base, edits, await measuresFor(path, base, edits));
  }

  async function measuresFor(path: string, base: ResultsFile, edits: ResultsEdits) {
    if (sameEvents(edits, editsOf(base))) return measuresInFile(base, edits);
    const key = await fileKey(path);
    // Several requests wait for one answer: none of them may cancel it.
    const task = silentTask();
    return remeasureAroundAdded(
      base,
      edits,
      (direction) => (locations) =>
        runs.use(
          JSON.stringify([key, direction, locations]),
          () =>
            withSource(path, base, (trace) => {
              const { detection } = ofDirection(base, direction);
              return measureEvents(locations, measuringOf(detection, analysedTrace(detection, trace)), task);
            }),
          (measures) => measures,
        ),
    ).catch((thrown) => {
      if (thrown instanceof UserError) return measuresInFile(base, edits);
      throw thrown;
    });
  }

  async function withSource<T>(
    path: string,
    results: ResultsFile,
    work: (trace: RecordedTrace) => T | Promise<T>,
  ): Promise<T> {
    const found = await sourceTrace(results, path, recordings.open);
    if (typeof found === 'string') throw new UserError(found);
    return recordings.use(found.recipe, ({ trace }) => work(trace));
  }

  async function predictionOf(path: string, task: Task): Promise<PredictionPicture | null> {
    return use(path, async ({ detection }) =>
      detection.prediction.length === 0
        ? null
        : pictures.use(
            await fileKey(path),
            () => predictionPicture(detection, task),
            (picture) => picture,
          ),
    );
  }

  return { use, withEdits, withSource, predictionOf };
}
