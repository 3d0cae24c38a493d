import type { EventColumns } from '../../events/event-columns';
import type { Warning } from '../../warning';

export type { EventColumns };

/** An average event, ready to draw. */
export interface AverageView {
  /** Values around the location, in the trace's unit. */
  values: Float64Array;
  pointsBefore: number;
  count: number;
  /** Null where it could not be measured, or where the fit means nothing. */
  decayTau_s: number | null;
  /**
   * amplitude · exp(−t / tau_s) + offset from sample `from` on; null if the fit did not converge, 'meaningless' where it
   * settled on something that is no decay.
   */
  fit: { amplitude: number; tau_s: number; offset: number; from: number } | 'meaningless' | null;
}

/** The detection in one trace of a recording, as an editor shows it. */
export interface DetectionView {
  id: string;
  channel: number;
  /** null: all sweeps, joined. */
  sweep: number | null;
  events: EventColumns;
  average: AverageView | null;
  frequency_hz: number;
  threshold: number;
  /** Name and value of the parameters it was made with, as text, as in `ReadySnapshot.detection`. */
  used: [name: string, value: string][];
  direction: 'negative' | 'positive' | 'both';
  seconds: number;
  windows_per_s: number;
  backend: string;
  /** Set if windows without an event were not computed. */
  partial?: true;
  warnings: Warning[];
  /** When it was made, in milliseconds since 1970. */
  made_ms: number;
  /** Name of the results beside the recording that hold it too; null where there are none. */
  exported: string | null;
  /** Why it would be another one now, a few words for each reason. */
  stale: string[];
}
