import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../common/errors';
import { withFileLock } from './file-lock';
import { fileStampNow } from './file-stamp';

/** What was written, and the stamp of the file by it. */
export interface SavedOver<T> {
  result: T;
  stamp: string;
}

/**
 * Saves over a file that others may save as well: of two processes that read the same contents, only one succeeds.
 *
 * @param expected stamp of the contents that the new ones are based on; undefined replaces any contents
 * @param write gets a check that must be called right before the file gets its name
 * @throws UserError with the reason "changed" when the file has other contents by now
 */
export async function saveOver<T>(
  file: string,
  expected: string | undefined,
  write: (requireUnchanged: () => void) => Promise<T>,
): Promise<SavedOver<T>> {
  const target = await realpath(file).catch(() => path.resolve(file));
  return withFileLock(target, async (isHeld) => {
    const requireUnchanged = () => {
      if (isHeld() && (expected === undefined || fileStampNow(target) === expected)) return;
      throw new UserError(
        `${file} was changed by another window or program. Save again to merge.`,
        'changed',
      );
    };
    requireUnchanged();
    const result = await write(requireUnchanged);
    return { result, stamp: fileStampNow(target) ?? '' };
  });
}
