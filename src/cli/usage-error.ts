/** The command line is not one of ours: exit code 2, with one line that says what is. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
