import { recordedTrace } from './joined-trace';
import { withOverrides } from './overrides';
import type { Recording } from './recording';
import type { RecordedTrace } from './trace';

/**
 * A trace for those who only count samples, to print or to draw them: it exists for recordings too whose
 * sampling rate nobody knows, and its own rate then means nothing.
 *
 * @throws UserError when the recording lacks the channel or the sweep
 */
export function countedTrace(recording: Recording, channel: number, sweep?: number): RecordedTrace {
  const counted = recording.rateHz === undefined ? withOverrides(recording, { rateHz: 1 }) : recording;
  return recordedTrace(counted, channel, sweep);
}
