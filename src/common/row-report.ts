/**
 * Status of a row of an experiment. `stale`: it was done, but recording, parameters, model or program have changed. On a
 * cluster a row also waits or runs, or is interrupted: its task has ended without a result.
 */
export type RowStatus =
  | 'to do'
  | 'done'
  | 'failed'
  | 'stale'
  | 'excluded'
  | 'waiting'
  | 'running'
  | 'interrupted';

/** What a row's results were made from; each can make them stale. */
export type RowInput = 'recording' | 'parameters' | 'model' | 'program';

/** What came out of a row, in the trace's unit and in seconds; null for what does not exist. */
export interface RowMeasures {
  unit: string;
  /** Medians over the events. */
  amplitude: number | null;
  risetime_s: number | null;
  halfdecay_s: number | null;
  /** Robust standard deviation of the trace. */
  noise_sd: number | null;
  /** Median of the trace: the holding current, or the membrane potential. */
  holding: number | null;
}

/** Status of a row. */
export interface RowReport {
  line: number;
  recording: string;
  cell: string;
  animal: string;
  group: string;
  status: RowStatus;
  /** What has changed since, if the row is stale; empty if that is unknown. */
  changed: RowInput[];
  events: number | null;
  frequency_hz: number | null;
  /** null if the row is not done, or was done by an earlier version. */
  measures: RowMeasures | null;
  flags: string[];
  error: string | null;
  /** Results file, if the row is done. */
  results: string | null;
  /** On a cluster: why the row waits, or the node it runs on. */
  note?: string;
}
