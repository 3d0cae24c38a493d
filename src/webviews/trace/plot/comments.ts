import type { Chart } from 'chart.js';
import type { Theme } from '../../shared/theme';
import type { Scene } from './scene';

/** Pixels of the row below the time axis. */
export const COMMENT_ROW = 18;

/** Minimum length of a shortened text in pixels; below it only the line is drawn. */
const LEAST_TEXT = 18;

/** The experimenter's comments: a dashed line in the trace, the text in a separate row. */
export function drawComments(chart: Chart, scene: Scene, theme: Theme): void {
  const { ctx, chartArea, scales, height } = chart;
  const { left, right, top, bottom } = chartArea;
  const inView = scene.tags.filter(({ sample }) => sample >= scene.view.from && sample <= scene.view.to);
  if (inView.length === 0) return;
  ctx.save();
  ctx.font = `${theme.textSize}px ${theme.font}`;
  ctx.textBaseline = 'middle';
  ctx.strokeStyle = theme.faint;
  ctx.fillStyle = theme.faint;
  ctx.lineWidth = 1;
  ctx.setLineDash([2, 4]);
  const at = inView.map(
    ({ sample }) => Math.round(scales['x'].getPixelForValue(sample / scene.rate_hz)) + 0.5,
  );
  for (const x of at) {
    if (x < left || x > right) continue;
    ctx.beginPath();
    ctx.moveTo(x, top);
    ctx.lineTo(x, bottom);
    ctx.stroke();
  }
  for (const { text, x } of placedComments(
    inView.map(({ comment }, i) => ({ comment, x: at[i] })),
    right,
    (t) => ctx.measureText(t).width,
  ))
    ctx.fillText(text, x + 3, height - COMMENT_ROW / 2);
  ctx.restore();
}

/** Avoids overlapping texts: each is shortened to the space before the next one, or omitted. */
export function placedComments(
  comments: readonly { comment: string; x: number }[],
  right: number,
  widthOf: (text: string) => number,
): { text: string; x: number }[] {
  const sorted = comments.toSorted((a, b) => a.x - b.x);
  return sorted.flatMap(({ comment, x }, i) => {
    const room = (sorted[i + 1]?.x ?? right) - x - 8;
    const text = room < LEAST_TEXT ? '' : shortened(comment, room, widthOf);
    return text === '' ? [] : [{ text, x }];
  });
}

function shortened(text: string, room: number, widthOf: (text: string) => number): string {
  if (widthOf(text) <= room) return text;
  let length = Math.floor((text.length * room) / widthOf(text));
  while (length > 0 && widthOf(`${text.slice(0, length)}…`) > room) length--;
  return length === 0 ? '' : `${text.slice(0, length).trimEnd()}…`;
}
