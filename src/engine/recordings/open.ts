import { UserError } from '../../common/errors';
import type { OpenOptions } from '../../common/traces/open-options';
import { type ByteSource, openBytes } from '../files/bytes';
import { holdsHdf5 } from '../files/hdf5-signature';
import { openAbf } from './abf/open';
import { openHdf5Recording } from './hdf5/open';
import { openHeka } from './heka/open';
import type { Recording } from './recording';

/**
 * Opens a recording of any format that is known, by what the file holds, whatever its name. The caller closes
 * it.
 *
 * @throws UserError when the file cannot be read, is of no known format, cut short or damaged, or holds no
 * such series
 */
export async function openRecording(path: string, options: OpenOptions): Promise<Recording> {
  switch (formatOf(path)) {
    case 'ABF':
      return openAbf(path, options);
    case 'HEKA':
      return openHeka(path, options);
    case 'HDF5':
      return openHdf5Recording(path, options);
  }
}

function formatOf(path: string): 'ABF' | 'HEKA' | 'HDF5' {
  const source = openBytes(path);
  try {
    const signature = textAt(source, 0, 4);
    if (['ABF ', 'ABF2', ' FBA'].includes(signature)) return 'ABF';
    if (['DAT1', 'DAT2', 'DATA'].includes(signature)) return 'HEKA';
    if (holdsHdf5(source)) return 'HDF5';
    throw new UserError(
      `${path} ${OTHERS[signature] ?? 'is not a recording that can be read'}: ${SUPPORTED}.`,
    );
  } finally {
    source.close();
  }
}

const SUPPORTED =
  'recordings are ABF 1 and 2, HEKA PatchMaster .dat, and HDF5 with NWB, stimfit or plain data';

/** What people also give the ending of a recording, or have beside it. */
const OTHERS: Readonly<Record<string, string>> = {
  'ATF\t': 'is an ATF text file, not a binary one: save it as ABF in Clampfit',
  eerT: 'is the list of series of a PatchMaster file: open the .dat file beside it',
  Tree: 'is the list of series of a PatchMaster file: open the .dat file beside it',
  CLPX: 'is a pCLAMP 5 file: save it as ABF in Clampfit',
  FTCX: 'is a pCLAMP 5 file: save it as ABF in Clampfit',
};

function textAt(source: ByteSource, at: number, length: number): string {
  const bytes = source.read(at, Math.min(length, source.size - at), 'header');
  return Buffer.from(bytes).toString('latin1');
}
