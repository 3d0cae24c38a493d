import type { Parameters } from '../../parameters/parameters';
import type { FileKind } from './file-info';

/** Store of detections between sessions: its folder, and its maximum size on the disk. */
export interface KeptStore {
  /** Absolute path. */
  folder: string;
  limit_bytes: number;
}

/** What is known of a recording's detections without reading the recording or an event. */
export interface RecordingState {
  /** null if the file cannot be read, or its ending has other uses and its contents are not ours. */
  kind: FileKind | null;
  /** The newest detection of each trace, the latest first. */
  detections: DetectionFacts[];
  /** The recording holds something else than when it was analysed. */
  recordingChanged: boolean;
  /** Results file beside the recording; null where there is none. */
  exported: string | null;
}

/** A stored detection without its events. */
export interface DetectionFacts {
  events: number;
  /** When it was made, in milliseconds since 1970. */
  made_ms: number;
  rate_hz: number;
  channel: number;
  /** null for all sweeps joined. */
  sweep: number | null;
  /** As they were used; null in files of the Python program. */
  parameters: Parameters | null;
  model_sha256: string;
}
