import { createCanvas } from '../../shared/drawing/canvas';
import type { Colours } from '../../shared/drawing/colours';
import { drawThumbnail, traceHeight } from '../../shared/drawing/thumbnail';
import type { SampleCache } from '../sample-cache';
import { type ScoredSet, shownScale } from '../scored-set';
import { drawScaleBar } from './scale-bar';

const WIDEST = 132;
const NARROWEST = 84;
/** Minimum number of thumbnails; more if there is room for narrow ones. */
const FEWEST = 5;

export type Strip = ReturnType<typeof createStrip>;

/** Thumbnails of the windows before and after the displayed one. */
export function createStrip(element: HTMLCanvasElement) {
  const canvas = createCanvas(element);
  let shown: number[] = [];
  return {
    /** The window at a place across the strip; undefined where there is none. */
    windowAt(x: number): number | undefined {
      const window = shown[Math.floor((x / element.clientWidth) * shown.length)];
      return window === undefined || window < 0 ? undefined : window;
    },
    draw(set: ScoredSet, middle: number, cache: SampleCache, colours: Colours): void {
      const begun = canvas.begin();
      if (!begun) return;
      const { context, width, height } = begun;
      const beside = besideIn(width);
      shown = windowsAround(set, middle, beside);
      const cell = width / shown.length;
      const scale = shownScale(set);
      shown.forEach((window, k) => {
        if (window < 0) return;
        const thumbnail = {
          samples: cache.get(window),
          score: set.scores[window],
          bookmarked: set.bookmarks.has(window),
          selected: false,
          current: k === beside,
          scale,
          caption: String(window + 1),
        };
        const box = { x: k * cell + 2, y: 1, width: cell - 4, height: height - 2 };
        drawThumbnail(context, thumbnail, box, colours);
      });
      if (!scale) return;
      const right = { x: 0, y: 0, width: width - 6, height: height - 18 };
      drawScaleBar(context, scale, set.set.unit, traceHeight(height - 2), right, colours);
    },
  };
}

function besideIn(width: number): number {
  const cell = Math.min(WIDEST, Math.max(NARROWEST, width / FEWEST));
  return Math.max(1, Math.floor((width / cell - 1) / 2));
}

/** Windows on both sides of one in the list; −1 where there is none. */
function windowsAround({ order }: ScoredSet, middle: number, beside: number): number[] {
  const place = order.placeOf(middle);
  return Array.from({ length: 2 * beside + 1 }, (_, k) => {
    if (k === beside) return middle;
    return place < 0 ? -1 : (order.windows[place - beside + k] ?? -1);
  });
}
