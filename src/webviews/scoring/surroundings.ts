import type { Surroundings } from '../../common/api/engine/engine-api';
import { duration } from '../../common/text/duration';
import { h, setText } from '../shared/dom';
import { faded } from '../shared/theme';
import { createCanvas } from './drawing/canvas';
import type { Colours } from './drawing/colours';
import { widened } from './drawing/range';

type Answer = Surroundings | { reason: string };

/** How many windows wide the stretch of the recording is. */
const widths = 15;
/** While someone leafs through, the recording is left alone. */
const rest_ms = 120;

/** The recording around the window, where it is known; else why it is not. */
export function createSurroundings(
  fetch: (request: { window: number; columns: number; widths: number }) => Promise<Answer>,
  redraw: () => void,
) {
  const canvas = createCanvas();
  const words = h('span', { class: 'surroundings-text' });
  const picture = h('div', { class: 'surroundings-picture' }, canvas.element);
  const element = h('div', { class: 'surroundings' }, picture, words);
  let shown: { window: number; answer: Answer } | undefined;
  let asked: number | undefined;
  let waiting: ReturnType<typeof setTimeout> | undefined;

  function ask(window: number): void {
    if (asked === window) return;
    asked = window;
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      const columns = Math.max(50, Math.round(picture.clientWidth * globalThis.devicePixelRatio));
      fetch({ window, columns, widths }).then(
        (answer) => {
          if (asked !== window) return;
          shown = { window, answer };
          redraw();
        },
        (thrown) => {
          shown = { window, answer: { reason: thrown instanceof Error ? thrown.message : String(thrown) } };
          redraw();
        },
      );
    }, rest_ms);
  }

  return {
    element,
    draw(window: number, colours: Colours): void {
      ask(window);
      const answer = shown?.answer;
      const current = shown?.window === window;
      element.classList.toggle('without-recording', answer !== undefined && 'reason' in answer);
      setText(words, textOf(answer, current));
      if (!answer || 'reason' in answer) return;
      const begun = canvas.begin();
      if (!begun) return;
      drawStretch(begun.context, begun.width, begun.height, answer, current, colours);
    },
  };
}

function textOf(answer: Answer | undefined, current: boolean): string {
  if (!answer) return '';
  if ('reason' in answer) return answer.reason;
  if (!current) return '';
  const { recording, window, rate_hz } = answer;
  const name = recording.split(/[\\/]/).at(-1)!;
  return rate_hz === null
    ? `${name}, sample ${window.from}`
    : `${name} at ${duration(window.from / rate_hz)}`;
}

function drawStretch(
  context: CanvasRenderingContext2D,
  width: number,
  height: number,
  { trace, from, to, window }: Surroundings,
  current: boolean,
  colours: Colours,
): void {
  const x = (sample: number) => ((sample - from) / (to - from)) * width;
  if (current) {
    context.fillStyle = faded(colours.selected, 0.25);
    context.fillRect(x(window.from), 0, Math.max(2, x(window.to) - x(window.from)), height);
  }
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of trace.y) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  const [low, high] = widened(most > least ? [least, most] : [least - 1, least + 1], 0.05);
  context.strokeStyle = current ? colours.raw : colours.grid;
  context.lineWidth = 1;
  context.beginPath();
  for (let i = 0; i < trace.x.length; i++)
    context.lineTo(x(trace.x[i]), height - ((trace.y[i] - low) / (high - low)) * height);
  context.stroke();
}
