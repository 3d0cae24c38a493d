import { Chart, type ChartConfiguration } from 'chart.js';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { fitCanvas, stillChart } from '../../shared/chart';
import { type Size, useSize } from '../../shared/use-size';

type Drawn = Chart<'line' | 'bar', { x: number; y: number }[]>;

interface SmallChartProps {
  type: 'line' | 'bar';
  /** Text alternative. */
  label: string;
  /** Sets data and axes. A new function triggers a new drawing. */
  draw(chart: Drawn, size: Size): void;
}

/** A chart as large as its box. */
export function SmallChart({ type, label, draw }: SmallChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const chart = useRef<Drawn | undefined>(undefined);
  const size = useSize(box);
  useLayoutEffect(() => {
    if (size.width === 0) return;
    chart.current ??= new Chart(canvas.current!, configurationOf(type)) as Drawn;
    fitCanvas(chart.current as unknown as Chart, size);
    draw(chart.current, size);
    chart.current.update('none');
  }, [type, draw, size]);
  useLayoutEffect(() => () => chart.current?.destroy(), []);
  return (
    <div ref={box} class="small-chart">
      <canvas ref={canvas} role="img" aria-label={label} />
    </div>
  );
}

function configurationOf(
  type: 'line' | 'bar',
): ChartConfiguration<'line' | 'bar', { x: number; y: number }[]> {
  return {
    type,
    data: { datasets: [] },
    options: { ...stillChart, layout: { padding: { top: 4, right: 8 } } },
  };
}
