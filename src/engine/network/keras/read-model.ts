import { open } from 'node:fs/promises';
import { UserError } from '../../../common/errors';
import { readApart } from '../../files/apart/read-apart';
import { withHdf5 } from '../../files/hdf5/hdf5';
import { attributeOf, textAttribute } from '../../files/hdf5/values';
import type { Layer, Network } from '../layers';
import { outputShape } from '../shapes';
import { sizeOf } from '../tensor';
import { readArchive } from './archive';
import { buildLayers } from './build-layers';
import { type ModelConfig, parseModelConfig } from './model-config';
import {
  archiveWeights,
  hdf5Weights,
  MOST_WEIGHTS,
  type StoredWeights,
  WeightReader,
} from './stored-weights';

export interface ModelFile {
  path: string;
  format: 'Keras HDF5' | 'Keras zip';
  /** Version of Keras that wrote it, "2.6.0"; empty if unknown. */
  version: string;
  network: Network;
  /** Other attributes at the file's root: settings and metrics of our own trainings. */
  attributes: Readonly<Record<string, string | number>>;
}

/** Keras' own attributes at the root of its HDF5 files. */
const KERAS_ATTRIBUTES = ['backend', 'keras_version', 'model_config', 'training_config'];

/**
 * Reads a network that Keras saved: HDF5 (Keras 2 and 3) or a .keras archive (Keras 3).
 *
 * @throws UserError when the file is not a Keras model, is damaged, or has unsupported options
 */
export const readModel = readApart(
  'model',
  async (path): Promise<ModelFile> => (isZip(await firstBytes(path)) ? readZip(path) : readHdf5(path)),
);

async function readHdf5(path: string): Promise<ModelFile> {
  return withHdf5(path, (file) => {
    const config = textAttribute(file, 'model_config');
    if (config === undefined)
      throw new UserError(`${path} is not a Keras model: it lacks model_config. Save it with model.save().`);
    const version = textAttribute(file, 'keras_version') ?? '';
    const attributes: Record<string, string | number> = {};
    for (const name of Object.keys(file.attrs).filter((name) => !KERAS_ATTRIBUTES.includes(name))) {
      const value = attributeOf(file, name);
      if (typeof value === 'string' || typeof value === 'number') attributes[name] = value;
    }
    const network = named(path, () =>
      buildNetwork(parseModelConfig(config), majorOf(version, 2), hdf5Weights(file)),
    );
    return { path, format: 'Keras HDF5', version, network, attributes };
  });
}

async function readZip(path: string): Promise<ModelFile> {
  const { config, version, withWeights } = readArchive(path);
  const network = await withWeights((file) =>
    named(path, () => {
      const model = parseModelConfig(config);
      return buildNetwork(model, majorOf(version, 3), archiveWeights(file, model.layers));
    }),
  );
  return { path, format: 'Keras zip', version, network, attributes: {} };
}

function buildNetwork(model: ModelConfig, kerasMajor: number, weights: StoredWeights): Network {
  const { name, inputLength, inputChannels, layers: configs } = model;
  const layers: Layer[] = [];
  let shape: readonly number[] = [inputLength, inputChannels];
  for (const config of configs) {
    const reader = new WeightReader(config, weights(config.name));
    for (const layer of buildLayers(reader, { inputShape: shape, kerasMajor })) {
      layers.push(layer);
      shape = outputShape(layer, shape);
      if (sizeOf(shape) > MOST_WEIGHTS)
        config.refuse(`gives ${shape.join(' × ')} numbers, too many to compute`);
    }
  }
  if (shape.length !== 1)
    throw new UserError('its last layer gives a sequence; end it with Flatten or an LSTM, and Dense');
  return { name, inputLength, inputChannels, layers };
}

/** Adds the file's name to errors about its content. */
function named<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (thrown) {
    if (!(thrown instanceof UserError) || thrown.message.startsWith(path)) throw thrown;
    throw new UserError(`${path} cannot be used as a model: ${thrown.message}.`);
  }
}

function majorOf(version: string, absent: number): number {
  const major = Number.parseInt(version, 10);
  return Number.isNaN(major) ? absent : major;
}

function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b;
}

async function firstBytes(path: string): Promise<Uint8Array> {
  const handle = await open(path, 'r').catch((cause: NodeJS.ErrnoException) => {
    throw new UserError(
      cause.code === 'ENOENT' ? `${path} does not exist.` : `${path} cannot be opened: ${cause.message}.`,
    );
  });
  try {
    const { buffer } = await handle.read(new Uint8Array(4), 0, 4, 0);
    return buffer;
  } catch (thrown) {
    const folder = (thrown as NodeJS.ErrnoException).code === 'EISDIR';
    throw new UserError(`${path} ${folder ? 'is a folder, not a model file.' : 'cannot be read.'}`);
  } finally {
    await handle.close();
  }
}
