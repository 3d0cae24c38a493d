import { fixed, withUnit } from '../../../common/text/numbers';
import { ticks } from '../../shared/chart';
import { drawBookmark, drawFrame, drawShape } from '../../shared/drawing/badge';
import { createCanvas } from '../../shared/drawing/canvas';
import type { Colours } from '../../shared/drawing/colours';
import { type CommonScale, type Range, rangeOf, shownRange } from '../../shared/drawing/range';
import { markOf } from '../../shared/drawing/score-marks';
import { type Box, traceLine } from '../../shared/drawing/trace-line';

/** One window, large. */
interface Picture {
  samples: Float32Array | undefined;
  score: number;
  bookmarked: boolean;
  rate_hz: number | null;
  unit: string;
  smooth: boolean;
  /** null: the window's own. */
  scale: CommonScale | null;
}

const LEFT = 58;
const BOTTOM = 24;
const TOP = 8;
const RIGHT = 10;

export type PictureCanvas = ReturnType<typeof createPicture>;

export function createPicture(element: HTMLCanvasElement) {
  const canvas = createCanvas(element);
  return {
    draw(picture: Picture, colours: Colours): void {
      if (canvas.shows({ ...picture, colours })) return;
      const begun = canvas.begin();
      if (!begun) return;
      const { context, width, height } = begun;
      const box = { x: LEFT, y: TOP, width: width - LEFT - RIGHT, height: height - TOP - BOTTOM };
      if (box.width < 20 || box.height < 20) return;
      const { samples } = picture;
      if (samples) {
        const range = shownRange(samples, picture.scale, 0.06);
        drawAxes(context, box, range, samples.length, picture, colours);
        context.save();
        context.beginPath();
        context.rect(box.x, box.y, box.width, box.height);
        context.clip();
        drawTrace(context, samples, box, range, picture.smooth, colours);
        context.restore();
        drawClipped(context, rangeOf(samples), range, box, colours);
      }
      drawFrame(context, picture.score, box, 4, colours);
      drawBadge(context, picture, box, colours);
    },
  };
}

function drawTrace(
  context: CanvasRenderingContext2D,
  samples: Float32Array,
  box: Box,
  range: Range,
  smooth: boolean,
  colours: Colours,
): void {
  context.strokeStyle = smooth ? colours.rawFar : colours.foreground;
  // Maximum width of a hairline: without a GPU anything wider takes ten times as long.
  context.lineWidth = 1;
  traceLine(context, samples, box, range);
  if (!smooth) {
    // A hairline is faint where it is steep.
    context.stroke();
    return;
  }
  context.strokeStyle = colours.filtered;
  context.lineWidth = 2;
  traceLine(context, smoothed(samples), box, range);
}

function drawAxes(
  context: CanvasRenderingContext2D,
  box: Box,
  [low, high]: Range,
  samples: number,
  { rate_hz, unit }: Picture,
  colours: Colours,
): void {
  context.font = `11px ${colours.font}`;
  context.fillStyle = colours.faint;
  context.strokeStyle = colours.grid;
  context.lineWidth = 1;
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  const amplitudes = ticks(low, high, Math.max(2, Math.floor(box.height / 48)));
  amplitudes.values.forEach((value, i) => {
    const y = Math.round(box.y + ((high - value) / (high - low)) * box.height) + 0.5;
    rule(context, box.x, y, box.x + box.width, y);
    context.fillText(fixed(value, amplitudes.decimals), box.x - 6, y);
    // Under its number: beside a long one it would not fit.
    if (i === amplitudes.values.length - 1) context.fillText(unit, box.x - 6, y + 13);
  });
  context.textAlign = 'center';
  context.textBaseline = 'top';
  const length = rate_hz === null ? samples : (samples / rate_hz) * 1000;
  const times = ticks(0, length, Math.max(2, Math.floor(box.width / 90)));
  times.values.forEach((value, i) => {
    const x = Math.round(box.x + (value / length) * box.width) + 0.5;
    rule(context, x, box.y, x, box.y + box.height);
    const last = i === times.values.length - 1;
    const text = withUnit(fixed(value, times.decimals), last ? (rate_hz === null ? 'samples' : 'ms') : '');
    context.textAlign = last ? 'right' : 'center';
    context.fillText(text, last ? Math.min(x + 20, box.x + box.width) : x, box.y + box.height + 6);
  });
}

function rule(context: CanvasRenderingContext2D, x0: number, y0: number, x1: number, y1: number): void {
  context.beginPath();
  context.moveTo(x0, y0);
  context.lineTo(x1, y1);
  context.stroke();
}

/** Marks where the common scale clips the trace. */
function drawClipped(
  context: CanvasRenderingContext2D,
  [lowest, highest]: Range,
  [low, high]: Range,
  box: Box,
  colours: Colours,
): void {
  context.font = `${colours.textSize}px ${colours.font}`;
  context.fillStyle = colours.foreground;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  const x = box.x + 36;
  if (highest > high) context.fillText('▴ clipped', x, box.y + 14);
  if (lowest < low) context.fillText('▾ clipped', x, box.y + box.height - 14);
}

/** The score in words and its shape, in the corner where events seldom are. */
function drawBadge(
  context: CanvasRenderingContext2D,
  { score, bookmarked }: Picture,
  box: Box,
  colours: Colours,
): void {
  const { word, meaning } = markOf(score);
  const text = word === '' ? meaning : `${word}  ${meaning}`;
  context.font = `600 14px ${colours.font}`;
  const width = context.measureText(text).width + 40;
  const [x, y] = [box.x + box.width - width - 8, box.y + 10];
  context.fillStyle = colours.background;
  context.fillRect(x, y, width, 26);
  context.strokeStyle = colours.score.of(score);
  context.lineWidth = 1;
  context.strokeRect(x + 0.5, y + 0.5, width - 1, 25);
  drawShape(context, score, x + 15, y + 13, 11, colours);
  context.fillStyle = colours.foreground;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.fillText(text, x + 29, y + 13.5);
  if (bookmarked) drawBookmark(context, box.x + 12, box.y + 4, 22, colours);
}

/** A window smoothed by a Hann window over a thirtieth of it, scaled at the ends to what lies inside. */
function smoothed(samples: Float32Array): Float32Array {
  const half = Math.max(1, Math.round(samples.length / 60));
  const weights = Float64Array.from(
    { length: 2 * half + 1 },
    (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 1)) / (2 * half + 2)),
  );
  return samples.map((_, i) => {
    let [sum, weight] = [0, 0];
    for (let k = Math.max(0, i - half); k <= Math.min(samples.length - 1, i + half); k++) {
      const w = weights[k - i + half];
      sum += w * samples[k];
      weight += w;
    }
    return sum / weight;
  });
}
