import * as vscode from 'vscode';
import { editors } from '../manifest/editors';
import type { ActiveView } from '../recordings/active-view';

/** Maximum time for an editor to open. */
const TIMEOUT_MS = 15_000;
/** Width of the segment around the time. */
const SPAN_S = 0.5;

/** Opens a recording beside the active editor, at a time of one of its traces. */
export async function openRecordingAt(
  active: ActiveView,
  file: string,
  { channel, sweep, time_s }: { channel: number; sweep: number | null; time_s: number },
): Promise<void> {
  const uri = vscode.Uri.file(file);
  const ending = file.slice(file.lastIndexOf('.') + 1).toLowerCase();
  const editor = (editors.recording.extensions as readonly string[]).includes(ending)
    ? editors.recording
    : editors.hdf5;
  await vscode.commands.executeCommand('vscode.openWith', uri, editor.viewType);
  // A view can go to a time once its page has loaded and reported its trace.
  const view = await active.whenCurrent(
    ({ document, choice }) => document.file === file && choice !== undefined,
    TIMEOUT_MS,
  );
  view?.goTo(time_s, { span_s: SPAN_S, choice: { channel, sweep } });
}
