import type { RecordingInfo } from '../../common/api/engine/file-info';
import type { TraceChoice } from '../../common/api/views/trace';
import type { Parameters } from '../../common/parameters/parameters';

/** The trace that the parameters name, as far as the recording has it. */
export function initialChoice(
  info: RecordingInfo,
  parameters: Pick<Parameters, 'channel' | 'sweep'> | undefined,
): TraceChoice {
  const channel = Math.min(parameters?.channel ?? 0, info.channels.length - 1);
  const sweep = parameters?.sweep ?? null;
  return { channel, sweep: sweep !== null && sweep < info.sweeps ? sweep : null };
}

export function sameTrace(a: TraceChoice, b: TraceChoice): boolean {
  return a.channel === b.channel && a.sweep === b.sweep;
}
