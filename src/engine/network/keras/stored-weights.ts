import { UserError } from '../../../common/errors';
import type { Hdf5Dataset, Hdf5File, Hdf5Group } from '../../files/hdf5/hdf5';
import { attributeOf, datasetAt, groupAt, textAttribute, wholeValue } from '../../files/hdf5/values';
import { type FloatTensor, float32, sizeOf } from '../tensor';
import type { LayerConfig } from './layer-config';

/** Maximum number of weights of a model; the published networks have 0.2 million. */
export const MOST_WEIGHTS = 100_000_000;

/** Finds the weights of a layer in a model file, as datasets in Keras' order. */
export type StoredWeights = (layer: string) => Hdf5Dataset[];

/** Returns the weights of one layer one by one, each checked for its required shape. */
export class WeightReader {
  #next = 0;

  constructor(
    readonly layer: LayerConfig,
    readonly stored: readonly Hdf5Dataset[],
  ) {}

  /** @throws UserError when the weight is missing, of another shape, or not made of finite numbers */
  take(shape: readonly number[]): FloatTensor {
    if (sizeOf(shape) > MOST_WEIGHTS) this.layer.refuse(`is too large: ${shape.join(' × ')} weights`);
    const dataset = this.stored[this.#next++];
    if (!dataset) this.layer.refuse('lacks weights in the file. Save the whole model, not only its layers');
    const found = dataset.shape ?? [];
    if (found.join() !== shape.join())
      this.layer.refuse(`has weights of shape [${found.join(' × ')}] where [${shape.join(' × ')}] belong`);
    const values = wholeValue(dataset, `layer "${this.layer.name}"`);
    if (!(values instanceof Float32Array || values instanceof Float64Array))
      this.layer.refuse(`has weights of the unsupported type ${String(dataset.dtype)}`);
    if (!values.every(Number.isFinite))
      this.layer.refuse('has weights that are not numbers: it was not trained well');
    return float32(Float32Array.from(values), shape);
  }

  /** @throws UserError when weights are left over */
  finish(): void {
    if (this.#next < this.stored.length)
      this.layer.refuse(`has ${this.stored.length} weights in the file where ${this.#next} belong`);
  }
}

/** The weights in a Keras HDF5 file: each layer's group lists the paths of its datasets. */
export function hdf5Weights(file: Hdf5File): StoredWeights {
  const root = groupAt(file, 'model_weights');
  if (!root) throw new UserError('it holds no weights. Save the whole model');
  return (layer) => {
    const group = groupAt(root, layer);
    const names = group && attributeOf(group, 'weight_names');
    // Layers without weights have an empty list, which Keras writes as an empty array of numbers.
    const paths = typeof names === 'string' ? [names] : Array.isArray(names) ? names : [];
    return paths.map((path) => weightAt(group!, String(path)));
  };
}

/**
 * The weights in the model.weights.h5 of a .keras archive: numbered, in a group per layer. Keras names the groups
 * by kind and order ("conv1d", "conv1d_1"); Keras 3 also writes the layer's own name into an attribute.
 *
 * @param layers of the model, in its order
 */
export function archiveWeights(file: Hdf5File, layers: readonly LayerConfig[]): StoredWeights {
  const root = groupAt(file, 'layers') ?? groupAt(file, '_layer_checkpoint_dependencies');
  if (!root) throw new UserError('it holds no weights. Save the whole model');
  const groups = new Map<string, Hdf5Group>();
  const counts = new Map<string, number>();
  for (const { name, className } of layers) {
    const kind = snakeCase(className);
    const count = counts.get(kind) ?? 0;
    counts.set(kind, count + 1);
    const group = groupAt(root, count === 0 ? kind : `${kind}_${count}`);
    if (group) groups.set(name, group);
  }
  for (const key of root.keys()) {
    const group = groupAt(root, key);
    const variables = group && groupAt(group, 'vars');
    const name = variables && textAttribute(variables, 'name');
    if (group && name !== undefined) groups.set(name, group);
  }
  return (layer) => {
    const group = groups.get(layer);
    if (!group) return [];
    // A recurrent layer keeps its weights in its cell, a bidirectional one in two such layers.
    return ['vars', 'cell/vars', 'forward_layer/cell/vars', 'backward_layer/cell/vars'].flatMap((path) => {
      const variables = groupAt(group, path);
      const numbers = variables?.keys().sort((a, b) => Number(a) - Number(b)) ?? [];
      return numbers.map((number) => weightAt(variables!, number));
    });
  };
}

/** As Keras does: "MaxPooling1D" → "max_pooling1d", "LSTM" → "lstm". */
function snakeCase(className: string): string {
  const words = className.replace(/(.)([A-Z][a-z]+)/g, '$1_$2').replace(/([a-z])([A-Z])/g, '$1_$2');
  return words.toLowerCase();
}

/** @throws UserError when there is none */
function weightAt(group: Hdf5Group, path: string): Hdf5Dataset {
  const found = datasetAt(group, path);
  if (!found) throw new UserError(`it lacks the weights ${path}. Save the whole model`);
  return found;
}
