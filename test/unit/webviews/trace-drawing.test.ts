import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Chart } from 'chart.js';
import type { TraceWindow } from '../../../src/common/traces/trace-window';
import type { Theme } from '../../../src/webviews/shared/theme';
import { drawClipped } from '../../../src/webviews/trace/plot/clipped';
import { placedComments } from '../../../src/webviews/trace/plot/comments';
import { usualExtent } from '../../../src/webviews/trace/plot/envelope';
import type { Scene } from '../../../src/webviews/trace/plot/scene';
import { clockText, clockTicks, endsText, timeText } from '../../../src/webviews/trace/plot/time-axis';
import { rangeWithoutArtefacts } from '../../../src/webviews/trace/plot/y-range';

const plain = (text: string) => text.replaceAll('\u00a0', ' ');

/** Noise from −5 to 5 in 2000 points, with other values where `at` says so. */
function picture(at: Record<number, number> = {}, count = 2000): TraceWindow {
  const y = Float32Array.from({ length: count }, (_, i) => at[i] ?? ((i * 7919) % 1001) / 100 - 5);
  return { x: Float64Array.from({ length: count }, (_, i) => i), y, kind: 'samples', exact: true };
}

const whole = { from: 0, to: 2000 };
const nothing = { excluded: [], events: undefined };

test('the scale of a trace without artefacts is its range, also with large events', () => {
  assert.deepEqual(rangeWithoutArtefacts(picture({ 500: -60 }), whole, nothing)?.[0], -60);
  assert.equal(rangeWithoutArtefacts(undefined, whole, nothing), undefined);
});

test('an artefact of a hundred times the noise does not set the scale; what is excluded does not either', () => {
  const [low, high] = rangeWithoutArtefacts(picture({ 500: 900, 501: -900 }), whole, nothing)!;
  assert.ok(low >= -5.1 && high <= 5.1 && low < -4.8 && high > 4.8, `${low} to ${high}`);
  const excluded = [{ from: 490, to: 510 }];
  const [least] = rangeWithoutArtefacts(picture({ 500: -60 }), whole, { ...nothing, excluded })!;
  assert.ok(least >= -5.1, `${least}`);
});

test('a detected event is always in the scale', () => {
  const events = { location: [500], peak_value: [-900] };
  const [low] = rangeWithoutArtefacts(picture({ 500: -900 }), whole, { excluded: [], events })!;
  assert.equal(low, -900);
});

test('a flat trace with a step keeps the step in the scale', () => {
  const y = new Float32Array(2000).fill(1);
  y[7] = 3;
  assert.deepEqual(rangeWithoutArtefacts({ ...picture(), y }, whole, nothing), [1, 3]);
});

test('the usual extent of a trace leaves out its spikes, and stays within each column', () => {
  const y = Float32Array.from({ length: 200 }, (_, i) => (i % 2 ? 1 : -1));
  y[100] = -30;
  const extent = usualExtent(y);
  assert.deepEqual([extent[100], extent[101]], [-1, 1]);
  y[100] = 0.5;
  assert.equal(usualExtent(y)[100], 0.5);
});

test('times are seconds up to two minutes, then h:mm:ss with the digits that are needed', () => {
  assert.equal(plain(timeText(12.3456, 0.001)), '12.346 s');
  assert.equal(timeText(13_539.6, 1), '3:45:40');
  assert.equal(clockText(3599.999, 2), '1:00:00.00');
  assert.deepEqual(endsText({ from: 0, to: 40_000 }, 20_000).map(plain), ['0 s', '2.00 s']);
  const [from, to] = endsText({ from: 13_536_000 * 20, to: 13_536_010 * 20 }, 20_000);
  assert.notEqual(from, to, 'ten milliseconds in the fourth hour');
});

test('ticks of a long trace are round on a clock', () => {
  assert.deepEqual(clockTicks(0, 28_800, 10), {
    values: [0, 3600, 7200, 10_800, 14_400, 18_000, 21_600, 25_200, 28_800],
    step: 3600,
  });
  assert.equal(clockTicks(200, 290, 10).step, 10);
  assert.equal(clockTicks(200, 200.9, 10).step, 0.1);
});

test('comments do not print over each other: they are shortened to the next, or left out', () => {
  const width = (text: string) => text.length * 6;
  const comments = [
    { comment: 'TTX 1 µM', x: 10 },
    { comment: 'wash in of control solution', x: 100 },
    { comment: 'x', x: 160 },
    { comment: 'CNQX', x: 170 },
  ];
  assert.deepEqual(placedComments(comments, 400, width), [
    { text: 'TTX 1 µM', x: 10 },
    { text: 'wash in…', x: 100 },
    { text: 'CNQX', x: 170 },
  ]);
});

test('carets stand where the axis clips the trace, with the key that shows all of it', () => {
  const carets: [number, number][] = [];
  const texts: string[] = [];
  const ctx = new Proxy({} as Record<string, unknown>, {
    get: (own, name) => {
      if (name === 'moveTo') return (x: number, y: number) => carets.push([x, y]);
      if (name === 'fillText') return (text: string) => texts.push(text);
      if (name === 'measureText') return () => ({ width: 40 });
      return own[name as string] ?? (() => {});
    },
  });
  const x = { left: 0, right: 100, getPixelForValue: (time_s: number) => time_s };
  const chart = { ctx, scales: { x, y: { top: 0, bottom: 50 } } } as unknown as Chart;
  const scene = (max: number) =>
    ({
      raw: { x: Float64Array.of(10, 12, 40, 80), y: Float64Array.of(9, 9, 1, -9), exact: true },
      view: { from: 0, to: 100 },
      yRange: [-max, max],
      rate_hz: 1,
      clippedText: 'clipped, Shift+A shows all',
      borders: [],
    }) as unknown as Scene;
  drawClipped(chart, scene(5), {} as Theme);
  assert.deepEqual(carets, [
    [10, 0],
    [80, 50],
  ]);
  assert.deepEqual(texts, ['clipped, Shift+A shows all']);
  drawClipped(chart, scene(10), {} as Theme);
  assert.deepEqual([carets.length, texts.length], [2, 1], 'nothing is clipped');
});
