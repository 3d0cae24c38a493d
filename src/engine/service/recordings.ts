import type { WindowRequest } from '../../common/api/engine/engine-api';
import { openOptionsOf, type Recipe } from '../../common/traces/recipe';
import type { TraceWindow } from '../../common/traces/trace-window';
import { fileKey } from '../files/file-stamp';
import { openRecording } from '../recordings/open';
import { type RecipeTrace, recipeTrace } from '../recordings/recipe-trace';
import type { Recording } from '../recordings/recording';
import { traceWindow } from '../recordings/window-extremes';
import { leaseCache } from './lease-cache';
import { type Pyramids, pyramidsOf } from './pyramids';

/** Cache of open recordings, with the pyramids of their displayed traces. */
export interface Recordings {
  open<T>(recipe: Recipe, work: (recording: Recording) => T | Promise<T>): Promise<T>;
  /** @throws UserError if the recording lacks the trace, or its sampling rate is unknown */
  use<T>(recipe: Recipe, work: (opened: RecipeTrace) => T | Promise<T>): Promise<T>;
  window(request: WindowRequest): Promise<TraceWindow>;
}

const MOST_OPEN = 8;

interface Opened {
  recording: Recording;
  pyramids: Pyramids;
}

export function openedRecordings(log: (line: string) => void): Recordings {
  const opened = leaseCache<Opened>(MOST_OPEN, ({ recording, pyramids }) => {
    pyramids.dispose();
    recording.close();
  });

  async function use<T>({ path, parameters }: Recipe, work: (opened: Opened) => T | Promise<T>): Promise<T> {
    const options = openOptionsOf(parameters);
    const file = await fileKey(path);
    const make = async () => {
      const recording = await openRecording(path, options);
      return { recording, pyramids: pyramidsOf(recording, { opened: path, file }, log) };
    };
    return opened.use(`${file} ${JSON.stringify(options)}`, make, work);
  }

  return {
    open: (recipe, work) => use(recipe, ({ recording }) => work(recording)),
    use: (recipe, work) => use(recipe, ({ recording }) => work(recipeTrace(recording, recipe))),
    window: ({ recipe, as, keep, ...stretch }) =>
      use(recipe, async ({ pyramids }) => traceWindow(await pyramids.of({ recipe, as, keep }), stretch)),
  };
}
