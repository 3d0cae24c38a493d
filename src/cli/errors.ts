import { messageOf, UserError } from '../common/errors';

/** Wrong usage of the command line: exit code 2, with one line that names the right usage. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** One line for the user. An internal error is named as such, with its stack if asked for. */
export function errorLine(thrown: unknown): string {
  if (thrown instanceof UserError) return oneLine(thrown.message);
  if (process.env['MINIML_STACK'] && thrown instanceof Error && thrown.stack) return thrown.stack;
  return oneLine(
    `This should not happen, please report it (MINIML_STACK=1 shows where): ${messageOf(thrown)}`,
  );
}

/**
 * Removes control characters: a message may quote the contents of a damaged file, which must not reach the terminal
 * raw.
 */
function oneLine(text: string): string {
  const line = text.replace(/\s*\p{Cc}+\s*/gu, ' ').trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}

const LONGEST = 1000;
