import { createHash } from 'node:crypto';
import type { EditedResults, ResultsContents, ResultsTables } from '../../common/api/engine/engine-api';
import type { ResultsEdits } from '../../common/api/engine/results';
import { UserError } from '../../common/errors';
import type { Measures } from '../../common/events/event-columns';
import { silentTask, type Task } from '../../common/task';
import { WRITTEN_BY } from '../../common/version';
import { type PredictionPicture, predictionPicture } from '../detection/prediction-picture';
import { fileKey } from '../files/file-stamp';
import { measureEvents } from '../measuring/measure-events';
import type { RecordedTrace } from '../recordings/trace';
import { measureAdded, steepestNear } from '../results/add-event';
import { analysedTrace, measuringOf } from '../results/analysed-trace';
import { compareResults, DEFAULT_TOLERANCE_S } from '../results/compare';
import { edited, editsOf, snippetAt } from '../results/edits';
import { eventPicture } from '../results/event-picture';
import { readResults } from '../results/read-h5';
import { measuresInFile, remeasureAroundAdded, sameEvents } from '../results/remeasure';
import type { ResultsFile } from '../results/results-file';
import { sourceTrace } from '../results/source-recording';
import { why } from '../results/why';
import { writeResults } from '../results/write';
import { writeResultsH5 } from '../results/write-h5';
import type { EngineHandlers } from '../rpc/server';
import { leaseCache } from './lease-cache';
import type { Recordings } from './recordings';

type ResultsMethods =
  | 'results'
  | 'editedResults'
  | 'resultSnippets'
  | 'resultPicture'
  | 'resultSource'
  | 'resultPrediction'
  | 'why'
  | 'measureAdded'
  | 'saveResults'
  | 'exportEditedResults'
  | 'compareResults';

const mostOpen = 4;
/** Runs of events that were measured beside added ones: two for each of those. */
const mostRuns = 500;

/** What the results editor asks for. The last few files are kept as they were read; edits come with each request. */
export function resultsHandlers(recordings: Recordings): Pick<EngineHandlers, ResultsMethods> {
  const files = leaseCache<ResultsFile>(mostOpen, () => {});
  /** With the edits of the last requests: one edit is followed by several of them. */
  const states = leaseCache<ResultsFile>(mostOpen, () => {});
  const runs = leaseCache<Measures[]>(mostRuns, () => {});
  const pictures = leaseCache<PredictionPicture>(mostOpen, () => {});

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
    return remeasureAroundAdded(base, edits, (locations) =>
      runs.use(
        JSON.stringify([key, locations]),
        () =>
          withSource(path, base, (trace) => {
            const { detection } = base;
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

  async function pictureOf(path: string, task: Task): Promise<PredictionPicture | null> {
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

  return {
    results: ({ path }) => use(path, contentsOf),

    editedResults: (request) => withEdits(request, tablesOf),

    resultSnippets: ({ locations, ...request }) =>
      withEdits(request, (results) => {
        const width = results.detection.points_before + results.detection.points_after;
        const values = new Float32Array(locations.length * width).fill(Number.NaN);
        locations.forEach((location, row) => {
          const snippet = snippetAt(results, location);
          if (snippet) values.set(snippet, row * width);
        });
        return values;
      }),

    resultPicture: ({ location, ...request }) =>
      withEdits(request, (results) => eventPicture(results, location)),

    resultSource: ({ path }) =>
      use(path, async (results) => {
        const found = await sourceTrace(results, path, recordings.open);
        return typeof found === 'string' ? { reason: found } : found;
      }),

    async resultPrediction({ path, ...stretch }, task) {
      const picture = await pictureOf(path, task);
      return picture ? picture(stretch) : null;
    },

    why: ({ sample, ...request }) =>
      withEdits(request, async (results) => {
        const gradient = await withSource(
          request.path,
          results,
          (trace) => steepestNear(results, trace, sample).gradient,
        ).catch((thrown) => {
          if (thrown instanceof UserError) return Number.NaN;
          throw thrown;
        });
        return why(results, sample, gradient);
      }),

    measureAdded: ({ sample, ...request }, task) =>
      withEdits(request, (results) =>
        withSource(request.path, results, (trace) => measureAdded(results, trace, sample, task)),
      ),

    saveResults: ({ target, ...request }) =>
      withEdits(request, (results) =>
        writeResultsH5(target, { ...results, writtenBy: WRITTEN_BY }, { overwrite: true, prediction: true }),
      ),

    exportEditedResults: ({ path, edits, ...options }) =>
      withEdits({ path, edits }, async (results) => ({
        files: await writeResults(results, { ...options, prediction: true, inputs: [path] }),
      })),

    compareResults: ({ other, tolerance_s, ...request }) =>
      withEdits(request, (results) =>
        use(other, (others) =>
          compareResults(
            { path: request.path, results },
            { path: other, results: others },
            tolerance_s ?? DEFAULT_TOLERANCE_S,
          ),
        ),
      ),
  };
}

function contentsOf(base: ResultsFile): ResultsContents {
  const edits = editsOf(base);
  const { detection, writtenBy, complete, deleted, deletedCount } = base;
  const { source, model, parameters, rate_hz, unit, samples, points_before, points_after } = detection;
  return {
    ...tablesOf(edited(base, edits, measuresInFile(base, edits))),
    edits,
    detection_key: detectionKey(base),
    writtenBy,
    complete,
    source,
    model: model.name,
    parameters,
    rate_hz,
    unit,
    samples,
    points_before,
    points_after,
    has_prediction: detection.prediction.length > 0,
    excluded: detection.excluded,
    deleted_for_good: deletedCount - deleted.events.length,
    warnings: detection.warnings,
  };
}

function tablesOf({ detection, deleted }: ResultsFile): ResultsTables {
  const { events, average, statistics } = detection;
  return { events, deleted: deleted.events, average, statistics };
}

/** Names a detection by what it found, whatever was edited since. */
function detectionKey({ detection, deleted }: ResultsFile): string {
  const found = [...detection.events, ...deleted.events].filter(({ added }) => !added);
  const locations = Float64Array.from(found, ({ location }) => location).sort();
  return createHash('sha256')
    .update(JSON.stringify([detection.source.sha256, detection.model.sha256, detection.samples]))
    .update(locations)
    .digest('hex');
}
