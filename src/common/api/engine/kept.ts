/** Where detections are kept between sessions, and how much of the disk they may take. */
export interface KeptStore {
  /** Absolute path. */
  folder: string;
  limit_bytes: number;
}

/** What of a detection's inputs is another than it was. */
export interface ChangedInputs {
  recording: boolean;
  model: boolean;
}
