import { UserError } from '../../common/errors';
import type { ContentKind } from './content-kind';

/** Kinds that cost hours of work or are unique: never replaced. */
const PRECIOUS: readonly ContentKind[] = ['recording', 'scored training set', 'binary file', 'archive'];

/**
 * Refuses to replace a file of another kind than the output, even with overwriting: the name is probably mistyped.
 *
 * @param there kind of the existing file
 * @throws UserError
 */
export function requireReplaceable(file: string, there: ContentKind, written: ContentKind): void {
  if (there === 'empty file' || (there === written && isReplaceable(there))) return;
  if (there === 'training set' && written === 'scored training set') return;
  const why = there === written ? 'is never replaced' : `is not replaced by ${named(written)}`;
  throw new UserError(`${file} is ${named(there)} and ${why}. Choose another name for the output.`);
}

function named(kind: ContentKind): string {
  if (kind === 'results') return 'a results file';
  if (kind === 'text') return 'a text or table';
  return `${/^[aeiouH]/.test(kind) ? 'an' : 'a'} ${kind}`;
}

/** Unreadable HDF5 may be of any kind. */
function isReplaceable(kind: ContentKind): boolean {
  return kind !== 'HDF5 file' && !PRECIOUS.includes(kind);
}
