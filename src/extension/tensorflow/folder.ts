import { existsSync } from 'node:fs';
import path from 'node:path';
import { TENSORFLOW_FOLDER } from '../../engine/files/dist-file';

/** Folder of an installed TensorFlow, in the extension's storage. */
export function tensorFlowFolder(storage: string): string {
  return path.join(storage, 'tensorflow');
}

/**
 * Environment variables for an engine to find TensorFlow. Empty if the user has not installed it: a folder in the
 * environment, set by an administrator, is kept.
 */
export function installedTensorFlow(storage: string): NodeJS.ProcessEnv {
  const folder = tensorFlowFolder(storage);
  return existsSync(folder) ? { [TENSORFLOW_FOLDER]: folder } : {};
}
