import { h } from '../shared/dom';
import { createCanvas } from './drawing/canvas';
import type { Colours } from './drawing/colours';
import type { Range } from './drawing/range';
import { drawThumbnail } from './drawing/thumbnail';
import type { Model } from './model';
import type { SampleCache } from './sample-cache';

const widest = 132;
const narrowest = 84;
/** As many are shown where there is room for narrow ones. */
const fewest = 5;

/** The windows before and after the one that is shown, small; a click goes there. */
export function createStrip(onChoose: (window: number) => void) {
  const canvas = createCanvas();
  const element = h('div', { class: 'strip' }, canvas.element);
  let shown: number[] = [];
  element.addEventListener('click', ({ offsetX }) => {
    const window = shown[Math.floor((offsetX / element.clientWidth) * shown.length)];
    if (window !== undefined && window >= 0) onChoose(window);
  });
  return {
    element,
    draw(model: Model, middle: number, cache: SampleCache, range: Range | null, colours: Colours): void {
      const begun = canvas.begin();
      if (!begun) return;
      const { context, width, height } = begun;
      const cellWidth = Math.min(widest, Math.max(narrowest, width / fewest));
      const beside = Math.max(1, Math.floor((width / cellWidth - 1) / 2));
      const place = model.order.placeOf(middle);
      shown = Array.from({ length: 2 * beside + 1 }, (_, k) => {
        const at = place - beside + k;
        if (k === beside) return middle;
        return place < 0 ? -1 : (model.order.windows[at] ?? -1);
      });
      const cell = width / shown.length;
      shown.forEach((window, k) => {
        if (window < 0) return;
        drawThumbnail(
          context,
          {
            samples: cache.get(window),
            score: model.scores[window],
            bookmarked: model.bookmarks.has(window),
            selected: false,
            current: k === beside,
            range,
            caption: String(window + 1),
          },
          { x: k * cell + 2, y: 1, width: cell - 4, height: height - 2 },
          colours,
        );
      });
    },
  };
}
