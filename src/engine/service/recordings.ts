import type { WindowRequest } from '../../common/api/engine/engine-api';
import { CancelledError } from '../../common/errors';
import { inSamples } from '../../common/parameters/lengths';
import { PARAMETER_NAMES, PARAMETERS, type Parameters } from '../../common/parameters/parameters';
import { openOptionsOf } from '../../common/traces/open-options';
import type { Recipe } from '../../common/traces/recipe';
import type { TraceWindow } from '../../common/traces/trace-window';
import { cleanTraceOnDemand } from '../detection/clean-trace';
import { measuringTrace } from '../detection/smoothing';
import { fileKey } from '../files/file-stamp';
import { openRecording } from '../recordings/open';
import { Pyramid } from '../recordings/pyramid';
import { drawnTrace, type RecipeTrace, recipeTrace } from '../recordings/recipe-trace';
import type { Recording } from '../recordings/recording';
import type { RecordedTrace } from '../recordings/trace';
import { traceWindow } from '../recordings/window-extremes';
import type { Trace } from '../signal/trace';
import { leaseCache } from './lease-cache';

/** Cache of open recordings, with the pyramids of their displayed traces. */
export interface Recordings {
  open<T>(recipe: Recipe, work: (recording: Recording) => T | Promise<T>): Promise<T>;
  /** @throws UserError if the recording lacks the trace, or its sampling rate is unknown */
  use<T>(recipe: Recipe, work: (opened: RecipeTrace) => T | Promise<T>): Promise<T>;
  window(request: WindowRequest): Promise<TraceWindow>;
}

const MOST_OPEN = 8;

interface Opened {
  recording: Recording;
  /** Keyed by channel, sweep, and whether it is as recorded or as measured. */
  pyramids: Map<string, { filters: string | undefined; pyramid: Pyramid }>;
  closing: AbortController;
}

export function openedRecordings(log: (line: string) => void): Recordings {
  const opened = leaseCache<Opened>(MOST_OPEN, ({ recording, closing }) => {
    closing.abort();
    recording.close();
  });

  async function use<T>({ path, parameters }: Recipe, work: (opened: Opened) => T | Promise<T>): Promise<T> {
    const options = openOptionsOf(parameters);
    const key = `${await fileKey(path)} ${JSON.stringify(options)}`;
    const make = async () => ({
      recording: await openRecording(path, options),
      pyramids: new Map(),
      closing: new AbortController(),
    });
    return opened.use(key, make, work);
  }

  /** The pyramid of a trace; it is built while other requests are answered. */
  function pyramidOf(
    { recording, pyramids, closing }: Opened,
    { recipe, as }: Pick<WindowRequest, 'recipe' | 'as'>,
  ): Pyramid {
    const { channel, sweep } = recipe.parameters;
    const trace = drawnTrace(recording, recipe);
    const measuredWith = as === 'measured' ? inSamples(recipe.parameters, trace.rateHz) : undefined;
    // One per trace as recorded, one as measured: other filters replace the previous one.
    const key = `${channel} ${sweep} ${as}`;
    const filters = JSON.stringify(measuredWith && filtersOf(measuredWith));
    const known = pyramids.get(key);
    if (known && known.filters === filters) return known.pyramid;
    const pyramid = new Pyramid(measuredWith ? measuredTrace(trace, measuredWith) : trace);
    pyramids.set(key, { filters, pyramid });
    pyramid.build({ signal: closing.signal, report: () => {} }).catch((thrown) => {
      // A request for the unreadable part gets the reader's error.
      if (!(thrown instanceof CancelledError)) log(`The overview of ${recording.path} ends early: ${thrown}`);
    });
    return pyramid;
  }

  return {
    open: (recipe, work) => use(recipe, ({ recording }) => work(recording)),
    use: (recipe, work) => use(recipe, ({ recording }) => work(recipeTrace(recording, recipe))),
    window: ({ recipe, as, ...stretch }) =>
      use(recipe, (opened) => traceWindow(pyramidOf(opened, { recipe, as }), stretch)),
  };
}

/** The trace as a detection measures it. */
function measuredTrace(trace: RecordedTrace, parameters: Parameters): Trace {
  return measuringTrace(cleanTraceOnDemand(trace, parameters), parameters);
}

/** The parameters that affect a measured trace. */
function filtersOf(parameters: Parameters): Partial<Parameters> {
  const names = PARAMETER_NAMES.filter((name) => PARAMETERS[name].group === 'filters');
  return Object.fromEntries(
    [...names, 'exclude' as const, 'convolve_win' as const, 'filter_factor' as const].map((n) => [
      n,
      parameters[n],
    ]),
  );
}
