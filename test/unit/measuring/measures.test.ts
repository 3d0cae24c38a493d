import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { silentTask } from '../../../src/common/task';
import { isolatedEvents } from '../../../src/engine/measuring/average';
import { classicBaseline } from '../../../src/engine/measuring/baseline';
import { type ChargedEvent, charges } from '../../../src/engine/measuring/charge';
import {
  findHalfDecay,
  findOnset,
  findPeak,
  halfWidth,
  peakValue,
  riseTime,
} from '../../../src/engine/measuring/measure-snippet';
import { type Snippet, type Spans, spansOf } from '../../../src/engine/measuring/spans';
import { summary } from '../../../src/engine/measuring/statistics';
import { traceOf } from '../../../src/engine/signal/trace';

const RATE = 50_000;
const spans: Spans = spansOf({ win_size: 600, bsl_win: 0.33 }, RATE);

/** 0, then from `onset` a line up to 1 over `rise` samples and a line down over `fall`. */
function triangle(onset: number, rise: number, fall: number, samples = 1000): Float64Array {
  return Float64Array.from({ length: samples }, (_, i) => {
    const t = i - onset;
    return Math.max(0, t < rise ? t / rise : 1 - (t - rise) / fall);
  });
}

function snippet(data: Float64Array, location = spans.before, toNext = Number.POSITIVE_INFINITY): Snippet {
  return { data, location, start: 0, toNext };
}

test('spans follow the window and the share that is baseline', () => {
  assert.deepEqual(spans, { window: 600, before: 200, after: 800, baseline: 60, peakHalf: 2, rateHz: RATE });
  assert.equal(spansOf({ win_size: 1999, bsl_win: 0.33 }, 1).before, 666);
  assert.equal(spansOf({ win_size: 1200, bsl_win: 0.5 }, 1).before, 600);
  assert.deepEqual(spansOf({ win_size: 10, bsl_win: 0.33 }, 1), {
    window: 10,
    before: 3,
    after: 13,
    baseline: 1,
    peakHalf: 1,
    rateHz: 1,
  });
});

describe('peak', () => {
  test('the highest sample within a fifth of the snippet, the first of equal ones', () => {
    const data = triangle(195, 20, 100);
    data[216] = 1;
    data[500] = 9;
    assert.equal(findPeak(snippet(data), spans), 215);
  });

  test('only half-way to the next event, but at least the location itself', () => {
    const data = triangle(195, 20, 100);
    assert.equal(findPeak(snippet(data, 200, 20), spans), 209);
    assert.equal(findPeak(snippet(data, 200, 1), spans), 200);
  });

  test('its value is the mean of samples around it, the sample itself for none', () => {
    const data = Float64Array.of(0, 1, 2, 3, 2);
    assert.equal(peakValue(data, 3, 2), 2);
    assert.equal(peakValue(data, 3, 0), 3);
    assert.equal(peakValue(data, 0, 2), 0.5);
  });
});

describe('baseline', () => {
  test('a tenth of a window, three times as far before the location as the peak follows it', () => {
    const data = triangle(195, 20, 100);
    const { from, to, value, sd } = classicBaseline(snippet(data), 215, undefined, spans);
    assert.deepEqual([from, to, value, sd], [95, 155, 0, 0]);
  });

  test('after a near event, around the lowest sample between the two', () => {
    const data = triangle(100, 20, 400).map((v, i) => v + triangle(195, 20, 100)[i]);
    const { from, to, value } = classicBaseline(snippet(data), 215, 80, spans);
    assert.deepEqual([from, to], [192, 198]);
    assert.ok(value > 0.8 && value < 0.9);
    assert.deepEqual(
      classicBaseline(snippet(data), 215, 241, spans).from,
      95,
      'not beyond 1.2 times the stretch',
    );
  });

  test('where it would lie above the peak, around the lowest sample shortly before the rise', () => {
    const data = new Float64Array(1000).fill(5, 0, 150);
    data.set(triangle(15, 20, 400).subarray(0, 800), 180);
    const { from, to, value } = classicBaseline(snippet(data), 215, undefined, spans);
    assert.deepEqual([from, to], [143, 157]);
    assert.ok(value < 5);
  });

  test('holds at least one sample, however small the window', () => {
    for (const win_size of [10, 40, 100, 190]) {
      const small = spansOf({ win_size, bsl_win: 0.33 }, RATE);
      const data = triangle(small.before, 3, 10, small.before + small.after);
      for (const since of [undefined, 2])
        assert.ok(
          Number.isFinite(classicBaseline(snippet(data, small.before), small.before + 2, since, small).value),
        );
    }
  });
});

describe('onset', () => {
  test('the sample after the last one at the baseline', () => {
    const baseline = { value: 0, sd: 0.2, from: 0, to: 100 };
    // 0.25 standard deviations are a whole sample of this rise.
    assert.equal(findOnset(triangle(195, 20, 100), 215, baseline), 196);
  });

  test('half of the way to the peak, where nothing lies at the baseline, or the sample before the peak does', () => {
    assert.equal(findOnset(new Float64Array(100).fill(3), 41, { value: 0, sd: 0, from: 0, to: 9 }), 21);
    assert.equal(findOnset(new Float64Array(100), 41, { value: 3, sd: 0, from: 0, to: 9 }), 21);
  });
});

describe('rise time', () => {
  const rise = (samples: number, rateHz = RATE) =>
    riseTime(triangle(60, samples, 100).subarray(0, 60 + samples + 1), rateHz, 0, 1);

  test('80 % of a straight rise, at any rate', () => {
    for (const rateHz of [1000, 10_000, 44_100, 50_000, 200_000, 1_000_000])
      assert.ok(Math.abs(rise(50, rateHz) - 40 / rateHz) < 1.5 / 200_000, `at ${rateHz} Hz`);
  });

  test('an exponential rise takes tau times ln 9', () => {
    const tau = 40;
    const data = Float64Array.from({ length: 500 }, (_, i) => (i < 60 ? 0 : 1 - Math.exp(-(i - 60) / tau)));
    assert.ok(Math.abs(riseTime(data, RATE, 0, 1) - (tau * Math.log(9)) / RATE) < 2e-5);
  });

  test('what wiggles below a level again counts from its last crossing', () => {
    const data = triangle(60, 50, 100).subarray(0, 111);
    const wiggled = data.slice();
    wiggled[70] = 0.05;
    assert.ok(riseTime(wiggled, RATE, 0, 1) < riseTime(data, RATE, 0, 1));
  });

  test('where there is no rise it is 80 % of the stretch, of a single sample none', () => {
    assert.ok(Math.abs(riseTime(new Float64Array(51).fill(2), RATE, 0, 1) - (0.8 * 50) / RATE) < 1e-9);
    assert.ok(Number.isNaN(riseTime(Float64Array.of(1), RATE, 0, 1)));
  });

  test('a rate of a thousandth of a hertz takes no longer than any other', () => {
    const begun = performance.now();
    rise(50, 0.001);
    assert.ok(performance.now() - begun < 100);
  });
});

describe('decay', () => {
  test('an exponential has half decayed after tau times ln 2', () => {
    const data = Float64Array.from({ length: 1000 }, (_, i) => (i < 210 ? 0 : Math.exp(-(i - 210) / 100)));
    const { position, hidden } = findHalfDecay(snippet(data), 210, 0, spans);
    assert.deepEqual([position, hidden], [210 + Math.ceil(100 * Math.LN2), false]);
  });

  test('what the next event hides has no half decay; what never decays has none, and is not hidden', () => {
    const data = triangle(195, 20, 300);
    assert.deepEqual(findHalfDecay(snippet(data, 200, 100), 215, 0, spans), {
      position: Number.NaN,
      hidden: true,
    });
    assert.equal(findHalfDecay(snippet(data, 200, 199), 215, 0, spans).position, 366);
    const step = new Float64Array(1000).fill(1, 205);
    assert.deepEqual(findHalfDecay(snippet(step), 210, 0, spans), { position: Number.NaN, hidden: false });
  });

  test('the half-width of a triangle is half its base, between samples too', () => {
    assert.ok(Math.abs(halfWidth(triangle(195, 20, 100), 215, 0, 266) - 60) < 1e-9);
    const odd = triangle(195, 15, 33);
    const { position } = findHalfDecay(snippet(odd), 210, 0, spans);
    assert.ok(Math.abs(halfWidth(odd, 210, 0, position) - 24) < 1e-9);
  });

  test('the half-width ends at the first crossing, whatever comes later', () => {
    const data = triangle(195, 20, 100);
    data.set(triangle(0, 50, 50, 120), 600);
    assert.ok(Math.abs(halfWidth(data, 215, 0, 266) - 60) < 1e-9);
    assert.ok(Number.isNaN(halfWidth(data, 215, 0, Number.NaN)));
    assert.ok(Number.isNaN(halfWidth(new Float64Array(300).fill(1), 215, 0, 266)));
  });
});

describe('charge', () => {
  const charge = (data: Float64Array, events: ChargedEvent[]) =>
    charges(events, traceOf(data, RATE, 'pA'), 1, silentTask());
  const event = (location: number, changes: Partial<ChargedEvent> = {}): ChargedEvent => ({
    location,
    onset: location - 5,
    peak: location + 15,
    baseline: 0,
    halfdecay: location + 66,
    hidden: false,
    ...changes,
  });

  test('the area of a triangle over its baseline', async () => {
    const data = triangle(195, 20, 100).map((v) => v + 3);
    const [q] = await charge(data, [event(200, { baseline: 3 })]);
    assert.ok(Math.abs(q * RATE - 60) < 1e-9);
  });

  test('events that reach into the next one share what they hold together', async () => {
    const data = triangle(195, 20, 100).map((v, i) => v + triangle(295, 20, 100)[i]);
    const q = await charge(data, [event(200), event(300), event(800)]);
    assert.equal(q[0], q[1]);
    assert.ok(Math.abs(q[0] * RATE - 60) < 1e-9);
    assert.equal(q[2], 0);
  });

  test('a hidden decay shares with the next event; one that never ends has no charge', async () => {
    const data = triangle(195, 20, 100);
    const [first, second] = await charge(data, [
      event(190, { halfdecay: Number.NaN, hidden: true }),
      event(200),
    ]);
    assert.ok(first === second && Math.abs(first * RATE - 30) < 1e-9);
    const q = await charge(data, [event(200, { halfdecay: Number.NaN }), event(700)]);
    assert.ok(Number.isNaN(q[0]) && q[1] === 0);
  });

  test('an integral that is longer than a block loses nothing between blocks', async () => {
    const data = new Float64Array(700_000).fill(2);
    const [q] = await charge(data, [event(10, { onset: 0, peak: 0, halfdecay: 175_000 })]);
    assert.equal(q * RATE, 2 * 699_999);
  });

  test('the last event ends with the trace', async () => {
    const [q] = await charge(new Float64Array(300).fill(1), [event(200)]);
    assert.ok(Math.abs(q * RATE - (299 - 195)) < 1e-9);
  });
});

test('events are isolated by half a window before and one and a half after', () => {
  assert.deepEqual(isolatedEvents([0, 901, 1202, 5000], 600), [true, false, true, true]);
  assert.deepEqual(
    isolatedEvents([0, 900, 1000], 600),
    [false, false, false].map(() => true),
  );
  assert.deepEqual(isolatedEvents([7], 600), [true]);
  assert.deepEqual(isolatedEvents([], 600), []);
});

test('a summary leaves missing values out and has a positive coefficient of variation', () => {
  assert.deepEqual(summary([-1, Number.NaN, -3]), {
    n: 2,
    mean: -2,
    sd: Math.SQRT2,
    median: -2,
    cv: Math.SQRT2 / 2,
  });
  assert.deepEqual(summary([]), {
    n: 0,
    mean: Number.NaN,
    sd: Number.NaN,
    median: Number.NaN,
    cv: Number.NaN,
  });
  assert.ok(Number.isNaN(summary([4]).sd));
});
