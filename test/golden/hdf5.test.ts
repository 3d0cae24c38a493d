import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openAbf } from '../../src/engine/recordings/abf/open';
import { openHdf5Recording } from '../../src/engine/recordings/hdf5/open';
import { shared, withoutShared } from '../support/shared';

const skip = withoutShared;

test('an NWB file gives the samples of the ABF it was made from', { skip }, async () => {
  const nwb = await openHdf5Recording(shared('nwb', '2025053001.nwb'), {});
  const abf = openAbf(shared('nwb', '25530001.abf'), {});
  assert.equal(nwb.format, 'NWB');
  assert.equal(nwb.version, '2.8.0');
  assert.equal(nwb.start, '2022-03-04T13:56:19');
  assert.equal(nwb.rateHz, abf.rateHz);
  assert.equal(nwb.channels.length, 4);
  assert.deepEqual(
    nwb.channels.map((c) => c.name),
    ['electrode-0', 'electrode-1', 'electrode-2', 'electrode-3'],
  );
  assert.deepEqual(
    nwb.sweeps.map((s) => s.samples),
    abf.sweeps.map((s) => s.samples),
  );
  assert.deepEqual(
    nwb.sweeps.map((s) => s.start_s),
    [0, 20, 40, 60, 80, 100, 120, 140, 160, 180],
  );
  for (let channel = 0; channel < 4; channel++) {
    assert.equal(nwb.channels[channel].unit, 'pA');
    for (let sweep = 0; sweep < nwb.sweeps.length; sweep++) {
      const { samples } = nwb.sweeps[sweep];
      const [a, b] = [nwb.read(channel, sweep, 0, samples), abf.read(channel, sweep, 0, samples)];
      const apart = a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i])), 0);
      // The file's conversion factor and the ABF's gain differ in the last digit of a double.
      assert.ok(apart < 1e-9, `channel ${channel}, sweep ${sweep}: ${apart} pA apart`);
    }
  }
  nwb.close();
  abf.close();
});

test('protocols of an NWB file are series, and so is each of its time series', { skip }, async () => {
  const nwb = await openHdf5Recording(shared('nwb', '2025053001.nwb'), { series: 1 });
  assert.equal(nwb.series, 'Response to: 5Hz_LED_train-ChR stim_ic_5Hz.pro');
  assert.deepEqual(
    nwb.sweeps.map((s) => s.start_s),
    [194, 214, 234, 254, 274, 294],
  );
  assert.equal(nwb.allSeries.length, 2 + 64);
  const single = await openHdf5Recording(shared('nwb', '2025053001.nwb'), {
    series: 'voltage_clamp-response-12-ch-2',
  });
  assert.deepEqual(single.read(0, 0, 0, 8888), nwb.read(2, 1, 0, 8888));
  nwb.close();
  single.close();
});

test('stimfit’s layout: channels, sections, units, interval', { skip }, async () => {
  const recording = await openHdf5Recording(shared('hdf5', 'stimfit-test.h5'), {});
  assert.deepEqual(recording.channels, [
    { name: 'Amp1', unit: 'mV' },
    { name: 'Amp2', unit: 'pA' },
    { name: 'Amp3', unit: 'pA' },
    { name: 'Amp4', unit: 'pA' },
  ]);
  assert.equal(recording.rateHz, 20_000);
  assert.deepEqual(recording.sweeps, [
    { samples: 40_000, start_s: 0 },
    { samples: 40_000, start_s: 2 },
    { samples: 40_000, start_s: 4 },
  ]);
  // First, 12,346th and last value of two sections, as h5py reads them.
  const first = recording.read(0, 0, 0, 40_000);
  const last = recording.read(3, 2, 0, 40_000);
  assert.deepEqual(
    [first[0], first[12_345], first[39_999]],
    [-63.836669921875, -68.841552734375, -72.430419921875],
  );
  assert.deepEqual(
    [last[0], last[12_345], last[39_999]],
    [-96.771240234375, -115.41748046875, -108.001708984375],
  );
  recording.close();
});
