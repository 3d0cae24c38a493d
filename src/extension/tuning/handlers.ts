import type { Handlers } from '../../common/api/views/messages';
import type { TuningRequests } from '../../common/api/views/tuning';
import { previewHandlers } from './previews';
import type { TuningHost } from './tuning-host';
import { windowSizeHandlers } from './window-size';

/** What the frame of the panel answers itself. */
type FrameRequest = 'snapshot' | 'use' | 'undo' | 'showWritten' | 'cancel' | 'showTrace' | 'focus';

/** What the views ask for, each view's requests from a file of its own. */
export function viewHandlers(host: TuningHost): Omit<Handlers<TuningRequests>, FrameRequest> {
  return {
    ...windowSizeHandlers(host),
    ...previewHandlers(host),
    window: (stretch) => host.document().window({ ...host.choice(), ...stretch, filtered: false }),
  };
}
