import { existsSync } from 'node:fs';
import path from 'node:path';
import { TENSORFLOW_FOLDER } from '../../engine/files/tensorflow-folder';

/** Where TensorFlow is, in the storage of the extension, once it is installed. */
export function tensorFlowFolder(storage: string): string {
  return path.join(storage, 'tensorflow');
}

/**
 * What an engine must be told to find TensorFlow. Nothing where the user has not installed it: a folder that the
 * environment names already, on a machine somebody else looks after, stays.
 */
export function installedTensorFlow(storage: string): NodeJS.ProcessEnv {
  const folder = tensorFlowFolder(storage);
  return existsSync(folder) ? { [TENSORFLOW_FOLDER]: folder } : {};
}
