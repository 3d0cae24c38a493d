import { fillDetection } from '../../common/parameters/fill';
import {
  PARAMETER_NAMES,
  PARAMETERS,
  type ParameterName,
  type Parameters,
} from '../../common/parameters/parameters';
import { type Progress, type Task, untilCancelled } from '../../common/task';
import { fileKey } from '../files/file-stamp';
import { modelPathOf } from '../files/model-path';
import type { PredictedRange } from '../tuning/filter-preview';

/** Cache of the latest predictions: the network runs once for the same windows. */
export interface Predictions {
  /**
   * @param key see {@link predictionKey}
   * @param device that computed it, if it covers a whole trace
   */
  keep(key: string, predicted: PredictedRange, device?: string): void;
  /** The probabilities of a whole trace as a device computed them, if they are in the cache. */
  whole(key: string, device: string): Float32Array | undefined;
  /**
   * Returns a prediction that covers a range: from the cache, from a running request, or from `make`, which continues
   * as long as any request waits for it.
   *
   * @throws CancelledError when `task` is cancelled
   */
  of(
    key: string,
    stretch: { from: number; to: number },
    make: (task: Task) => Promise<PredictedRange>,
    task: Task,
  ): Promise<PredictedRange>;
}

const MOST_KEPT = 6;
/** Delay before unused work is aborted: moving a slider cancels a request and repeats it at once. */
const ABORT_DELAY_MS = 200;

interface Making {
  result: Promise<PredictedRange>;
  cancel: AbortController;
  waiting: Set<Task>;
}

export function predictionCache(): Predictions {
  /** The latest first. */
  let kept: { key: string; predicted: PredictedRange; device?: string | undefined }[] = [];
  const making = new Map<string, Making>();

  function keep(key: string, predicted: PredictedRange, device?: string): void {
    const { from, to } = predicted.of;
    const others = kept.filter((k) => k.key !== key || k.predicted.of.from < from || k.predicted.of.to > to);
    kept = [{ key, predicted, device }, ...others].slice(0, MOST_KEPT);
  }

  function begin(name: string, key: string, make: (task: Task) => Promise<PredictedRange>): Making {
    const cancel = new AbortController();
    const waiting = new Set<Task>();
    const report = (progress: Progress) => {
      for (const task of waiting) task.report(progress);
    };
    const result = make({ signal: cancel.signal, report });
    const begun = { result, cancel, waiting };
    making.set(name, begun);
    result
      .then((predicted) => keep(key, predicted))
      // The waiting requests get the error.
      .catch(() => {})
      .finally(() => end(name, begun));
    return begun;
  }

  function end(name: string, ended: Making): void {
    if (making.get(name) === ended) making.delete(name);
  }

  return {
    keep,
    whole: (key, device) => kept.find((k) => k.key === key && k.device === device)?.predicted.prediction,
    async of(key, stretch, make, task) {
      const known = kept.find(
        (k) => k.key === key && k.predicted.of.from <= stretch.from && k.predicted.of.to >= stretch.to,
      );
      if (known) return known.predicted;
      const name = `${key} ${stretch.from} ${stretch.to}`;
      const wanted = making.get(name) ?? begin(name, key, make);
      wanted.waiting.add(task);
      try {
        return await untilCancelled(wanted.result, task.signal);
      } finally {
        wanted.waiting.delete(task);
        const stop = () => {
          if (wanted.waiting.size > 0) return;
          end(name, wanted);
          wanted.cancel.abort();
        };
        if (wanted.waiting.size === 0) setTimeout(stop, ABORT_DELAY_MS).unref();
      }
    },
  };
}

/** Parameters of a detection that do not affect the prediction. */
const AFTERWARDS: ReadonlySet<ParameterName> = new Set(['batch_size', 'peak_w', 'rel_prom_cutoff']);
const AFTERWARDS_TOO: ReadonlySet<string> = new Set(['measurement', 'extraction', 'training']);

/** Cache key: equal for predictions of the same windows of a recording’s trace by the same model. */
export async function predictionKey(recording: string, parameters: Parameters): Promise<string> {
  const p = fillDetection(parameters);
  const deciding = PARAMETER_NAMES.filter(
    (name) =>
      !AFTERWARDS.has(name) &&
      !AFTERWARDS_TOO.has(PARAMETERS[name].group) &&
      // If no window is skipped, the threshold does not affect the prediction.
      (name !== 'model_threshold' || p.adaptive_stride || p.prediction_method === 'screened'),
  );
  const files = await Promise.all([fileKey(recording), fileKey(modelPathOf(parameters))]);
  return JSON.stringify([...files, deciding.map((name) => p[name])]);
}
