import { existsSync } from 'node:fs';
import { extname, join } from 'node:path';
import { UserError } from '../../common/errors';

/** Recordings that are folders, by the endings of their names. */
const BY_ENDING: Readonly<Record<string, string>> = {
  '.zarr': 'is a Zarr store. Save it as HDF5, the usual form of NWB',
  '.medd': 'is a MED recording. Convert it to NWB',
  '.mefd': 'is a MEF 3 recording. Convert it to NWB',
};

/** Files at the top of every Zarr store, versions 2 and 3. */
const OF_ZARR = ['.zgroup', '.zarray', 'zarr.json'];

/** What to say of a folder where a file is wanted. */
export function notAFile(folder: string): UserError {
  const ending = OF_ZARR.some((name) => existsSync(join(folder, name)))
    ? '.zarr'
    : extname(folder).toLowerCase();
  return new UserError(`${folder} ${BY_ENDING[ending] ?? 'is a folder, not a file'}.`);
}
