import * as vscode from 'vscode';
import { UserError } from '../../engine/errors';
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

/** Detects events in several files, one after the other; returns what was found and what failed. */
export async function detectInAll(
  documents: readonly RecordingDocument[],
  status: EngineStatus,
): Promise<{ found: [RecordingDocument, DetectionView][]; failures: string[]; cancelled: boolean }> {
  const found: [RecordingDocument, DetectionView][] = [];
  const failures: string[] = [];
  let cancelled = false;
  await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: 'Detecting events', cancellable: true },
    async (progress, token) => {
      token.onCancellationRequested(() => {
        cancelled = true;
        for (const document of documents) document.cancelDetection();
      });
      for (const [index, document] of documents.entries()) {
        if (cancelled) return;
        progress.report({ message: `${index + 1} of ${documents.length}: ${document.name}` });
        const detection = await detectQuietly(document, status, failures);
        if (detection) found.push([document, detection]);
        progress.report({ increment: 100 / documents.length });
      }
    },
  );
  return { found, failures, cancelled };
}

async function detectQuietly(
  document: RecordingDocument,
  status: EngineStatus,
  failures: string[],
): Promise<DetectionView | undefined> {
  const listening = document.onChange(() => status.working(document.progress?.text || undefined));
  try {
    const detection = await document.detect(document.initialChoice());
    if (document.failureOfDetection !== null) failures.push(document.failureOfDetection);
    return detection;
  } catch (thrown) {
    if (!(thrown instanceof UserError)) throw thrown;
    failures.push(thrown.message);
    return undefined;
  } finally {
    listening.dispose();
    status.working(undefined);
  }
}
