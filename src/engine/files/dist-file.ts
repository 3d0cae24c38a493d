import { existsSync } from 'node:fs';
import path from 'node:path';

/**
 * Absolute path of a file that lies in the folder of our bundles (`dist`), such as a worker's script. Bundles
 * in folders below it, as the tests' are, find it too.
 */
export function distFile(name: string): string {
  const file = findDistFile(name);
  if (file === undefined) throw new Error(`${name} is not beside ${__filename}. Run "npm run build".`);
  return file;
}

/** As {@link distFile}; undefined where there is no such file. */
export function findDistFile(name: string): string | undefined {
  for (let folder = __dirname; folder !== path.dirname(folder); folder = path.dirname(folder)) {
    const file = path.join(folder, name);
    if (existsSync(file)) return file;
  }
  return undefined;
}
