import { openOptionsOf } from '../parameters/open-options';
import type { Parameters } from '../parameters/parameters';
import { recordedTrace } from '../recordings/joined-trace';
import { openRecording } from '../recordings/open';
import type { RecordedTrace } from '../recordings/trace';

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
