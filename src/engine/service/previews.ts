import type { Parameters } from '../../common/parameters/parameters';
import type { Task } from '../../common/task';
import type { SampleRange } from '../../common/traces/sample-ranges';
import { bridged, findGaps, type Gaps } from '../detection/gaps';
import { type Masked, maskedIn, withoutValues } from '../detection/prepare';
import { modelPathOf } from '../files/model-path';
import type { RecipeTrace } from '../recordings/recipe-trace';
import type { RecordedTrace } from '../recordings/trace';
import type { EngineHandlers } from '../rpc/server';
import { FILTER_STAGES } from '../signal/filtered-trace';
import type { Trace } from '../signal/trace';
import { filterPreview, predictRange, proposeInRange } from '../tuning/filter-preview';
import { pictureBefore, preprocessingPreview, shownOf } from '../tuning/preprocessing-preview';
import type { Backends } from './backends';
import { type Predictions, predictionKey } from './predictions';
import type { Recordings } from './recordings';

/** Cache of the tuned trace’s stages: moving a slider changes only the later ones. */
interface Kept {
  trace: RecordedTrace;
  gaps?: { window: number; gaps: Gaps };
  /** The trace after each filter, keyed by the parameters it depends on. */
  stages: { key: string; trace: Trace }[];
  before?: { key: string; picture: ReturnType<typeof pictureBefore> };
}

/** Handlers of the previews of filters and smoothing. */
export function previewHandlers(
  recordings: Recordings,
  backends: Backends,
  predictions: Predictions,
): Pick<EngineHandlers, 'preprocessingPreview' | 'filterPreview'> {
  let kept: Kept | undefined;

  function keptOf({ trace }: RecipeTrace): Kept {
    const { recording, channel, sweep, unit } = trace;
    const now = kept?.trace;
    if (now?.recording !== recording || now.channel !== channel || now.sweep !== sweep || now.unit !== unit)
      kept = { trace, stages: [] };
    return kept!;
  }

  return {
    preprocessingPreview: ({ recipe, columns, ...wanted }, task) =>
      recordings.use(recipe, async (opened) => {
        const { parameters } = opened;
        const now = keptOf(opened);
        const { masked, clean, ...asRecorded } = await prepared(now, parameters, task);
        const shown = shownOf(wanted, clean.samples);
        const key = JSON.stringify([shown, columns, parameters.exclude]);
        if (now.before?.key !== key) now.before = { key, picture: pictureBefore(asRecorded, shown, columns) };
        const before = now.before.picture;
        return preprocessingPreview({ before, clean, excluded: masked.excluded }, shown, columns, task);
      }),

    async filterPreview({ recipe, from, to, strengths, around, columns, ...computing }, task) {
      /** It may outlive this request, so it opens its own handles. */
      const predict = (searched: SampleRange) => (making: Task) =>
        backends.useModel(computing, modelPathOf(recipe.parameters), (model) =>
          recordings.use(recipe, async (opened) => {
            const ready = await prepared(keptOf(opened), opened.parameters, making);
            return predictRange(recipe.path, ready, searched, model, opened.parameters, making);
          }),
        );
      return recordings.use(recipe, async (opened) => {
        const { parameters } = opened;
        const key = await predictionKey(recipe.path, parameters);
        const stretch = await proposeInRange(
          await prepared(keptOf(opened), parameters, task),
          { from, to },
          (searched) => predictions.of(key, searched, predict(searched), task),
          parameters,
          task,
        );
        return filterPreview(stretch, parameters, { strengths, around, columns }, task);
      });
    },
  };
}

/** As {@link import('../detection/prepare').prepareTrace}, starting from the cached stages. */
async function prepared(
  kept: Kept,
  parameters: Parameters,
  task: Task,
): Promise<{ raw: Trace; bridged: Trace; clean: Trace; masked: Masked }> {
  const { trace } = kept;
  const window = parameters.win_size;
  if (kept.gaps?.window !== window)
    kept.gaps = { window, gaps: await findGaps(trace.recording.path, trace, window, task) };
  const masked = maskedIn(trace, kept.gaps.gaps, parameters);
  // As recorded, except for values that cannot be drawn or transformed; excluded intervals are shown.
  const raw = bridged(trace, masked.missing);
  const first = { key: JSON.stringify(parameters.exclude), trace: bridged(trace, withoutValues(masked)) };
  const stages = [kept.stages[0]?.key === first.key ? kept.stages[0] : first];
  for (const { names, apply } of FILTER_STAGES) {
    const before = stages.at(-1)!;
    const key = before.key + JSON.stringify(names.map((name) => parameters[name]));
    const known = kept.stages[stages.length];
    stages.push(known?.key === key ? known : { key, trace: apply(before.trace, parameters) });
  }
  kept.stages = stages;
  return { raw, bridged: stages[0].trace, clean: stages.at(-1)!.trace, masked };
}
