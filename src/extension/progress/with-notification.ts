import * as vscode from 'vscode';
import type { ShownProgress } from '../../common/api/views/document';
import { plainText } from '../messages/plain-text';

/** The notification of running work. */
export interface Notification {
  /** Aborted by its Cancel button. */
  signal: AbortSignal;
  show(progress: ShownProgress): void;
}

/** Work that ends sooner needs no notification, which would only flash up. */
const DELAY_MS = 500;

/** Runs work with a cancellable progress notification, once it has taken half a second. */
export async function withNotification<T>(
  title: string,
  work: (notification: Notification) => Promise<T>,
): Promise<T> {
  const cancel = new AbortController();
  let last: ShownProgress | undefined;
  let show: Notification['show'] = (progress) => {
    last = progress;
  };
  const running = work({ signal: cancel.signal, show: (progress) => show(progress) });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const delay = new Promise<'delayed'>((resolve) => {
    timer = setTimeout(() => resolve('delayed'), DELAY_MS);
  });
  try {
    // It rejects where the work has failed by then.
    if ((await Promise.race([running, delay])) !== 'delayed') return await running;
  } finally {
    clearTimeout(timer);
  }
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: plainText(title), cancellable: true },
    (progress, token) => {
      token.onCancellationRequested(() => cancel.abort());
      show = shownIn(progress);
      if (last) show(last);
      return running;
    },
  );
}

/** Notifications accept increments only, so that each phase starts anew. */
function shownIn(
  notification: vscode.Progress<{ message?: string; increment?: number }>,
): Notification['show'] {
  let share = 0;
  let shown = '';
  return ({ phase, fraction, text }) => {
    const message = plainText([phase, text].filter(Boolean).join(': '));
    if (phase !== shown) {
      notification.report({ message, increment: -share * 100 });
      share = 0;
      shown = phase;
    }
    const reached = fraction ?? share;
    notification.report({ message, increment: (reached - share) * 100 });
    share = reached;
  };
}
