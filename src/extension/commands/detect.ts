import type { DetectionView } from '../../common/api/views/events';
import type { TraceChoice } from '../../common/api/views/trace';
import type { EngineStatus } from '../engine/status';
import { type Notification, withNotification } from '../progress/with-notification';
import type { RecordingDocument } from '../recordings/recording-document';

/**
 * Detects events in one trace, with progress in the view, in a notification and in the status bar. Failures are shown
 * in the view; it rejects only when the detection could not start.
 */
export function detectIn(
  document: RecordingDocument,
  choice: TraceChoice,
  status: EngineStatus,
): Promise<DetectionView | undefined> {
  return withNotification(`Detecting events in ${document.name}`, (notification) =>
    watchDetection(document, status, notification, () => document.detect(choice)),
  );
}

/** Shows the detection of a document in a notification and in the status bar while `work` lasts. */
export async function watchDetection<T>(
  document: RecordingDocument,
  status: EngineStatus,
  { signal, show }: Notification,
  work: () => Promise<T>,
): Promise<T> {
  const cancel = () => document.cancelDetection();
  signal.addEventListener('abort', cancel);
  const listening = document.onChange(() => {
    const { progress } = document;
    if (!progress) return;
    show(progress);
    status.working([progress.phase, progress.text].filter(Boolean).join(': '));
  });
  try {
    return await work();
  } finally {
    status.working(undefined);
    signal.removeEventListener('abort', cancel);
    listening.dispose();
  }
}
