import type { PlacedWindow, WindowShape } from '../../common/api/engine/window-sizes';
import { fillDetection } from '../../common/parameters/fill';
import type { Parameters } from '../../common/parameters/parameters';
import type { Task } from '../../common/task';
import { cleanTraceOnDemand } from '../detection/clean-trace';
import { type DetectionModel, modelInput } from '../detection/prediction';
import { layWindows } from '../detection/windows';
import { scaleWindow } from '../network/scale';
import type { RecordedTrace } from '../recordings/trace';
import type { BlockSizes } from '../signal/resampled-trace';
import type { Trace } from '../signal/trace';

/** Maximum length of a trace that is resampled as a whole, as in a detection, without a noticeable delay. */
const WHOLE = 1 << 20;
/** Block size for longer traces: the difference is below a pixel. */
const GLANCE: BlockSizes = { points: 1 << 12, margin: 1 << 14 };

/**
 * Windows of a trace as input of the model, prepared like in a detection with these parameters: filtered, resampled,
 * inverted if necessary, and scaled each by its own minimum and maximum.
 *
 * @throws UserError when a window is longer than the trace, or model and parameters do not go together
 */
export async function windowShapes(
  trace: RecordedTrace | Trace,
  { predictor }: DetectionModel,
  parameters: Parameters,
  windows: readonly PlacedWindow[],
  task: Task,
): Promise<WindowShape[]> {
  const { inputLength } = predictor;
  const clean = cleanTraceOnDemand(trace, parameters);
  const scaled = new Float32Array(windows.length * inputLength);
  for (const [i, { from, win_size }] of windows.entries()) {
    const p = fillDetection({ ...parameters, win_size, stride: null });
    const laid = layWindows('The trace', trace.samples, p, inputLength);
    const sizes = Math.max(trace.samples, laid.resampled.samples) > WHOLE ? GLANCE : undefined;
    const input = modelInput(clean, laid.resampled.samples, p, sizes);
    const last = input.samples - inputLength;
    const start = Math.min(last, Math.max(0, Math.round(from * laid.factor)));
    scaleWindow(input.read(start, start + inputLength), 0, inputLength, scaled, i * inputLength);
  }
  const probabilities = await predictor.predict(
    windows.length,
    (from, to, into) => into.set(scaled.subarray(from * inputLength, to * inputLength)),
    task,
    windows.length,
  );
  return windows.map((_, i) => ({
    values: scaled.slice(i * inputLength, (i + 1) * inputLength),
    probability: probabilities[i],
  }));
}
