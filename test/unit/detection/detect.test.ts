import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CancelledError, UserError } from '../../../src/common/errors';
import type { DetectedEvent, Detection } from '../../../src/common/events/detection';
import { defaultParameters, type Parameters } from '../../../src/common/parameters/parameters';
import { silentTask } from '../../../src/common/task';
import { detect } from '../../../src/engine/detection/detect';
import { explain } from '../../../src/engine/detection/explain';
import { type Trace, traceOf } from '../../../src/engine/signal/trace';
import { syntheticTrace } from '../../support/synthetic-trace';
import { toyModel } from '../../support/toy-model';

const RISE = 15;

function found(trace: Trace, parameters: Partial<Parameters> = {}): Promise<Detection> {
  return detect(trace, toyModel(), { ...defaultParameters(), ...parameters }, silentTask());
}

function near(event: DetectedEvent, onset: number): void {
  assert.ok(event.location >= onset && event.location <= onset + RISE, `${event.location} for ${onset}`);
}

/** The trace with each value put through a function. */
function mapped(trace: Trace, f: (value: number) => number): Trace {
  return traceOf(trace.read(0, trace.samples).map(f), trace.rateHz, trace.unit);
}

test('events are found where they rise and measured as they were made', async () => {
  const onsets = [3000, 7000, 12_000];
  const made = onsets.map((onset, i) => ({ onset, amplitude: -20 - 10 * i }));
  const detection = await found(syntheticTrace({ samples: 16_000, events: made, noise: 0.2 }), {
    convolve_win: 5,
    gradient_convolve_win: 10,
  });
  assert.equal(detection.events.length, 3);
  for (const [i, event] of detection.events.entries()) {
    near(event, onsets[i]);
    assert.ok(Math.abs(event.amplitude / made[i].amplitude - 1) < 0.06, `amplitude ${event.amplitude}`);
    assert.ok(Math.abs(event.baseline + 50) < 0.2, `baseline ${event.baseline}`);
    assert.ok(Math.abs(event.peak - onsets[i] - RISE) <= 2, `peak ${event.peak}`);
    assert.ok(Math.abs(event.risetime_s * 20_000 - 0.8 * RISE) < 2, `rise ${event.risetime_s}`);
    assert.ok(Math.abs(event.halfdecay_s * 20_000 - 80 * Math.LN2) < 5, `decay ${event.halfdecay_s}`);
    assert.ok(event.score > 0.9 && event.slope > event.reason.gradient_threshold);
    assert.ok(event.reason.region_from <= event.location && event.location < event.reason.region_to);
    assert.equal(event.isolated, true);
    assert.equal(event.time_s, event.location / 20_000);
    assert.deepEqual(event.origin, { sweep: 0, sample: event.location });
  }
  assert.ok(Number.isNaN(detection.events[0].interval_s));
  assert.ok(Math.abs(detection.events[1].interval_s - 4000 / 20_000) < 3e-4);
  assert.ok(detection.average && detection.average.count === 3);
  assert.ok(
    Math.abs(detection.average.decay_tau_s * 20_000 - 80) < 3,
    `tau ${detection.average.decay_tau_s}`,
  );
  assert.ok(Math.abs(detection.average.risetime_s * 20_000 - 0.8 * RISE) < 2);
  assert.equal(detection.statistics.frequency_hz, 3 / (16_000 / 20_000));
  assert.equal(detection.snippets.length, 3 * (detection.points_before + detection.points_after));
});

test('noise alone has no events, no average and empty statistics', async () => {
  const detection = await found(syntheticTrace({ samples: 20_000, events: [] }));
  assert.deepEqual(detection.events, []);
  assert.equal(detection.average, null);
  assert.equal(detection.snippets.length, 0);
  assert.equal(detection.statistics.events, 0);
  assert.equal(detection.statistics.frequency_hz, 0);
  assert.ok(Number.isNaN(detection.statistics.amplitude.mean));
});

test('a single event is alone and has no interval', async () => {
  const { events, average } = await found(
    syntheticTrace({ samples: 9000, events: [{ onset: 4000, amplitude: -30 }] }),
  );
  assert.equal(events.length, 1);
  assert.equal(events[0].isolated, true);
  assert.ok(Number.isNaN(events[0].interval_s) && events[0].charge < 0);
  assert.equal(average?.count, 1);
});

test('positive events of an inverted trace are the negative ones, with other signs', async () => {
  const trace = syntheticTrace({
    samples: 20_000,
    events: [3000, 5200, 5500, 11_000].map((onset) => ({ onset, amplitude: -25 })),
  });
  const negative = await found(trace);
  const positive = await found(
    mapped(trace, (v) => -v),
    { event_direction: 'positive' },
  );
  assert.ok(negative.events.length >= 3);
  const flipped = positive.events.map((e) => ({
    ...e,
    amplitude: -e.amplitude,
    baseline: -e.baseline,
    peak_value: -e.peak_value,
    charge: -e.charge,
    direction: -e.direction,
  }));
  assert.deepEqual(flipped, negative.events);
});

test('overlapping events are found apart, share their charge, the half decay of the first is hidden', async () => {
  const { events } = await found(
    syntheticTrace({
      samples: 12_000,
      events: [
        { onset: 5000, amplitude: -30 },
        { onset: 5035, amplitude: -18 },
      ],
      noise: 0.2,
    }),
    { convolve_win: 5, gradient_convolve_win: 10 },
  );
  assert.equal(events.length, 2);
  assert.ok(Number.isNaN(events[0].halfdecay_s) && Number.isNaN(events[0].halfwidth_s));
  assert.ok(events[1].halfdecay_s > 0);
  assert.equal(events[0].charge, events[1].charge);
  assert.ok(
    events.every(({ isolated }) => isolated),
    'where none is alone, all are averaged',
  );
});

test('events at the borders are listed, marked, and change nothing about the others', async () => {
  const inner = [4000, 8000].map((onset) => ({ onset, amplitude: -30 }));
  const border = [
    { onset: 400, amplitude: -40 },
    { onset: 14_400, amplitude: -40 },
  ];
  const samples = 15_000;
  const all = await found(syntheticTrace({ samples, events: [...inner, ...border] }));
  assert.deepEqual(
    all.events.map(({ border }) => border),
    [true, false, false, true],
  );
  near(all.events[0], 400);
  near(all.events[3], 14_400);
  assert.ok(Math.abs(all.events[3].amplitude + 40) < 4 && !all.events[3].isolated);
  const row = all.points_before + all.points_after;
  assert.ok(Number.isFinite(all.snippets[3 * row]) && Number.isNaN(all.snippets[4 * row - 1]));
  const { statistics, average, events } = await found(syntheticTrace({ samples, events: inner }));
  const measures = (event: DetectedEvent) => ({ ...event, reason: undefined, slope: undefined });
  assert.deepEqual(all.events.slice(1, 3).map(measures), events.map(measures));
  assert.deepEqual(all.average, average);
  assert.equal(all.statistics.frequency_hz, statistics.frequency_hz);
});

test('a constant trace, and one with constant stretches, gives no events there and says so', async () => {
  const constant = await found(traceOf(new Float64Array(5000).fill(3), 20_000, 'pA'));
  assert.deepEqual(constant.events, []);
  assert.match(
    constant.warnings.map(({ message }) => message).join(),
    /The trace is constant in 1 segment \(0\.250 s/,
  );
  const trace = syntheticTrace({ samples: 15_000, events: [{ onset: 4000, amplitude: -30 }] });
  const values = trace.read(0, 15_000).fill(-50, 7000, 11_000);
  const half = await found(traceOf(values, 20_000, 'pA'));
  assert.equal(half.events.length, 1);
  assert.ok(half.prediction.every(Number.isFinite));
});

test('missing values are gaps: said, bridged, and without influence on events elsewhere', async () => {
  const trace = syntheticTrace({
    samples: 20_000,
    events: [4000, 9000, 15_000].map((onset) => ({ onset, amplitude: -30 })),
  });
  const whole = await found(trace, { resample_to_600: true, win_size: 800 });
  const values = trace.read(0, trace.samples).fill(Number.NaN, 8950, 9100);
  const holed = await found(traceOf(values, 20_000, 'pA'), { win_size: 800 });
  assert.deepEqual(
    holed.events.map(({ location }) => location),
    [whole.events[0].location, whole.events[2].location],
  );
  for (const event of holed.events)
    assert.ok(Number.isFinite(event.amplitude) && Number.isFinite(event.charge));
  assert.deepEqual(holed.missing, [{ from: 8950, to: 9100 }]);
  assert.match(holed.warnings.map(({ message }) => message).join(), /missing in 1 segment/);
});

test('small windows are measured like large ones', async () => {
  for (const [win_size, rise, decay] of [
    [300, 8, 40],
    [100, 3, 14],
  ]) {
    const { events } = await found(
      syntheticTrace({
        samples: 12_000,
        events: [3000, 6000, 9000].map((onset) => ({ onset, amplitude: -30 })),
        rise,
        decay,
        noise: 0.1,
      }),
      { win_size, convolve_win: 3, gradient_convolve_win: 5 },
    );
    // Over so few samples the toy model takes noise for events, too.
    const large = events.filter(({ peak_value }) => peak_value < -60);
    assert.equal(large.length, 3, `window of ${win_size}`);
    for (const event of large)
      assert.ok(Math.abs(event.amplitude + 30) < 6, `amplitude ${event.amplitude}, window of ${win_size}`);
  }
});

test('amperes and picoamperes give the same events', async () => {
  const trace = syntheticTrace({
    samples: 14_000,
    events: [4000, 9000].map((onset) => ({ onset, amplitude: -20 })),
  });
  const pA = await found(trace);
  const A = await found(mapped(trace, (v) => v * 1e-12));
  assert.ok(A.gradient_threshold > 0);
  assert.deepEqual(
    A.events.map(({ location, peak, onset }) => [location, peak, onset]),
    pA.events.map(({ location, peak, onset }) => [location, peak, onset]),
  );
});

test('a recording shorter than a window is refused; one of a single window has no events', async () => {
  await assert.rejects(found(syntheticTrace({ samples: 599, events: [] })), (thrown: unknown) => {
    return (
      thrown instanceof UserError &&
      /has 599 samples, fewer than one window \(win_size 600\)/.test(thrown.message)
    );
  });
  assert.deepEqual((await found(syntheticTrace({ samples: 600, events: [] }))).events, []);
});

test('a low-pass that is none is refused with the parameter to change', async () => {
  const trace = syntheticTrace({ samples: 5000, events: [] });
  await assert.rejects(
    found(trace, { convolve_win: 0, filter_factor: 1.9 }),
    /^UserError: filter_factor .*above 2/,
  );
});

test('a long recording is read a stretch at a time, and its events are those of any part of it', async () => {
  const period = 24_000;
  const piece = syntheticTrace({ samples: period, events: [{ onset: 9000, amplitude: -30 }] }).read(
    0,
    period,
  );
  let longest = 0;
  const repeated = (samples: number): Trace => ({
    rateHz: 50_000,
    unit: 'pA',
    samples,
    read(from, to) {
      longest = Math.max(longest, to - from);
      return Float64Array.from({ length: to - from }, (_, i) => piece[(from + i) % period]);
    },
  });
  const parameters = { stride: 100, peak_w: 1 };
  const long = await found(repeated(150 * period), parameters);
  assert.equal(long.events.length, 150);
  assert.ok(longest < 2_100_000, `${longest} samples read at once`);
  const short = await found(repeated(3 * period), parameters);
  assert.ok(Math.abs(short.gradient_threshold - long.gradient_threshold) <= 5);
  const shape = ({ location, amplitude, charge, risetime_s }: DetectedEvent, from: number) =>
    [location - from, amplitude, charge, risetime_s].map((v) => v.toPrecision(9));
  for (const [i, event] of long.events.entries())
    assert.deepEqual(shape(event, i * period), shape(short.events[1], period), `event ${i}`);
});

test('detection stops when it is cancelled, whatever it is doing', async () => {
  const trace = syntheticTrace({ samples: 400_000, events: [{ onset: 9000, amplitude: -30 }] });
  for (const phase of ['checking the trace', 'predicting', 'locating', 'measuring']) {
    const cancel = new AbortController();
    let at = 0;
    const task = {
      signal: cancel.signal,
      report(progress: { phase: string }) {
        if (progress.phase !== phase || cancel.signal.aborted) return;
        at = performance.now();
        cancel.abort(new CancelledError());
      },
    };
    await assert.rejects(detect(trace, toyModel(), defaultParameters(), task), CancelledError, phase);
    assert.ok(performance.now() - at < 1000, `${phase} went on for ${performance.now() - at} ms`);
  }
});

test('every sample can be explained by the rule that decided about it', async () => {
  const trace = syntheticTrace({
    samples: 20_000,
    events: [
      { onset: 60, amplitude: -30 },
      { onset: 5000, amplitude: -30 },
      { onset: 12_000, amplitude: -30 },
    ],
  });
  const detection = await found(trace);
  const [event] = detection.events.filter(({ border }) => !border);
  const why = (sample: number, context = detection) => explain(context, sample);
  assert.equal(why(event.location).verdict, 'event');
  assert.equal(why(event.location).event, event);
  assert.equal(why(9000).verdict, 'score');
  assert.match(why(9000).text, /below model_threshold \(0\.5\)/);
  assert.equal(why(70).verdict, 'border');
  assert.equal(why(event.reason.region_to - 1).verdict, 'gradient');

  const wide = await found(trace, { peak_w: 1000 });
  assert.deepEqual(wide.events, []);
  assert.equal(why(event.location, wide).verdict, 'width');
  const holed = await found(traceOf(trace.read(0, trace.samples).fill(Number.NaN, 9000, 9010), 20_000, 'pA'));
  assert.equal(why(9005, holed).verdict, 'missing values');
});
