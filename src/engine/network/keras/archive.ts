import { randomBytes } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { strFromU8 } from 'fflate';
import { UserError } from '../../../common/errors';
import { type Hdf5File, withHdf5 } from '../../files/hdf5/hdf5';
import { readZip } from '../../files/zip';

const PARTS = ['config.json', 'metadata.json', 'model.weights.h5'];

export interface Archive {
  config: string;
  /** Version of Keras that wrote it; empty if unknown. */
  version: string;
  /** Opens the weights, passes them to `use`, and closes them. */
  withWeights<T>(use: (weights: Hdf5File) => T): Promise<T>;
}

/**
 * Reads the .keras archive of Keras 3 into memory.
 *
 * @throws UserError when it is damaged, lacks a part, or a part is larger than the file can contain
 */
export function readArchive(file: string): Archive {
  const parts = readZip(file, PARTS);
  const part = (name: string): Uint8Array => {
    const found = parts.get(name);
    if (!found) throw new UserError(`${file} is not a Keras model: it lacks ${name}.`);
    return found;
  };
  return {
    config: strFromU8(part('config.json')),
    version: versionIn(parts.get('metadata.json')),
    withWeights: (use) => withFile(file, part('model.weights.h5'), (weights) => withHdf5(weights, use)),
  };
}

function versionIn(metadata: Uint8Array | undefined): string {
  try {
    const { keras_version: version } = JSON.parse(strFromU8(metadata ?? new Uint8Array()));
    return typeof version === 'string' ? version : '';
  } catch {
    return '';
  }
}

/** HDF5 reads files, not memory: writes the bytes to a temporary file while `use` runs. */
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
