import { randomBytes } from 'node:crypto';
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { strFromU8, unzip } from 'fflate';
import { UserError } from '../../../common/errors';
import { type Hdf5File, withHdf5 } from '../../files/hdf5';
import { MOST_WEIGHTS } from './stored-weights';

/** The parts of a .keras archive, and the most bytes each may have: the weights come with two moments each. */
const LARGEST_PART: Readonly<Record<string, number>> = {
  'config.json': 16e6,
  'metadata.json': 1e6,
  'model.weights.h5': 16 * MOST_WEIGHTS,
};

export interface Archive {
  config: string;
  /** The Keras that wrote it; empty if it does not say. */
  version: string;
  /** Opens the weights, hands them to `use`, closes them. */
  withWeights<T>(use: (weights: Hdf5File) => T): Promise<T>;
}

/**
 * Reads the .keras archive of Keras 3 into memory.
 *
 * @throws UserError when it is damaged, lacks a part, or a part is larger than a model's can be
 */
export async function readArchive(file: string): Promise<Archive> {
  const { size } = await stat(file);
  if (size > LARGEST_PART['model.weights.h5'])
    throw new UserError(`${file} is too large for a model: it has ${Math.round(size / 1e6)} MB.`);
  const parts = await unpack(file, await readFile(file));
  const part = (name: string): Uint8Array => {
    if (!parts[name]) throw new UserError(`${file} is not a Keras model: it lacks ${name}.`);
    return parts[name];
  };
  return {
    config: strFromU8(part('config.json')),
    version: versionIn(parts['metadata.json']),
    withWeights: (use) => withFile(file, part('model.weights.h5'), (weights) => withHdf5(weights, use)),
  };
}

function unpack(file: string, bytes: Uint8Array): Promise<Record<string, Uint8Array>> {
  return new Promise((resolve, reject) => {
    const filter = ({ name, originalSize }: { name: string; originalSize: number }) => {
      if (originalSize > (LARGEST_PART[name] ?? Number.POSITIVE_INFINITY))
        throw new UserError(`${file} is damaged: its ${name} would have ${originalSize} bytes.`);
      return Object.hasOwn(LARGEST_PART, name);
    };
    try {
      unzip(bytes, { filter }, (error, parts) => {
        if (error) reject(new UserError(`${file} is damaged: ${error.message}.`));
        else resolve(parts);
      });
    } catch (thrown) {
      reject(thrown);
    }
  });
}

function versionIn(metadata: Uint8Array | undefined): string {
  try {
    const { keras_version: version } = JSON.parse(strFromU8(metadata ?? new Uint8Array()));
    return typeof version === 'string' ? version : '';
  } catch {
    return '';
  }
}

/** HDF5 reads files, not memory: gives the bytes a path for as long as `use` takes, of which nobody hears. */
async function withFile<T>(
  archive: string,
  bytes: Uint8Array,
  use: (file: string) => Promise<T>,
): Promise<T> {
  const file = path.join(tmpdir(), `miniml-${randomBytes(8).toString('hex')}.h5`);
  try {
    await writeFile(file, bytes, { flag: 'wx', mode: 0o600 });
    return await use(file);
  } catch (thrown) {
    if (!(thrown instanceof UserError)) throw thrown;
    throw new UserError(thrown.message.replaceAll(file, archive));
  } finally {
    await rm(file, { force: true });
  }
}
