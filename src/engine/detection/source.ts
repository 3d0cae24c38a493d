import path from 'node:path';
import type { DetectedEvent, Detection } from '../../common/events/detection';
import { silentTask, type Task } from '../../common/task';
import { sha256Of } from '../files/hash';
import type { RecordedTrace } from '../recordings/trace';
import type { Trace } from '../signal/trace';

/** Recording and channel of a trace; empty for a trace in memory only. */
export async function sourceOf(trace: RecordedTrace | Trace, task: Task): Promise<Detection['source']> {
  if (!('recording' in trace))
    return { path: '', sha256: '', series: '', channel: 0, channel_name: '', sweep: null };
  const { recording, channel, sweep } = trace;
  return {
    path: path.resolve(recording.path),
    // Without progress reports: the network takes longer.
    sha256: await sha256Of(recording.path, { ...silentTask(), signal: task.signal }),
    series: recording.series,
    channel,
    channel_name: recording.channels[channel].name,
    sweep: sweep ?? null,
  };
}

/** Name of a trace in messages. */
export function nameOf(trace: RecordedTrace | Trace): string {
  return 'recording' in trace ? trace.recording.path : 'The trace';
}

export function originOf(trace: RecordedTrace | Trace, sample: number): DetectedEvent['origin'] {
  return 'recording' in trace ? trace.origin(sample) : { sweep: 0, sample };
}
