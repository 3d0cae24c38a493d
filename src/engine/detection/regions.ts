import type { Candidate } from '../../common/events/candidate';
import type { Parameters } from '../../common/parameters/parameters';
import type { Task } from '../../common/task';
import { breathe } from '../scheduling/breathe';
import type { PredictionLine } from './prediction';
import { crossings, streamedPeaks } from './streamed-peaks';

/**
 * Step 4: peaks of the prediction that are high, prominent and wide enough, and the stretch of the trace that
 * each says to search: the rise lies between a quarter and a half of a window after the windows that see the
 * event.
 *
 * Source: miniML 1.1.0, `_get_prediction_peaks` and the first lines of `_find_event_locations`. Peaks that are
 * cut by an end of the prediction are found too, and marked `border` like all that miniML leaves out.
 */
export async function findRegions(
  line: PredictionLine,
  { win_size: window, model_threshold, peak_w }: Pick<Parameters, 'win_size' | 'model_threshold' | 'peak_w'>,
  task: Task,
): Promise<Candidate[]> {
  const { peaks } = await streamedPeaks(line, model_threshold, task);
  const candidates: Candidate[] = [];
  for (const { position, height, prominence, edge } of peaks) {
    if (prominence < model_threshold) continue;
    const { left, right } = crossings(line, position, height - prominence / 2);
    const early = Math.trunc(left + window / 4);
    const from = early > right ? Math.trunc(right - (right - left) / 4) : early;
    const to = Math.trunc(right + window / 2);
    const border = edge || from <= window || to >= line.samples;
    candidates.push({
      left,
      right,
      cut: edge,
      score: height,
      prominence,
      from,
      to,
      outcome: right - left < peak_w * line.ratio ? 'narrow' : border ? 'border' : 'searched',
      rises: [],
    });
    await breathe(task);
  }
  return candidates;
}
