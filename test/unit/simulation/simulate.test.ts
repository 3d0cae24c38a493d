import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UserError } from '../../../src/common/errors';
import { silentTask } from '../../../src/common/task';
import { detrend } from '../../../src/engine/signal/detrended-trace';
import { realTransform } from '../../../src/engine/signal/real-fft';
import { mean, median, standardDeviation } from '../../../src/engine/signal/statistics';
import { traceOf } from '../../../src/engine/signal/trace';
import { EXAMPLE_SETTINGS, type SimulationSettings } from '../../../src/engine/simulation/settings';
import { type Simulation, simulate } from '../../../src/engine/simulation/simulate';
import { variedSettings } from '../../../src/engine/simulation/variety';
import { assertClose, noise as evenNoise } from '../../support/numbers';

type Changes = {
  [K in keyof SimulationSettings]?: SimulationSettings[K] extends object
    ? Partial<SimulationSettings[K]>
    : SimulationSettings[K];
};

function settings(changes: Changes = {}): SimulationSettings {
  const { events, noise, distractors, ...rest } = changes;
  return {
    ...EXAMPLE_SETTINGS,
    ...rest,
    events: { ...EXAMPLE_SETTINGS.events, ...events },
    noise: { ...EXAMPLE_SETTINGS.noise, ...noise },
    distractors: { ...EXAMPLE_SETTINGS.distractors, ...distractors },
  };
}

const made = (changes: Changes = {}): Promise<Simulation> => simulate(settings(changes), silentTask());
const samplesOf = ({ trace }: Simulation): Float64Array => trace.read(0, trace.samples);

const SILENT = { signal_to_noise: 1e6, line_level: 0, drift_level: 0, baseline: 0 };
const STILL = { signal_to_noise: 3.5, pink_share: 0, line_level: 0, drift_level: 0, baseline: 0 };

test('the same settings give the same samples, another seed others', async () => {
  const short = { duration_s: 2 };
  const first = await made(short);
  assert.deepEqual(samplesOf(first), samplesOf(await made(short)));
  assert.deepEqual(first.truth, (await made(short)).truth);
  const other = await made({ ...short, seed: 1 });
  assert.notDeepEqual(samplesOf(other), samplesOf(first));
  assert.notDeepEqual(other.truth, first.truth);
});

test('samples are the same however they are read', async () => {
  const whole = samplesOf(await made({ duration_s: 8 }));
  const { trace } = await made({ duration_s: 8 });
  for (const [from, to] of [
    [390_000, 400_000],
    [5, 6],
    [131_000, 131_100],
    [0, 200_000],
  ] as const)
    assertClose(trace.read(from, to), whole.subarray(from, to), 1e-9, `${from} … ${to}`);
});

test('a single event is where the truth says, as large, and as fast', async () => {
  const simulation = await made({ events: { rate_hz: 0.2, burst_share: 0 }, noise: SILENT, duration_s: 20 });
  const values = samplesOf(simulation);
  const rate = simulation.trace.rateHz;
  assert.ok(simulation.truth.length >= 2);
  for (const event of simulation.truth) {
    const end = Math.min(values.length, Math.round((event.onset_s + 0.01) * rate));
    let peak = Math.round(event.onset_s * rate);
    for (let i = peak; i < end; i++) if (values[i] < values[peak]) peak = i;
    assert.ok(Math.abs(values[peak] - event.amplitude) < 0.01 * Math.abs(event.amplitude));
    assert.ok(Math.abs(peak / rate - event.peak_s) <= 1.5 / rate);
    let steepest = peak;
    for (let i = Math.round(event.onset_s * rate) - 2; i < peak; i++)
      if (values[i + 1] - values[i - 1] < values[steepest + 1] - values[steepest - 1]) steepest = i;
    assert.ok(Math.abs(steepest / rate - event.steepest_s) <= 1.5 / rate);
    const reaching = (share: number) => {
      let i = peak;
      while (values[i] < share * event.amplitude) i--;
      return i / rate;
    };
    assert.ok(Math.abs(reaching(0.9) - reaching(0.1) - event.rise_s) <= 2 / rate);
  }
});

test('events come at random with the rate and the sizes that were asked for', async () => {
  const { truth } = await made({ duration_s: 4000, events: { rate_hz: 2, burst_share: 0 } });
  assert.ok(Math.abs(truth.length - 8000) < 360, `${truth.length} events`);
  const intervals = truth.slice(1).map((event, i) => event.onset_s - truth[i].onset_s);
  assert.ok(Math.abs(standardDeviation(intervals) / mean(intervals) - 1) < 0.05, 'exponential intervals');
  const sizes = truth.map(({ amplitude }) => Math.log(-amplitude));
  assert.ok(Math.abs(median(sizes) - Math.log(14)) < 0.02);
  assert.ok(Math.abs(standardDeviation(sizes) - 0.4) < 0.02);
});

test('bursts make events that overlap, and the rate stays', async () => {
  const near = ({ truth }: Simulation) =>
    truth.filter((event, i) => i > 0 && event.onset_s - truth[i - 1].onset_s < 0.006).length / truth.length;
  const single = await made({ duration_s: 2000, events: { burst_share: 0 } });
  const bursts = await made({ duration_s: 2000, events: { burst_share: 0.3 } });
  assert.ok(near(single) < 0.02 && near(bursts) > 0.2, `${near(single)} ${near(bursts)}`);
  assert.ok(Math.abs(bursts.truth.length - 2000) < 250, `${bursts.truth.length}`);
});

test('noise has the deviation that was asked for, and falls with frequency as it should', async () => {
  const white = await made({ events: { rate_hz: 0 }, noise: { ...STILL, lowpass_hz: 1e6 }, duration_s: 20 });
  const values = samplesOf(white);
  assert.ok(Math.abs(standardDeviation(values) - 4) < 0.03, `${standardDeviation(values)}`);
  assert.ok(Math.abs(white.noise_sd - 4) < 1e-9);
  assert.ok(Math.abs(power(values, 100, 1000) / power(values, 10_000, 20_000) - 1) < 0.1);

  const pink = samplesOf(
    await made({
      events: { rate_hz: 0 },
      noise: { ...STILL, pink_share: 1, lowpass_hz: 1e6 },
      duration_s: 20,
    }),
  );
  const ratio = power(pink, 100, 200) / power(pink, 1000, 2000);
  assert.ok(Math.abs(ratio - 10) < 1.5, `a tenth at ten times the frequency, not ${ratio}`);

  const filtered = samplesOf(
    await made({ events: { rate_hz: 0 }, noise: { ...STILL, lowpass_hz: 2000 }, duration_s: 20 }),
  );
  assert.ok(power(filtered, 8000, 16_000) < 1e-4 * power(filtered, 100, 500));
});

test('noise is as strong everywhere, and no part repeats another', async () => {
  const values = samplesOf(await made({ events: { rate_hz: 0 }, noise: STILL, duration_s: 20 }));
  const parts = Array.from({ length: 100 }, (_, i) => values.subarray(i * 10_000, (i + 1) * 10_000));
  for (const part of parts) assert.ok(Math.abs(standardDeviation(part) - 4) < 0.4);
  for (let lag = 4096; lag <= 65_536; lag += 4096) {
    let product = 0;
    for (let i = 0; i < 100_000; i++) product += values[i] * values[i + lag];
    assert.ok(Math.abs(product / 100_000 / 16) < 0.05, `lag ${lag}`);
  }
});

test('hum and drift are as strong as asked for, and continuous', async () => {
  const quiet = { ...STILL, signal_to_noise: 14 }; // noise of deviation 1
  const hum = samplesOf(
    await made({
      events: { rate_hz: 0 },
      noise: { ...quiet, line_level: 20, lowpass_hz: 50 },
      duration_s: 10,
    }),
  );
  assert.ok(Math.abs(standardDeviation(hum) - 20) < 0.3);
  assert.ok(power(hum, 49, 51) > 100 * power(hum, 60, 90));
  const drift = samplesOf(
    await made({
      events: { rate_hz: 0 },
      noise: { ...quiet, drift_level: 20 },
      duration_s: 200,
      rate_hz: 1000,
    }),
  );
  assert.ok(standardDeviation(drift) > 8 && standardDeviation(drift) < 32);
  assert.ok(power(drift, 0.01, 0.6, 1000) > 1000 * power(drift, 5, 10, 1000));
});

test('distractors change the samples and not the truth', async () => {
  const plain = await made({ duration_s: 20 });
  const hard = await made({ duration_s: 20, distractors: { rate_hz: 3 } });
  assert.deepEqual(hard.truth, plain.truth);
  const difference = samplesOf(hard).map((v, i) => v - plain.trace.read(i, i + 1)[0]);
  const moved = difference.filter((d) => Math.abs(d) > 1).length / difference.length;
  assert.ok(moved > 0.01 && moved < 0.5, `${moved}`);
  assert.ok(difference.every(Number.isFinite));
});

test('noise like that of a recording has its spectrum, whatever events it holds', async () => {
  const source = await made({
    duration_s: 15,
    seed: 9,
    noise: { line_level: 0, drift_level: 0, pink_share: 0.5 },
  });
  const background = { trace: source.trace, name: 'cell', use: 'surrogate' } as const;
  const copy = await simulate(
    settings({ seed: 3, duration_s: 15, events: { rate_hz: 0 }, noise: { drift_level: 0 } }),
    silentTask(),
    background,
  );
  assert.ok(Math.abs(copy.noise_sd / source.noise_sd - 1) < 0.1, `${copy.noise_sd} for ${source.noise_sd}`);
  const values = samplesOf(copy);
  const wanted = samplesOf(
    await made({
      duration_s: 15,
      seed: 9,
      events: { rate_hz: 0 },
      noise: { line_level: 0, drift_level: 0, pink_share: 0.5 },
    }),
  );
  for (const [from, to] of [
    [50, 500],
    [500, 3000],
    [3000, 6000],
    [8000, 12_000],
  ] as const)
    assert.ok(Math.abs(power(values, from, to) / power(wanted, from, to) - 1) < 0.2, `${from} … ${to} Hz`);
});

test('events go into the quietest part of a recording, as large as its noise asks for', async () => {
  const rate = 20_000;
  const loud = evenNoise(40 * rate, 1).map((v, i) =>
    i > 12 * rate && i < 22 * rate ? 2 * v : 2 * v + 30 * Math.sin(i / 40),
  );
  const trace = traceOf(loud, rate, 'mV');
  const simulation = await simulate(settings({ duration_s: 8, events: { rate_hz: 0 } }), silentTask(), {
    trace,
    name: 'cell',
    use: 'stretch',
  });
  const values = samplesOf(simulation);
  assert.ok(standardDeviation(values) < 1.3, 'the quiet part');
  assert.deepEqual([simulation.trace.rateHz, simulation.trace.unit, values.length], [rate, 'mV', 8 * rate]);

  const withEvents = await simulate(
    settings({ duration_s: 8, noise: { signal_to_noise: 5 } }),
    silentTask(),
    { trace, name: 'cell', use: 'stretch' },
  );
  const size = median(withEvents.truth.map(({ amplitude }) => -amplitude));
  assert.ok(withEvents.truth.length > 0);
  assert.ok(Math.abs(withEvents.noise_sd - 2 / Math.sqrt(3)) < 0.05, `${withEvents.noise_sd}`);
  assert.ok(size / (5 * withEvents.noise_sd) > 0.5 && size / (5 * withEvents.noise_sd) < 2);
});

test('what was not recorded is not the quietest part of a recording', async () => {
  const rate = 20_000;
  const values = evenNoise(60 * rate, 1);
  values.fill(Number.NaN, 5 * rate, 20 * rate);
  values.fill(-70, 40 * rate);
  const background = { trace: traceOf(values, rate, 'pA'), name: 'gaps.h5' };
  for (const use of ['stretch', 'surrogate'] as const) {
    const simulation = await simulate(settings({ duration_s: 8 }), silentTask(), { ...background, use });
    assert.ok(Math.abs(simulation.noise_sd - 1 / Math.sqrt(3)) < 0.03, `${use}: ${simulation.noise_sd}`);
    assert.ok(samplesOf(simulation).every(Number.isFinite), use);
  }
  await assert.rejects(
    simulate(settings({ duration_s: 30 }), silentTask(), { ...background, use: 'stretch' }),
    /^UserError: gaps\.h5 has no 30 s without missing or constant values/,
  );
  const nothing = traceOf(new Float64Array(20 * rate).fill(Number.NaN), rate, 'pA');
  for (const use of ['stretch', 'surrogate'] as const)
    await assert.rejects(
      simulate(settings({ duration_s: 8 }), silentTask(), { trace: nothing, name: 'none.h5', use }),
      /^UserError: none\.h5 has .* without missing or constant values/,
    );
});

test('settings that make no recording are named', async () => {
  const wrong: [RegExp, Changes][] = [
    [/^duration_s/, { duration_s: 0 }],
    [/^duration_s/, { duration_s: Number.NaN }],
    [/^rate_hz/, { rate_hz: -1 }],
    [/^events\.burst_share/, { events: { burst_share: 1 } }],
    [/^events\.amplitude\.median/, { events: { amplitude: { kind: 'log-normal', median: 0, spread: 1 } } }],
    [/^noise\.signal_to_noise/, { noise: { signal_to_noise: 0 } }],
    [/more than 5000000/, { duration_s: 1e6, events: { rate_hz: 1e4 } }],
  ];
  for (const [pattern, changes] of wrong)
    await assert.rejects(
      made(changes),
      (e: Error) => e instanceof UserError && pattern.test(e.message),
      String(pattern),
    );
  const short = { trace: traceOf(evenNoise(9000, 1), 1000, 'pA'), name: 'short.abf' };
  await assert.rejects(
    simulate(settings(), silentTask(), { ...short, use: 'stretch' }),
    /short\.abf lasts 9 s/,
  );
  await assert.rejects(
    simulate(settings(), silentTask(), { ...short, use: 'surrogate' }),
    /short\.abf is too short/,
  );
});

test('varied settings always make a recording', async () => {
  for (let seed = 0; seed < 40; seed++) {
    const varied = variedSettings(seed, { rate_hz: 50_000, window_s: 0.012, duration_s: 1 });
    assert.deepEqual(varied, variedSettings(seed, { rate_hz: 50_000, window_s: 0.012, duration_s: 1 }));
    const simulation = await simulate(varied, silentTask());
    assert.ok(samplesOf(simulation).every(Number.isFinite), `${seed}`);
  }
});

/** Mean power of a signal between two frequencies. */
function power(x: Float64Array, from: number, to: number, rate = 50_000): number {
  const faded = detrend(x, 'constant').map((v, i) => v * Math.sin((Math.PI * i) / x.length) ** 2);
  const { re, im } = realTransform(faded);
  const bin = rate / x.length;
  let sum = 0;
  let count = 0;
  for (let k = Math.ceil(from / bin); k * bin < to; k++) {
    sum += re[k] ** 2 + im[k] ** 2;
    count++;
  }
  return sum / count;
}
