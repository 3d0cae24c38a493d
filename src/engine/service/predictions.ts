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

/** Predictions that were made last: the network runs once for the same windows. */
export interface Predictions {
  /** @param key see {@link predictionKey} */
  keep(key: string, predicted: PredictedRange): void;
  /**
   * A prediction of at least a stretch: one that is kept, one that is being made, else what `make` makes. Making goes
   * on while anybody waits for it, whoever asked first.
   *
   * @throws CancelledError when `task` is
   */
  of(
    key: string,
    stretch: { from: number; to: number },
    make: (task: Task) => Promise<PredictedRange>,
    task: Task,
  ): Promise<PredictedRange>;
}

const mostKept = 6;
/** Delay before unused work is aborted: moving a slider cancels a request and repeats it at once. */
const ABORT_DELAY_MS = 200;

interface Making {
  result: Promise<PredictedRange>;
  cancel: AbortController;
  waiting: Set<Task>;
}

export function predictionCache(): Predictions {
  /** The last first. */
  let kept: { key: string; predicted: PredictedRange }[] = [];
  const making = new Map<string, Making>();

  function keep(key: string, predicted: PredictedRange): void {
    const { from, to } = predicted.of;
    const others = kept.filter((k) => k.key !== key || k.predicted.of.from < from || k.predicted.of.to > to);
    kept = [{ key, predicted }, ...others].slice(0, mostKept);
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
      // Those who wait have the reason.
      .catch(() => {})
      .finally(() => end(name, begun));
    return begun;
  }

  function end(name: string, ended: Making): void {
    if (making.get(name) === ended) making.delete(name);
  }

  return {
    keep,
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

/** Of the parameters of a detection, those that the network does not see the effect of. */
const AFTERWARDS: ReadonlySet<ParameterName> = new Set(['batch_size', 'peak_w', 'rel_prom_cutoff']);
const AFTERWARDS_TOO: ReadonlySet<string> = new Set(['measurement', 'extraction', 'training']);

/** The same for predictions of the same windows of a recording’s trace by the same model. */
export async function predictionKey(recording: string, parameters: Parameters): Promise<string> {
  const p = fillDetection(parameters);
  const deciding = PARAMETER_NAMES.filter(
    (name) =>
      !AFTERWARDS.has(name) &&
      !AFTERWARDS_TOO.has(PARAMETERS[name].group) &&
      // Where no window is left out, the threshold comes afterwards.
      (name !== 'model_threshold' || p.adaptive_stride),
  );
  const files = await Promise.all([fileKey(recording), fileKey(modelPathOf(parameters))]);
  return JSON.stringify([...files, deciding.map((name) => p[name])]);
}
