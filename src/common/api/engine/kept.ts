/** Where detections are kept between sessions, and how much of the disk they may take. */
export interface KeptStore {
  /** Absolute path. */
  folder: string;
  limit_bytes: number;
}
