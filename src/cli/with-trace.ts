import type { Parameters } from '../common/parameters/parameters';
import { openOptionsOf } from '../common/traces/open-options';
import { recordedTrace } from '../engine/recordings/joined-trace';
import { openRecording } from '../engine/recordings/open';
import type { RecordedTrace } from '../engine/recordings/trace';

/**
 * Opens the trace that parameters mean in a recording, and closes the recording after the work.
 *
 * @throws UserError when there is no such trace, or nobody says its sampling rate
 */
export async function withTrace<T>(
  file: string,
  parameters: Parameters,
  work: (trace: RecordedTrace) => Promise<T>,
): Promise<T> {
  const recording = await openRecording(file, openOptionsOf(parameters));
  try {
    return await work(recordedTrace(recording, parameters.channel, parameters.sweep ?? undefined));
  } finally {
    recording.close();
  }
}
