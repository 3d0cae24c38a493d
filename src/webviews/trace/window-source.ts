import type { TraceWindow } from '../../common/traces/trace-window';
import type { Viewport } from './viewport';

/** Asks for the picture of samples `from` ≤ i < `to`. */
export type FetchWindow = (from: number, to: number, columns: number) => Promise<TraceWindow>;

export interface WindowSource {
  /** The best picture of the view there is now; asks for a better one where that is not good enough. */
  picture(view: Viewport, columns: number): TraceWindow | undefined;
  /** Forgets everything; answers that are still on their way are not used. */
  dispose(): void;
}

interface Stretch {
  from: number;
  to: number;
  perColumn: number;
}

interface Loaded extends Stretch {
  window: TraceWindow;
}

const kept = 8;
/** How long the engine is left alone before an inexact picture is asked for again. */
const retry_ms = 300;

/**
 * Pictures of one trace for a view that moves. One request is on its way at a time; while it is, only the
 * latest wish is remembered, so a fast wheel never queues up work. Each request covers a screen to either
 * side, so that moving draws from what is there. Until the right picture comes the nearest one is shown.
 */
export function windowSource(
  samples: number,
  fetch: FetchWindow,
  onLoaded: () => void,
  onFailed: (thrown: unknown) => void,
): WindowSource {
  let loaded: Loaded[] = [];
  let wish: Stretch | undefined;
  let failed: Stretch | undefined;
  let busy = false;
  let disposed = false;
  let retry: ReturnType<typeof setTimeout> | undefined;

  async function load(): Promise<void> {
    if (busy || disposed) return;
    busy = true;
    while (wish && !disposed) {
      const asked: Stretch = wish;
      wish = undefined;
      try {
        const columns = Math.max(1, Math.round((asked.to - asked.from) / asked.perColumn));
        const window = await fetch(asked.from, asked.to, columns);
        if (disposed) return;
        loaded = [{ ...asked, window }, ...loaded.filter((l) => !sameStretch(l, asked))].slice(0, kept);
        if (!window.exact) retry = setTimeout(onLoaded, retry_ms);
        onLoaded();
      } catch (thrown) {
        if (disposed) return;
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
        const next = withNeighbours(view, perColumn, samples);
        // What failed once fails again: it waits for another view, or for another source.
        wish = failed && sameStretch(failed, next) ? undefined : next;
        void load();
      } else wish = undefined;
      return best?.window;
    },
    dispose() {
      disposed = true;
      clearTimeout(retry);
    },
  };
}

/** The view and a screen to either side. */
function withNeighbours(view: Viewport, perColumn: number, samples: number): Stretch {
  const span = view.to - view.from;
  return {
    from: Math.max(0, Math.floor(view.from - span)),
    to: Math.min(samples, Math.ceil(view.to + span)),
    perColumn,
  };
}

function bestOf(loaded: Loaded[], view: Viewport, perColumn: number): Loaded | undefined {
  // Much finer pictures would mean many points a column; coarser ones only look coarse.
  const usable = loaded.filter((l) => l.perColumn > perColumn * 0.4);
  const rate = (l: Loaded) =>
    overlap(l, view) * 10 - Math.abs(Math.log2(l.perColumn / perColumn)) + (l.window.exact ? 0.01 : 0);
  return usable.reduce<Loaded | undefined>((a, b) => (a && rate(a) >= rate(b) ? a : b), undefined);
}

function overlap(l: Loaded, view: Viewport): number {
  return Math.max(0, Math.min(l.to, view.to) - Math.max(l.from, view.from)) / (view.to - view.from);
}

/** Whether a picture reaches `margin` of the view beyond it, or the trace's ends. */
function covers(l: Loaded, view: Viewport, samples: number, margin: number): boolean {
  const beyond = (view.to - view.from) * margin;
  return l.from <= Math.max(0, view.from - beyond) && l.to >= Math.min(samples, view.to + beyond);
}

function isSharp(l: Loaded, perColumn: number): boolean {
  const samplesThemselves = l.window.kind === 'samples' && l.perColumn >= perColumn * 0.4;
  return samplesThemselves || Math.abs(l.perColumn / perColumn - 1) < 1e-3;
}

function sameStretch(a: Stretch, b: Stretch): boolean {
  return a.from === b.from && a.to === b.to && a.perColumn === b.perColumn;
}
