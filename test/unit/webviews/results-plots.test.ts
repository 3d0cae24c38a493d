import assert from 'node:assert/strict';
import path from 'node:path';
import { before, describe, test } from 'node:test';
import type { ResultsReady } from '../../../src/common/api/views/results';
import { ResultsDocument } from '../../../src/extension/results/results-document';
import { cumulativePlot, histogramPlot } from '../../../src/webviews/results/charts/distribution-plots';
import { eventPlot } from '../../../src/webviews/results/charts/event-plot';
import { overlaid, overlayPlot } from '../../../src/webviews/results/charts/overlay-plot';
import { tracePlot } from '../../../src/webviews/results/charts/trace-plot';
import { layOut } from '../../../src/webviews/results/figures/picture';
import type { Plot, Series } from '../../../src/webviews/results/figures/plot';
import { editsHost } from '../../support/edits-host';
import { temporaryFolder } from '../../support/folder';
import { inProcessEngine } from '../../support/in-process-engine';
import { busyRecording, recordedResults } from '../../webview/support/recorded-results';

const temporary = temporaryFolder();

type Kind = Series['kind'];
const ofKind = <K extends Kind>({ series }: Plot, kind: K) =>
  series.filter((each): each is Extract<Series, { kind: K }> => each.kind === kind);

describe('plots of results', () => {
  let document: ResultsDocument;
  const now = () => document.snapshot() as ResultsReady;

  before(async () => {
    const file = await recordedResults(temporary, busyRecording);
    const services = {
      engine: inProcessEngine(),
      ...editsHost(path.join(temporary, 'journals')),
      tellExports: () => {},
    };
    document = new ResultsDocument(file, services);
    await document.edits.opened;
    assert.equal(now().kind, 'ready');
  });

  test('on the trace an event is ▲ towards its peak, a deleted one a cross, one found only by others hollow', async () => {
    const results = now();
    const { events } = results.tables;
    const stretch = { from: 0, to: 20_000, columns: 800 };
    const trace = await document.trace(stretch);
    if ('reason' in trace) throw new Error(trace.reason);
    const [first, second] = events.location;
    const missing = first + 1500;
    const comparison = {
      ...{ path: '/other.h5', name: 'other.h5', tolerance_s: 0.005, matched: 0 },
      ...{ gained: [], moved: [], lost: [{ location: missing, amplitude: -9 }] },
    };
    const deleted = Uint8Array.from(events.deleted, (_, i) => (i === 1 ? 1 : 0));
    const marksOf = (direction: 'negative' | 'positive') => {
      const changed = { ...results, direction, comparison } as unknown as ResultsReady;
      const sign = direction === 'positive' ? 1 : -1;
      const directions = events.direction.map(() => sign);
      const tables = { ...results.tables, events: { ...events, deleted, direction: directions } };
      const scene = { trace, prediction: null, stretch, current: first, cursor: null };
      return ofKind(tracePlot({ ...changed, tables }, scene), 'mark');
    };
    const marks = marksOf('negative');
    const at = (sample: number) => marks.find(({ x }) => Math.abs(x - sample / 20_000) < 1e-9)!;
    const { shape, ink, label, place } = at(missing);
    assert.deepEqual([shape, ink, label, place], ['hollowUp', 'selected', 'lost', 'below']);
    assert.deepEqual([at(events.peak[0]).shape, at(events.peak[0]).ink], ['up', 'event']);
    assert.equal(at(events.peak[0]).chosen, true);
    assert.deepEqual([at(events.peak[1]).shape, at(events.peak[1]).ink], ['cross', 'excluded']);
    assert.ok(second < 20_000);
    const turned = marksOf('positive').map((mark) => mark.shape);
    assert.ok(turned.includes('hollowDown') && turned.includes('down') && !turned.includes('up'));
  });

  test('an event has its baseline, onset, rise, peak, half decay and decay where they were measured', async () => {
    const { events } = now().tables;
    for (const event of [0, 20, 59]) {
      const location = events.location[event];
      const picture = await document.picture(location);
      const plot = eventPlot(now(), events, event, picture);
      const ms = (sample: number) => (sample - location) * (1000 / 20_000);
      const [band] = ofKind(plot, 'band');
      assert.deepEqual(
        [band!.from, band!.to],
        [ms(events.baseline_from[event]), ms(events.baseline_to[event])],
      );
      const marked = (name: string) => ofKind(plot, 'mark').filter((mark) => mark.name === name);
      const amplitude = events.amplitude[event];
      const [[onset], [half], [top], [low, high]] = ['onset', 'halfdecay', 'amplitude', 'rise'].map(marked);
      assert.deepEqual([top!.x, top!.y], [ms(events.peak[event]), amplitude]);
      assert.equal(onset!.x, ms(events.onset[event]));
      assert.deepEqual([half!.x, half!.y], [ms(events.halfdecay[event]), amplitude / 2]);
      // On the smoothed line, at the sample before or after the crossing.
      assert.ok(Math.abs(low!.y / amplitude - 0.1) < 0.12, `10 % at ${low!.y / amplitude}`);
      assert.ok(Math.abs(high!.y / amplitude - 0.9) < 0.12, `90 % at ${high!.y / amplitude}`);
      assert.ok(Math.abs(high!.x - low!.x - 1000 * events.risetime_s[event]) < 0.001);
      assert.ok(onset!.x < high!.x && high!.x <= top!.x && top!.x < half!.x);
      const [, values, smoothed, fit] = ofKind(plot, 'line');
      assert.equal(values!.y.length, smoothed!.y.length);
      const errors = Array.from({ length: fit!.x.length }, (_, i) => {
        const at = Array.from(values!.x).indexOf(fit!.x[i]);
        return Math.abs(fit!.y[i] - smoothed!.y[at]);
      }).filter((error) => !Number.isNaN(error));
      assert.ok(errors.length > 40 && Math.max(...errors) < 2, `${Math.max(...errors)} pA off the decay`);
    }
  });

  test('the smoothed line is drawn where the stretch holds all that it is made of', async () => {
    const { events } = now().tables;
    const { smoothed } = await document.picture(events.location[5]);
    const drawn = smoothed!.map((value) => Number(!Number.isNaN(value)));
    assert.deepEqual([drawn.indexOf(1), drawn.length - 1 - drawn.lastIndexOf(1)], [20, 20]);
  });

  test('distributions count the events that are left', async () => {
    await document.edit({ kind: 'delete', locations: [now().tables.events.location[3]] });
    const results = now();
    const kept = Array.from(results.tables.events.amplitude).filter((_, i) => i !== 3);
    const [bars] = ofKind(histogramPlot(results, 'amplitude', kept[0]), 'bars');
    const { start, width, counts } = bars!;
    assert.deepEqual(
      counts,
      counts.map((_, bin) => kept.filter((value) => Math.floor((value - start) / width) === bin).length),
    );
    const cumulative = cumulativePlot(results, 'amplitude', kept[0]);
    const [steps] = ofKind(cumulative, 'line');
    assert.deepEqual(
      Array.from(steps!.x).filter((_, i) => i % 2 === 1),
      kept.toSorted((a, b) => a - b),
    );
    assert.deepEqual([steps!.y[0], steps!.y[steps!.y.length - 1]], [0, 1]);
    assert.equal(ofKind(cumulative, 'upright')[0].x, kept[0]);
  });

  test('numbers of events have no tick between two of them', () => {
    const few = {
      ...histogramPlot(now(), 'amplitude', undefined),
      y: { min: 0, max: 2.1, title: '', whole: true },
    };
    const texts = layOut(few, 400, 400, 11).strokes.flatMap((s) =>
      s.kind === 'text' && s.anchor === 'end' ? [s.text] : [],
    );
    assert.deepEqual(texts, ['0', '1', '2']);
  });

  test('the band under the average is of its events, neither deleted nor excluded: 80 % lie in it', async () => {
    const { location, isolated } = now().tables.events;
    const alone = Array.from(location).filter((_, i) => isolated[i] === 1);
    const [out] = alone;
    await document.edit({ kind: 'exclude', locations: [out!] });
    const shown = overlaid(now().tables);
    assert.ok(!shown.includes(out!) && !shown.includes(location[3]) && shown.length > 10);
    const snippets = await document.snippets(shown);
    const plot = overlayPlot(now(), snippets);
    const [band] = ofKind(plot, 'area');
    const [average] = ofKind(plot, 'line').filter((line) => line.ink === 'event');
    const middle = now().points_before + 100;
    const width = now().points_before + now().points_after;
    const values = Float64Array.from(
      { length: shown.length },
      (_, row) => snippets[row * width + middle],
    ).sort();
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    assert.ok(Math.abs(average.y[middle] - mean) < 1e-3, `${average.y[middle]} for ${mean}`);
    const below = values.filter((value) => value < band.low[middle]).length / values.length;
    const above = values.filter((value) => value > band.high[middle]).length / values.length;
    for (const share of [below, above]) assert.ok(Math.abs(share - 0.1) < 0.02, `${share} beyond the band`);
  });

  test('a label that would lie on an axis stands beside its mark', () => {
    const plot: Plot = {
      title: '',
      description: '',
      x: { min: 0, max: 10, title: '' },
      y: { min: 0, max: 10, title: '' },
      series: [5, 0.1].map((y) => ({
        kind: 'mark',
        x: 5,
        y,
        ink: 'event',
        shape: 'dot',
        label: `at ${y}`,
        place: 'below',
      })),
    };
    const labels = layOut(plot, 300, 200, 11).strokes.filter(
      (s) => s.kind === 'text' && s.text.startsWith('at'),
    );
    assert.deepEqual(
      labels.map((s) => s.kind === 'text' && s.anchor),
      ['middle', 'start'],
    );
  });
});
