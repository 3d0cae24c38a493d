import type { EventColumns } from '../../../common/api/views/events';
import type { TraceWindow } from '../../../common/traces/trace-window';
import type { Viewport } from '../viewport';

/** All that the plot draws, in samples of the trace and in its unit. */
export interface Scene {
  view: Viewport;
  rate_hz: number;
  unit: string;
  channel: string;
  yRange: readonly [min: number, max: number];
  raw: TraceWindow | undefined;
  filtered: TraceWindow | undefined;
  /** Absent until there is a detection. */
  prediction: { window: TraceWindow | undefined; threshold: number } | undefined;
  events: EventColumns | undefined;
  direction: 'negative' | 'positive';
  selected: number | null;
  /** Samples of the detection's window, shown until there are events. */
  window: number;
  /** Stretches that the parameters leave out, in samples, in order. */
  excluded: readonly { from: number; to: number }[];
  borders: readonly number[];
  tags: readonly { sample: number; comment: string }[];
}
