import path from 'node:path';
import * as vscode from 'vscode';
import type { TraceChoice } from '../../common/api/views/trace';
import { CancelledError } from '../../common/errors';
import { progressText } from '../progress/progress-text';
import { withNotification } from '../progress/with-notification';
import type { RecordingDocument } from '../recordings/recording-document';
import { tellWritten } from './export';

/**
 * Asks what of a recording is written and where, and writes it as NWB, HDF5 or ABF. Recordings are never replaced.
 *
 * @throws CancelledError when the user cancels
 */
export async function exportRecordingOf(document: RecordingDocument, choice: TraceChoice): Promise<void> {
  const cleaned = await whatToWrite(document, choice);
  const out = await whereTo(document.file, cleaned);
  const start = await startFor(document, out);
  const { notes } = await withNotification(`Exporting ${document.name}`, ({ signal, show }) => {
    const toText = progressText();
    return document.exportRecording(
      { choice, out, cleaned, ...(start !== undefined && { start }) },
      { signal, onProgress: (progress) => show(toText(progress)) },
    );
  });
  await tellWritten([`${path.basename(out)} written.`, ...notes].join(' '), [out]);
}

async function whatToWrite(document: RecordingDocument, { channel, sweep }: TraceChoice): Promise<boolean> {
  const info = document.recordingInfo;
  const name = info?.channels[channel]?.name ?? `channel ${channel + 1}`;
  const sweeps = sweep === null ? 'all sweeps' : `sweep ${sweep + 1}`;
  const picked = await vscode.window.showQuickPick(
    [
      {
        label: 'As Recorded',
        detail: 'All channels and sweeps; NWB also holds the detected events.',
        cleaned: false,
      },
      {
        label: 'Cleaned Trace',
        detail: `${name}, ${sweeps}, as its events are measured: filtered, excluded intervals bridged.`,
        cleaned: true,
      },
    ],
    { title: `Export ${document.name}` },
  );
  if (!picked) throw new CancelledError();
  return picked.cleaned;
}

async function whereTo(file: string, cleaned: boolean): Promise<string> {
  const stem = path.join(path.dirname(file), path.parse(file).name);
  const uri = await vscode.window.showSaveDialog({
    title: 'Export Recording',
    defaultUri: vscode.Uri.file(`${stem}_${cleaned ? 'cleaned' : 'export'}.nwb`),
    filters: { 'Neurodata Without Borders': ['nwb'], HDF5: ['h5'], 'Axon Binary Format': ['abf'] },
  });
  if (!uri) throw new CancelledError();
  return uri.fsPath;
}

/** NWB needs the start of the recording. */
async function startFor(document: RecordingDocument, out: string): Promise<string | undefined> {
  if (path.extname(out).toLowerCase() !== '.nwb' || document.recordingInfo?.start !== null) return undefined;
  const start = await vscode.window.showInputBox({
    title: 'Start of the Recording',
    prompt: `${document.name} has no start time, which NWB requires.`,
    placeHolder: SOME_START,
    validateInput: wrongStart,
  });
  if (start === undefined) throw new CancelledError();
  return start;
}

/** The start of a recording as it is typed. */
export const SOME_START = '2024-05-31T14:30:00';

/** What is wrong with a start that was typed; undefined if nothing is. */
export function wrongStart(typed: string): string | undefined {
  return Number.isNaN(Date.parse(typed)) ? `Date and time, as in ${SOME_START}` : undefined;
}
