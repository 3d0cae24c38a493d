import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { CancelledError, UserError } from '../src/common/errors';

/** A Python program that answers in lines of JSON. */
export interface PythonTalk {
  /**
   * Its next line.
   *
   * @throws UserError with Python's last words when it ends instead
   * @throws CancelledError
   */
  hear<T>(): Promise<T>;
  /** Writes a line to it, and waits for its next. Throws as {@link hear}. */
  ask<T>(question: object): Promise<T>;
  /** Ends it, if it has not ended. */
  end(): Promise<void>;
}

/**
 * Starts a Python program.
 *
 * @param python an interpreter
 * @param program its source; finds `args` in `sys.argv[1:]`
 * @param signal ends it
 */
export function talkToPython(
  python: string,
  program: string,
  args: readonly string[],
  signal: AbortSignal,
): PythonTalk {
  const child = spawn(python, ['-c', program, ...args], { stdio: 'pipe', signal });
  const ended = reasonOfEnd(child);
  const printed = createInterface({ input: child.stdout });
  const lines = printed[Symbol.asyncIterator]();
  // The output of a program that never started does not end by itself.
  child.on('error', () => printed.close());
  // Who writes to a program that has ended learns of it from the line that does not come.
  child.stdin.on('error', () => {});
  const hear = async <T>(): Promise<T> => {
    const { value, done } = await lines.next();
    if (!done) return JSON.parse(value) as T;
    const reason = await ended;
    if (signal.aborted) throw new CancelledError();
    throw new UserError(`Keras cannot be measured with ${python}: ${reason}.`);
  };
  return {
    hear,
    ask<T>(question: object) {
      child.stdin.write(`${JSON.stringify(question)}\n`);
      return hear<T>();
    },
    async end() {
      child.kill();
      await ended;
    },
  };
}

/** Why there is no program any more: the system's reason, its last words or its exit code. */
function reasonOfEnd(child: ChildProcessWithoutNullStreams): Promise<string> {
  return new Promise((resolve) => {
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('error', (error) => resolve(error.message));
    child.on('close', (code) => resolve(lastLine(stderr) ?? `exit code ${code}`));
  });
}

/** What went wrong, where Python says it; long configurations that follow are left out. */
function lastLine(text: string): string | undefined {
  const line = text.trim().split('\n').at(-1);
  return line === '' ? undefined : line?.slice(0, 200).replace(/\.$/, '');
}
