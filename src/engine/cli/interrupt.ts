/** Signals that ask a process to end, and the exit codes shells know them by. */
const codes = { SIGINT: 130, SIGTERM: 143 } as const;

/**
 * The first signal cancels, so that temporary files are removed; the second ends the process at once.
 *
 * @returns what aborts on the first signal, and the exit code then
 */
export function onInterrupt(say: (line: string) => void): { signal: AbortSignal; exitCode(): number } {
  const controller = new AbortController();
  let exitCode: number = codes.SIGINT;
  for (const name of ['SIGINT', 'SIGTERM'] as const)
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(codes[name]);
      exitCode = codes[name];
      say('Cancelling; once more to end at once.');
      controller.abort();
    });
  return { signal: controller.signal, exitCode: () => exitCode };
}
