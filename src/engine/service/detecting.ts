import type { DetectionReport, DetectRequest } from '../../common/api/engine/engine-api';
import type { KeptStore } from '../../common/api/engine/kept';
import { CancelledError, messageOf } from '../../common/errors';
import type { Detection } from '../../common/events/detection';
import { fillDetection } from '../../common/parameters/fill';
import type { Task } from '../../common/task';
import { advised } from '../advice/advise';
import { detect } from '../detection/detect';
import { layWindows } from '../detection/windows';
import { fileKey } from '../files/file-stamp';
import { sha256Of } from '../files/hash';
import { baseModelPath, modelPathOf } from '../files/model-path';
import { mayOpenNamed } from '../files/named-paths';
import { findKept } from '../kept/find-kept';
import { keepDetection } from '../kept/keep-detection';
import { type RecordingStamp, recordingStamp } from '../kept/kept-name';
import { type KeptPrediction, keptPrediction } from '../kept/kept-prediction';
import type { EngineHandlers } from '../rpc/server';
import type { PredictedRange } from '../tuning/filter-preview';
import type { Backends } from './backends';
import type { Detections } from './detections';
import { leaseCache } from './lease-cache';
import { type Predictions, predictionKey } from './predictions';
import type { Recordings } from './recordings';

export interface DetectingServices {
  recordings: Recordings;
  backends: Backends;
  detections: Detections;
  predictions: Predictions;
  log(line: string): void;
}

type DetectingMethods = 'detect' | 'keptDetections' | 'fileChanged';

/** Hashes of files are computed once for each version of them. */
const MOST_HASHES = 200;

/** Detections, made or kept from an earlier session. */
export function detectingHandlers(services: DetectingServices): Pick<EngineHandlers, DetectingMethods> {
  const { detections, log } = services;
  const hashes = leaseCache<string>(MOST_HASHES, () => {});
  const hashOf = async (file: string, task: Task) =>
    hashes.use(
      await fileKey(file),
      () => sha256Of(file, task),
      (hash) => hash,
    );

  return {
    async detect(request, task) {
      const { keep, recipe } = request;
      const stamp = await recordingStamp(recipe.path);
      const { detection, memory } = await detected(services, request, task);
      const file = keep && stamp ? await kept(keep, detection, stamp, log) : undefined;
      await memory?.remove();
      return reportOf(await detections.add(detection, file), detection, keep !== undefined && !file);
    },

    async keptDetections({ path, store }, task) {
      const found = await findKept(store.folder, path, { hash: (file) => hashOf(file, task), log });
      return Promise.all(
        found.map(async ({ file, results: { detection }, written_ms, ...more }) => {
          const report = reportOf(await detections.add(detection, file), detection);
          return { report, made_ms: written_ms, ...more };
        }),
      );
    },

    async fileChanged({ path = null, sha256 }, task) {
      const file = path ?? baseModelPath();
      // Outside an untrusted workspace nothing is looked at: it counts as unchanged.
      if (path !== null && !mayOpenNamed(path)) return false;
      return file === undefined || (await hashOf(file, task).catch(() => '')) !== sha256;
    },
  };
}

/** @throws UserError @throws CancelledError */
async function detected(
  { recordings, backends, predictions, log }: DetectingServices,
  { recipe, keep, ...computing }: DetectRequest,
  task: Task,
): Promise<{ detection: Detection; memory: KeptPrediction | undefined }> {
  return backends.useModel(computing, modelPathOf(recipe.parameters), (model) =>
    recordings.use(recipe, async ({ trace, parameters }) => {
      const key = await predictionKey(recipe.path, parameters);
      const memory = keep && (await memoryFor(keep, `${key} ${model.predictor.device}`, log));
      try {
        const found = await detect(trace, model, parameters, task, memory);
        const detection = { ...(await advised(found, trace)), recipe: recipe.parameters };
        predictions.keep(key, predictedBy(detection));
        return { detection, memory };
      } catch (thrown) {
        // A cancelled detection leaves nothing; one interrupted by a crash is resumed.
        if (thrown instanceof CancelledError) await memory?.remove();
        else await memory?.close();
        throw thrown;
      }
    }),
  );
}

/** Without a place to write, a detection runs all the same. */
async function memoryFor(
  { folder }: KeptStore,
  key: string,
  log: (line: string) => void,
): Promise<KeptPrediction | undefined> {
  try {
    return await keptPrediction(folder, key);
  } catch (thrown) {
    log(`The prediction is not kept while it is made: ${messageOf(thrown)}`);
    return undefined;
  }
}

/** The file of a detection; undefined where it could not be written. */
async function kept(
  store: KeptStore,
  detection: Detection,
  stamp: RecordingStamp,
  log: (line: string) => void,
): Promise<string | undefined> {
  try {
    return await keepDetection(store, detection, stamp);
  } catch (thrown) {
    log(`The detection in ${detection.source.path} is not kept: ${messageOf(thrown)}`);
    return undefined;
  }
}

/** The prediction of a detection, for those who only smooth otherwise. */
function predictedBy({ source, samples, parameters, model, prediction }: Detection): PredictedRange {
  const windows = layWindows(source.path, samples, fillDetection(parameters), model.input_length);
  return { of: { from: 0, to: samples }, windows, prediction };
}

function reportOf(id: string, detection: Detection, notKept = false): DetectionReport {
  const { events, average, points_before, statistics, samples, rate_hz, unit } = detection;
  const { source, model, parameters, stride, seconds, windows_per_s, backend } = detection;
  const warnings = notKept ? [...detection.warnings, NOT_KEPT] : detection.warnings;
  return {
    id,
    source,
    model,
    parameters,
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

const NOT_KEPT = {
  code: 'not-kept',
  message: 'This detection could not be kept and ends with the window; the log says why. Export its results.',
};
