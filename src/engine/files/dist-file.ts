import { existsSync } from 'node:fs';
import path from 'node:path';

/**
 * Absolute path of a file in the folder of our bundles (`dist`), such as a worker's script. It is also found from
 * bundles in subfolders, such as the tests'.
 */
export function distFile(name: string): string {
  const file = findDistFile(name);
  if (file === undefined) throw new Error(`${name} is not beside ${__filename}. Run "npm run build".`);
  return file;
}

/** As {@link distFile}; undefined if the file does not exist. */
export function findDistFile(name: string): string | undefined {
  for (let folder = __dirname; folder !== path.dirname(folder); folder = path.dirname(folder)) {
    const file = path.join(folder, name);
    if (existsSync(file)) return file;
  }
  return undefined;
}

/** The environment variable that names the folder TensorFlow is installed in; the extension sets it. */
export const TENSORFLOW_FOLDER = 'MINIML_TENSORFLOW';
