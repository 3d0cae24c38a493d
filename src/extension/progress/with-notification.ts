import * as vscode from 'vscode';
import type { ShownProgress } from '../../common/api/views/document';
import { plainText } from '../messages/plain-text';

/** The notification of running work. */
export interface Notification {
  /** Aborted by its Cancel button. */
  signal: AbortSignal;
  show(progress: ShownProgress): void;
}

/** Runs work with a cancellable progress notification. */
export function withNotification<T>(
  title: string,
  work: (notification: Notification) => Promise<T>,
): Promise<T> {
  return Promise.resolve(
    vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: plainText(title), cancellable: true },
      (progress, token) => {
        const cancel = new AbortController();
        token.onCancellationRequested(() => cancel.abort());
        let share = 0;
        let shown = '';
        return work({
          signal: cancel.signal,
          show({ phase, fraction, text }) {
            const message = plainText([phase, text].filter(Boolean).join(': '));
            if (phase !== shown) {
              // Notifications accept increments only: a new phase starts anew.
              progress.report({ message, increment: -share * 100 });
              share = 0;
              shown = phase;
            }
            const reached = fraction ?? share;
            progress.report({ message, increment: (reached - share) * 100 });
            share = reached;
          },
        });
      },
    ),
  );
}
