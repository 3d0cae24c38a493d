import { messageOf, UserError } from '../../common/errors';

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'its folder is not writable',
  EPERM: 'its folder is not writable, or another program has the file open',
  EROFS: 'its folder is not writable',
  ENOENT: 'no file can be created in its folder',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk is full',
  ENOTDIR: 'part of its path is a file, not a folder',
  EEXIST: 'part of its path is a file, not a folder',
  EISDIR: 'a folder has this name',
  EBUSY: 'another program has the file open',
  ENAMETOOLONG: 'its name is too long',
  ELOOP: 'its links form a loop',
};

/** Runs an operation on the folder of an output and converts system errors into a sentence about that output. */
export function inFolder<T>(file: string, work: () => Promise<T>): Promise<T> {
  return explained(file, Object.keys(REASONS), work);
}

/** Runs an operation that fills a temporary file: only a full disk is certainly an error of the output. */
export async function filling<T>(file: string, temporary: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await explained(file, ['ENOSPC', 'EDQUOT'], work);
  } catch (thrown) {
    // The user does not know the temporary name.
    if (thrown instanceof UserError && thrown.message.includes(temporary))
      throw new UserError(thrown.message.replaceAll(temporary, file), thrown.reason);
    throw thrown;
  }
}

/** Converts a system error into a sentence; other errors are returned unchanged. */
export function writeFailure(file: string, thrown: unknown, codes = Object.keys(REASONS)): unknown {
  const code = (thrown as NodeJS.ErrnoException).code ?? '';
  if (thrown instanceof UserError || !codes.includes(code)) return thrown;
  return new UserError(`${file} cannot be written: ${REASONS[code]}.`);
}

/** Why a file of ours could not be written: "the disk is full". */
export function failureReason(thrown: unknown): string {
  return REASONS[(thrown as NodeJS.ErrnoException).code ?? ''] ?? messageOf(thrown);
}

async function explained<T>(file: string, codes: string[], work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    throw writeFailure(file, thrown, codes);
  }
}
