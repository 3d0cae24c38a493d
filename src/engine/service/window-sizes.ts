import type { PlacedWindow } from '../../common/api/engine/window-sizes';
import type { SampleRange } from '../../common/traces/sample-ranges';
import type { TraceRef } from '../../common/traces/trace-ref';
import { modelPathOf } from '../files/model-path';
import { recordedTrace } from '../recordings/joined-trace';
import type { Recording } from '../recordings/recording';
import type { EngineHandlers } from '../rpc/server';
import { candidateSizes } from '../tuning/candidate-sizes';
import { clearEvents, inOrder } from '../tuning/clear-events';
import { windowShapes } from '../tuning/window-shape';
import { scoreSizes } from '../tuning/window-sizes';
import type { Backends } from './backends';
import type { Recordings } from './recordings';

/** A trace that is shorter than this many windows has no room to try a size in. */
const WINDOWS_IN_TRACE = 6;

function within(samples: number, { from, win_size }: PlacedWindow): SampleRange {
  const start = Math.min(Math.max(0, from), samples);
  return { from: start, to: Math.min(samples, from + win_size) };
}

/** What the choice of a window size is made from. */
export function windowSizeHandlers(
  recordings: Recordings,
  backends: Backends,
): Pick<EngineHandlers, 'clearEvents' | 'windowShapes' | 'scoreWindowSizes'> {
  const traceOf = (recording: Recording, { channel, sweep }: TraceRef) =>
    recordedTrace(recording, channel, sweep);
  return {
    clearEvents: ({ trace: ref, parameters }) =>
      recordings.use(ref, (recording) => clearEvents(traceOf(recording, ref), parameters)),

    windowShapes: ({ trace: ref, parameters, windows, ...wanted }, task) =>
      backends.useModel(wanted, modelPathOf(parameters), (model) =>
        recordings.use(ref, (recording) =>
          windowShapes(traceOf(recording, ref), model, parameters, windows, task),
        ),
      ),

    scoreWindowSizes: ({ trace: ref, parameters, selected, present, ...wanted }, task) =>
      backends.useModel(wanted, modelPathOf(parameters), (model) =>
        recordings.use(ref, (recording) => {
          const trace = traceOf(recording, ref);
          const found = clearEvents(trace, parameters);
          const chosen = selected && within(trace.samples, selected);
          const clear = inOrder(trace, found, chosen, parameters);
          const given = [present, ...(selected ? [selected.win_size] : [])];
          const expected = found.suggestion?.win_size ?? selected?.win_size ?? present;
          const sizes = candidateSizes(expected, given, Math.floor(trace.samples / WINDOWS_IN_TRACE));
          return scoreSizes(trace, model, parameters, clear, { sizes, expected }, task);
        }),
      ),
  };
}
