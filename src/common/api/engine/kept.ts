/** Store of detections between sessions: its folder, and its maximum size on the disk. */
export interface KeptStore {
  /** Absolute path. */
  folder: string;
  limit_bytes: number;
}
