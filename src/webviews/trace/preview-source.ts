import type { RangeDetection } from '../../common/api/engine/range-detection';
import type { SampleRange } from '../../common/traces/sample-ranges';
import type { TraceWindow } from '../../common/traces/trace-window';
import type { Viewport } from './viewport';

/** Events and probability of the part on the screen, before a detection is run. */
export interface Preview {
  events: RangeDetection['events'];
  prediction: TraceWindow;
  /** Whether all of the part on the screen is known. */
  complete: boolean;
}

export interface PreviewSource {
  /** What is known of the view, while it is narrow enough; requests the rest once the view has come to rest. */
  of(view: Viewport): Preview | undefined;
  /** The longest view that has a preview, in samples. */
  readonly longest: number;
  /** Answers to pending requests are dropped. */
  dispose(): void;
}

/** Windows in a block: some 1000 strides, of which the network computes fifty. */
const BLOCK_WINDOWS = 32;
/** Requests in progress: one is computed while another is read or on its way. */
const REQUESTS = 2;
/** Blocks in the longest view. */
const MOST_IN_VIEW = 24;
const CACHE_SIZE = 200;
/** A view that has not moved for this long is at rest. */
const REST_MS = 40;
/** Points of the probability in a block where many blocks are in view. */
const FEW_POINTS = 120;

/**
 * Cache of what is found in blocks of a trace, which are requested from the middle of the view outwards. After a failure
 * nothing is requested any more: a detection will say why.
 *
 * @param window the detection window in samples
 */
export function previewSource(
  { samples, window }: { samples: number; window: number },
  fetch: (range: SampleRange) => Promise<RangeDetection>,
  onLoaded: () => void,
): PreviewSource {
  const size = BLOCK_WINDOWS * window;
  /** LRU order: the last used last. */
  const blocks = new Map<number, RangeDetection>();
  /** Blocks that are requested. */
  const loading = new Set<number>();
  let seen: Viewport | undefined;
  let shown: { blocks: readonly RangeDetection[]; complete: boolean; preview: Preview } | undefined;
  let resting: ReturnType<typeof setTimeout> | undefined;
  let ended = false;

  function load(): void {
    while (!ended && loading.size < REQUESTS) {
      const next = missing();
      if (next === undefined) return;
      loading.add(next);
      void loadBlock(next);
    }
  }

  async function loadBlock(index: number): Promise<void> {
    const range = { from: index * size, to: Math.min(samples, (index + 1) * size) };
    const found = await fetch(range).catch(() => undefined);
    loading.delete(index);
    if (!found) ended = true;
    if (ended || !found) return;
    blocks.set(index, found);
    for (const oldest of blocks.keys()) {
      if (blocks.size <= CACHE_SIZE) break;
      blocks.delete(oldest);
    }
    onLoaded();
    load();
  }

  /** The missing block next to the middle of the view that was seen last. */
  function missing(): number | undefined {
    if (!seen) return undefined;
    const middle = (seen.from + seen.to) / 2 / size - 0.5;
    const wanted = indicesIn(seen).filter((index) => !blocks.has(index) && !loading.has(index));
    return wanted.sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle))[0];
  }

  function indicesIn(view: Viewport): number[] {
    const first = Math.max(0, Math.floor(view.from / size));
    const end = Math.ceil(Math.min(samples, view.to) / size);
    return Array.from({ length: Math.max(0, end - first) }, (_, i) => first + i);
  }

  return {
    longest: MOST_IN_VIEW * size,
    of(view) {
      const isNarrow = view.to - view.from <= MOST_IN_VIEW * size;
      const moved = seen?.from !== view.from || seen.to !== view.to;
      seen = isNarrow ? { from: view.from, to: view.to } : undefined;
      if (moved && !ended) {
        clearTimeout(resting);
        if (isNarrow) resting = setTimeout(load, REST_MS);
      }
      if (!isNarrow) return undefined;
      const indices = indicesIn(view);
      const known = indices.flatMap((index) => blocks.get(index) ?? []);
      for (const index of indices) {
        const block = blocks.get(index);
        if (block && blocks.delete(index)) blocks.set(index, block);
      }
      const complete = known.length === indices.length;
      const same =
        shown?.blocks.length === known.length && known.every((block, i) => block === shown!.blocks[i]);
      if (!shown || !same || shown.complete !== complete)
        shown = { blocks: known, complete, preview: joined(known, complete) };
      return shown.preview;
    },
    dispose() {
      ended = true;
      clearTimeout(resting);
    },
  };
}

/** Blocks as one; the line of the probability has a gap where a block is missing between two. */
function joined(blocks: readonly RangeDetection[], complete: boolean): Preview {
  const column = (name: keyof RangeDetection['events']) =>
    Float64Array.from(blocks.flatMap(({ events }) => [...events[name]]));
  const most = blocks.length > MOST_IN_VIEW / 3 ? FEW_POINTS : Number.POSITIVE_INFINITY;
  const x: number[] = [];
  const y: number[] = [];
  let end = blocks[0]?.range.from;
  for (const { range, prediction } of blocks) {
    if (range.from !== end) {
      x.push(end);
      y.push(Number.NaN);
    }
    end = range.to;
    const step = Math.max(1, Math.ceil(prediction.x.length / most));
    for (let i = 0; i < prediction.x.length; i += step) {
      x.push(prediction.x[i]);
      y.push(highest(prediction.y.subarray(i, i + step)));
    }
  }
  return {
    events: {
      location: column('location'),
      peak: column('peak'),
      peak_value: column('peak_value'),
      direction: column('direction'),
    },
    prediction: { x: Float64Array.from(x), y: Float32Array.from(y), kind: 'samples', exact: true },
    complete,
  };
}

/** NaN only where nothing was computed. */
function highest(values: Float32Array): number {
  const known = values.filter((value) => !Number.isNaN(value));
  return known.length > 0 ? Math.max(...known) : Number.NaN;
}
