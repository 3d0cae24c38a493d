import path from 'node:path';
import type { DetectionReport } from '../../common/api/engine/engine-api';
import type { Detection } from '../../common/events/detection';
import { fillDetection } from '../../common/parameters/fill';
import { advised } from '../advice/advise';
import { openBackendOrCpu } from '../backends/open';
import { detect } from '../detection/detect';
import { predictionPicture } from '../detection/prediction-picture';
import { layWindows } from '../detection/windows';
import { kindOf } from '../files/kind';
import { modelPathOf } from '../files/model-path';
import { readResults } from '../results/read-h5';
import { writeResults } from '../results/write';
import type { EngineHandlers } from '../rpc/server';
import { EXAMPLE_SETTINGS } from '../simulation/settings';
import { simulate } from '../simulation/simulate';
import { writeSimulation } from '../simulation/write-simulation';
import type { PredictedRange } from '../tuning/filter-preview';
import { suggestParameters } from '../tuning/suggest';
import { openedBackends } from './backends';
import { keptDetections } from './detections';
import { fileInfo } from './info';
import { predictionCache, predictionKey } from './predictions';
import { previewHandlers } from './previews';
import { openedRecordings } from './recordings';
import { resultsHandlers } from './results';
import { trainingHandlers } from './training';
import { trainingSetHandlers } from './training-sets';
import { windowSizeHandlers } from './window-sizes';

/** The engine behind its API: what it has opened, computed and compiled it keeps for the next request. */
export function engineHandlers(log: (line: string) => void): EngineHandlers {
  const recordings = openedRecordings(log);
  const backends = openedBackends(log, openBackendOrCpu);
  const detections = keptDetections();
  const predictions = predictionCache();

  return {
    kind: ({ path }) => kindOf(path),

    info: ({ path, open }) => fileInfo(path, open ?? {}),

    window: (request) => recordings.window(request),

    async detect({ recipe, ...computing }, task) {
      const { detection, key } = await backends.useModel(computing, modelPathOf(recipe.parameters), (model) =>
        recordings.use(recipe, async ({ trace, parameters }) => ({
          key: await predictionKey(recipe.path, parameters),
          detection: {
            ...(await advised(await detect(trace, model, parameters, task), trace)),
            recipe: recipe.parameters,
          },
        })),
      );
      predictions.keep(key, predictedBy(detection));
      const picture = await predictionPicture(detection, task);
      return report(detections.keep({ detection, picture }), detection);
    },

    predictionWindow: ({ id, ...stretch }) => detections.get(id).picture(stretch),

    async exportResults({ id, folder, overwrite }) {
      const { detection } = detections.get(id);
      const stem = path.parse(detection.source.path).name;
      // The prediction goes with it: it says why there is no event where none was found.
      const formats = ['h5', 'csv', 'table'] as const;
      return {
        files: await writeResults(detection, { folder, stem, overwrite, formats, prediction: true }),
      };
    },

    async sample(files, task) {
      const simulation = await simulate(EXAMPLE_SETTINGS, task);
      await writeSimulation(files, { overwrite: true }, simulation, task);
      return { events: simulation.truth.length };
    },

    suggest: ({ recipe }) =>
      recordings.use(recipe, ({ trace, parameters }) => suggestParameters(trace, parameters) ?? null),

    async resultParameters({ path: file }) {
      const { detection } = await readResults(file);
      return { parameters: detection.recipe, recording: detection.source.path };
    },

    backend: (computing) =>
      backends.use(computing, ({ description, refused = null }) => ({
        description,
        refused,
      })),

    ...resultsHandlers(recordings),
    ...trainingSetHandlers(recordings, backends),
    ...trainingHandlers(backends),
    ...windowSizeHandlers(recordings, backends),
    ...previewHandlers(recordings, backends, predictions),
  };
}

/** The prediction of a detection, for those who only smooth otherwise. */
function predictedBy({ source, samples, parameters, model, prediction }: Detection): PredictedRange {
  const windows = layWindows(source.path, samples, fillDetection(parameters), model.input_length);
  return { of: { from: 0, to: samples }, windows, prediction };
}

function report(id: string, detection: Detection): DetectionReport {
  const { events, average, points_before, statistics, samples, rate_hz, unit } = detection;
  const { stride, seconds, windows_per_s, backend, warnings } = detection;
  return {
    id,
    events,
    average,
    points_before,
    statistics,
    samples,
    rate_hz,
    unit,
    stride,
    seconds,
    windows_per_s,
    backend,
    warnings,
  };
}
