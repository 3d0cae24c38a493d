import assert from 'node:assert/strict';
import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { UserError } from '../../../src/common/errors';
import { type Hdf5Group, writeHdf5 } from '../../../src/engine/files/hdf5/hdf5';
import { readModel } from '../../../src/engine/network/keras/read-model';
import { outputShapes, parameterCount } from '../../../src/engine/network/shapes';
import { temporaryFolder } from '../../support/folder';
import { KERAS_MODELS, kerasExpectation, kerasFixture } from '../../support/keras-fixtures';

const folder = temporaryFolder();

describe('models that Keras saved', () => {
  for (const name of KERAS_MODELS)
    test(`${name}: HDF5 and archive hold the same network`, async () => {
      const h5 = await readModel(kerasFixture(`${name}.h5`));
      const zip = await readModel(kerasFixture(`${name}.keras`));
      assert.equal(h5.format, 'Keras HDF5');
      assert.equal(zip.format, 'Keras zip');
      assert.match(h5.version, name === 'keras2' ? /^2\./ : /^3\./);
      assert.deepEqual(h5.network, zip.network);
      const { parameters, probabilities } = kerasExpectation(name);
      assert.equal(
        h5.network.layers.reduce((sum, layer) => sum + parameterCount(layer), 0),
        parameters,
      );
      assert.deepEqual(outputShapes(h5.network).at(-1), [probabilities[0].length]);
    });

  test('activations inside layers become layers of their own', async () => {
    const { network } = await readModel(kerasFixture('functional.h5'));
    const activations = network.layers.filter((layer) => layer.kind === 'activation');
    assert.deepEqual(
      activations.map(({ function: kind, alpha }) => [kind, alpha]),
      [
        ['elu', 1],
        ['leakyRelu', 0.3],
        ['leakyRelu', 0.2],
        ['softmax', 0],
      ],
    );
  });
});

describe('what is not a usable model is refused in one sentence', () => {
  test('no file, a folder, other content, a file cut short', async () => {
    await refused(path.join(folder, 'none.h5'), /does not exist/);
    await refused(folder, /folder/);
    await refused(written('text.h5', 'not a model'), /not an HDF5 file/);
    await refused(written('empty.keras', ''), /not an HDF5 file/);
    for (const name of ['recurrent.h5', 'recurrent.keras']) {
      const file = written(`short-${name}`, readFileSync(kerasFixture(name)));
      truncateSync(file, 20_000);
      await refused(file, /cut short|damaged/);
    }
  });

  test('HDF5 without a configuration, without weights, with weights missing, misshapen or undefined', async () => {
    const bias = { path: 'conv1d/bias', data: new Float32Array(4), shape: [4] };
    const kernel = { path: 'conv1d/kernel', data: new Float32Array(20), shape: [5, 1, 4] };
    await refused(await saved({ configuration: false }), /lacks model_config/);
    await refused(await saved({}), /holds no weights/);
    await refused(await saved({ weights: [] }), /"conv1d".*lacks weights/);
    await refused(await saved({ weights: [kernel] }), /"conv1d".*lacks weights/);
    await refused(
      await saved({ weights: [kernel, { ...bias, data: undefined }] }),
      /lacks the weights conv1d\/bias/,
    );
    const other = { ...kernel, data: new Float32Array(24), shape: [6, 1, 4] };
    await refused(await saved({ weights: [other, bias] }), /"conv1d".*\[6 × 1 × 4\] where \[5 × 1 × 4\]/);
    const undefinedOnes = { ...kernel, data: new Float32Array(20).fill(Number.NaN) };
    await refused(await saved({ weights: [undefinedOnes, bias] }), /"conv1d".*not numbers/);
    const integers = { ...kernel, data: new Int32Array(20) };
    await refused(await saved({ weights: [integers, bias] }), /"conv1d".*unsupported type/);
  });

  test('layers and options that are not supported are named', async () => {
    const cases: [model: string, layer: string, change: Record<string, unknown> | string, refusal: RegExp][] =
      [
        ['convolutions', 'elu', 'PReLU', /"elu" \(PReLU\) is of a kind that is not supported/],
        ['convolutions', 'conv1d', { activation: 'gelu' }, /"conv1d".*gelu/],
        ['convolutions', 'conv1d', { groups: 2 }, /"conv1d".*groups = 2/],
        ['convolutions', 'conv1d', { padding: 'reflect' }, /"conv1d".*padding "reflect"/],
        ['convolutions', 'conv1d', { data_format: 'channels_first' }, /channels_first/],
        ['convolutions', 'conv1d', { filters: -4 }, /impossible filters -4/],
        ['convolutions', 'conv1d', { filters: 1e9 }, /impossible filters/],
        ['convolutions', 'conv1d', { filters: 1e7, kernel_size: [1e6] }, /too large/],
        ['convolutions', 'conv1d', { filters: undefined }, /impossible filters nothing/],
        ['convolutions', 'conv1d', { dtype: 'float16' }, /float16/],
        ['convolutions', 'conv1d', { use_bias: false }, /has 2 weights in the file where 1 belong/],
        ['convolutions', 're_lu', { max_value: 6 }, /max_value = 6/],
        ['convolutions', 'batch_normalization', { axis: 1 }, /axis 1/],
        ['convolutions', 'max_pooling1d', { pool_size: [0] }, /pool_size/],
        [
          'recurrent',
          'lstm',
          { recurrent_activation: 'hard_sigmoid' },
          /"lstm".*recurrent_activation "hard_sigmoid"/,
        ],
        ['recurrent', 'lstm', { activation: 'relu' }, /activation = "relu"/],
        ['recurrent', 'lstm', { stateful: true }, /stateful/],
        ['recurrent', 'lstm', { return_state: true }, /return_state/],
        ['recurrent', 'lstm', 'GRU', /"lstm" \(GRU\)/],
        ['recurrent', 'bidirectional', { merge_mode: null }, /merge_mode/],
        ['recurrent', 'bidirectional', { layer: { class_name: 'GRU', config: {} } }, /GRU; only LSTM/],
        ['recurrent', 'lstm_4', { return_sequences: true }, /gives a sequence/],
      ];
    for (const [model, layer, change, refusal] of cases) {
      const file = reconfigured(model, (config) => {
        const found = config.config.layers.find((l: LayerJson) => l.config['name'] === layer)!;
        if (typeof change === 'string') found.class_name = change;
        else Object.assign(found.config, change);
      });
      await refused(file, refusal);
    }
  });

  test('other models and impossible inputs', async () => {
    type Change = (config: ModelJson) => void;
    const input =
      (shape: unknown): Change =>
      (config) => {
        config.config.layers[0].config['batch_shape'] = shape;
      };
    const cases: [model: string, change: Change, refusal: RegExp][] = [
      ['convolutions', input([null, null, 1]), /no fixed length/],
      ['convolutions', input([null, 60]), /not a window/],
      ['convolutions', input([null, 1e9, 1]), /impossible shape/],
      ['convolutions', input([null, 1, 1]), /layer "conv1d_2" needs/],
      [
        'convolutions',
        (config) => {
          config.class_name = 'Transformer';
        },
        /Transformer/,
      ],
      [
        'convolutions',
        (config) => {
          config.config.layers = [];
        },
        /no layers/,
      ],
      [
        'convolutions',
        (config) => {
          Object.assign(config.config, { layers: 7 });
        },
        /list of layers is damaged/,
      ],
      [
        'functional',
        (config) => {
          config.config.layers[2].inbound_nodes = [];
        },
        /only a plain chain/,
      ],
      [
        'functional',
        (config) => {
          config.config.layers[3].inbound_nodes = config.config.layers[2].inbound_nodes;
        },
        /branch/,
      ],
      [
        'functional',
        (config) => {
          const layers = config.config.layers;
          layers[3].inbound_nodes = [layers[2].inbound_nodes, layers[3].inbound_nodes];
        },
        /several inputs/,
      ],
    ];
    for (const [model, change, refusal] of cases) await refused(reconfigured(model, change), refusal);
    const parts = unzipSync(readFileSync(kerasFixture('recurrent.keras')));
    await refused(
      written('json.keras', zipSync({ ...parts, 'config.json': strToU8('{"a":') })),
      /not valid JSON/,
    );
    await refused(
      written('part.keras', zipSync({ 'config.json': parts['config.json'] })),
      /lacks model.weights.h5/,
    );
    const weights = parts['model.weights.h5'].fill(255, 1000, 3000);
    await refused(written('damaged.keras', zipSync({ ...parts, 'model.weights.h5': weights })), /./);
    await refused(
      written('text.keras', zipSync({ ...parts, 'model.weights.h5': strToU8('none') })),
      /not an HDF5 file/,
    );
    const bomb = zipSync({ ...parts, 'config.json': new Uint8Array(100e6) });
    assert.ok(bomb.length < 200_000);
    await refused(written('bomb.keras', bomb), /damaged: it claims more data than its \d+ bytes can hold/);
  });
});

interface LayerJson {
  class_name: string;
  config: Record<string, unknown>;
  inbound_nodes: unknown[];
}

interface ModelJson {
  class_name: string;
  config: { layers: LayerJson[] };
}

function written(name: string, content: string | Uint8Array): string {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  return file;
}

interface Saved {
  /** false: the model's configuration is left out. */
  configuration?: false;
  /** The weights of its first layer, without data where only their name is there. */
  weights?: { path: string; data: Float32Array | Int32Array | undefined; shape: number[] }[];
}

/** A damaged HDF5 file with the configuration of the model "convolutions". */
async function saved({ configuration, weights }: Saved): Promise<string> {
  const file = path.join(folder, 'damaged.h5');
  const config = strFromU8(unzipSync(readFileSync(kerasFixture('convolutions.keras')))['config.json']);
  await writeHdf5(file, (open) => {
    if (configuration !== false) open.create_attribute('model_config', config);
    if (!weights) return;
    open.create_group('model_weights');
    const layer = (open.get('model_weights') as Hdf5Group).create_group('conv1d');
    layer.create_group('conv1d');
    if (weights.length > 0)
      layer.create_attribute(
        'weight_names',
        weights.map((weight) => weight.path),
      );
    for (const { path: name, data, shape } of weights) if (data) layer.create_dataset({ name, data, shape });
  });
  return file;
}

/** The archive of a model with another configuration. */
function reconfigured(model: string, change: (config: ModelJson) => void): string {
  const parts = unzipSync(readFileSync(kerasFixture(`${model}.keras`)));
  const config = JSON.parse(strFromU8(parts['config.json'])) as ModelJson;
  change(config);
  return written(
    'changed.keras',
    zipSync({ ...parts, 'config.json': strToU8(JSON.stringify(config)) }, { level: 1 }),
  );
}

async function refused(file: string, sentence: RegExp): Promise<void> {
  await assert.rejects(readModel(file), (error) => {
    assert.ok(error instanceof UserError, String((error as Error).stack));
    // Once, and in its own name: what a library or a temporary copy has to do with it is nobody's business.
    assert.ok(error.message.startsWith(file), error.message);
    assert.doesNotMatch(error.message.slice(file.length), /miniml-[0-9a-f]{16}|as HDF5: .* model|\.\.$/);
    assert.match(error.message, sentence);
    assert.equal(error.message.split('\n').length, 1);
    return true;
  });
}
