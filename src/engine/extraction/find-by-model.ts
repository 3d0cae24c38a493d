import type { fillExtraction } from '../../common/parameters/fill';
import type { Task } from '../../common/task';
import { detect } from '../detection/detect';
import type { DetectionModel } from '../detection/prediction';
import type { RecordedTrace } from '../recordings/trace';
import type { Trace } from '../signal/trace';
import type { FoundWindows } from './choose-windows';
import { LEAD } from './find-by-gradient';

/**
 * Finds candidates by the prediction of a model: events with a high probability are clear; events and near misses with
 * a low one are doubtful, the least certain first; segments without any are noise. So a model can be trained on its own
 * doubtful cases once they are scored. The windows start a sixth of a window before the steepest rise.
 *
 * Every window is computed: what a screening network rules out would be taken for noise without a look.
 *
 * @param trace as recorded: the detection filters it
 */
export async function findByModel(
  trace: RecordedTrace | Trace,
  model: DetectionModel,
  p: ReturnType<typeof fillExtraction>,
  task: Task,
): Promise<FoundWindows> {
  const [high, mid, low] = [p.threshold_high, p.threshold_mid, p.threshold_low];
  const { events } = await detect(
    trace,
    model,
    { ...p, model_threshold: low, prediction_method: 'exact' },
    task,
  );
  const lead = Math.trunc(p.win_size * LEAD);
  const inside = events.filter(({ border }) => !border);
  const doubtful = inside.filter(({ score }) => score >= mid && score < high);
  return {
    clear: inside.filter(({ score }) => score >= high).map(({ location }) => location - lead),
    doubtful: doubtful.map(({ location }) => location - lead),
    certainty: doubtful.map(({ score }) => Math.abs(score - p.model_threshold)),
    suspects: events.map(({ location }) => location),
    thresholds: { high, mid, low, unit: '' },
    template: null,
  };
}
