import type { WindowShape } from '../../../common/api/engine/window-sizes';
import { duration } from '../../../common/text/duration';
import { fixed, probability } from '../../../common/text/numbers';
import { axis, lineDataset, stillChart } from '../../shared/chart';
import { ChartFigure } from '../../shared/chart-figure';
import type { Theme } from '../../shared/theme';

export interface ShapeProps {
  title: string;
  win_size: number;
  /** undefined until loaded. */
  shape: WindowShape | undefined;
  rate_hz: number;
  /** Colour of the line. */
  ink: 'filtered' | 'raw';
}

/** A window as input of the network. */
export function Shape({ title, win_size, shape, rate_hz, ink }: ShapeProps) {
  const size = `${fixed(win_size, 0)} samples, ${duration(win_size / rate_hz)}`;
  const text = shape
    ? `${size} → ${fixed(shape.values.length, 0)} points · probability ${probability(shape.probability)}`
    : size;
  return (
    <div class="shape">
      <ChartFigure
        title={title}
        configuration={(theme) => shapeChart(shape, theme[ink], theme)}
        text={text}
      />
      <p class="shape-words">{text}</p>
    </div>
  );
}

function shapeChart(shape: WindowShape | undefined, colour: string, theme: Theme) {
  const points = Array.from(shape?.values ?? [], (y, x) => ({ x, y }));
  return {
    type: 'line' as const,
    data: { datasets: [lineDataset(points, colour, { width: 1.25 })] },
    options: {
      ...stillChart,
      scales: {
        x: axis({ min: 0, max: Math.max(1, points.length - 1), most: 4, theme, grid: false }),
        y: axis({ min: -0.03, max: 1.03, most: 2, theme, values: [0, 1] }),
      },
    },
  };
}
