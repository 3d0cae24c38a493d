import { statSync } from 'node:fs';
import type { OpenOptions } from '../../common/traces/recipe';
import { readingThread } from '../files/apart/reading-thread';
import { openBytes } from '../files/bytes';
import { stateOf } from '../files/file-state';
import { firstLook } from '../files/hdf5/first-look';
import { holdsHdf5 } from '../files/hdf5/signature';
import { openRemote } from './apart/remote-recording';
import type { Recording } from './recording';

/**
 * Opens a recording of any supported format, recognised by its contents, whatever its name. The caller closes it.
 * Opening and reading happen in a thread that is ended if it does not get through a damaged file.
 *
 * @throws UserError when the file cannot be read, has no supported format, is cut short or damaged, or has no such
 * series
 */
export async function openRecording(path: string, options: OpenOptions): Promise<Recording> {
  // It starts while this thread looks at the file.
  readingThread();
  const hdf5 = isHdf5(path);
  const stats = statSync(path);
  const looked = hdf5 ? await firstLook(path, stats) : undefined;
  return openRemote({ path, bytes: stats.size, state: stateOf(stats) }, { options, looked });
}

function isHdf5(path: string): boolean {
  const source = openBytes(path);
  try {
    return holdsHdf5(source);
  } finally {
    source.close();
  }
}
