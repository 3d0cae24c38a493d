import './chart-box.css';
import { Chart, type ChartConfiguration } from 'chart.js';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { fitCanvas } from './chart';
import { type Theme, useTheme } from './theme';
import { useSize } from './use-size';

export interface ChartFigureProps {
  title: string;
  /** Lines or marks and their names, beside the title. */
  legend?: ComponentChildren;
  /** Text alternative. */
  text: string;
  configuration(theme: Theme): ChartConfiguration<'line'>;
}

/** A titled chart that follows its box, with a text alternative. */
export function ChartFigure({ title, legend, text, configuration }: ChartFigureProps) {
  const theme = useTheme();
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const chart = useRef<Chart<'line'>>(null);
  const size = useSize(frame);
  useEffect(() => {
    if (size.width === 0 || !canvas.current) return;
    const next = configuration(theme);
    // Plugins of a chart cannot be replaced, so they read their input from its data.
    chart.current ??= new Chart(canvas.current, next);
    chart.current.data = next.data;
    chart.current.options = next.options!;
    fitCanvas(chart.current as unknown as Chart, size);
    chart.current.update('none');
  });
  useEffect(() => () => chart.current?.destroy(), []);
  return (
    <figure>
      <h2>
        {title} {legend && <span class="legend">{legend}</span>}
      </h2>
      <div class="frame" ref={frame}>
        <canvas ref={canvas} role="img" aria-label={`${title}. ${text}`} />
      </div>
      <figcaption class="visually-hidden">{text}</figcaption>
    </figure>
  );
}
