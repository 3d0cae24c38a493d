import type { Computing } from '../../common/api/engine/computing';
import type { ParameterPatch } from '../../common/api/views/parameter-patch';
import type { ShownProgress } from '../../common/api/views/progress';
import type { TraceChoice } from '../../common/api/views/trace';
import { CancelledError } from '../../common/errors';
import type { Parameters } from '../../common/parameters/parameters';
import type { Progress } from '../../common/task';
import type { Recipe } from '../../common/traces/recipe';
import type { Engine } from '../engine/engine';
import { progressText } from '../progress/progress-text';
import type { RecordingDocument } from '../recordings/recording-document';

/** What the answers to the panel's views are made from. */
export interface TuningHost {
  engine: Engine;
  /** The recording that is tuned for now. */
  document(): RecordingDocument;
  choice(): TraceChoice;
  /** How its trace is opened and analysed, with the values of a patch in place of the present ones. @throws UserError */
  recipe(patch?: ParameterPatch): Recipe;
  /** Its parameters as they are now, with those of a patch in their place. @throws UserError */
  parameters(patch?: ParameterPatch): Parameters;
  computing(): Computing;
  /**
   * Runs a long work, whose progress the panel is told under this name, and which its `cancel` ends. The same work
   * begun again ends the one before.
   *
   * @returns null when it was cancelled
   */
  work<T>(
    name: string,
    run: (options: { signal: AbortSignal; onProgress(progress: Progress): void }) => Promise<T>,
  ): Promise<T | null>;
}

/** The long works of a panel, each of its name once. */
export function createWorks(tell: (name: string, progress: ShownProgress | null) => void) {
  const running = new Map<string, AbortController>();
  return {
    cancel: (name: string) => running.get(name)?.abort(),
    cancelAll() {
      for (const controller of running.values()) controller.abort();
    },
    work: (async (name, run) => {
      running.get(name)?.abort();
      const controller = new AbortController();
      running.set(name, controller);
      const toText = progressText();
      const current = () => running.get(name) === controller;
      try {
        return await run({
          signal: controller.signal,
          onProgress: (progress) => {
            if (current() && !controller.signal.aborted) tell(name, toText(progress));
          },
        });
      } catch (thrown) {
        if (thrown instanceof CancelledError) return null;
        throw thrown;
      } finally {
        if (current()) {
          running.delete(name);
          tell(name, null);
        }
      }
    }) as TuningHost['work'],
  };
}
