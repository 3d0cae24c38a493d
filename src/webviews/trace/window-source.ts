import type { SampleRange } from '../../common/traces/sample-ranges';
import type { TraceWindow } from '../../common/traces/trace-window';
import type { Viewport } from './viewport';

/** Requests the picture of samples `from` ≤ i < `to`, of which `visible` is on the screen. */
export type FetchWindow = (
  from: number,
  to: number,
  columns: number,
  visible: SampleRange,
) => Promise<TraceWindow>;

export interface WindowSource {
  /** The best picture of the view in the cache; requests a better one where that is not good enough. */
  picture(view: Viewport, columns: number): TraceWindow | undefined;
  /** The picture that came last. */
  loaded(): TraceWindow | undefined;
  /** Clears the cache; answers to pending requests are dropped. */
  dispose(): void;
}

/** Samples `from` ≤ i < `to` at a resolution. */
interface Segment extends SampleRange {
  perColumn: number;
}

interface Request extends Segment {
  visible: SampleRange;
}

interface Loaded extends Segment {
  window: TraceWindow;
}

const CACHE_SIZE = 8;
/** Pause before an inexact picture is requested again. */
const RETRY_MS = 300;
/** A request that takes longer makes a coarser picture say that it is not what is asked for. */
const SLOW_MS = 300;

/**
 * Cache of pictures of one trace for a view that moves. One request is pending at a time; meanwhile only the latest
 * is remembered, so that a fast wheel never queues up work. Each request covers a screen to either side, so that moving
 * draws from the cache. Until the right picture has come the nearest one is shown. A coarser one, whose minima and maxima
 * look like a waveform, is marked as unread where the right one takes long, and not shown after a failure.
 */
export function windowSource(
  samples: number,
  fetch: FetchWindow,
  onLoaded: () => void,
  onFailed: (thrown: unknown) => void,
  cacheSize = CACHE_SIZE,
): WindowSource {
  let loaded: Loaded[] = [];
  let next: Request | undefined;
  let pending: Request | undefined;
  let failed: Request | undefined;
  /** Answered with a provisional picture, and not to be repeated yet. */
  let provisional: Request | undefined;
  let busy = false;
  let disposed = false;
  let retry: ReturnType<typeof setTimeout> | undefined;
  /** The last that was pending for {@link SLOW_MS}. */
  let slow: Request | undefined;

  function askAgain(): void {
    provisional = undefined;
    onLoaded();
  }

  async function load(): Promise<void> {
    if (busy || disposed) return;
    busy = true;
    while (next && !disposed) {
      const asked: Request = next;
      next = undefined;
      pending = asked;
      const { from, to, perColumn, visible } = asked;
      const columns = Math.max(1, Math.round((to - from) / perColumn));
      try {
        const window = await ifLong(fetch(from, to, columns, visible), SLOW_MS, () => {
          slow = asked;
          if (!disposed) onLoaded();
        });
        if (disposed) return;
        pending = failed = undefined;
        loaded = [{ from, to, perColumn, window }, ...loaded.filter((l) => !sameRequest(l, asked))].slice(
          0,
          cacheSize,
        );
        if (!window.exact) {
          provisional = asked;
          retry = setTimeout(askAgain, RETRY_MS);
        }
        onLoaded();
      } catch (thrown) {
        if (disposed) return;
        pending = undefined;
        failed = asked;
        onFailed(thrown);
      }
    }
    busy = false;
  }

  return {
    picture(view, columns) {
      const perColumn = (view.to - view.from) / columns;
      const best = bestOf(loaded, view, perColumn);
      const good =
        best?.window.exact === true && isSharp(best, perColumn) && covers(best, view, samples, 0.25);
      if (!good) {
        const wanted = withNeighbours(view, perColumn, samples);
        // Neither a pending request nor, for the same view and source, a failed one is repeated; a provisional one is
        // after a while.
        const answered = [pending, failed, provisional].some(
          (request) => request && sameRequest(request, wanted),
        );
        next = answered ? undefined : wanted;
        void load();
      } else next = undefined;
      if (!best || !isCoarse(best, perColumn)) return best?.window;
      if (failed) return undefined;
      return pending && slow === pending ? unreadPicture(best.window) : best.window;
    },
    loaded: () => loaded[0]?.window,
    dispose() {
      disposed = true;
      clearTimeout(retry);
    },
  };
}

/** The result of `work`; calls back once if it takes longer than a time. */
async function ifLong<T>(work: Promise<T>, ms: number, call: () => void): Promise<T> {
  const timer = setTimeout(call, ms);
  try {
    return await work;
  } finally {
    clearTimeout(timer);
  }
}

const unreadPictures = new WeakMap<TraceWindow, TraceWindow>();

/** The same points, none of which is the trace at this zoom: views hatch it. */
function unreadPicture(window: TraceWindow): TraceWindow {
  const known = unreadPictures.get(window) ?? { ...window, exact: false, unread: undefined };
  unreadPictures.set(window, known);
  return known;
}

/** The view and a screen to either side. */
function withNeighbours(view: Viewport, perColumn: number, samples: number): Request {
  const span = view.to - view.from;
  return {
    from: Math.max(0, Math.floor(view.from - span)),
    to: Math.min(samples, Math.ceil(view.to + span)),
    perColumn,
    visible: {
      from: Math.max(0, Math.floor(view.from)),
      to: Math.min(samples, Math.ceil(view.to)),
    },
  };
}

function bestOf(loaded: Loaded[], view: Viewport, perColumn: number): Loaded | undefined {
  // Much finer pictures would have many points per column; coarser ones only look coarse.
  const usable = loaded.filter((l) => l.perColumn > perColumn * 0.4);
  const rate = (l: Loaded) =>
    overlap(l, view) * 10 - Math.abs(Math.log2(l.perColumn / perColumn)) + (l.window.exact ? 0.01 : 0);
  return usable.reduce<Loaded | undefined>((a, b) => (a && rate(a) >= rate(b) ? a : b), undefined);
}

function overlap(l: Loaded, view: Viewport): number {
  return Math.max(0, Math.min(l.to, view.to) - Math.max(l.from, view.from)) / (view.to - view.from);
}

/** Whether a picture extends `margin` of the view beyond it, or to the trace's ends. */
function covers(l: Loaded, view: Viewport, samples: number, margin: number): boolean {
  const beyond = (view.to - view.from) * margin;
  return l.from <= Math.max(0, view.from - beyond) && l.to >= Math.min(samples, view.to + beyond);
}

function isSharp(l: Loaded, perColumn: number): boolean {
  const samplesThemselves = l.window.kind === 'samples' && l.perColumn >= perColumn * 0.4;
  return samplesThemselves || Math.abs(l.perColumn / perColumn - 1) < 1e-3;
}

/** Whether a picture has fewer points than the view has columns for. */
function isCoarse(l: Loaded, perColumn: number): boolean {
  return l.window.kind === 'extremes' && l.perColumn > perColumn * 1.5;
}

function sameRequest(a: Segment, b: Segment): boolean {
  return a.from === b.from && a.to === b.to && a.perColumn === b.perColumn;
}
