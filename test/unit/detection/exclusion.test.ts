import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Detection } from '../../../src/common/events/detection';
import { defaultParameters, type Parameters } from '../../../src/common/parameters/parameters';
import { silentTask } from '../../../src/common/task';
import { merged, samplesIn, touches } from '../../../src/common/traces/sample-ranges';
import { detect } from '../../../src/engine/detection/detect';
import { excludedRanges } from '../../../src/engine/detection/exclusion';
import { explain } from '../../../src/engine/detection/explain';
import { extractWindows } from '../../../src/engine/extraction/extract';
import { isolatedEvents } from '../../../src/engine/measuring/average';
import type { RecordedTrace } from '../../../src/engine/recordings/trace';
import { type Trace, traceOf } from '../../../src/engine/signal/trace';
import { syntheticTrace } from '../../support/synthetic-trace';
import { toyModel } from '../../support/toy-model';

const onsets = [3000, 7000, 12_000, 16_000];
const trace = syntheticTrace({
  samples: 20_000,
  events: onsets.map((onset) => ({ onset, amplitude: -30 })),
  noise: 0.2,
});

function found(parameters: Partial<Parameters>, source: Trace = trace): Promise<Detection> {
  const smoothing = { convolve_win: 5, gradient_convolve_win: 10 };
  return detect(source, toyModel(), { ...defaultParameters(), ...smoothing, ...parameters }, silentTask());
}

test('stretches are joined, cut at the ends of the trace, and looked up', () => {
  assert.deepEqual(excludedRanges(traceOf(new Float64Array(100), 10, ''), { exclude: null }), []);
  const stretches = excludedRanges(traceOf(new Float64Array(100), 10, ''), {
    exclude: '8-20, 1-2, 1.5-3, 0.51-0.52, 12-13',
  });
  assert.deepEqual(stretches, [
    { from: 10, to: 30 },
    { from: 80, to: 100 },
  ]);
  assert.equal(samplesIn(stretches), 40);
  assert.deepEqual(
    [
      [5, 10],
      [5, 11],
      [29, 31],
      [30, 80],
    ].map(([from, to]) => touches(stretches, from!, to!)),
    [false, true, true, false],
  );
  assert.deepEqual(merged([{ from: 3, to: 3 }]), []);
});

test('times count in the joined recording when one sweep is looked at', () => {
  const sweeps = [{ samples: 100 }, { samples: 50 }, { samples: 100 }].map((s) => ({ ...s, start_s: 0 }));
  const sweep = { ...traceOf(new Float64Array(50), 10, ''), recording: { sweeps }, sweep: 1 };
  assert.deepEqual(excludedRanges(sweep as unknown as RecordedTrace, { exclude: '2-3, 9-12, 14-99' }), [
    { from: 0, to: 20 },
    { from: 40, to: 50 },
  ]);
});

test('events in an excluded stretch are none, the others stay as they are, and time goes on', async () => {
  const before = await found({});
  const after = await found({ exclude: '0.34-0.36' });
  assert.equal(before.events.length, 4);
  assert.deepEqual(
    after.events.map(({ location }) => location),
    [0, 2, 3].map((i) => before.events[i].location),
  );
  for (const [i, j] of [
    [0, 0],
    [1, 2],
    [2, 3],
  ] as const) {
    const [a, b] = [after.events[i], before.events[j]];
    assert.ok(Math.abs(a.amplitude - b.amplitude) < 1e-9 && a.halfdecay === b.halfdecay, `event ${j}`);
    assert.equal(a.time_s, b.time_s);
  }
  assert.deepEqual(after.excluded, [{ from: 6800, to: 7200 }]);
  assert.equal(after.samples, before.samples);
  assert.equal(after.statistics.duration_s, (20_000 - 400) / 20_000);
  assert.equal(after.statistics.frequency_hz, 3 / after.statistics.duration_s);
  assert.ok(Number.isNaN(after.events[1].interval_s), 'no interval across it');
  assert.equal(after.events[2].interval_s, before.events[3].interval_s);
  assert.equal(after.statistics.interval_s.n, 1);
  assert.match(
    after.warnings.map(({ message }) => message).join(),
    /1 interval \(0\.02 s in all\) excluded.* the remaining 0\.98 s/,
  );
  const why = explain(after, 7020);
  assert.equal(why.verdict, 'excluded');
  assert.match(why.text, /is excluded \(exclude\)/);
});

test('an event whose peak lies in an excluded stretch is dropped, and why says so', async () => {
  const before = await found({});
  const { location, peak } = before.events[1];
  assert.ok(peak - location > 2);
  // The rise is seen, what follows is not.
  const after = await found({ exclude: `${(location + 2) / 20_000}-${(location + 400) / 20_000}` });
  const rises = after.candidates.flatMap(({ rises }) => rises);
  assert.equal(after.events.length, 3);
  const dropped = rises.find(({ sample }) => Math.abs(sample - location) < 30)!;
  assert.equal(dropped.outcome, 'excluded');
  assert.equal(explain(after, dropped.sample).verdict, 'excluded');
});

test('a decay that reaches into an excluded stretch is not measured, nor averaged', async () => {
  const before = await found({});
  const { peak, amplitude } = before.events[1];
  const after = await found({ exclude: `${(peak + 20) / 20_000}-${(peak + 600) / 20_000}` });
  assert.equal(after.events.length, 4);
  const event = after.events[1];
  assert.ok(Math.abs(event.amplitude / amplitude - 1) < 0.05);
  for (const name of ['halfdecay_s', 'halfdecay', 'halfwidth_s', 'charge'] as const)
    assert.ok(Number.isNaN(event[name]), name);
  assert.equal(event.isolated, false);
  assert.equal(after.average!.count, 3);
  assert.equal(after.statistics.charge.n, 3);
});

test('an artefact that is excluded rings into nothing: a filter sees a line in its place', async () => {
  const values = trace.read(0, trace.samples);
  values.fill(5000, 9000, 9200);
  const ruined = traceOf(values, trace.rateHz, trace.unit);
  const filters = { lowpass: 500, exclude: '0.4499-0.4601' };
  const [clean, mended] = [await found(filters), await found(filters, ruined)];
  assert.deepEqual(mended.events, clean.events);
  const rings = await found({ lowpass: 500 }, ruined);
  assert.notDeepEqual(rings.events, clean.events);
});

test('what is left out as a whole is refused by name', async () => {
  await assert.rejects(
    found({ exclude: '0-99' }),
    /^UserError: All of The trace is excluded\. Shorten.*exclude/,
  );
});

test('where none stands alone, those that were seen as a whole are averaged', () => {
  assert.deepEqual(
    isolatedEvents([0, 10, 20], 600, (location) => location !== 10),
    [true, false, true],
  );
});

test('no training window touches an excluded stretch', async () => {
  const events = Array.from({ length: 12 }, (_, i) => ({ onset: 2000 + 3000 * i, amplitude: -30 }));
  const long = syntheticTrace({ samples: 40_000, events, noise: 0.2 });
  const windows = async (exclude: string | null) => {
    const { clear, noise } = await extractWindows(long, { ...defaultParameters(), exclude }, silentTask());
    return { clear, noise };
  };
  const [all, rest] = [await windows(null), await windows('0.5-1')];
  assert.ok(all.clear.some((start) => start + 600 > 10_000 && start < 20_000));
  assert.ok(rest.clear.length > 3 && rest.clear.length < all.clear.length);
  for (const start of [...rest.clear, ...rest.noise])
    assert.ok(start + 600 <= 10_000 || start >= 20_000, `window at ${start}`);
});
