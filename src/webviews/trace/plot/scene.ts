import type { EventColumns } from '../../../common/api/views/events';
import type { TraceWindow } from '../../../common/traces/trace-window';
import type { Viewport } from '../viewport';

/** What a mark needs to know of events, in order. */
export type MarkedEvents = Pick<EventColumns, 'location' | 'peak' | 'peak_value' | 'direction'>;

/** A channel in a stack below the trace. */
export interface ChannelBelow {
  name: string;
  unit: string;
  window: TraceWindow | undefined;
  yRange: readonly [min: number, max: number];
}

/** Scene of the plot, in samples of the trace and in its unit. */
export interface Scene {
  view: Viewport;
  rate_hz: number;
  unit: string;
  channel: string;
  /** Drawn in the corner of the plot. */
  caption?: string;
  yRange: readonly [min: number, max: number];
  /** Hint if the axis clips the trace; undefined if the user set the axis. */
  clippedText?: string;
  raw: TraceWindow | undefined;
  filtered: TraceWindow | undefined;
  /** Absent until there is a detection or a preview. */
  prediction:
    | {
        window: TraceWindow | undefined;
        threshold: number;
        /** Events at another threshold that is tried, as text; undefined if none is. */
        tried?: string | undefined;
        /** Where another one is written to; absent where there is no detection to change. */
        target?: string;
        /** What is said in the lane beside its name. */
        note?: string | undefined;
      }
    | undefined;
  events: EventColumns | undefined;
  /** Events of the part in view, where there is no detection; `complete` once all of it is known. */
  preview?: { events: MarkedEvents; complete: boolean } | undefined;
  /** The events would be others now: they are drawn as outlines. */
  stale: boolean;
  selected: number | null;
  /** The detection window in samples, shown until there are events; 0 if it is drawn elsewhere. */
  window: number;
  /** Excluded intervals in samples, sorted. */
  excluded: readonly { from: number; to: number }[];
  /** Other sweeps of the channel and the mean of all, over the same time; undefined if a single trace is drawn. */
  overlay?: { sweeps: readonly TraceWindow[]; mean: TraceWindow | undefined; count: number };
  /** Other channels, each on its own axis below the trace. */
  channels?: readonly ChannelBelow[];
  /** First samples of all sweeps but the first. */
  borders: readonly number[];
  tags: readonly { sample: number; comment: string }[];
}
