import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { UserError } from '../../../src/common/errors';
import { withHdf5 } from '../../../src/engine/files/hdf5/hdf5';
import { readModel } from '../../../src/engine/network/keras/read-model';
import { writeModel } from '../../../src/engine/network/keras/write-model';
import { temporaryFolder } from '../../support/folder';
import { KERAS_MODELS, kerasFixture } from '../../support/keras-fixtures';
import { smallNetworks } from '../../support/random-network';
import { shared, withoutShared } from '../../support/shared';

const folder = temporaryFolder();
const plain = { overwrite: true, attributes: {} };

for (const name of KERAS_MODELS)
  test(`${name} is read back as it was written`, async () => {
    const { network } = await readModel(kerasFixture(`${name}.keras`));
    const file = path.join(folder, `${name}.h5`);
    const attributes = { miniml_version: '0.1.0', miniml_auc: 0.9984, miniml_history: '{"loss":[1,0.5]}' };
    await writeModel(file, network, { overwrite: false, attributes });
    const again = await readModel(file);
    assert.deepEqual(again.network, network);
    assert.deepEqual(again.attributes, attributes);
    await assert.rejects(writeModel(file, network, { overwrite: false, attributes }), UserError);
  });

test('layers of one name get names of their own; everything else stays', async () => {
  for (const [name, network] of Object.entries(smallNetworks())) {
    const file = path.join(folder, 'sketch.h5');
    await writeModel(file, network, plain);
    const { network: again } = await readModel(file);
    // As JSON, for which an absent field and an undefined one are the same.
    const nameless = ({ layers, ...rest }: typeof network) =>
      JSON.parse(JSON.stringify({ ...rest, layers: layers.map((layer) => ({ ...layer, name: '' })) }));
    assert.deepEqual(nameless(again), nameless(network), name);
    const names = again.layers.map((layer) => layer.name);
    assert.equal(new Set(names).size, names.length);
  }
});

test('the layers of the base model stay where transfer learning counts them', {
  skip: withoutShared,
}, async () => {
  const { network } = await readModel(shared('models', 'GC_lstm_model.h5'));
  const file = path.join(folder, 'base.h5');
  await writeModel(file, network, plain);
  assert.deepEqual((await readModel(file)).network, network);
  await withHdf5(file, (open) => {
    const { config } = JSON.parse(String(open.attrs['model_config'].value));
    const kinds = config.layers.map((layer: { class_name: string }) => layer.class_name);
    assert.deepEqual(kinds.slice(-4), ['Bidirectional', 'Dense', 'Dropout', 'Dense']);
    assert.equal(config.layers.at(-1).config.activation, 'sigmoid');
    assert.equal(config.layers.at(-3).config.activation.class_name, 'LeakyReLU');
  });
});
