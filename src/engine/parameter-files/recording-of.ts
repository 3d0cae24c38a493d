import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { PARAMETER_FILE_EXTENSION } from '../../common/parameters/document';
import type { WrittenParameters } from '../../common/parameters/parameters';

const RECORDING_FILE = /\.(abf|dat|h5|hdf5|nwb)$/i;

/**
 * Absolute path of a parameter file's recording: the one it names, else the only one beside it of the same name
 * (cell7.abf for cell7.miniml.json); undefined if there is none.
 */
export async function recordingOf(
  { recording }: Pick<WrittenParameters, 'recording'>,
  parameterFile: string | undefined,
): Promise<string | undefined> {
  if (parameterFile === undefined) return undefined;
  const folder = path.dirname(parameterFile);
  if (recording !== null) return path.resolve(folder, recording);
  const stem = path.basename(parameterFile, PARAMETER_FILE_EXTENSION);
  const siblings = (await readdir(folder).catch(() => [])).filter(
    (name) => RECORDING_FILE.test(name) && path.parse(name).name === stem,
  );
  return siblings.length === 1 ? path.join(folder, siblings[0]) : undefined;
}
