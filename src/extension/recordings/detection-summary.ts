import path from 'node:path';
import { DECLARATIONS, defaultParameters, type Parameters } from '../../engine/parameters/parameters';
import type { ReadySnapshot } from '../webview-protocol/trace';

/** What decides a detection, in words, for the view that offers to start one. */
export function detectionSummary(
  parameters: Parameters | undefined,
  rate_hz: number | null,
): ReadySnapshot['detection'] {
  const used = parameters ?? defaultParameters();
  const { win_size, event_direction, model_threshold, model_path } = used;
  const length = rate_hz === null ? '' : ` (${Number(((win_size / rate_hz) * 1000).toPrecision(3))} ms)`;
  return {
    window: win_size,
    summary: [
      ['Window', `${win_size} samples${length}`],
      ['Direction', event_direction],
      ['Threshold', String(model_threshold)],
      ['Model', model_path === null ? DECLARATIONS.model_path.whenNull! : path.basename(model_path)],
    ],
  };
}
