import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ResultsReady } from '../../../src/common/api/views/results';
import { tablesView } from '../../../src/extension/results/results-snapshot';
import { tracePlot } from '../../../src/webviews/results/charts/trace-plot';
import { layOut } from '../../../src/webviews/results/figures/picture';
import type { Plot } from '../../../src/webviews/results/figures/plot';
import { svgOf } from '../../../src/webviews/results/figures/svg';
import { listed, wholeList } from '../../../src/webviews/results/listing';
import { around, zoomed } from '../../../src/webviews/results/stretch';
import { hatching } from '../../../src/webviews/shared/drawing/hatching';
import { eventAt, someDetection } from '../../support/detection';

const { events: found, average, statistics } = someDetection();
const deleted = [eventAt(3000, { amplitude: -20, isolated: false })];
const { events } = tablesView({ events: found, deleted, average, statistics }, 3);
const rows = (listing: Partial<typeof wholeList>) =>
  Array.from(listed(events, 'pA', { ...wholeList, ...listing }));

test('deleted events stand among the others, in order of time', () => {
  assert.deepEqual(Array.from(events.location), [1000, 2000, 3000, 7000, 9990]);
  assert.deepEqual(Array.from(events.deleted), [0, 0, 1, 0, 0]);
  assert.deepEqual(rows({ shown: 'kept' }), [0, 1, 3, 4]);
  assert.deepEqual(rows({ shown: 'deleted' }), [2]);
  assert.deepEqual(rows({ shown: 'border' }), [4]);
});

test('sorting leaves events without the measure at the end, either way', () => {
  // −11.5, −12.5, −20, −17.5, none
  assert.deepEqual(rows({ sort: 'amplitude' }), [2, 3, 1, 0, 4]);
  assert.deepEqual(rows({ sort: 'amplitude', descending: true }), [0, 1, 3, 2, 4]);
});

test('all ranges have to hold; an event without the measure is in none', () => {
  assert.deepEqual(rows({ conditions: [{ measure: 'amplitude', from: -18, to: null }] }), [0, 1, 3]);
  const both = [
    { measure: 'amplitude', from: -18, to: null },
    { measure: 'time', from: 0.03, to: 1 },
  ] as const;
  assert.deepEqual(rows({ conditions: both }), [1, 3]);
  assert.deepEqual(rows({ conditions: [{ measure: 'amplitude', from: null, to: null }] }), [0, 1, 2, 3, 4]);
});

test('a stretch stays in the recording and stays put while its event is well inside', () => {
  const first = around(100, null, 50, 10_000);
  assert.deepEqual(first, { from: 0, to: 400 });
  assert.equal(around(200, first, 50, 10_000), first);
  assert.deepEqual(around(9990, first, 50, 10_000), { from: 9600, to: 10_000 });
  assert.deepEqual(zoomed({ from: 100, to: 300 }, 0.5, 200, 10_000), { from: 150, to: 250 });
  assert.deepEqual(zoomed({ from: 0, to: 8000 }, 4, 100, 10_000), { from: 0, to: 10_000 });
});

const plot: Plot = {
  title: 'A <plot>',
  description: 'Two & more.',
  x: { min: 0, max: 10, title: 'Time (ms)' },
  y: { min: -1, max: 1, title: 'Amplitude (pA)' },
  series: [
    { kind: 'line', x: [0, 1, 2, 3, 4], y: [0, 1, Number.NaN, 0.5, 1], ink: 'raw', width: 1 },
    { kind: 'mark', x: 20, y: 0, ink: 'event', shape: 'dot', label: 'beyond' },
    { kind: 'bars', start: 0, width: 1, counts: [1], ink: 'filtered' },
  ],
};

test('a line breaks where values are missing; what lies beyond the axes is left out', () => {
  const { strokes, frame } = layOut(plot, 200, 100, 10);
  const lines = strokes.filter((stroke) => stroke.kind === 'path' && stroke.ink === 'raw');
  assert.equal(lines.length, 2);
  assert.deepEqual(lines[0].kind === 'path' && lines[0].points.slice(0, 2), [
    frame.left,
    (frame.top + frame.bottom) / 2,
  ]);
  assert.ok(!strokes.some((stroke) => stroke.kind === 'text' && stroke.text === 'beyond'));
});

test('SVG says what it shows, escaped, at its size on paper', () => {
  const colours = new Proxy({}, { get: () => '#123456' }) as Parameters<typeof svgOf>[2];
  const svg = svgOf(plot, layOut(plot, 241, 181, 7), colours);
  assert.match(svg, /^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" width="241pt" height="181pt"/);
  assert.match(svg, /<title>A &lt;plot&gt;<\/title>\n<desc>Two &amp; more.<\/desc>/);
  assert.ok(!/NaN|undefined/.test(svg));
});

test('hatching crosses its box from edge to edge and stands still when the box moves', () => {
  const box = { left: 13, right: 61, top: 5, bottom: 30 };
  const strokes = hatching(box, 8);
  for (const [x0, y0, x1, y1] of strokes) {
    assert.ok(x0 === box.left || y0 === box.bottom, 'begins at an edge');
    assert.ok(x1 === box.right || y1 === box.top, 'ends at an edge');
    assert.ok(x0 >= box.left && x1 <= box.right && y1 >= box.top && y0 <= box.bottom && x1 > x0);
    assert.equal(x1 - x0, y0 - y1);
  }
  const crossing = (all: typeof strokes) => new Set(all.map(([x, y]) => x + y - 30));
  const moved = crossing(hatching({ ...box, left: 24 }, 8));
  assert.ok(moved.size > 3 && [...moved].every((offset) => crossing(strokes).has(offset)));
});

test('the trace of results is hatched where the detection excluded something, within the axes', () => {
  const trace = {
    x: Float64Array.of(0, 5000, 10_000),
    y: Float32Array.of(0, -9, 1),
    kind: 'samples',
    exact: true,
  } as const;
  const results = {
    unit: 'pA',
    rate_hz: 10_000,
    tables: { events },
    direction: 'negative',
    comparison: null,
    threshold: 0.5,
    excluded: [
      { from: 100, to: 2500 },
      { from: 9000, to: 9100 },
    ],
  } as unknown as ResultsReady;
  const scene = { trace, prediction: null, current: null, cursor: null };
  const shown = tracePlot(results, { ...scene, stretch: { from: 2000, to: 8000 } });
  assert.match(shown.description, /, 1 interval excluded\.$/);
  assert.deepEqual(
    shown.series.filter(({ kind }) => kind === 'hatched'),
    [{ kind: 'hatched', from: 0.01, to: 0.25 }],
  );
  const { strokes, frame } = layOut(shown, 400, 200, 11);
  const hatched = strokes.filter((stroke) => stroke.kind === 'path' && stroke.ink === 'hatching');
  assert.ok(hatched.length > 3);
  const across = hatched.flatMap((stroke) =>
    stroke.kind === 'path' ? [stroke.points[0], stroke.points[2]] : [],
  );
  assert.ok(Math.abs(Math.min(...across) - frame.left) < 1e-9);
  assert.ok(Math.max(...across) <= frame.left + (frame.right - frame.left) * (0.05 / 0.6) + 1e-9);
  const none = tracePlot(results, { ...scene, stretch: { from: 3000, to: 8000 } });
  assert.ok(!none.series.some(({ kind }) => kind === 'hatched') && !/left out/.test(none.description));
});
