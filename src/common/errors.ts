/**
 * A failure that the user can solve: one sentence about the problem with file and field, one about the remedy. Any
 * other error is a bug and keeps its stack.
 */
export class UserError extends Error {
  override readonly name = 'UserError';
  constructor(
    message: string,
    /** For callers that can react by themselves; the sentence is for people only. */
    readonly reason?: UserErrorReason,
  ) {
    // Sentences quote files, and files hold line breaks.
    super(message.replace(/\s+/g, (blanks) => (/[\r\n]/.test(blanks) ? ' ' : blanks)));
  }
}

/**
 * "exists": the output file exists and must not be replaced. "changed": another process has saved the file since it was
 * read. "engineEnded": the engine ended before it answered; another one can be asked. "noRecording": the command is
 * about the recording in the active editor, and there is none.
 */
export type UserErrorReason = 'exists' | 'changed' | 'engineEnded' | 'noRecording';

/** Rejection of a cancelled task. No partial output is left behind. */
export class CancelledError extends Error {
  override readonly name = 'CancelledError';
  constructor() {
    super('Cancelled.');
  }
}

/** Sentence to show for anything thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
