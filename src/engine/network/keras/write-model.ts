import { type WholeFile, writeTogether } from '../../files/atomic';
import type { Hdf5File } from '../../files/hdf5/hdf5';
import { wholeHdf5 } from '../../files/hdf5/write';
import type { Activation, Layer, Network } from '../layers';
import type { FloatTensor } from '../tensor';
import { mapWeights } from '../weights';
import { describeLayer } from './layer-description';

export interface WriteModelOptions {
  overwrite: boolean;
  /** Attributes at the file's root beside Keras' own, which ignores them. */
  attributes: Readonly<Record<string, string | number>>;
}

/** A layer of the file: ours, with the activation after it that belongs inside it. */
interface FileLayer {
  layer: Layer;
  inner?: Activation;
}

/**
 * Saves a network as Keras HDF5, which `keras.models.load_model` of Keras 2 and Keras 3 opens.
 *
 * @throws UserError when the file exists and may not be replaced, or cannot be written
 */
export async function writeModel(
  path: string,
  network: Network,
  { overwrite, attributes }: WriteModelOptions,
): Promise<void> {
  await writeTogether([modelFile(path, network, attributes)], { overwrite });
}

/** A model file as one of the outputs of a run. */
export function modelFile(
  path: string,
  network: Network,
  attributes: WriteModelOptions['attributes'],
): WholeFile<void> {
  const layers = fileLayers(network);
  return wholeHdf5(path, (file) => {
    for (const [name, value] of Object.entries(attributes)) file.create_attribute(name, value);
    file.create_attribute('backend', 'tensorflow');
    file.create_attribute('keras_version', kerasVersion(network));
    file.create_attribute('model_config', JSON.stringify(describeModel(network, layers)));
    writeWeights(file, layers, kerasVersion(network));
  });
}

function describeModel({ name, inputLength, inputChannels }: Network, layers: readonly FileLayer[]): unknown {
  const input = {
    class_name: 'InputLayer',
    config: {
      name: 'window',
      batch_input_shape: [null, inputLength, inputChannels],
      dtype: 'float32',
      sparse: false,
      ragged: false,
    },
  };
  const described = layers.map(({ layer, inner }) => describeLayer(layer, inner));
  return { class_name: 'Sequential', config: { name, layers: [input, ...described] } };
}

function writeWeights(file: Hdf5File, layers: readonly FileLayer[], version: string): void {
  const root = file.create_group('model_weights');
  root.create_attribute('backend', 'tensorflow');
  root.create_attribute('keras_version', version);
  root.create_attribute(
    'layer_names',
    layers.map(({ layer }) => layer.name),
  );
  for (const { layer } of layers) {
    const group = root.create_group(layer.name);
    const weights = namedWeights(layer);
    // Keras treats a missing list as an empty one.
    if (weights.length > 0)
      group.create_attribute(
        'weight_names',
        weights.map(([path]) => path),
      );
    for (const [path, { data, shape }] of weights) {
      const steps = path.split('/');
      for (let i = 1; i < steps.length; i++) {
        const parent = steps.slice(0, i).join('/');
        if (!group.get(parent)) group.create_group(parent);
      }
      group.create_dataset({ name: path, data, shape: [...shape], dtype: '<f' });
    }
  }
}

/** The weights of a layer under Keras 2's paths, in Keras' order. */
function namedWeights(layer: Layer): [path: string, weight: FloatTensor][] {
  const named: [string, FloatTensor][] = [];
  mapWeights(layer, (tensor, name) => {
    const weight = name.replace('backward ', '').replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    named.push([`${layer.name}/${cellOf(layer, name.startsWith('backward '))}${weight}:0`, tensor]);
    return tensor;
  });
  return named;
}

function cellOf(layer: Layer, backward: boolean): string {
  if (layer.kind !== 'lstm') return '';
  if (!layer.bidirectional) return 'lstm_cell/';
  return backward ? 'backward_lstm/lstm_cell/' : 'forward_lstm/lstm_cell/';
}

/** Moves activations named "layer/…" back into their layers, and gives each layer a unique name. */
function fileLayers(network: Network): FileLayer[] {
  const layers: FileLayer[] = [];
  const taken = new Set<string>();
  let before: Layer | undefined;
  for (const layer of network.layers) {
    const holds = before?.kind === 'conv1d' || before?.kind === 'dense';
    if (layer.kind === 'activation' && holds && layer.name.startsWith(`${before!.name}/`))
      layers.at(-1)!.inner = layer;
    else layers.push({ layer: { ...layer, name: freeName(layer.name, taken) } });
    before = layer;
  }
  return layers;
}

function freeName(wanted: string, taken: Set<string>): string {
  const base = wanted.replaceAll('/', '_');
  let name = base;
  for (let n = 1; taken.has(name); n++) name = `${base}_${n}`;
  taken.add(name);
  return name;
}

/** hard_sigmoid differs between Keras 2 and Keras 3, so the file must name the version. */
function kerasVersion({ layers }: Network): string {
  const third = layers.some(
    (l) => l.kind === 'activation' && l.function === 'hardSigmoid' && l.alpha !== 0.2,
  );
  return third ? '3.0.0' : '2.6.0';
}
