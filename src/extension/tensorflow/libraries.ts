import { createReadStream, existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../common/errors';
import { isObject, jsonValue } from '../../engine/files/fields';
import { download } from './download';
import type { TensorFlowPackage } from './packages';
import { untar } from './untar';

/**
 * TensorFlow's native library for one kind of machine: the archive that its own script would fetch. TensorFlow publishes no
 * hashes; `library.json` beside each lock file has those that public builds of others pin, for the machines where there
 * are any.
 */
export interface NativeLibrary {
  url: string;
  sha256: string;
  /** File in the archive that the script looks for before it fetches anything. */
  file: string;
}

/**
 * @param lock folder of the lock file
 * @returns undefined where no hash is known
 */
export async function libraryFor(
  lock: string,
  { platform, arch }: { platform: string; arch: string } = process,
): Promise<NativeLibrary | undefined> {
  const table = jsonValue(await readFile(path.join(lock, 'library.json'), 'utf8').catch(() => ''));
  const found = isObject(table) ? table[`${platform} ${arch}`] : undefined;
  if (!isObject(found)) return undefined;
  const { url, sha256, file } = found;
  return typeof url === 'string' && typeof sha256 === 'string' && typeof file === 'string'
    ? { url, sha256, file }
    : undefined;
}

/**
 * Fetches a library, checks its hash, and places it where the script of an installed package finds it.
 *
 * @param installation folder with `node_modules`
 * @throws UserError
 */
export async function placeLibrary(
  { url, sha256, file }: NativeLibrary,
  installation: string,
  { name }: TensorFlowPackage,
  signal: AbortSignal,
): Promise<void> {
  const target = path.join(installation, 'node_modules', name, 'deps');
  const archive = path.join(installation, 'library.tar.gz');
  await download({ url, algorithm: 'sha256', hash: sha256 }, archive, { signal });
  await mkdir(target, { recursive: true });
  await untar(createReadStream(archive), target, 0);
  await rm(archive);
  if (!existsSync(path.join(target, file)))
    throw new UserError(`the archive of the native library lacks ${file}`);
}
