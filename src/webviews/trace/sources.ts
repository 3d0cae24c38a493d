import type { DetectionView } from '../../common/api/views/events';
import type { ReadySnapshot, TraceChoice, TraceRequests } from '../../common/api/views/trace';
import type { SampleRange } from '../../common/traces/sample-ranges';
import type { TraceWindow } from '../../common/traces/trace-window';
import type { Ask } from '../shared/host';
import { type PreviewSource, previewSource } from './preview-source';
import { startInDetection } from './sweep-events';
import { longestSweep, samplesOf } from './sweeps';
import { type Viewport, wholeTrace } from './viewport';
import { type FetchWindow, type WindowSource, windowSource } from './window-source';

/** The pictures of one trace, each from its own source. */
export interface Sources {
  raw(view: Viewport, columns: number): TraceWindow | undefined;
  filtered(view: Viewport, columns: number): TraceWindow | undefined;
  prediction(view: Viewport, columns: number): TraceWindow | undefined;
  /**
   * Events before a detection is run, or the probability that a detection has not computed; undefined where neither is
   * needed, or it is switched off.
   */
  preview(): PreviewSource | undefined;
  /** Another channel of the same sweep. */
  channel(channel: number, view: Viewport, columns: number): TraceWindow | undefined;
  /** Another sweep of the same channel. */
  sweep(sweep: number, view: Viewport, columns: number): TraceWindow | undefined;
  /** The mean of all sweeps of the channel. */
  average(view: Viewport, columns: number): TraceWindow | undefined;
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

/** Pictures that are kept of each trace beside the chosen one: there may be many of them. */
const FEW_PICTURES = 2;

type SourceOf = (
  name: string,
  key: string,
  samples: number,
  fetch: FetchWindow,
  cacheSize?: number,
) => WindowSource;

/** Sources of the traces that are drawn beside the chosen one. */
function besides(
  ask: Ask<TraceRequests>,
  source: SourceOf,
  { snapshot: { info, description }, choice }: SourceKey,
): Pick<Sources, 'channel' | 'sweep' | 'average'> {
  const pictureOf = (
    name: string,
    other: TraceChoice,
    averaged: boolean,
    view: Viewport,
    columns: number,
  ) => {
    const samples = averaged ? longestSweep(info) : samplesOf(info, other);
    const within = { from: view.from, to: Math.min(view.to, samples) };
    if (within.to <= within.from) return undefined;
    const key = JSON.stringify([info.series, other, averaged, description, info.rate_hz]);
    const fetch: FetchWindow = (from, to, across) =>
      ask('window', { ...other, from, to, columns: across, filtered: false, averaged });
    return source(name, key, samples, fetch, FEW_PICTURES).picture(within, columns);
  };
  return {
    channel: (channel, view, columns) =>
      pictureOf(`channel ${channel}`, { ...choice, channel }, false, view, columns),
    sweep: (sweep, view, columns) => pictureOf(`sweep ${sweep}`, { ...choice, sweep }, false, view, columns),
    average: (view, columns) => pictureOf('average', { ...choice, sweep: null }, true, view, columns),
  };
}

/** The source of previews, replaced when the trace or the parameters change. */
function previewSources(ask: Ask<TraceRequests>, onLoaded: () => void) {
  let current: { key: string; source: PreviewSource } | undefined;
  return {
    reset() {
      current?.source.dispose();
      current = undefined;
    },
    /** @param trace key of the trace */
    of({ snapshot, choice, detection }: SourceKey, trace: string): PreviewSource | undefined {
      const exact = detection !== undefined;
      const isNeeded = !exact || (detection.partial && detection.stale.length === 0);
      if (!snapshot.preview || !isNeeded) return undefined;
      const key = trace + snapshot.preview.key + exact;
      if (current?.key === key) return current.source;
      current?.source.dispose();
      const fetch = (range: SampleRange) => ask('preview', { ...choice, ...range, exact });
      const place = { samples: samplesOf(snapshot.info, choice), window: snapshot.detection.window };
      const source = previewSource(place, fetch, onLoaded);
      current = { key, source };
      return source;
    },
  };
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
  const previews = previewSources(ask, onLoaded);

  function source(
    name: string,
    key: string,
    samples: number,
    fetch: FetchWindow,
    cacheSize?: number,
  ): WindowSource {
    const current = made.get(name);
    if (current?.key === key) return current.source;
    current?.source.dispose();
    const fresh = { key, source: windowSource(samples, fetch, onLoaded, onFailed, cacheSize) };
    made.set(name, fresh);
    return fresh.source;
  }

  return {
    /** Clears all sources after a failure. */
    reset() {
      for (const { source } of made.values()) source.dispose();
      made.clear();
      previews.reset();
    },
    of({ snapshot, choice, detection }: SourceKey): Sources {
      const { info, description } = snapshot;
      const samples = samplesOf(info, choice);
      const trace = JSON.stringify([info.series, choice, description, info.rate_hz, samples]);
      const windows =
        (filtered: boolean): FetchWindow =>
        (from, to, columns, visible) =>
          ask('window', { ...choice, from, to, columns, visible, filtered });
      /** The detection may be of all sweeps, where this one begins later. */
      const prediction = (name: string) => {
        if (!detection) return undefined;
        const { id } = detection;
        const start = startInDetection(detection, info, choice.sweep);
        return source(name, trace + id, samples, async (from, to, columns) => {
          const window = await ask('prediction', { id, from: from + start, to: to + start, columns });
          return start === 0 ? window : { ...window, x: window.x.map((x) => x - start) };
        });
      };
      return {
        ...besides(ask, source, { snapshot, choice, detection }),
        raw: (view, columns) => source('raw', trace, samples, windows(false)).picture(view, columns),
        filtered: (view, columns) =>
          source('filtered', trace + snapshot.filter, samples, windows(true)).picture(view, columns),
        prediction: (view, columns) => prediction('prediction')?.picture(view, columns),
        overview(columns) {
          // Without `visible`: the engine reads the segment on the screen first, not the rest of the overview.
          const fetch: FetchWindow = (from, to, across) =>
            ask('window', { ...choice, from, to, columns: across, filtered: false });
          const whole = source('overview', trace, samples, fetch);
          return whole.picture(wholeTrace(samples), columns);
        },
        loadedOverview: () =>
          made.get('overview')?.key === trace ? made.get('overview')!.source.loaded() : undefined,
        preview: () => previews.of({ snapshot, choice, detection }, trace),
        wholePrediction: () => prediction('whole prediction')?.picture(wholeTrace(samples), WHOLE_COLUMNS),
      };
    },
  };
}
