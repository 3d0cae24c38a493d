import * as vscode from 'vscode';
import type { EngineStatus } from '../engine/status';
import type { RecordingDocument } from '../recordings/recording-document';
import type { DetectionView } from '../webview-protocol/events';
import type { TraceChoice } from '../webview-protocol/trace';

/**
 * Detects events in one trace, with its progress in the view, in a notification and in the status bar. What goes
 * wrong is shown in the view; it rejects only when nothing could begin.
 */
export function detectIn(
  document: RecordingDocument,
  choice: TraceChoice,
  status: EngineStatus,
): Promise<DetectionView | undefined> {
  return Promise.resolve(
    vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: `Detecting events in ${document.name}`,
        cancellable: true,
      },
      (progress, token) => watched(document, choice, status, progress, token),
    ),
  );
}

async function watched(
  document: RecordingDocument,
  choice: TraceChoice,
  status: EngineStatus,
  progress: vscode.Progress<{ message?: string; increment?: number }>,
  token: vscode.CancellationToken,
): Promise<DetectionView | undefined> {
  let share = 0;
  let phase = '';
  const cancelling = token.onCancellationRequested(() => document.cancelDetection());
  const listening = document.onChange(() => {
    const now = document.progress;
    if (!now) return;
    const message = now.text === '' ? now.phase : `${now.phase}: ${now.text}`;
    if (now.phase !== phase) {
      // Notifications only know how far they have come: a new phase begins anew.
      progress.report({ message, increment: -share * 100 });
      share = 0;
      phase = now.phase;
    }
    const fraction = now.fraction ?? share;
    progress.report({ message, increment: (fraction - share) * 100 });
    share = fraction;
    status.working(message);
  });
  try {
    return await document.detect(choice);
  } finally {
    status.working(undefined);
    cancelling.dispose();
    listening.dispose();
  }
}
