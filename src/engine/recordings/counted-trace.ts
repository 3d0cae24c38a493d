import { recordedTrace } from './joined-trace';
import { withOverrides } from './overrides';
import type { Recording } from './recording';
import type { RecordedTrace } from './trace';

/**
 * A trace for code that only counts samples, to print or to draw them. It also exists for recordings of unknown
 * sampling rate; its own rate is then meaningless.
 *
 * @throws UserError when the recording lacks the channel or the sweep
 */
export function countedTrace(recording: Recording, channel: number, sweep?: number): RecordedTrace {
  const counted = recording.rateHz === undefined ? withOverrides(recording, { rateHz: 1 }) : recording;
  return recordedTrace(counted, channel, sweep);
}
