import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { UserError } from '../../../src/common/errors';
import { recordedTrace } from '../../../src/engine/recordings/joined-trace';
import { withOverrides } from '../../../src/engine/recordings/overrides';
import type { Recording } from '../../../src/engine/recordings/recording';

/** Sample i of sweep s in channel c is 1000 c + 100 s + i. */
function recordingOf(lengths: number[], rateHz: number | undefined, units = ['pA', 'mV']): Recording {
  return {
    path: '/data/cell.abf',
    format: 'ABF',
    version: '',
    series: '',
    allSeries: [''],
    rateHz,
    channels: units.map((unit, i) => ({ name: `IN ${i}`, unit })),
    sweeps: lengths.map((samples, i) => ({ samples, start_s: i })),
    tags: [],
    protocol: '',
    start: undefined,
    facts: [],
    warnings: [],
    read: (channel, sweep, from, to) =>
      Float64Array.from({ length: to - from }, (_, i) => 1000 * channel + 100 * sweep + from + i),
    close: () => {},
  };
}

const refusal = (pattern: RegExp) => (thrown: unknown) =>
  thrown instanceof UserError && pattern.test(thrown.message);

describe('a trace of a recording', () => {
  it('joins all sweeps in order, also empty ones and ranges over several', () => {
    const trace = recordedTrace(recordingOf([3, 0, 2, 4], 10_000), 0);
    const all = [0, 1, 2, 200, 201, 300, 301, 302, 303];
    assert.equal(trace.samples, 9);
    assert.equal(trace.unit, 'pA');
    for (let from = 0; from <= 9; from++)
      for (let to = from; to <= 9; to++)
        assert.deepEqual([...trace.read(from, to)], all.slice(from, to), `${from}…${to}`);
  });

  it('knows where each sample lies in the recording', () => {
    const trace = recordedTrace(recordingOf([3, 0, 2, 4], 10_000), 0);
    assert.deepEqual(
      Array.from({ length: 9 }, (_, i) => trace.origin(i)),
      [
        [0, 0],
        [0, 1],
        [0, 2],
        [2, 0],
        [2, 1],
        [3, 0],
        [3, 1],
        [3, 2],
        [3, 3],
      ].map(([sweep, sample]) => ({ sweep, sample })),
    );
    assert.throws(() => trace.origin(9), RangeError);
  });

  it('is one sweep where one is chosen', () => {
    const trace = recordedTrace(recordingOf([3, 2, 4], 10_000), 1, 2);
    assert.equal(trace.samples, 4);
    assert.deepEqual([...trace.read(1, 4)], [1201, 1202, 1203]);
    assert.deepEqual(trace.origin(3), { sweep: 2, sample: 3 });
    assert.throws(() => trace.read(0, 5), RangeError);
    assert.throws(() => trace.read(-1, 2), RangeError);
    assert.throws(() => trace.read(0.5, 2), RangeError);
  });

  it('says what the recording lacks', () => {
    const recording = recordingOf([3, 2], 10_000);
    assert.throws(
      () => recordedTrace(recording, 2),
      refusal(/has no channel 2\. Its 2 channels are numbered 0 to 1/),
    );
    assert.throws(() => recordedTrace(recording, 0, 5), refusal(/has no sweep 5/));
    assert.throws(() => recordedTrace(recording, Number.NaN), refusal(/no channel NaN/));
    assert.throws(() => recordedTrace(recordingOf([3], undefined), 0), refusal(/parameter sampling/));
    assert.throws(() => recordedTrace(recordingOf([], 1), 0, 0), refusal(/has no sweep 0/));
  });
});

describe('what the user knows better than the file', () => {
  const si = recordingOf([3], undefined, ['A', 'mV', 'deg C', '']);

  it('rate and unit replace those of the file', () => {
    const recording = withOverrides(si, { rateHz: 50_000, unit: 'pA' });
    assert.equal(recording.rateHz, 50_000);
    assert.deepEqual(
      recording.channels.map(({ unit }) => unit),
      ['pA', 'pA', 'pA', 'pA'],
    );
    assert.deepEqual([...recording.read(1, 0, 0, 2)], [1000, 1001]);
  });

  it('scaling multiplies, and a power of a thousand moves the prefix of the unit', () => {
    const units = (scaling: number) => withOverrides(si, { scaling }).channels.map(({ unit }) => unit);
    assert.deepEqual(units(1e12), ['pA', 'fV', 'deg C', '']);
    assert.deepEqual(units(1e3), ['mA', 'µV', 'deg C', '']);
    assert.deepEqual(units(-1e9), ['nA', 'pV', 'deg C', '']);
    assert.deepEqual(units(2), ['A', 'mV', 'deg C', '']);
    assert.deepEqual([...withOverrides(si, { scaling: -2 }).read(0, 0, 1, 3)], [-2, -4]);
  });

  it('must be usable numbers', () => {
    for (const rateHz of [0, -1, Number.NaN, Number.POSITIVE_INFINITY])
      assert.throws(() => withOverrides(si, { rateHz }), refusal(/parameter sampling/));
    for (const scaling of [0, Number.NaN])
      assert.throws(() => withOverrides(si, { scaling }), refusal(/parameter scaling/));
  });
});
