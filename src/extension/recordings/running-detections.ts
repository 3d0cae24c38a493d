import * as vscode from 'vscode';
import { UserError } from '../../common/errors';
import { createListeners } from '../../common/listeners';
import type { EngineStatus } from '../engine/status';
import { contexts } from '../manifest/contexts';
import { showInformation } from '../messages/messages';
import { withoutIcons } from '../messages/plain-text';
import { openRecordingEditor } from './open-editor';
import type { RecordingDocument } from './recording-document';

/** The detections that run in this window, whether their recordings are shown or not. */
export interface RunningDetections {
  /** Shows a detection in the status bar until it is disposed of. */
  add(document: RecordingDocument): vscode.Disposable;
  /** Progress in a recording, in a word or a percentage; undefined where no detection runs. */
  progressIn(file: string): string | undefined;
  /** Cancels the detection in a recording, if one runs. */
  cancel(file: string): void;
  onChange(listener: () => void): vscode.Disposable;
  /** Leads to one of them, or cancels it. @throws UserError where none runs */
  choose(): Promise<void>;
  /** Says that a detection goes on whose tab was closed. */
  tellGoesOn(document: RecordingDocument): Promise<void>;
}

export function runningDetections(status: EngineStatus): RunningDetections {
  const running = new Set<RecordingDocument>();
  const listeners = createListeners<void>();
  const runningIn = (file: string) => [...running].find((document) => document.file === file);
  const show = () => {
    listeners.notify();
    const [first, ...others] = running;
    void vscode.commands.executeCommand('setContext', contexts.anyDetecting, first !== undefined);
    if (!first) return status.working(undefined);
    const { phase = '', text = '' } = first.progress ?? {};
    const more = others.length > 0 ? ` (+${others.length})` : '';
    status.working(`${first.name}${more} ${[phase, text].filter(Boolean).join(': ')}`);
  };
  return {
    add(document) {
      running.add(document);
      show();
      const listening = document.onChange(show);
      return new vscode.Disposable(() => {
        listening.dispose();
        running.delete(document);
        show();
      });
    },
    progressIn(file) {
      const document = runningIn(file);
      const { phase = '', fraction = null } = document?.progress ?? {};
      return document && (fraction === null ? phase : `${Math.round(100 * fraction)} %`);
    },
    cancel: (file) => runningIn(file)?.cancelDetection(),
    onChange: (listener) => listeners.add(listener),
    async choose() {
      if (running.size === 0)
        throw new UserError('No detection is running. Open a recording and detect events.');
      const items = [...running].flatMap((document) => {
        const name = withoutIcons(document.name);
        const { text = '' } = document.progress ?? {};
        return [
          {
            label: `$(go-to-file) Open ${name}`,
            description: text,
            run: () => openRecordingEditor(document.file),
          },
          { label: `$(debug-stop) Cancel ${name}`, run: async () => document.cancelDetection() },
        ];
      });
      const chosen = await vscode.window.showQuickPick(items, { title: 'Running Detections' });
      await chosen?.run();
    },
    async tellGoesOn(document) {
      const [open, cancel] = ['Open', 'Cancel Detection'] as const;
      const answer = await showInformation(
        `The detection in ${document.name} continues in the background.`,
        open,
        cancel,
      );
      if (answer === open) await openRecordingEditor(document.file);
      if (answer === cancel) document.cancelDetection();
    },
  };
}
