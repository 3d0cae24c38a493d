import type { SampleRange } from '../../traces/sample-ranges';

/** What a detection of one range of a trace alone finds: nearly what the detection of the whole trace will. */
export interface RangeDetection {
  range: SampleRange;
  /** Events in the range, in order; samples of the trace, values in its unit. */
  events: Record<'location' | 'peak' | 'peak_value' | 'direction', Float64Array>;
  /** Probability of an event, NaN where it was not computed; `x` in samples of the trace. */
  prediction: { x: Float64Array; y: Float32Array };
}
