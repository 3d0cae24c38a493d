import * as vscode from 'vscode';
import {
  TRAINING_REQUESTS,
  type TrainingAction,
  type TrainingNotices,
  type TrainingRequests,
} from '../../common/api/views/training';
import type { ScoringHostCommandId } from '../manifest/scoring-commands';
import { isInUse, onModelSetting } from '../models/use-model';
import { columnForFile } from '../tour/column';
import { showPage } from '../webviews/page';
import { serveWebview } from '../webviews/serve';
import { mistakeSamples, type ReadWindows } from './mistake-samples';
import type { TrainingJob } from './training-job';

export interface TrainingPanelServices {
  extension: vscode.Uri;
  act(action: TrainingAction): unknown;
  readWindows: ReadWindows;
  onFailed(thrown: unknown): void;
}

/** Shows a job in a separate tab. Closing the tab does not stop a training: its notification stays. */
export function openTrainingPanel(
  job: TrainingJob,
  { extension, act, readWindows, onFailed }: TrainingPanelServices,
): vscode.WebviewPanel {
  const { kind, model } = job.snapshot();
  const title = `${kind === 'training' ? 'Training' : 'Evaluation'}: ${model}`;
  const panel = vscode.window.createWebviewPanel('miniml.training', title, columnForFile());
  const file = vscode.Uri.file(job.description.model);
  const served = serveWebview<TrainingRequests, TrainingNotices>(
    panel.webview,
    TRAINING_REQUESTS,
    {
      snapshot: () => job.snapshot(),
      inUse: () => isInUse(file),
      run: ({ action }) => void act(action),
      mistakeSamples: ({ most }) => mistakeSamples(job.report?.mistakes.slice(0, most) ?? [], readWindows),
      async openMistake({ index }) {
        const mistake = job.report?.mistakes[index];
        if (!mistake) return;
        const command = 'miniml.goToWindow' satisfies ScoringHostCommandId;
        await vscode.commands.executeCommand(command, mistake.row, vscode.Uri.file(mistake.file));
      },
    },
    onFailed,
  );
  const listening = vscode.Disposable.from(
    job.onNotice((name, notice) => served.notify(name, notice)),
    onModelSetting(() => served.notify('inUse', isInUse(file))),
  );
  panel.onDidDispose(() => {
    listening.dispose();
    served.dispose();
  });
  showPage(panel.webview, extension, 'training', title);
  return panel;
}
