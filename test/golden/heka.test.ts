import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { OpenOptions } from '../../src/common/traces/recipe';
import { openHeka } from '../../src/engine/recordings/heka/open';
import type { Recording } from '../../src/engine/recordings/recording';
import { shared, sharedJson, withoutReference } from '../support/shared';

interface Expected {
  version: string;
  groups: {
    label: string;
    series: {
      label: string;
      n_sweeps: number;
      traces: { label: string; n: number; dt: number; unit: string; scaler: number; first3: number[] }[];
    }[];
  }[];
}

function withSeries(series: OpenOptions['series'], use: (recording: Recording) => void): void {
  const recording = openHeka(shared('heka', '1.dat'), { series });
  try {
    use(recording);
  } finally {
    recording.close();
  }
}

const skip = withoutReference('heka', '1.expected.json');

describe('a PatchMaster bundle', { skip }, () => {
  const expected = skip ? undefined : sharedJson<Expected>('heka', '1.expected.json');
  const series = expected?.groups[0]?.series ?? [];

  for (const [number, { label, n_sweeps, traces }] of series.entries())
    it(`series ${number} (${label}) holds what other readers find`, () => {
      withSeries(number, (recording) => {
        assert.ok(recording.version.startsWith(expected!.version));
        assert.ok(recording.series.endsWith(label));
        assert.equal(recording.sweeps.length, n_sweeps);
        assert.deepEqual(
          recording.channels,
          traces.map(({ label: name, unit }) => ({ name, unit })),
        );
        traces.forEach(({ n, dt, first3 }, channel) => {
          assert.equal(recording.sweeps[0].samples, n);
          assert.equal(recording.rateHz, 1 / dt);
          const values = recording.read(channel, 0, 0, 3);
          first3.forEach((value, i) => {
            assert.ok(Math.abs(values[i] - value) <= 1e-12 * Math.abs(value), `${values[i]} ${value}`);
          });
        });
      });
    });

  it('names repeat in the file, not in the list', () => {
    withSeries(undefined, ({ allSeries, series: chosen }) => {
      assert.deepEqual(allSeries, [
        '0: fast-app 11sweep',
        '1: fast-app 11sweep',
        '2: fast-app 11sweep',
        'risetime',
        'fast-app 11sweep',
      ]);
      assert.equal(chosen, '0: fast-app 11sweep');
    });
    withSeries('1: fast-app 11sweep', (byName) => {
      withSeries(1, (byNumber) => assert.deepEqual(byName.read(0, 4, 0, 50), byNumber.read(0, 4, 0, 50)));
    });
    assert.throws(() => openHeka(shared('heka', '1.dat'), { series: 'slow-app' }), /no series "slow-app"/);
  });

  it('a name that repeats means all series of that name, joined', () => {
    withSeries('fast-app 11sweep', (joined) => {
      assert.equal(joined.sweeps.length, 33);
      withSeries(2, (last) => assert.deepEqual(joined.read(1, 32, 100, 200), last.read(1, 10, 100, 200)));
      assert.equal(joined.sweeps[0].start_s, 0);
      assert.ok(Math.abs(joined.sweeps[1].start_s - 5.01035) < 1e-6);
      assert.ok(Math.abs(joined.sweeps[11].start_s - 59.886351) < 1e-6);
    });
  });

  it('starts when the experiment did', () => {
    withSeries('risetime', ({ start }) => assert.equal(start, '2020-07-09T11:55:11.561'));
  });
});
