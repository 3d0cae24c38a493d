import type { ActionContext } from '../actions';
import { firstAtLeast } from '../sorted';
import type { ViewState } from '../state';
import { samplesOf } from '../sweeps';
import { clamped, panned, zoomed } from '../viewport';
import { attachGestures, type GestureHandlers } from './gestures';
import { scaledRange } from './y-range';

export interface GestureTargets extends Pick<GestureHandlers, 'area' | 'hover' | 'selection'> {
  current(): ActionContext | undefined;
  change(patch: Partial<ViewState>): void;
  select(event: number): void;
  showAll(): void;
  focus(): void;
}

/** Pixels within which a click means an event. */
const reach = 12;

/** Translates pixels of the plot into samples and values, and what the mouse does into changes of the view. */
export function connectGestures(element: HTMLElement, to: GestureTargets): void {
  const width = () => Math.max(1, to.area().right - to.area().left);
  const sampleAt = (x: number, { state }: ActionContext) =>
    state.view.from + ((x - to.area().left) / width()) * (state.view.to - state.view.from);
  const withView = (use: (context: ActionContext, samples: number) => void) => {
    const context = to.current();
    if (context) use(context, samplesOf(context.snapshot.info, context.state.choice));
  };

  attachGestures(element, {
    area: to.area,
    hover: to.hover,
    selection: to.selection,
    reset: to.showAll,
    click: (x) =>
      withView((context) => {
        to.focus();
        const { detection, state } = context;
        if (!detection) return;
        const { peak } = detection.events;
        const slack = (reach / width()) * (state.view.to - state.view.from);
        const at = sampleAt(x, context);
        let best = -1;
        for (let i = firstAtLeast(detection.events.location, at - slack * 2); i < peak.length; i++) {
          if (detection.events.location[i] > at + slack * 2) break;
          const near = Math.abs(peak[i] - at);
          if (near <= slack && (best < 0 || near < Math.abs(peak[best] - at))) best = i;
        }
        if (best >= 0) to.select(best);
      }),
    zoomTime: (x, factor) =>
      withView((context, samples) =>
        to.change({ view: zoomed(context.state.view, factor, sampleAt(x, context), samples) }),
      ),
    zoomValue: (y, factor) =>
      withView(({ yRange }) => {
        const { traceTop, bottom } = to.area();
        const [min, max] = yRange;
        const share = Math.min(1, Math.max(0, (bottom - y) / Math.max(1, bottom - traceTop)));
        to.change({ yRange: scaledRange(yRange, factor, min + share * (max - min)) });
      }),
    pan: (pixels) =>
      withView(({ state }, samples) => to.change({ view: panned(state.view, pixels / width(), samples) })),
    zoomTo: (x0, x1) =>
      withView((context, samples) =>
        to.change({ view: clamped({ from: sampleAt(x0, context), to: sampleAt(x1, context) }, samples) }),
      ),
  });
}
