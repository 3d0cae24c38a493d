import type { RequestShapes } from '../../../src/common/api/shape';
import { EXPERIMENT_REQUESTS } from '../../../src/common/api/views/experiment';
import { FACTS_REQUESTS } from '../../../src/common/api/views/facts';
import type { Requests } from '../../../src/common/api/views/messages';
import { MODEL_REQUESTS } from '../../../src/common/api/views/model';
import { RESULTS_REQUESTS } from '../../../src/common/api/views/results';
import { SCORING_REQUESTS } from '../../../src/common/api/views/scoring';
import { TRACE_REQUESTS } from '../../../src/common/api/views/trace';
import { TRAINING_REQUESTS } from '../../../src/common/api/views/training';
import { TUNING_REQUESTS } from '../../../src/common/api/views/tuning';

const SHAPES: Readonly<Record<string, object>> = {
  experiment: EXPERIMENT_REQUESTS,
  facts: FACTS_REQUESTS,
  model: MODEL_REQUESTS,
  results: RESULTS_REQUESTS,
  scoring: SCORING_REQUESTS,
  trace: TRACE_REQUESTS,
  training: TRAINING_REQUESTS,
  tuning: TUNING_REQUESTS,
};

/** What the requests of a view must be, as its host checks them. */
export function shapesOf<R extends Requests<R>>(view: string): RequestShapes<R> {
  const shapes = SHAPES[view];
  if (!shapes) throw new Error(`The requests of the view ${view} have no shapes in ${__filename}.`);
  return shapes as RequestShapes<R>;
}
