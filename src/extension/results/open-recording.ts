import * as vscode from 'vscode';
import { editors } from '../manifest/editors';
import type { ActiveView } from '../recordings/active-view';

/** How long an editor may take to be there. */
const timeout_ms = 15_000;
/** Around the time that is shown. */
const span_s = 0.5;

/** Opens a recording beside what is shown now, at a time of one of its traces. */
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
  const deadline = performance.now() + timeout_ms;
  // A view that is being built would not hear where to go; it says what it shows once it is.
  while (active.current?.document.file !== file || active.current.choice === undefined) {
    if (performance.now() > deadline) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  active.current.goTo(time_s, { span_s, choice: { channel, sweep } });
}
