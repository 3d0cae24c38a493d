import type { fillExtraction } from '../../common/parameters/fill';
import type { Task } from '../../common/task';
import { hannSmoothedTrace } from '../signal/local-filters';
import type { Trace } from '../signal/trace';
import { criterionTrace } from './criterion';
import { levelCrossings } from './crossings';
import type { FoundWindows } from './found';
import { makeTemplate } from './template';

/**
 * Candidates by a sliding template: each is where the criterion first passes a threshold, and its window begins
 * where the template does. Source: miniML 1.1.0, extraction of training data; Clements and Bekkers (1997).
 */
export async function findByTemplate(
  trace: Trace,
  p: ReturnType<typeof fillExtraction>,
  task: Task,
): Promise<FoundWindows> {
  const template = makeTemplate(p.win_size, p.template_rise / 1000, p.template_decay / 1000, trace.rateHz);
  const smooth = hannSmoothedTrace(trace, p.template_smoothing);
  const criterion = criterionTrace(smooth, template.values);
  const [high, mid, low] = [p.threshold_high, p.threshold_mid, p.threshold_low];
  const direction = p.event_direction === 'negative' ? -1 : 1;
  const crossings = await levelCrossings(criterion, direction, [high, mid, low], task);
  const before = Math.floor(template.values.length / 2);
  const [clear, doubtful, suspects] = crossings.map((samples) =>
    samples.map((sample) => sample - before).filter((start) => start > 0),
  );
  return {
    clear,
    doubtful,
    certainty: null,
    suspects,
    thresholds: { high: direction * high, mid: direction * mid, low: direction * low, unit: '' },
    template,
  };
}
