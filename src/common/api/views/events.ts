import type { DetectedEvent } from '../../events/detection';

/** The numeric columns of an event table. */
export type EventMeasure = {
  [K in keyof DetectedEvent]-?: DetectedEvent[K] extends number ? K : never;
}[keyof DetectedEvent];

/** Why each event is one, as columns beside its measures. */
export type EventReason = keyof DetectedEvent['reason'];

/**
 * Detected events as columns, in order of time; units as in {@link DetectedEvent}. Typed arrays cross the
 * border to a webview whole and keep NaN, which objects of numbers would not.
 */
export type EventColumns = Record<EventMeasure | EventReason, Float64Array> & {
  /** 1 for events at the ends of the trace, which no average and no statistic counts. */
  border: Uint8Array;
};

/** An average event, ready to draw. */
export interface AverageView {
  /** Values around the location, in the trace's unit. */
  values: Float64Array;
  pointsBefore: number;
  count: number;
  /** Null where it could not be measured. */
  decayTau_s: number | null;
  /** amplitude · exp(−t / tau_s) + offset from sample `from` on, null if the fit did not converge. */
  fit: { amplitude: number; tau_s: number; offset: number; from: number } | null;
}

/** A detection in one trace of a recording, as an editor shows it. */
export interface DetectionView {
  id: string;
  channel: number;
  /** null: all sweeps, joined. */
  sweep: number | null;
  events: EventColumns;
  average: AverageView | null;
  frequency_hz: number;
  threshold: number;
  direction: 'negative' | 'positive';
  seconds: number;
  windows_per_s: number;
  backend: string;
  warnings: string[];
}
