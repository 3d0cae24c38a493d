import type { TakenAxes } from '../../parameters/axes';
import type { Warning } from '../../warning';

/** HDF5 files of all kinds end with .h5. */
export type FileKind = FileInfo['kind'];

export type FileInfo = RecordingInfo | TrainingSetInfo | ResultsInfo | ModelInfo;

export interface RecordingInfo {
  kind: 'recording';
  format: string;
  version: string;
  series: string;
  all_series: string[];
  /** null if neither the file nor the caller gives it. */
  rate_hz: number | null;
  channels: { name: string; unit: string }[];
  sweeps: number;
  /** One per sweep. */
  samples: number[];
  /** Present where the numbers of samples, and so the duration, are estimates. */
  samples_estimated?: true;
  sweep_starts_s: number[];
  duration_s: number | null;
  tags: { time_s: number; comment: string }[];
  protocol: string;
  start: string | null;
  facts: [name: string, value: string][];
  /** How the axes of an array were taken, where the user may say otherwise; null for all other recordings. */
  axes: TakenAxes | null;
  /** Missing, doubtful or truncated parts of the recording. */
  warnings: Warning[];
}

export interface TrainingSetInfo {
  kind: 'training set';
  format: string;
  version: string;
  windows: number;
  length: number;
  /** Number of windows per score; unscored ones under "unscored". */
  scores: Record<string, number>;
  rate_hz: number | null;
  unit: string;
}

export interface ResultsInfo {
  kind: 'results';
  format: string;
  version: string;
  events: number;
  source: string;
  unit: string;
  attributes: Record<string, string | number>;
}

export interface ModelInfo {
  kind: 'model';
  format: string;
  version: string;
  name: string;
  input_length: number;
  parameters: number;
  layers: { name: string; kind: string; output_shape: number[]; parameters: number; detail: string }[];
}
