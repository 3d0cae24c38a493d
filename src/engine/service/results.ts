import { createHash } from 'node:crypto';
import type { ResultsContents, ResultsTables } from '../../common/api/engine/results';
import { UserError } from '../../common/errors';
import { kindOf } from '../files/kind';
import { measureAdded, steepestNear } from '../results/add-event';
import { compareResults, compareWithTimes, DEFAULT_TOLERANCE_S } from '../results/compare';
import { edited, editsOf, snippetAt } from '../results/edits';
import { eventPicture } from '../results/event-picture';
import { readEventTimes } from '../results/event-times';
import { measuresInFile } from '../results/remeasure';
import { foundLocations, type ResultsFile } from '../results/results-file';
import { sourceTrace } from '../results/source-recording';
import { why } from '../results/why';
import type { EngineHandlers } from '../rpc/server';
import { openResults } from './open-results';
import type { Recordings } from './recordings';
import { savingHandlers } from './saving-results';

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

/** Handlers of the results editor's requests; edits come with each request. */
export function resultsHandlers(recordings: Recordings): Pick<EngineHandlers, ResultsMethods> {
  const { use, withEdits, withSource, predictionOf } = openResults(recordings);
  return {
    results: ({ path }) => use(path, contentsOf),

    editedResults: (request) => withEdits(request, tablesOf),

    resultSnippets: ({ locations, ...request }) =>
      withEdits(request, (results) => snippetsOf(results, locations)),

    resultPicture: ({ location, ...request }) =>
      withEdits(request, (results) => eventPicture(results, location)),

    resultSource: ({ path }) =>
      use(path, async (results) => {
        const found = await sourceTrace(results, path, recordings.open);
        return typeof found === 'string' ? { reason: found } : found;
      }),

    async resultPrediction({ path, ...stretch }, task) {
      const picture = await predictionOf(path, task);
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

    ...savingHandlers({ use, withEdits }),

    compareResults: ({ other, tolerance_s, ...request }) =>
      withEdits(request, async (results) => {
        const own = { path: request.path, results };
        const tolerance = tolerance_s ?? DEFAULT_TOLERANCE_S;
        if ((await kindOf(other)) === 'results')
          return use(other, (others) => compareResults(own, { path: other, results: others }, tolerance));
        const { times_s } = await readEventTimes(other, results.detection.rate_hz);
        return compareWithTimes(own, times_s, tolerance);
      }),
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

/** A row per location, NaN where there is no event. */
function snippetsOf(results: ResultsFile, locations: Float64Array): Float32Array {
  const width = results.detection.points_before + results.detection.points_after;
  const values = new Float32Array(locations.length * width).fill(Number.NaN);
  locations.forEach((location, row) => {
    const snippet = snippetAt(results, location);
    if (snippet) values.set(snippet, row * width);
  });
  return values;
}

function tablesOf({ detection, deleted }: ResultsFile): ResultsTables {
  const { events, average, statistics } = detection;
  return { events, deleted: deleted.events, average, statistics };
}

/** Hash of a detection's recording, model and detected events. Editing the events does not change it. */
function detectionKey(results: ResultsFile): string {
  const { detection } = results;
  return createHash('sha256')
    .update(JSON.stringify([detection.source.sha256, detection.model.sha256, detection.samples]))
    .update(foundLocations(results))
    .digest('hex');
}
