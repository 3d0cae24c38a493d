import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../common/errors';

/**
 * Keeps work from replacing what it reads: hours of recording or of scoring are not to be lost to a mistyped
 * name, not even when overwriting is wanted.
 *
 * @throws UserError when the output is one of the inputs, by whatever path
 */
export async function requireNoInput(output: string, inputs: readonly string[]): Promise<void> {
  const target = await realName(output);
  for (const input of inputs)
    if ((await realName(input)) === target)
      throw new UserError(
        `${output} is read here and would be replaced: choose another name for the output.`,
      );
}

function realName(file: string): Promise<string> {
  return realpath(file).catch(() => path.resolve(file));
}
