import type { Ready } from '../selectors';
import { firstAtLeast } from '../sorted';
import type { ViewState } from '../state';
import { clamped, panned, zoomed } from '../viewport';
import { attachGestures, type GestureHandlers } from './gestures';
import { scaledRange } from './y-range';

export interface GestureTargets extends Pick<GestureHandlers, 'area' | 'hover' | 'selection'> {
  current(): Ready | undefined;
  change(patch: Partial<ViewState>): void;
  select(event: number): void;
  showAll(): void;
  focus(): void;
}

/** Hit radius of an event in pixels. */
const REACH = 12;

/** Converts gestures in the plot, in pixels, into changes of the view, in samples and values. */
export function connectGestures(element: HTMLElement, to: GestureTargets): void {
  const width = () => Math.max(1, to.area().right - to.area().left);
  const sampleAt = (x: number, { display: { view } }: Ready) =>
    view.from + ((x - to.area().left) / width()) * (view.to - view.from);
  const withReady = (use: (ready: Ready) => void) => {
    const ready = to.current();
    if (ready) use(ready);
  };

  attachGestures(element, {
    area: to.area,
    hover: to.hover,
    selection: to.selection,
    reset: to.showAll,
    click: (x) =>
      withReady((ready) => {
        to.focus();
        const event = eventNear(ready, sampleAt(x, ready), REACH / width());
        if (event !== undefined) to.select(event);
      }),
    zoomTime: (x, factor) =>
      withReady((ready) =>
        to.change({ view: zoomed(ready.display.view, factor, sampleAt(x, ready), ready.samples) }),
      ),
    zoomValue: (y, factor) =>
      withReady(({ yRange }) => {
        const { traceTop, traceBottom: bottom } = to.area();
        const [min, max] = yRange;
        const share = Math.min(1, Math.max(0, (bottom - y) / Math.max(1, bottom - traceTop)));
        to.change({ yRange: scaledRange(yRange, factor, min + share * (max - min)) });
      }),
    pan: (pixels) =>
      withReady(({ display, samples }) =>
        to.change({ view: panned(display.view, pixels / width(), samples) }),
      ),
    zoomTo: (x0, x1) =>
      withReady((ready) =>
        to.change({
          view: clamped({ from: sampleAt(x0, ready), to: sampleAt(x1, ready) }, ready.samples),
        }),
      ),
  });
}

/** The event whose peak is nearest to a sample; undefined if none is within a fraction of the view. */
function eventNear({ detection, display: { view } }: Ready, sample: number, share: number) {
  if (!detection) return undefined;
  const { peak, location } = detection.events;
  const slack = share * (view.to - view.from);
  let best: number | undefined;
  for (let i = firstAtLeast(location, sample - slack * 2); i < peak.length; i++) {
    if (location[i] > sample + slack * 2) break;
    const distance = Math.abs(peak[i] - sample);
    if (distance <= slack && (best === undefined || distance < Math.abs(peak[best] - sample))) best = i;
  }
  return best;
}
