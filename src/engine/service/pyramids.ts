import { createHash } from 'node:crypto';
import type { WindowRequest } from '../../common/api/engine/engine-api';
import type { KeptStore } from '../../common/api/engine/kept';
import { CancelledError, messageOf } from '../../common/errors';
import { inSamples } from '../../common/parameters/lengths';
import { PARAMETER_NAMES, PARAMETERS, type Parameters } from '../../common/parameters/parameters';
import { openOptionsOf } from '../../common/traces/recipe';
import { VERSION } from '../../common/version';
import { cleanTraceOnDemand } from '../detection/clean-trace';
import { measuringTrace } from '../detection/smoothing';
import { fileKey } from '../files/file-stamp';
import { keepOverview, keptOverview } from '../kept/kept-overview';
import { averagedTrace } from '../recordings/averaged-trace';
import { Pyramid } from '../recordings/pyramid';
import { drawnTrace } from '../recordings/recipe-trace';
import type { Recording } from '../recordings/recording';
import type { RecordedTrace } from '../recordings/trace';
import type { Trace } from '../signal/trace';

/** Shorter traces are read in less time than it takes to notice. */
const KEEP_FROM_SAMPLES = 5_000_000;
/** Places of a trace whose samples identify it, besides the file's path, size and time. */
const PLACES = 16;
const PLACE_SAMPLES = 64;

type Pictured = Pick<WindowRequest, 'recipe' | 'as' | 'keep'>;

/** Pyramids of the displayed traces of an open recording, built while other requests are answered. */
export interface Pyramids {
  of(pictured: Pictured): Promise<Pyramid>;
  /** Ends what is being built. */
  dispose(): void;
}

/** @param opened path that was asked for, with its key from before it was opened */
export function pyramidsOf(
  recording: Recording,
  { opened, file }: { opened: string; file: string },
  log: (line: string) => void,
): Pyramids {
  /** One per trace as recorded, one as measured: other filters replace the previous one. */
  const pyramids = new Map<string, { filters: string; pyramid: Promise<Pyramid> }>();
  const closing = new AbortController();

  async function restoredOrBuilt(
    pyramid: Pyramid,
    keep: KeptStore | undefined,
    key: string,
  ): Promise<Pyramid> {
    const kept = keep && (await keptOverview(keep, key, pyramid.buckets.length).catch(() => undefined));
    if (kept) pyramid.restore(kept);
    else void build(pyramid, keep, key);
    return pyramid;
  }

  async function build(pyramid: Pyramid, keep: KeptStore | undefined, key: string): Promise<void> {
    try {
      await pyramid.build({ signal: closing.signal, report: () => {} });
    } catch (thrown) {
      // A request for the unreadable part gets the reader's error.
      if (!(thrown instanceof CancelledError)) log(`The overview of ${recording.path} ends early: ${thrown}`);
      return;
    }
    // Samples that were written meanwhile may be in it or not.
    if (!keep || (await fileKey(opened)) !== file) return;
    await keepOverview(keep, key, pyramid.buckets).catch((thrown) =>
      log(`The overview of ${recording.path} is not kept: ${messageOf(thrown)}`),
    );
  }

  return {
    async of({ recipe, as, keep }) {
      const { channel } = recipe.parameters;
      const sweep = as === 'averaged' ? null : recipe.parameters.sweep;
      const stored = drawnTrace(recording, { parameters: { ...recipe.parameters, sweep } });
      const trace = as === 'averaged' ? averagedTrace(stored) : stored;
      const measuredWith = as === 'measured' ? inSamples(recipe.parameters, trace.rateHz) : undefined;
      const name = `${channel} ${sweep} ${as}`;
      const filters = JSON.stringify(measuredWith ? filtersOf(measuredWith) : null);
      const known = pyramids.get(name);
      if (known && known.filters === filters) return known.pyramid;
      const long = trace.samples >= KEEP_FROM_SAMPLES;
      const key = long ? traceKey(file, trace, [openOptionsOf(recipe.parameters), name, filters]) : '';
      const pyramid = restoredOrBuilt(
        new Pyramid(measuredWith ? measuredTrace(stored, measuredWith) : trace),
        long ? keep : undefined,
        key,
      );
      pyramids.set(name, { filters, pyramid });
      return pyramid;
    },
    dispose: () => closing.abort(),
  };
}

/** The same for the same samples: also for a file whose time was set back, or whose samples lie in another one. */
function traceKey(file: string, trace: Trace, more: unknown[]): string {
  const hash = createHash('sha256').update(JSON.stringify([VERSION, file, trace.samples, trace.unit, more]));
  for (let place = 0; place < PLACES; place++) {
    const from = Math.floor(((trace.samples - PLACE_SAMPLES) * place) / (PLACES - 1));
    const samples = trace.read(from, from + PLACE_SAMPLES);
    hash.update(new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength));
  }
  return hash.digest('hex');
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
