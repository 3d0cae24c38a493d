import * as vscode from 'vscode';
import type { DetectionView } from '../../common/api/views/events';
import type { TraceChoice } from '../../common/api/views/trace';
import { count } from '../../common/text/numbers';
import { showError, showInformation } from '../messages/messages';
import { type Notification, withNotification } from '../progress/with-notification';
import { openRecordingEditor } from '../recordings/open-editor';
import type { Documents } from '../recordings/open-recordings';
import type { RecordingDocument } from '../recordings/recording-document';
import type { RunningDetections } from '../recordings/running-detections';

export interface DetectServices {
  documents: Documents;
  running: RunningDetections;
}

/**
 * Detects events in one trace, with its progress in the view, in a notification and in the status bar. It goes on when
 * the view is closed. What goes wrong is shown in the view, or said where there is none; it rejects only when nothing
 * could begin.
 */
export async function detectIn(
  { file }: RecordingDocument,
  choice: TraceChoice,
  services: DetectServices,
): Promise<DetectionView | undefined> {
  const document = await services.documents.acquire(vscode.Uri.file(file));
  try {
    const found = await withNotification(`Detecting events in ${document.name}`, (notification) =>
      watchDetection(document, services.running, notification, () => document.detect(choice)),
    );
    if (document.views === 0) void tellOutcome(document, found);
    return found;
  } finally {
    services.documents.release(document);
  }
}

/** Shows the detection of a document in a notification and in the status bar while `work` lasts. */
export async function watchDetection<T>(
  document: RecordingDocument,
  running: RunningDetections,
  { signal, show }: Notification,
  work: () => Promise<T>,
): Promise<T> {
  const cancel = () => document.cancelDetection();
  signal.addEventListener('abort', cancel);
  const shown = running.add(document);
  const listening = document.onChange(() => {
    if (document.progress) show(document.progress);
  });
  try {
    return await work();
  } finally {
    shown.dispose();
    signal.removeEventListener('abort', cancel);
    listening.dispose();
  }
}

/** Says how a detection ended that no view shows. One that was cancelled has nothing to say. */
async function tellOutcome(document: RecordingDocument, found: DetectionView | undefined): Promise<void> {
  const open = 'Open';
  const failure = document.failureOfDetection;
  if (!found && failure === null) return;
  const answer = found
    ? await showInformation(
        `${count(found.events.location.length, 'event')} detected in ${document.name}.`,
        open,
      )
    : await showError(`The detection in ${document.name} failed. ${failure}`, open);
  if (answer === open) await openRecordingEditor(document.file);
}
