import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../common/errors';
import type { Task } from '../../common/task';
import { breathe } from '../scheduling/breathe';

const BLOCK_BYTES = 4 * 1024 * 1024;

/**
 * SHA-256 of a file in hex, read in blocks. FIPS 180-4.
 *
 * @throws UserError when the file cannot be read
 * @throws CancelledError
 */
export async function sha256Of(file: string, task: Task): Promise<string> {
  const handle = await open(file, 'r').catch((cause: Error) => {
    throw new UserError(`${file} cannot be opened: ${cause.message}.`);
  });
  try {
    const { size } = await handle.stat();
    const hash = createHash('sha256');
    const block = Buffer.allocUnsafe(Math.min(BLOCK_BYTES, Math.max(size, 1)));
    for (let done = 0; done < size; ) {
      const { bytesRead } = await handle.read(block, 0, block.length, done);
      if (bytesRead === 0) break;
      hash.update(block.subarray(0, bytesRead));
      done += bytesRead;
      task.report({ phase: `reading ${path.basename(file)}`, done, total: size, unit: 'bytes' });
      await breathe(task);
    }
    return hash.digest('hex');
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'EISDIR')
      throw new UserError(`${file} is a folder, not a file.`);
    throw thrown;
  } finally {
    await handle.close();
  }
}
