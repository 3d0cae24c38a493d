import { messageOf, UserError } from '../errors';

/** One line for the user; a defect of ours says so, and where it happened when asked to. */
export function errorLine(thrown: unknown): string {
  if (thrown instanceof UserError) return oneLine(thrown.message);
  if (process.env['MINIML_STACK'] && thrown instanceof Error && thrown.stack) return thrown.stack;
  return oneLine(
    `This should not happen, please report it (MINIML_STACK=1 shows where): ${messageOf(thrown)}`,
  );
}

function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ');
}
