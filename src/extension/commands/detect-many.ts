import type * as vscode from 'vscode';
import type { ShownProgress } from '../../common/api/views/progress';
import { UserError } from '../../common/errors';
import type { EngineStatus } from '../engine/status';
import { showError } from '../messages/messages';
import { withNotification } from '../progress/with-notification';
import type { Documents } from '../recordings/open-recordings';
import type { RecordingDocument } from '../recordings/recording-document';
import { watchDetection } from './detect';
import { chooseFolder, tellWritten, writeResults } from './export';

/** Outcome of a detection in several recordings. */
interface Outcome {
  events: number;
  recordings: number;
  files: string[];
  failures: string[];
}

/**
 * Detects events in several recordings, one after the other, and writes the results of each when it is done. Recordings
 * that fail are listed at the end and do not stop the others.
 */
export async function detectMany(
  recordings: readonly vscode.Uri[],
  documents: Documents,
  status: EngineStatus,
): Promise<void> {
  const folder = await chooseFolder(recordings[0].fsPath);
  if (folder === undefined) return;
  const outcome: Outcome = { events: 0, recordings: 0, files: [], failures: [] };
  await withNotification('Detecting events', async ({ signal, show }) => {
    for (const [index, recording] of recordings.entries()) {
      if (signal.aborted) return;
      // Detections stay in memory while the window is open, for viewing the recordings.
      const document = await documents.acquire(recording);
      const ofAll = {
        signal,
        show: ({ text }: ShownProgress) =>
          show({
            phase: '',
            fraction: index / recordings.length,
            text: `${index + 1} of ${recordings.length}, ${document.name} ${text}`,
          }),
      };
      await watchDetection(document, status, ofAll, () => detectAndWrite(document, folder, outcome));
    }
  });
  for (const failure of outcome.failures) void showError(`miniML: ${failure}`);
  await tellWritten(
    `${outcome.events} events in ${outcome.recordings} of ${recordings.length} recordings.`,
    outcome.files,
  );
}

async function detectAndWrite(document: RecordingDocument, folder: string, outcome: Outcome): Promise<void> {
  try {
    await document.opened;
    const detection = await document.detect(document.initialChoice());
    if (document.failureOfDetection !== null) outcome.failures.push(document.failureOfDetection);
    if (!detection) return;
    outcome.events += detection.events.location.length;
    outcome.recordings++;
    outcome.files.push(...(await writeResults(document, detection, folder)));
  } catch (thrown) {
    if (!(thrown instanceof UserError)) throw thrown;
    outcome.failures.push(thrown.message);
  }
}
