import type { PlacedWindow } from '../../../common/api/engine/window-sizes';
import { coalesced } from '../../shared/coalesced';
import { readTheme } from '../../shared/theme';
import type { TuningServices } from '../services';
import { createStage } from '../stage';
import { contextOf, type TuningContext } from '../state';
import { windowAround, windowOver } from './placed-window';
import { createWindowBox } from './window-box';

interface Shown {
  context: TuningContext;
  placed: PlacedWindow | undefined;
  /** The window in use, if its size differs. */
  present: PlacedWindow | undefined;
}

/** The trace with the window over it; draws the latest state once per frame. */
export function mountWindowStage(box: HTMLElement, { store, send, ask, edges }: TuningServices) {
  let shown: Shown | undefined;
  const redraw = coalesced(requestAnimationFrame, () => {
    if (!shown || !box.isConnected) return;
    stage.draw(shown.context, readTheme());
    windowBox.show(shown.placed, shown.present, shown.context);
  });
  const place = (window: PlacedWindow) => send({ type: 'place', window });
  const stage = createStage(box, {
    ask,
    redraw,
    look: (segment) => send({ type: 'look', segment }),
    select(from, to) {
      const context = contextOf(store.state);
      if (context) place(windowOver(from, to, context.tuning.samples));
    },
    click(sample) {
      const context = contextOf(store.state);
      if (context) place(windowAround(sample, context.parameters.win_size, context.tuning.samples));
    },
  });
  const windowBox = createWindowBox(stage, place);
  edges.move = windowBox.moveEdge;
  return {
    destroy() {
      edges.move = undefined;
      stage.destroy();
    },
    show(context: TuningContext, placed: PlacedWindow | undefined, present: PlacedWindow | undefined) {
      shown = { context, placed, present };
      redraw();
    },
  };
}
