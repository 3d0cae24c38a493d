import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileInfo } from '../../src/engine/service/info';
import { shared, withoutShared } from '../support/shared';

const skip = withoutShared;

test('every kind of file is told by what it holds', { skip }, async () => {
  const kinds = {
    'abf/f1_saved.abf': 'recording ABF',
    'heka/1.dat': 'recording HEKA',
    'hdf5/stimfit-test.h5': 'recording HDF5',
    'nwb/2025053001.nwb': 'recording NWB',
    'results/gc_mini_trace_results.h5': 'results HDF5',
    'training/noise_complete.h5': 'training set HDF5',
    'models/GC_lstm_model.h5': 'model Keras HDF5',
    'models/GC_model_keras3.keras': 'model Keras zip',
  };
  for (const [file, expected] of Object.entries(kinds)) {
    const { kind, format } = await fileInfo(shared(...file.split('/')), {});
    assert.equal(`${kind} ${format}`, expected, file);
  }
});

test('the published model, layer by layer', { skip }, async () => {
  const info = await fileInfo(shared('models', 'GC_lstm_model.h5'), {});
  assert.ok(info.kind === 'model');
  assert.equal(info.parameters, 191_361);
  assert.equal(info.input_length, 600);
  const first = info.layers[0];
  assert.deepEqual(
    [first.kind, first.output_shape, first.parameters, first.detail],
    ['Conv1D', [600, 32], 320, '32 filters of 9 samples, same'],
  );
  const lstm = info.layers.find((layer) => layer.kind === 'Bidirectional LSTM')!;
  assert.deepEqual([lstm.output_shape, lstm.detail], [[96], '96 units, directions merged by sum']);
});

test('a recording of four channels in sweeps', { skip }, async () => {
  const info = await fileInfo(shared('nwb', '2025053001.nwb'), { series: 1 });
  assert.ok(info.kind === 'recording');
  assert.equal(info.sweeps, 6);
  assert.equal(info.duration_s, (6 * 8888) / 10_000);
  assert.equal(info.channels.length, 4);
});
