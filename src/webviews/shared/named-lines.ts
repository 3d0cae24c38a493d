import type { Chart, Plugin } from 'chart.js';
import type { Theme } from './theme';

/** Pixels between a line's end and its name. */
const GAP = 5;

/**
 * Writes the label of each line at its end, in its colour: this replaces a legend. Names of lines that end close to
 * each other are moved apart. The chart leaves room for them: `layout.padding.right`.
 */
export function namedLines({ font, textSize }: Theme): Plugin<'line'> {
  return {
    id: 'namedLines',
    afterDatasetsDraw(chart) {
      const names = placedNames(endsOf(chart), textSize + 1, chart.chartArea.bottom);
      const { ctx } = chart;
      ctx.save();
      ctx.font = `${textSize}px ${font}`;
      ctx.textBaseline = 'middle';
      for (const { name, colour, x, y } of names) {
        ctx.fillStyle = colour;
        ctx.fillText(name, x + GAP, y);
      }
      ctx.restore();
    },
  };
}

interface LineEnd {
  name: string;
  colour: string;
  x: number;
  y: number;
}

function endsOf(chart: Chart): LineEnd[] {
  return chart.data.datasets.flatMap(({ label, borderColor }, i) => {
    const last = chart.getDatasetMeta(i).data.at(-1);
    return label && last ? [{ name: label, colour: String(borderColor), x: last.x, y: last.y }] : [];
  });
}

/** From top to bottom, each at least `height` below the one above, the last within the plot. */
export function placedNames(ends: readonly LineEnd[], height: number, bottom: number): LineEnd[] {
  const placed = ends.toSorted((a, b) => a.y - b.y).map((end) => ({ ...end }));
  for (let i = 1; i < placed.length; i++) placed[i].y = Math.max(placed[i].y, placed[i - 1].y + height);
  for (let i = placed.length - 1, lowest = bottom; i >= 0; i--, lowest = placed[i + 1].y - height)
    placed[i].y = Math.min(placed[i].y, lowest);
  return placed;
}
