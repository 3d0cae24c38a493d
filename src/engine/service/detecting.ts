import type { Computing } from '../../common/api/engine/computing';
import type { DetectionReport, DetectRequest, OfRecipe } from '../../common/api/engine/engine-api';
import type { KeptStore } from '../../common/api/engine/kept';
import { CancelledError, messageOf } from '../../common/errors';
import type { Detection } from '../../common/events/detection';
import { type Direction, directionsOf } from '../../common/events/direction';
import { fillDetection } from '../../common/parameters/fill';
import type { Task } from '../../common/task';
import { advised } from '../advice/advise';
import { detect } from '../detection/detect';
import { detectRange } from '../detection/detect-range';
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

type DetectingMethods = 'detect' | 'detectAtOnce' | 'detectRange' | 'keptDetections' | 'fileChanged';

/** Hashes of files are computed once for each version of them. */
const MOST_HASHES = 200;

/** Detections, made or kept from an earlier session. */
export function detectingHandlers(services: DetectingServices): Pick<EngineHandlers, DetectingMethods> {
  const { recordings, backends, detections, log } = services;
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
      const { detection, memories } = await detected(services, request, task);
      const file = keep && stamp ? await kept(keep, detection, stamp, log) : undefined;
      for (const memory of memories) await memory.remove();
      return reportOf(await detections.add(detection, file), detection, keep !== undefined && !file);
    },

    detectAtOnce: (request, task) => detectAtOnce(services, request, task),

    detectRange: ({ recipe, from, to, exact, ...computing }, task) =>
      backends.useModel(computing, modelPathOf(recipe.parameters), (model) =>
        recordings.use(recipe, ({ trace, parameters }) => {
          const prediction_method = exact ? 'exact' : 'screened';
          const asked = { ...parameters, prediction_method, adaptive_stride: false } as const;
          return detectRange(trace, { from, to }, model, asked, task);
        }),
      ),

    async keptDetections({ path, store }, task) {
      const found = await findKept(store.folder, path, { hash: (file) => hashOf(file, task), log });
      return Promise.all(
        found.map(async ({ file, results: { detection }, written_ms, ...more }) => {
          if (!more.recordingChanged) await rememberPrediction(detection, path, services, hashOf, task);
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
): Promise<{ detection: Detection; memories: KeptPrediction[] }> {
  return backends.useModel(computing, modelPathOf(recipe.parameters), (model) =>
    recordings.use(recipe, async ({ trace, parameters }) => {
      const { device } = model.predictor;
      // A screened one says how many windows it computed, which counts anew.
      const isExact = parameters.prediction_method === 'exact';
      const passes: { direction: Direction; key: string; memory: KeptPrediction | undefined }[] = [];
      for (const direction of directionsOf(parameters)) {
        const key = await predictionKey(recipe.path, { ...parameters, event_direction: direction });
        const known = isExact ? predictions.whole(key, device) : undefined;
        const left = keep && (await memoryFor(keep, `${key} ${device}`, log));
        passes.push({ direction, key, memory: known ? inMemory(known, left) : left });
      }
      const memoryOf = (wanted: Direction) => passes.find(({ direction }) => direction === wanted)?.memory;
      const memories = passes.flatMap(({ memory }) => memory ?? []);
      try {
        const found = await detect(trace, model, parameters, task, memoryOf);
        const detection = { ...(await advised(found, trace)), recipe: recipe.parameters };
        for (const { direction, key } of passes)
          predictions.keep(key, predictedBy(detection, direction), device);
        return { detection, memories };
      } catch (thrown) {
        // A cancelled detection leaves nothing; one interrupted by a crash is resumed.
        for (const memory of memories)
          await (thrown instanceof CancelledError ? memory.remove() : memory.close());
        throw thrown;
      }
    }),
  );
}

/** As {@link detected}, where the network need not run: null where it would have to. */
async function detectAtOnce(
  { recordings, backends, predictions }: DetectingServices,
  { recipe, ...computing }: OfRecipe & Computing,
  task: Task,
): Promise<DetectionReport | null> {
  return backends.useModel(computing, modelPathOf(recipe.parameters), (model) =>
    recordings.use(recipe, async ({ trace, parameters }) => {
      const known = new Map<Direction, KeptPrediction>();
      for (const direction of directionsOf(parameters)) {
        const key = await predictionKey(recipe.path, { ...parameters, event_direction: direction });
        const prediction = predictions.whole(key, model.predictor.device);
        if (!prediction) return null;
        known.set(direction, inMemory(prediction));
      }
      return reportOf('', await detect(trace, model, parameters, task, (direction) => known.get(direction)));
    }),
  );
}

/**
 * A prediction in memory, as one that an interrupted detection left complete.
 *
 * @param left what such a detection has left, which is removed with it
 */
function inMemory(prediction: Float32Array, left?: KeptPrediction): KeptPrediction {
  let restored = 0;
  return {
    get restored() {
      return restored;
    },
    restore(from, count) {
      restored += count;
      return prediction.subarray(from, from + count);
    },
    keep() {},
    close: async () => left?.close(),
    remove: async () => left?.remove(),
  };
}

/** The network need not run again for a kept detection whose recording and model are still the same. */
async function rememberPrediction(
  detection: Detection,
  recording: string,
  { predictions, log }: DetectingServices,
  hashOf: (file: string, task: Task) => Promise<string>,
  task: Task,
): Promise<void> {
  const { parameters, model, backend } = detection;
  try {
    const file = modelPathOf(parameters);
    if (parameters.model_path !== null && !mayOpenNamed(file)) return;
    if ((await hashOf(file, task)) !== model.sha256) return;
    for (const direction of directionsOf(parameters)) {
      const key = await predictionKey(recording, { ...parameters, event_direction: direction });
      predictions.keep(key, predictedBy(detection, direction), backend);
    }
  } catch (thrown) {
    if (thrown instanceof CancelledError) throw thrown;
    log(`The kept prediction of ${recording} is not used: ${messageOf(thrown)}`);
  }
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
function predictedBy(
  { source, samples, parameters, model, ...detection }: Detection,
  direction: Direction,
): PredictedRange {
  const prediction = detection.predictions?.[direction] ?? detection.prediction;
  const windows = layWindows(source.path, samples, fillDetection(parameters), model.input_length);
  return { of: { from: 0, to: samples }, windows, prediction };
}

function reportOf(id: string, detection: Detection, notKept = false): DetectionReport {
  const { events, average, points_before, statistics, samples, rate_hz, unit } = detection;
  const { source, model, parameters, stride, seconds, windows_per_s, backend, screening } = detection;
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
    ...(screening && screening.computed < screening.windows && { partial: true }),
    warnings,
  };
}

const NOT_KEPT = {
  code: 'not-kept',
  message: 'This detection could not be kept and ends with the window; the log says why. Export its results.',
};
