import { messageOf, UserError } from '../common/errors';

/** Wrong usage of the command line: exit code 2, with one line that names the right usage. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** One line for the user; a defect of ours says so, and where it happened when asked to. */
export function errorLine(thrown: unknown): string {
  if (thrown instanceof UserError) return oneLine(thrown.message);
  if (process.env['MINIML_STACK'] && thrown instanceof Error && thrown.stack) return thrown.stack;
  return oneLine(
    `This should not happen, please report it (MINIML_STACK=1 shows where): ${messageOf(thrown)}`,
  );
}

/** What stands in a damaged file may be quoted in a message: nothing of it is to reach the terminal raw. */
function oneLine(text: string): string {
  const line = text.replace(/\s*\p{Cc}+\s*/gu, ' ').trim();
  return line.length > longest ? `${line.slice(0, longest)}…` : line;
}

const longest = 1000;
