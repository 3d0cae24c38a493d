/** Wheel distance of one step in pixels. */
const STEP_PX = 40;
/** Pixels per line, the unit of some mice. */
const LINE_PX = 40;

/** Converts wheel events to steps: touchpads send many small deltas, which are accumulated; wheels few large ones. */
export function connectWheel(element: HTMLElement, step: (by: 1 | -1) => void): void {
  let turned = 0;
  const listener = (event: WheelEvent) => {
    event.preventDefault();
    const pixels = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL;
    turned += pixels ? event.deltaY + event.deltaX : event.deltaY * LINE_PX;
    if (Math.abs(turned) < STEP_PX) return;
    step(turned > 0 ? 1 : -1);
    turned = 0;
  };
  element.addEventListener('wheel', listener, { passive: false });
}
