/**
 * A failure that the user can mend: one sentence that names the file, the field and the remedy.
 * Everything else that is thrown is a defect of ours and keeps its stack.
 */
export class UserError extends Error {
  override readonly name = 'UserError';
  constructor(
    message: string,
    /** For callers that can do something about it themselves; the sentence is for people alone. */
    readonly reason?: UserErrorReason,
  ) {
    super(message);
  }
}

/** "exists": the file to be written is there, and may not be replaced. */
export type UserErrorReason = 'exists';

/** What a cancelled task rejects with. No partial output is left behind. */
export class CancelledError extends Error {
  override readonly name = 'CancelledError';
  constructor() {
    super('Cancelled.');
  }
}

/** The one sentence to show for whatever was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
