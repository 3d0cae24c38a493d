import type { PlacedWindow } from '../../common/api/engine/window-sizes';
import type { SampleRange } from '../../common/traces/sample-ranges';
import { modelFacts } from '../advice/model-rules';
import { modelPathOf } from '../files/model-path';
import type { EngineHandlers } from '../rpc/server';
import { chooseParameters } from '../tuning/choose-parameters';
import { clearEvents, inOrder } from '../tuning/clear-events';
import { windowShapes } from '../tuning/window-shape';
import { candidateSizes, scoreSizes, WINDOWS_IN_TRACE } from '../tuning/window-sizes';
import type { Backends } from './backends';
import type { Recordings } from './recordings';

function within(samples: number, { from, win_size }: PlacedWindow): SampleRange {
  const start = Math.min(Math.max(0, from), samples);
  return { from: start, to: Math.min(samples, from + win_size) };
}

/** Handlers for the choice of a window size. */
export function windowSizeHandlers(
  recordings: Recordings,
  backends: Backends,
): Pick<EngineHandlers, 'clearEvents' | 'windowShapes' | 'scoreWindowSizes' | 'chooseParameters'> {
  return {
    clearEvents: ({ recipe }) =>
      recordings.use(recipe, ({ trace, parameters }) => clearEvents(trace, parameters)),

    windowShapes: ({ recipe, windows, ...wanted }, task) =>
      backends.useModel(wanted, modelPathOf(recipe.parameters), (model) =>
        recordings.use(recipe, ({ trace, parameters }) =>
          windowShapes(trace, model, parameters, windows, task),
        ),
      ),

    scoreWindowSizes: ({ recipe, selected, present, ...wanted }, task) =>
      backends.useModel(wanted, modelPathOf(recipe.parameters), (model) =>
        recordings.use(recipe, ({ trace, parameters }) => {
          const found = clearEvents(trace, parameters);
          const chosen = selected && within(trace.samples, selected);
          const clear = inOrder(trace, found, chosen, parameters);
          const given = [present, ...(selected ? [selected.win_size] : [])];
          const expected = found.suggestion?.win_size ?? selected?.win_size ?? present;
          const sizes = candidateSizes(expected, given, Math.floor(trace.samples / WINDOWS_IN_TRACE));
          return scoreSizes(trace, model, parameters, clear, { sizes, expected }, task);
        }),
      ),

    async chooseParameters({ recipe, ...wanted }, task) {
      const path = modelPathOf(recipe.parameters);
      const { direction } = await modelFacts(path);
      const context = { trainedOn: direction, fixed: new Set<never>() };
      const { choices } = await backends.useModel(wanted, path, (model) =>
        recordings.use(recipe, ({ trace, parameters }) =>
          chooseParameters(trace, model, parameters, context, task),
        ),
      );
      return choices;
    },
  };
}
