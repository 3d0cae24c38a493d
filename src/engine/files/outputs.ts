import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../common/errors';
import { requireWritable } from './atomic';
import { type ContentKind, contentKind } from './content-kind';
import { requireReplaceable } from './replaceable';

/** A file that a run will write. */
export interface Output {
  file: string;
  kind: ContentKind;
}

export interface OutputOptions {
  overwrite: boolean;
  /** All input files of the run. */
  inputs: readonly string[];
}

/**
 * Checks the outputs of one run together, before work begins.
 *
 * @throws UserError when one of them is an input, by whatever path, or another output, or exists and must not be
 * overwritten, or has contents of another kind, or cannot be written
 */
export async function requireOutputs(outputs: readonly Output[], options: OutputOptions): Promise<void> {
  await requireApart(outputs, options.inputs);
  for (const { file, kind } of outputs) {
    await requireWritable(file, options);
    if (options.overwrite && (await stat(file).catch(() => undefined)))
      requireReplaceable(file, await contentKind(file), kind);
  }
}

/**
 * The part of {@link requireOutputs} that compares files: a mistyped name must not cost hours of recording or scoring.
 *
 * @throws UserError
 */
export async function requireApart(
  outputs: readonly Pick<Output, 'file'>[],
  inputs: readonly string[],
): Promise<void> {
  const read = new Set<string>();
  for (const input of inputs) for (const name of await namesOf(input)) read.add(name);
  const written = new Map<string, string>();
  for (const { file } of outputs) {
    const names = await namesOf(file);
    if (names.some((name) => read.has(name)))
      throw new UserError(`${file} is an input and would be replaced. Choose another name for the output.`);
    // Some file systems ignore case.
    const own = new Set(names.map((name) => name.toLowerCase()));
    for (const name of own) {
      const other = written.get(name);
      if (other !== undefined)
        throw new UserError(
          `${file} and ${other} would be the same file. Choose another name for one of them.`,
        );
      written.set(name, file);
    }
  }
}

/** Identities of a file, equal for links and other spellings of its path. */
async function namesOf(file: string): Promise<string[]> {
  const real = await realpath(file).catch(async () => {
    const folder = await realpath(path.dirname(file)).catch(() => path.resolve(path.dirname(file)));
    return path.join(folder, path.basename(file));
  });
  const found = await stat(file, { bigint: true }).catch(() => undefined);
  // Windows gives some files on a network no inode number.
  const inode = found && found.ino > 0n ? [`${found.dev} ${found.ino}`] : [];
  return [...inode, real];
}
