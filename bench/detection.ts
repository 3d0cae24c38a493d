import type { DetectedEvent, Detection } from '../src/common/events/detection';
import type { Parameters } from '../src/common/parameters/parameters';
import type { Task } from '../src/common/task';
import type { Backend } from '../src/engine/backends/backend';
import { detect } from '../src/engine/detection/detect';
import type { DetectionModel } from '../src/engine/detection/prediction';
import { readModel } from '../src/engine/network/keras/read-model';
import type { RecordedTrace } from '../src/engine/recordings/trace';
import { openDetectionModel } from '../src/engine/service/backends';
import { flopsOfWindow } from './flops';
import { arithmeticPeak } from './peak';
import { type WatchedBackend, watched } from './watched-backend';

/** A whole detection, held against what the machine can compute at most. */
export interface DetectionSpeed {
  backend: string;
  recording_s: number;
  rate_hz: number;
  windows: number;
  events: number;
  /** From the first sample read to the last event measured. */
  seconds: number;
  windows_per_s: number;
  /** Wall time in which the network was computing, and the share of the whole in which it was not. */
  network_s: number;
  share_outside_network: number;
  flop_per_window: number;
  gflop_per_s: number;
  /** What matrix products alone reach on the same threads, measured just before. */
  peak_gflop_per_s: number;
  share_of_peak: number;
  /** The same with screened windows; null where the model has no screening network. */
  screened: ScreenedSpeed | null;
}

/** A screened detection, held against the exact one. */
export interface ScreenedSpeed {
  seconds: number;
  windows_per_s: number;
  share_outside_network: number;
  /** Share of the windows that the network was run on. */
  share_computed: number;
  certificate_passed: boolean;
  /** Exact events without an equal one: the same location, score and measures. */
  events_lost: number;
  /** Screened events without an equal one. */
  events_added: number;
}

/** @param model absolute path */
export async function measureDetection(
  trace: RecordedTrace,
  model: string,
  parameters: Parameters,
  backend: Backend,
  task: Task,
): Promise<DetectionSpeed> {
  const peak = await arithmeticPeak(backend, task);
  const flops = flopsOfWindow((await readModel(model)).network);
  const watching = watched(backend);
  const ready = await openDetectionModel(model, watching, task);
  try {
    watching.reset();
    const exact = await detect(trace, ready, { ...parameters, prediction_method: 'exact' }, task);
    const { prediction, events, seconds, rate_hz, samples } = exact;
    const windows = prediction.length;
    const network_s = watching.busy().seconds;
    return {
      backend: backend.description,
      recording_s: samples / rate_hz,
      rate_hz,
      windows,
      events: events.length,
      seconds,
      windows_per_s: windows / seconds,
      network_s,
      share_outside_network: 1 - network_s / seconds,
      flop_per_window: flops,
      gflop_per_s: (windows * flops) / network_s / 1e9,
      peak_gflop_per_s: peak / 1e9,
      share_of_peak: (windows * flops) / network_s / peak,
      screened: await measureScreened(trace, ready, parameters, exact, watching, task),
    };
  } finally {
    await ready.predictor.dispose();
  }
}

async function measureScreened(
  trace: RecordedTrace,
  model: DetectionModel,
  parameters: Parameters,
  exact: Detection,
  watching: WatchedBackend,
  task: Task,
): Promise<ScreenedSpeed | null> {
  if (!(await model.screen?.())) return null;
  watching.reset();
  const screened = await detect(trace, model, { ...parameters, prediction_method: 'screened' }, task);
  const network_s = watching.busy().seconds;
  const { seconds, prediction, screening, events } = screened;
  return {
    seconds,
    windows_per_s: prediction.length / seconds,
    share_outside_network: 1 - network_s / seconds,
    share_computed: screening ? screening.computed / screening.windows : 1,
    certificate_passed: screening?.passed ?? false,
    events_lost: withoutEqual(exact.events, events),
    events_added: withoutEqual(events, exact.events),
  };
}

/** Number of events without one in `others` that has the same location, score and measures. */
function withoutEqual(events: readonly DetectedEvent[], others: readonly DetectedEvent[]): number {
  const key = ({ reason: _, ...event }: DetectedEvent) => JSON.stringify(event);
  const known = new Set(others.map(key));
  return events.filter((event) => !known.has(key(event))).length;
}
