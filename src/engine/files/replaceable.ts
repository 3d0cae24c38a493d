import { UserError } from '../../common/errors';
import type { ContentKind } from './content-kind';

/** Hours of somebody's work, or of a cell's life: replaced by nothing. */
const PRECIOUS: readonly ContentKind[] = ['recording', 'scored training set', 'binary file', 'archive'];

/**
 * Keeps work from replacing another kind of file than it writes, not even when overwriting is wanted: a name was
 * mistyped then.
 *
 * @param there what the file holds
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

/** HDF5 that nobody could look into may be anything. */
function isReplaceable(kind: ContentKind): boolean {
  return kind !== 'HDF5 file' && !PRECIOUS.includes(kind);
}
