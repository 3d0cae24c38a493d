import type { OpenOptions } from './open-options';

/** Names a trace: a channel of a recording, one sweep or all of them joined. */
export interface TraceRef {
  path: string;
  open: OpenOptions;
  channel: number;
  /** undefined: all sweeps, joined in order. */
  sweep?: number;
}
