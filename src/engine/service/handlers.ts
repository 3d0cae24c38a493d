import path from 'node:path';
import { WRITTEN_BY } from '../../common/version';
import { traceAdvised } from '../advice/advise';
import { openBackendOrCpu } from '../backends/open';
import { cleanedRecording } from '../export-recording/cleaned';
import { analysed } from '../export-recording/content';
import { exportFormatOf, exportRecording, requireExportable } from '../export-recording/export';
import { kindOf } from '../files/kind';
import { modelPathOf } from '../files/model-path';
import { recipeTrace } from '../recordings/recipe-trace';
import { readResults } from '../results/read-h5';
import { untouched } from '../results/results-file';
import { writeResults } from '../results/write';
import type { EngineHandlers } from '../rpc/server';
import { EXAMPLE_SETTINGS } from '../simulation/settings';
import { simulate } from '../simulation/simulate';
import { writeSimulation } from '../simulation/write-simulation';
import { suggestParameters } from '../tuning/suggest';
import { openedBackends } from './backends';
import { detectingHandlers } from './detecting';
import { detectionCache } from './detections';
import { experimentHandlers } from './experiments';
import { fileInfo } from './info';
import { predictionCache } from './predictions';
import { previewHandlers } from './previews';
import { recordingStateHandlers } from './recording-states';
import { openedRecordings } from './recordings';
import { resultsHandlers } from './results';
import { trainingHandlers } from './training';
import { trainingSetHandlers } from './training-sets';
import { windowSizeHandlers } from './window-sizes';

/** Handlers of the engine's API, with caches of open files, results and compiled models. */
export function engineHandlers(log: (line: string) => void): EngineHandlers {
  const recordings = openedRecordings(log);
  const backends = openedBackends(log, openBackendOrCpu);
  const detections = detectionCache();
  const predictions = predictionCache();

  return {
    kind: ({ path }) => kindOf(path),

    info: ({ path, open }) => fileInfo(path, open ?? {}),

    window: (request) => recordings.window(request),

    ...detectingHandlers({ recordings, backends, detections, predictions, log }),

    ...recordingStateHandlers(log),

    predictionWindow: async ({ id, ...stretch }) => (await detections.get(id)).picture(stretch),

    async exportResults({ id, folder, overwrite }) {
      const { detection } = await detections.get(id);
      const stem = path.parse(detection.source.path).name;
      // Includes the prediction: it explains why there is no event where none was found.
      const formats = ['h5', 'csv', 'table'] as const;
      return {
        files: await writeResults(detection, { folder, stem, overwrite, formats, prediction: true }),
      };
    },

    async exportRecording({ recipe, out, overwrite, cleaned, id, start }, task) {
      await requireExportable(out, { overwrite, inputs: [recipe.path] });
      const withEvents = id !== undefined && !cleaned && exportFormatOf(out).holdsEvents;
      const results = withEvents ? untouched((await detections.get(id)).detection, WRITTEN_BY) : undefined;
      const notes = await recordings.open(recipe, (recording) => {
        const exported = cleaned ? cleanedRecording(recipeTrace(recording, recipe)) : analysed(recording);
        return exportRecording(out, { recording: exported, results, start }, { overwrite }, task);
      });
      return { notes };
    },

    async sample(files, task) {
      const simulation = await simulate(EXAMPLE_SETTINGS, task);
      await writeSimulation(files, { overwrite: true }, simulation, task);
      return { events: simulation.truth.length };
    },

    suggest: ({ recipe }) =>
      recordings.use(recipe, ({ trace, parameters }) => suggestParameters(trace, parameters) ?? null),

    advice: ({ recipe }) =>
      recordings.use(recipe, ({ trace, parameters }) =>
        traceAdvised(trace, parameters, modelPathOf(recipe.parameters)),
      ),

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
    ...experimentHandlers(recordings, backends),
    ...trainingSetHandlers(recordings, backends),
    ...trainingHandlers(backends),
    ...windowSizeHandlers(recordings, backends),
    ...previewHandlers(recordings, backends, predictions),
  };
}
