import type { DetectionReport } from '../../common/api/engine/engine-api';
import type { RangeDetection } from '../../common/api/engine/range-detection';
import type { ReadySnapshot, TraceChoice } from '../../common/api/views/trace';
import type { Parameters, WrittenParameters } from '../../common/parameters/parameters';
import type { Recipe } from '../../common/traces/recipe';
import type { SampleRange } from '../../common/traces/sample-ranges';
import type { DocumentServices } from './document-services';

/** Makes the recipe of a trace, with the present parameters or others. @throws UserError for a wrong setting */
type RecipeOf = (choice: TraceChoice, parameters?: WrittenParameters) => Recipe;

/** What is computed for the eye alone and not kept: events at another threshold, or of the part on the screen. */
export class DocumentPreviews {
  readonly #services: DocumentServices;
  readonly #recipeOf: RecipeOf;
  #trial: AbortController | undefined;

  constructor(services: DocumentServices, recipeOf: RecipeOf) {
    this.#services = services;
    this.#recipeOf = recipeOf;
  }

  /** See `ReadySnapshot.preview`. */
  facts(parameters: Parameters | undefined): ReadySnapshot['preview'] {
    if (!parameters || !this.#services.previews()) return null;
    const { model_threshold, event_direction } = parameters;
    const key = JSON.stringify([parameters, this.#services.computing()]);
    return { key, threshold: model_threshold, direction: event_direction };
  }

  /** See `TraceRequests.preview`. */
  range({
    from,
    to,
    exact,
    ...choice
  }: TraceChoice & SampleRange & { exact: boolean }): Promise<RangeDetection> {
    const { engine, computing } = this.#services;
    const recipe = this.#recipeOf(choice);
    return engine.request('detectRange', { recipe, from, to, exact, ...computing() });
  }

  /** The events at another threshold, the last one asked for; null where the network would have to run, or it fails. */
  async atThreshold(choice: TraceChoice, model_threshold: number): Promise<DetectionReport | null> {
    const trial = new AbortController();
    this.endTrial();
    this.#trial = trial;
    const { engine, computing, parameters } = this.#services;
    const recipe = this.#recipeOf(choice, { ...parameters(), model_threshold });
    const request = engine.request('detectAtOnce', { recipe, ...computing() }, { signal: trial.signal });
    // Where it fails, a detection says why.
    return request.catch(() => null);
  }

  endTrial(): void {
    this.#trial?.abort();
  }
}
