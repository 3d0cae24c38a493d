import { openOptionsOf } from '../common/traces/open-options';
import type { Recipe } from '../common/traces/recipe';
import { openRecording } from '../engine/recordings/open';
import { type RecipeTrace, recipeTrace } from '../engine/recordings/recipe-trace';

/**
 * Opens the trace of a recipe, and closes the recording after the work.
 *
 * @throws UserError when there is no such trace, or its sampling rate is unknown
 */
export async function withTrace<T>(recipe: Recipe, work: (opened: RecipeTrace) => Promise<T>): Promise<T> {
  const recording = await openRecording(recipe.path, openOptionsOf(recipe.parameters));
  try {
    return await work(recipeTrace(recording, recipe));
  } finally {
    recording.close();
  }
}
