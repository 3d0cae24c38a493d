import type { DetectionView } from '../../common/api/views/events';
import type { ReadySnapshot, TraceChoice, TraceRequests } from '../../common/api/views/trace';
import type { TraceWindow } from '../../common/traces/trace-window';
import type { Ask } from '../shared/host';
import { samplesOf } from './sweeps';
import { type Viewport, wholeTrace } from './viewport';
import { type FetchWindow, type WindowSource, windowSource } from './window-source';

/** The pictures of one trace, each from its own source. */
export interface Sources {
  raw(view: Viewport, columns: number): TraceWindow | undefined;
  filtered(view: Viewport, columns: number): TraceWindow | undefined;
  prediction(view: Viewport, columns: number): TraceWindow | undefined;
  overview(columns: number): TraceWindow | undefined;
  /** The overview in the cache, without a request. */
  loadedOverview(): TraceWindow | undefined;
  /** The probability over the whole trace. */
  wholePrediction(): TraceWindow | undefined;
}

export interface SourceKey {
  snapshot: ReadySnapshot;
  choice: TraceChoice;
  detection: DetectionView | undefined;
}

/** Columns of the probability over the whole trace: its maximum is in any of them. */
const WHOLE_COLUMNS = 400;

/**
 * Manages the sources of the displayed pictures. A source is replaced when its subject changes: the trace, how the file
 * is read, the filter, the detection.
 */
export function traceSources(
  ask: Ask<TraceRequests>,
  onLoaded: () => void,
  onFailed: (thrown: unknown) => void,
) {
  const made = new Map<string, { key: string; source: WindowSource }>();

  function source(name: string, key: string, samples: number, fetch: FetchWindow): WindowSource {
    const current = made.get(name);
    if (current?.key === key) return current.source;
    current?.source.dispose();
    const fresh = { key, source: windowSource(samples, fetch, onLoaded, onFailed) };
    made.set(name, fresh);
    return fresh.source;
  }

  return {
    /** Clears all sources after a failure. */
    reset() {
      for (const { source } of made.values()) source.dispose();
      made.clear();
    },
    of({ snapshot, choice, detection }: SourceKey): Sources {
      const { info, description } = snapshot;
      const samples = samplesOf(info, choice);
      const trace = JSON.stringify([info.series, choice, description, info.rate_hz, samples]);
      const windows =
        (filtered: boolean): FetchWindow =>
        (from, to, columns, visible) =>
          ask('window', { ...choice, from, to, columns, visible, filtered });
      return {
        raw: (view, columns) => source('raw', trace, samples, windows(false)).picture(view, columns),
        filtered: (view, columns) =>
          source('filtered', trace + snapshot.filter, samples, windows(true)).picture(view, columns),
        prediction: (view, columns) =>
          detection &&
          source('prediction', trace + detection.id, samples, (from, to, across) =>
            ask('prediction', { id: detection.id, from, to, columns: across }),
          ).picture(view, columns),
        overview(columns) {
          // What is on the screen is read first, not what the overview lacks.
          const fetch: FetchWindow = (from, to, across) =>
            ask('window', { ...choice, from, to, columns: across, filtered: false });
          const whole = source('overview', trace, samples, fetch);
          return whole.picture(wholeTrace(samples), columns);
        },
        loadedOverview: () =>
          made.get('overview')?.key === trace ? made.get('overview')!.source.loaded() : undefined,
        wholePrediction: () =>
          detection &&
          source('whole prediction', trace + detection.id, samples, (from, to, across) =>
            ask('prediction', { id: detection.id, from, to, columns: across }),
          ).picture(wholeTrace(samples), WHOLE_COLUMNS),
      };
    },
  };
}
