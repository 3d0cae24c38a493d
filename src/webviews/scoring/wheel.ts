/** Turns of this many pixels make a step. */
const STEP_PX = 40;
/** Pixels of a line, which some mice count in. */
const LINE_PX = 40;

/** Steps by the wheel: touchpads send many small turns, which add up; wheels few large ones. */
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
