import type { RecordedTrace } from '../recordings/trace';
import type { Trace } from '../signal/trace';

/** Whether a window of a joined trace holds samples of sweeps that were not recorded right after each other. */
export function crossesSeam(trace: RecordedTrace | Trace, start: number, window: number): boolean {
  if (!('recording' in trace)) return false;
  const first = trace.origin(start).sweep;
  const last = trace.origin(start + window - 1).sweep;
  const { sweeps } = trace.recording;
  for (let sweep = first; sweep < last; sweep++) {
    const end_s = sweeps[sweep].start_s + sweeps[sweep].samples / trace.rateHz;
    if (Math.abs(sweeps[sweep + 1].start_s - end_s) * trace.rateHz > 0.5) return true;
  }
  return false;
}
