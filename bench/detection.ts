import type { Parameters } from '../src/common/parameters/parameters';
import type { Task } from '../src/common/task';
import type { Backend } from '../src/engine/backends/backend';
import { detect } from '../src/engine/detection/detect';
import { readModel } from '../src/engine/network/keras/read-model';
import type { RecordedTrace } from '../src/engine/recordings/trace';
import { openDetectionModel } from '../src/engine/service/backends';
import { flopsOfWindow } from './flops';
import { arithmeticPeak } from './peak';
import { watched } from './watched-backend';

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
    const { prediction, events, seconds, rate_hz, samples } = await detect(trace, ready, parameters, task);
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
    };
  } finally {
    await ready.predictor.dispose();
  }
}
