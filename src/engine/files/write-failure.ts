import { UserError } from '../../common/errors';

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

/** Runs work on the folder of an output: what the system refuses becomes a sentence about that output. */
export function inFolder<T>(file: string, work: () => Promise<T>): Promise<T> {
  return explained(file, Object.keys(REASONS), work);
}

/** Runs work that fills a temporary file: of its own failures only a full disk is surely about the output. */
export async function filling<T>(file: string, temporary: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await explained(file, ['ENOSPC', 'EDQUOT'], work);
  } catch (thrown) {
    // Nobody knows the temporary name.
    if (thrown instanceof UserError && thrown.message.includes(temporary))
      throw new UserError(thrown.message.replaceAll(temporary, file), thrown.reason);
    throw thrown;
  }
}

/** The sentence about what was thrown, or that itself where it says nothing about the disk. */
export function writeFailure(file: string, thrown: unknown, codes = Object.keys(REASONS)): unknown {
  const code = (thrown as NodeJS.ErrnoException).code ?? '';
  if (thrown instanceof UserError || !codes.includes(code)) return thrown;
  return new UserError(`${file} cannot be written: ${REASONS[code]}.`);
}

async function explained<T>(file: string, codes: string[], work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    throw writeFailure(file, thrown, codes);
  }
}
