import type { Detection } from '../../common/events/detection';
import { roundHalfEven } from '../../common/numbers/round';
import type { Task } from '../../common/task';
import type { TraceWindow, WindowOfTrace } from '../../common/traces/trace-window';
import { Pyramid } from '../recordings/pyramid';
import { traceWindow } from '../recordings/window-extremes';

/** Draws the prediction of a detection over the axis of its trace. */
export type PredictionPicture = (stretch: WindowOfTrace) => TraceWindow;

/**
 * Prepares pictures of a prediction. Probabilities are at their positions of step 3 of the detection, so the picture
 * shows the signal in which peaks were searched, before the maximum filter.
 *
 * @throws CancelledError
 */
export async function predictionPicture(detection: Detection, task: Task): Promise<PredictionPicture> {
  const { prediction } = detection;
  const pyramid = new Pyramid({
    // One sample per window; the rate does not matter here.
    rateHz: 1,
    unit: '',
    samples: prediction.length,
    read: (from, to) => Float64Array.from(prediction.subarray(from, to)),
  });
  await pyramid.build({ signal: task.signal, report: () => {} });
  const spacing = samplesPerWindow(detection);
  return ({ from, to, columns }) => {
    // One more window on each side, so that the line reaches the edges.
    const windows = { from: Math.floor(from / spacing) - 1, to: Math.ceil(to / spacing) + 1, columns };
    const picture = traceWindow(pyramid, windows);
    return { ...picture, x: picture.x.map((window) => window * spacing) };
  };
}

/** See {@link import('./prediction').interpolated}. */
function samplesPerWindow({ prediction, stride, parameters, model }: Detection): number {
  const factor = parameters.resample_to_600 ? model.input_length / parameters.win_size : 1;
  const step = roundHalfEven(stride * factor) / factor;
  return Math.max(1, roundHalfEven((prediction.length - 1) * step) - 1) / prediction.length;
}
