import { spawn } from 'node:child_process';
import { CancelledError, UserError } from '../errors';

/**
 * Runs a Python program that prints one JSON document as its last line, and gives that.
 *
 * @param python an interpreter
 * @param program its source; finds `args` in `sys.argv[1:]`
 * @throws UserError with Python's last line when the interpreter cannot be run or the program fails
 * @throws CancelledError
 */
export async function askPython<T>(
  python: string,
  program: string,
  args: readonly string[],
  signal: AbortSignal,
): Promise<T> {
  const printed = await printedBy(python, ['-c', program, ...args], signal);
  return JSON.parse(printed.trim().split('\n').at(-1)!) as T;
}

function printedBy(python: string, args: readonly string[], signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(python, args, { stdio: ['ignore', 'pipe', 'pipe'], signal });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    const fail = (reason: string) =>
      reject(new UserError(`Keras cannot be measured with ${python}: ${reason}.`));
    child.on('error', (error) => {
      if (!signal.aborted) fail(error.message);
    });
    child.on('close', (code) => {
      if (signal.aborted) reject(new CancelledError());
      else if (code === 0) resolve(stdout);
      else fail(lastLine(stderr) ?? `exit code ${code}`);
    });
  });
}

/** What went wrong, where Python says it; long configurations that follow are left out. */
function lastLine(text: string): string | undefined {
  const line = text.trim().split('\n').at(-1);
  return line === '' ? undefined : line?.slice(0, 200).replace(/\.$/, '');
}
