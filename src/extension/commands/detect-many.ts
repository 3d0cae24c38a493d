import * as vscode from 'vscode';
import type { ShownProgress } from '../../common/api/views/document';
import { UserError } from '../../common/errors';
import { count } from '../../common/text/numbers';
import { RECORDINGS_VIEW } from '../manifest/side-bar';
import { showError } from '../messages/messages';
import { type Notification, withNotification } from '../progress/with-notification';
import type { InterruptedDetections } from '../recordings/interrupted-detections';
import type { RecordingDocument } from '../recordings/recording-document';
import { type DetectServices, watchDetection } from './detect';
import { mayReplaceResults, tellWritten, writeResults } from './export';

/** Outcome of a detection in several recordings. */
interface Outcome {
  events: number;
  recordings: number;
  files: string[];
  failures: string[];
}

/** Where results go, and whether existing ones are replaced; undefined asks for each. */
interface Target {
  folder: string;
  replace: boolean | undefined;
}

export interface BatchServices extends DetectServices {
  interrupted: InterruptedDetections;
}

/**
 * Detects events in several recordings, one after the other, and writes the results of each as it is done. A
 * recording that fails is named at the end and does not stop the others. A window that is reloaded or killed goes on
 * with those that are left.
 *
 * @param folder for the results
 */
export async function detectMany(
  recordings: readonly string[],
  folder: string,
  services: BatchServices,
): Promise<void> {
  const outcome: Outcome = { events: 0, recordings: 0, files: [], failures: [] };
  const replace = await mayReplaceResults(recordings, folder);
  const workOn = (left: readonly string[]) => ({ kind: 'batch' as const, recordings: [...left], folder });
  const cancelled = await withNotification('Detecting events', (notification) =>
    services.interrupted.during(workOn(recordings), async (update) => {
      for (const index of recordings.keys()) {
        if (notification.signal.aborted) break;
        await oneOfMany(recordings, index, { folder, replace }, outcome, notification, services);
        await update(workOn(recordings.slice(index + 1)));
      }
      return notification.signal.aborted;
    }),
  );
  for (const failure of outcome.failures) void showError(`miniML: ${failure}`);
  await tellWritten(summaryOf(outcome, recordings.length, cancelled), outcome.files, {
    label: 'Show Recordings',
    command: `${RECORDINGS_VIEW}.focus`,
  });
}

function summaryOf({ events, recordings, files }: Outcome, of: number, cancelled: boolean): string {
  if (!cancelled || recordings === of)
    return `${count(events, 'event')} in ${recordings} of ${count(of, 'recording')}.`;
  const written = files.length > 0 ? 'Their results were written.' : 'No results were written.';
  return `Cancelled after ${recordings} of ${count(of, 'recording')}: ${count(events, 'event')}. ${written}`;
}

async function oneOfMany(
  recordings: readonly string[],
  index: number,
  target: Target,
  outcome: Outcome,
  { signal, show }: Notification,
  { documents, running }: BatchServices,
): Promise<void> {
  const document = await documents.acquire(vscode.Uri.file(recordings[index]));
  try {
    const ofAll = {
      signal,
      show: ({ text }: ShownProgress) =>
        show({
          phase: '',
          fraction: index / recordings.length,
          text: `${index + 1} of ${recordings.length}, ${document.name} ${text}`,
        }),
    };
    await watchDetection(document, running, ofAll, () => detectAndWrite(document, target, outcome));
  } finally {
    documents.release(document);
  }
}

async function detectAndWrite(
  document: RecordingDocument,
  { folder, replace }: Target,
  outcome: Outcome,
): Promise<void> {
  try {
    await document.opened;
    const detection = await document.detect(document.initialChoice(), true);
    if (document.failureOfDetection !== null) outcome.failures.push(document.failureOfDetection);
    if (!detection) return;
    outcome.events += detection.events.location.length;
    outcome.recordings++;
    outcome.files.push(...(await writeResults(document, detection, folder, replace)));
  } catch (thrown) {
    if (!(thrown instanceof UserError)) throw thrown;
    outcome.failures.push(thrown.message);
  }
}
