import { existsSync } from 'node:fs';
import * as vscode from 'vscode';
import type { ExperimentRuns } from '../experiments/experiment-runs';
import type { DetectionWork } from '../recordings/interrupted-detections';
import { detectIn } from './detect';
import { type BatchServices, detectMany } from './detect-many';

/**
 * Goes on with what a window left that was reloaded or killed: the engine starts where the finished blocks end. A
 * recording that is gone is passed over.
 */
export async function resumeDetection(
  work: DetectionWork,
  services: BatchServices & { experiments: Pick<ExperimentRuns, 'start'> },
): Promise<void> {
  if (work.kind === 'experiment') {
    if (existsSync(work.file)) await services.experiments.start(work.file, work.lines);
    return;
  }
  if (work.kind === 'batch') {
    const there = work.recordings.filter((recording) => existsSync(recording));
    if (there.length > 0) await detectMany(there, work.folder, services);
    return;
  }
  if (!existsSync(work.recording)) return;
  const document = await services.documents.acquire(vscode.Uri.file(work.recording));
  try {
    await document.opened;
    if (document.recordingInfo && !document.progress) await detectIn(document, work.choice, services);
  } finally {
    services.documents.release(document);
  }
}
