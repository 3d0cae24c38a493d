import type { Parameters } from '../../parameters/parameters';
import type { TraceRef } from '../../traces/trace-ref';

/** A trace that is looked at to find parameters for it, and those it has now. */
export interface TunedTrace {
  trace: TraceRef;
  parameters: Parameters;
}
