import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Figure, Mark } from '../../../src/common/figures/marks';
import { svgOf } from '../../../src/common/figures/svg';
import { averageEvents } from '../../../src/engine/figures/average-events';
import { ticksOf } from '../../../src/engine/figures/axes';
import { cumulativePlot } from '../../../src/engine/figures/cumulative';
import { modelIntervals } from '../../../src/engine/figures/intervals';
import { pairsPlot } from '../../../src/engine/figures/pairs';
import { shownMeasure, shownName } from '../../../src/engine/figures/shown-measure';
import { superPlot } from '../../../src/engine/figures/superplot';
import { binned, timeCourse } from '../../../src/engine/figures/time-course';
import { fitMixedModel } from '../../../src/engine/statistics/mixed-model';
import { type EventRow, nestedData } from '../../../src/engine/statistics/nested-data';

/** Cells c1 … c4 of two animals per group; cell k of a group has values around level + k. */
function study(level: Record<string, number>, events = 20) {
  const rows: EventRow[] = Object.entries(level).flatMap(([group, base]) =>
    [0, 1, 2, 3].flatMap((k) =>
      Array.from({ length: events }, (_, i) => ({
        group,
        animal: `${group} m${k >> 1}`,
        cell: `c${k}`,
        value: base + k + ((i % 5) - 2) / 4,
      })),
    ),
  );
  return nestedData(rows);
}

const dotsOf = ({ marks }: Figure) => marks.flatMap((mark) => (mark.kind === 'dots' ? [mark] : []));
const textsOf = ({ marks }: Figure) => marks.flatMap((mark) => (mark.kind === 'text' ? [mark.text] : []));

test('ticks are round numbers within the axis', () => {
  assert.deepEqual(ticksOf(0, 1), [0, 0.2, 0.4, 0.6000000000000001, 0.8, 1]);
  assert.deepEqual(ticksOf(-60, 0, 3), [-60, -40, -20, 0]);
  assert.deepEqual(ticksOf(3, 3), [3]);
});

test('a SuperPlot has one mark per cell at its mean, one colour per animal, and the intervals of the mixed model', () => {
  const data = study({ ctl: 10, TTX: 14 });
  const figure = superPlot(shownMeasure('amplitude (pA)', data));
  const cells = dotsOf(figure).filter(({ radius }) => radius > 2);
  assert.equal(cells.length, 8);
  assert.equal(new Set(cells.map(({ fill }) => fill)).size, 4);
  const y = cells.map(({ points }) => points[0][1]);
  // Equal steps of the cells' means are equal steps in the figure, upwards.
  assert.ok(y[0] > y[1]);
  assert.ok(Math.abs(y[0] - y[1] - (y[1] - y[2])) < 1e-9);
  assert.ok(Math.abs(y[4] - y[0] - 4 * (y[1] - y[0])) < 1e-9);
  const events = dotsOf(figure).filter(({ radius }) => radius < 1);
  assert.equal(
    events.reduce((sum, { points }) => sum + points.length, 0),
    160,
  );
  assert.match(figure.legend, /ctl \(4 cells, 2 animals\), TTX \(4 cells, 2 animals\)/);
  assert.ok(textsOf(figure).includes('Amplitude (pA)'));
  const intervals = modelIntervals(data)!;
  const model = fitMixedModel(data)!;
  assert.ok(Math.abs(intervals[1].mean - intervals[0].mean - model.fixed[1].estimate) < 1e-6);
  assert.ok(Math.abs(intervals[0].mean - 11.5) < 1e-6);
  assert.ok(intervals[0].low < 11.5 && intervals[0].high > 11.5);
});

test('the same cells before and after have the intervals of their means, a single cell has none', () => {
  const rows: EventRow[] = ['before', 'after'].flatMap((group, g) =>
    [0, 1, 2].flatMap((k) =>
      Array.from({ length: 20 }, (_, i) => ({
        group,
        animal: 'm',
        cell: `c${k}`,
        value: 5 * g + k + i / 20,
      })),
    ),
  );
  assert.match(
    superPlot(shownMeasure('size', nestedData(rows))).legend,
    /Bars are means of cells with 95 % intervals/,
  );
  const single = superPlot(shownMeasure('size', nestedData(rows.filter(({ cell }) => cell === 'c0'))));
  assert.match(single.legend, /before \(1 cell, 1 animal\).*Bars are means of cells\./);
});

test('a cumulative distribution is the mean of the cells’ distributions, however many events each has', () => {
  const rows: EventRow[] = [
    ...Array.from({ length: 900 }, (_, i) => ({ group: 'g', animal: 'a', cell: 'many', value: 1 + i / 900 })),
    ...Array.from({ length: 10 }, (_, i) => ({ group: 'g', animal: 'a', cell: 'few', value: 3 + i / 10 })),
  ];
  const figure = cumulativePlot(shownMeasure('size', nestedData(rows)));
  const mean = figure.marks.find((mark) => mark.kind === 'path' && mark.width === 1.2) as Extract<
    Mark,
    { kind: 'path' }
  >;
  // Places of the fractions 1 and 0.
  const [top, bottom] = [12, figure.height - 30];
  const middle = mean.points[Math.round(mean.points.length * 0.6)][1];
  assert.ok(
    Math.abs((bottom - middle) / (bottom - top) - 0.5) < 0.02,
    'half of the cells, not 99 % of the events',
  );
});

test('pairs are drawn for cells in several groups only', () => {
  assert.equal(pairsPlot(shownMeasure('amplitude (pA)', study({ ctl: 1, TTX: 2 }))), undefined);
  const rows: EventRow[] = ['before', 'after'].flatMap((group, g) =>
    ['c1', 'c2', 'c3'].map((cell, k) => ({ group, animal: 'm', cell, value: k + 2 * g })),
  );
  const figure = pairsPlot(shownMeasure('amplitude (pA)', nestedData(rows)))!;
  const lines = dotsOf(figure);
  assert.equal(lines.length, 3);
  assert.deepEqual(
    lines.map(({ points }) => points.length),
    [2, 2, 2],
  );
  assert.match(figure.legend, /3 cells/);
});

test('frequency over time: events per time looked at, none where half a bin was excluded', () => {
  const recording = {
    group: 'g',
    times_s: Float64Array.of(0.5, 1.5, 1.6, 11.9),
    amplitudes: Float64Array.of(-1, -2, -4, -5),
    duration_s: 12,
    excluded_s: [
      [2.1, 2.9],
      [1, 1.4],
    ] as [number, number][],
  };
  const { rates, means } = binned(recording, 1);
  assert.equal(rates[0], 1);
  assert.ok(Math.abs(rates[1] - 2 / 0.6) < 1e-9);
  assert.ok(Number.isNaN(rates[2]));
  assert.deepEqual([means[1], rates[3], means[11]], [-3, 0, -5]);
  const figure = timeCourse([recording, { ...recording, group: 'h' }], 'pA');
  assert.ok(textsOf(figure).includes('Time (s)'));
});

test('averages of a cell weigh by their events; windows of other rates are aligned in time', () => {
  const flat = (value: number, count: number, rate_hz: number) => ({
    group: 'g',
    cell: 'c',
    animal: 'a',
    values: new Float64Array(rate_hz / 100).fill(value),
    count,
    rate_hz,
    before: rate_hz / 400,
  });
  const figure = averageEvents([flat(-10, 30, 20_000), flat(-2, 10, 10_000)], 'pA');
  const mean = figure.marks.find((mark) => mark.kind === 'path' && mark.width === 1.2) as Extract<
    Mark,
    { kind: 'path' }
  >;
  assert.equal(new Set(mean.points.map(([, y]) => y)).size, 1);
  assert.ok(textsOf(figure).includes('−8.0') || textsOf(figure).includes('−8'), textsOf(figure).join());
  assert.match(figure.legend, /40 events of 1 cell/);
});

test('measures are shown in the units of views', () => {
  assert.deepEqual(shownName('charge (pA s)'), { id: 'charge', name: 'Charge', unit: 'fC', factor: 1000 });
  assert.equal(shownName('risetime (s)').unit, 'ms');
  const slope = shownName('slope (pA/s)');
  assert.deepEqual([slope.unit, slope.factor], ['pA/ms', 0.001]);
  assert.deepEqual(shownName('my measure (%)'), {
    id: 'my measure',
    name: 'My measure',
    unit: '%',
    factor: 1,
  });
});

test('an SVG has its size in millimetres, escapes text and is the same each time', () => {
  const figure = superPlot(shownMeasure('a <&> b', study({ '<ctl>': 1, 'T&X': 2 })));
  const svg = svgOf(figure);
  assert.match(svg, /width="85mm" height="67\.03mm"/);
  assert.doesNotMatch(svg, /<ctl>/);
  assert.match(svg, /&lt;ctl&gt;/);
  assert.doesNotMatch(svg, /NaN|Infinity|undefined/);
  assert.equal(svg, svgOf(superPlot(shownMeasure('a <&> b', study({ '<ctl>': 1, 'T&X': 2 })))));
});
