import { setAttributes } from '../shared/dom';
import type { Colours } from '../shared/drawing/colours';
import type { Grid } from './drawing/grid';
import type { PictureCanvas } from './drawing/picture';
import type { Strip } from './drawing/strip';
import type { SurroundingsCanvas } from './drawing/surroundings';
import type { Rectangle } from './grid-shape';
import { stepped } from './position';
import type { SampleCache } from './sample-cache';
import { type ScoredSet, shownScale } from './scored-set';

/** Windows loaded before and after the one that is shown. */
const BEFORE = 16;
const AHEAD = 64;

/** The canvases of the stage. */
export interface Surfaces {
  pictureBox: HTMLElement;
  picture: PictureCanvas;
  strip: Strip;
  surroundings: SurroundingsCanvas;
  grid: Grid;
  lasso(): Rectangle | undefined;
}

/** Draws the windows: in a key's own turn, without waiting for the components around them. */
export function createPainter(surfaces: Surfaces, moves: () => readonly number[]) {
  /** The window that the keys pressed so far lead to. */
  const shownIn = ({ order, view }: ScoredSet) =>
    moves().reduce((window, by) => stepped(order, window, by), view.window);

  function paintPicture(set: ScoredSet, cache: SampleCache, colours: Colours): void {
    const window = shownIn(set);
    const samples = cache.get(window);
    const { rate_hz, unit } = set.set;
    setAttributes(surfaces.pictureBox, { 'aria-busy': samples === undefined, 'data-window': window });
    surfaces.picture.draw(
      {
        samples,
        score: set.scores[window],
        bookmarked: set.bookmarks.has(window),
        rate_hz,
        unit,
        smooth: set.view.smooth,
        scale: shownScale(set),
      },
      colours,
    );
    cache.want(windowsToLoad(set, window));
  }

  return {
    /** The one picture that is looked at, or the grid. */
    paint(set: ScoredSet, cache: SampleCache, colours: Colours): void {
      if (set.view.overview) cache.want(surfaces.grid.draw(set, cache, surfaces.lasso(), colours));
      else paintPicture(set, cache, colours);
    },
    /** The neighbours and the recording; they may follow the picture a moment later. */
    paintAround(set: ScoredSet, cache: SampleCache, colours: Colours): void {
      if (set.view.overview) return;
      const window = shownIn(set);
      surfaces.strip.draw(set, window, cache, colours);
      const { surroundings } = set;
      if (!set.view.surroundings || !surroundings || 'reason' in surroundings.answer) return;
      surfaces.surroundings.draw(surroundings.answer, surroundings.window === window, colours);
    },
  };
}

function windowsToLoad({ order }: ScoredSet, window: number): number[] {
  const place = Math.max(0, order.placeOf(window));
  return [
    window,
    ...order.windows.subarray(place + 1, place + AHEAD),
    ...order.windows.subarray(Math.max(0, place - BEFORE), place),
  ];
}
