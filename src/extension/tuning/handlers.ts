import type { Handlers } from '../../common/api/views/messages';
import type { TuningRequests } from '../../common/api/views/tuning';
import { previewHandlers } from './previews';
import type { TuningHost } from './tuning-host';
import { windowSizeHandlers } from './window-size';

/** Requests handled by the panel itself. */
type FrameRequest = 'snapshot' | 'use' | 'undo' | 'showWritten' | 'cancel' | 'showTrace' | 'focus';

/** Handlers of the tabs' requests, one file per tab. */
export function viewHandlers(host: TuningHost): Omit<Handlers<TuningRequests>, FrameRequest> {
  return {
    ...windowSizeHandlers(host),
    ...previewHandlers(host),
    window: (stretch) => host.document().window({ ...host.choice(), ...stretch, filtered: false }),
  };
}
