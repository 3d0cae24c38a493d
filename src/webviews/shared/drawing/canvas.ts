import { h } from '../dom';
/**
 * Sets a canvas to a size on the page at device resolution; its contents are cleared only if the size changes.
 *
 * @returns device pixels per CSS pixel
 */
export function fitCanvas(canvas: HTMLCanvasElement, width: number, height: number): number {
  const ratio = window.devicePixelRatio;
  const [across, down] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== across || canvas.height !== down) {
    canvas.width = across;
    canvas.height = down;
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
  }
  return ratio;
}

interface Canvas {
  readonly element: HTMLCanvasElement;
  /** Fits the canvas to its box, clears it, and returns what draws in CSS pixels; undefined without room. */
  begin(): { context: CanvasRenderingContext2D; width: number; height: number } | undefined;
  /** Whether it was asked this before, of the same values and at the same size: then it need not be drawn again. */
  shows(content: object): boolean;
}

/** Keeps a canvas, the given one or a new one, as large as the element around it, at the screen's own pixels. */
export function createCanvas(element = h('canvas', { attributes: { 'aria-hidden': 'true' } })): Canvas {
  const context = element.getContext('2d')!;
  let shown: object | undefined;
  return {
    element,
    shows(content) {
      const { clientWidth: width, clientHeight: height } = element.parentElement!;
      const next = { ...content, width, height, ratio: window.devicePixelRatio };
      const same = shown !== undefined && areSame(shown, next);
      shown = next;
      return same;
    },
    begin() {
      const { clientWidth: width, clientHeight: height } = element.parentElement!;
      if (width < 8 || height < 8) return undefined;
      const ratio = fitCanvas(element, width, height);
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      context.clearRect(0, 0, width, height);
      context.lineJoin = 'bevel';
      return { context, width, height };
    },
  };
}

/** Whether two objects have the same values under the same names. */
function areSame(a: object, b: object): boolean {
  const entries = Object.entries(b);
  return (
    Object.keys(a).length === entries.length &&
    entries.every(([name, value]) => Object.is((a as Record<string, unknown>)[name], value))
  );
}
