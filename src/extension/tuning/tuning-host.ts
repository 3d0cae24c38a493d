import type { Computing } from '../../common/api/engine/computing';
import type { ShownProgress } from '../../common/api/views/document';
import type { ParameterPatch } from '../../common/api/views/parameter-patch';
import type { TraceChoice } from '../../common/api/views/trace';
import { CancelledError } from '../../common/errors';
import type { Parameters } from '../../common/parameters/parameters';
import type { Progress } from '../../common/task';
import type { Recipe } from '../../common/traces/recipe';
import type { Engine } from '../engine/engine';
import { progressText } from '../progress/progress-text';
import type { RecordingDocument } from '../recordings/recording-document';

/** Services for the handlers of the panel's requests. */
export interface TuningHost {
  engine: Engine;
  /** The recording being tuned. */
  document(): RecordingDocument;
  choice(): TraceChoice;
  /**
   * Recipe of its trace, with the values of a patch.
   *
   * @throws UserError
   */
  recipe(patch?: ParameterPatch): Recipe;
  /**
   * Its present parameters, with the values of a patch.
   *
   * @throws UserError
   */
  parameters(patch?: ParameterPatch): Parameters;
  computing(): Computing;
  /**
   * Runs long work under a name, for progress notices and `cancel`. Starting it again cancels the previous run.
   *
   * @returns null when it was cancelled
   */
  work<T>(
    name: string,
    run: (options: { signal: AbortSignal; onProgress(progress: Progress): void }) => Promise<T>,
  ): Promise<T | null>;
}

/** The running works of a panel, one per name. */
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
