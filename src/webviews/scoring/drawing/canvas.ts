import { h } from '../../shared/dom';
import { fitCanvas } from '../../shared/fit-canvas';

export interface Canvas {
  readonly element: HTMLCanvasElement;
  /** Fits the canvas to its box, clears it, and returns what draws in CSS pixels; undefined without room. */
  begin(): { context: CanvasRenderingContext2D; width: number; height: number } | undefined;
  /** Whether it shows this already, as large as its box is now: the same values as at the last time it was asked. */
  shows(content: object): boolean;
}

/** A canvas that is as large as the element around it, at the screen's own pixels. */
export function createCanvas(): Canvas {
  const element = h('canvas', { attributes: { 'aria-hidden': 'true' } });
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
