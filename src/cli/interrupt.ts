import { exitWith } from '../engine/backends/exit';

/** The exit code of work that was cancelled, by whatever signal. */
const CANCELLED = 130;

/**
 * The first signal cancels, so that temporary files are removed; the second ends the process at once.
 *
 * @returns what aborts on the first signal, and the exit code then
 */
export function onInterrupt(say: (line: string) => void): { signal: AbortSignal; exitCode: number } {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const)
    process.on(name, () => {
      if (controller.signal.aborted) {
        void exitWith(CANCELLED);
        return;
      }
      say('Cancelling; once more to end at once.');
      controller.abort();
    });
  return { signal: controller.signal, exitCode: CANCELLED };
}
