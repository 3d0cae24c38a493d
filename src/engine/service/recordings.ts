import type { WindowRequest } from '../../common/api/engine/engine-api';
import { CancelledError } from '../../common/errors';
import { PARAMETER_NAMES, PARAMETERS, type Parameters } from '../../common/parameters/parameters';
import type { TraceRef } from '../../common/traces/trace-ref';
import type { TraceWindow } from '../../common/traces/trace-window';
import { excludedRanges } from '../detection/exclusion';
import { bridged } from '../detection/gaps';
import { measuringTrace } from '../detection/smoothing';
import { fileKey } from '../files/file-stamp';
import { countedTrace } from '../recordings/counted-trace';
import { openRecording } from '../recordings/open';
import { Pyramid } from '../recordings/pyramid';
import type { Recording } from '../recordings/recording';
import type { RecordedTrace } from '../recordings/trace';
import { traceWindow } from '../recordings/window-extremes';
import { filteredTrace } from '../signal/filtered-trace';
import type { Trace } from '../signal/trace';
import { leaseCache } from './lease-cache';

/** Recordings that stay open, with the pyramids of the traces that have been looked at. */
export interface Recordings {
  use<T>(ref: Pick<TraceRef, 'path' | 'open'>, work: (recording: Recording) => T | Promise<T>): Promise<T>;
  window(request: WindowRequest): Promise<TraceWindow>;
}

const mostOpen = 8;

interface Opened {
  recording: Recording;
  /** By channel, sweep, and whether it is as recorded or as measured. */
  pyramids: Map<string, { filters: string | undefined; pyramid: Pyramid }>;
  closing: AbortController;
}

export function openedRecordings(log: (line: string) => void): Recordings {
  const opened = leaseCache<Opened>(mostOpen, ({ recording, closing }) => {
    closing.abort();
    recording.close();
  });

  async function use<T>(
    ref: Pick<TraceRef, 'path' | 'open'>,
    work: (opened: Opened) => T | Promise<T>,
  ): Promise<T> {
    const key = `${await fileKey(ref.path)} ${JSON.stringify(ref.open)}`;
    const make = async () => ({
      recording: await openRecording(ref.path, ref.open),
      pyramids: new Map(),
      closing: new AbortController(),
    });
    return opened.use(key, make, work);
  }

  /** The pyramid of a trace; it is built while other requests are answered. */
  function pyramidOf(
    { recording, pyramids, closing }: Opened,
    { channel, sweep }: TraceRef,
    measuredWith: Parameters | undefined,
  ): Pyramid {
    // One of each trace as recorded, one as measured: other filters take the place of those before.
    const key = `${channel} ${sweep} ${measuredWith !== undefined}`;
    const filters = JSON.stringify(measuredWith && filtersOf(measuredWith));
    const known = pyramids.get(key);
    if (known && known.filters === filters) return known.pyramid;
    const trace = countedTrace(recording, channel, sweep);
    const pyramid = new Pyramid(measuredWith ? measuredTrace(trace, measuredWith) : trace);
    pyramids.set(key, { filters, pyramid });
    pyramid.build({ signal: closing.signal, report: () => {} }).catch((thrown) => {
      // Asking for the part that cannot be read gives the reader's reason to who asks.
      if (!(thrown instanceof CancelledError)) log(`The overview of ${recording.path} ends early: ${thrown}`);
    });
    return pyramid;
  }

  return {
    use: (ref, work) => use(ref, ({ recording }) => work(recording)),
    window: ({ trace, measuredWith, ...stretch }) =>
      use(trace, (o) => traceWindow(pyramidOf(o, trace, measuredWith), stretch)),
  };
}

/** As a detection measures it. */
function measuredTrace(trace: RecordedTrace, parameters: Parameters): Trace {
  const clean = filteredTrace(bridged(trace, excludedRanges(trace, parameters)), parameters);
  return measuringTrace(clean, parameters);
}

/** The parameters that change what a measured trace looks like. */
function filtersOf(parameters: Parameters): Partial<Parameters> {
  const names = PARAMETER_NAMES.filter((name) => PARAMETERS[name].group === 'filters');
  return Object.fromEntries(
    [...names, 'exclude' as const, 'convolve_win' as const, 'filter_factor' as const].map((n) => [
      n,
      parameters[n],
    ]),
  );
}
