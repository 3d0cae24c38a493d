import path from 'node:path';
import * as vscode from 'vscode';
import type { TraceChoice } from '../../common/api/views/trace';
import { UserError } from '../../common/errors';
import type { EngineService } from '../engine/service';
import { factsOf } from '../files/facts-of';
import { openFactsPanel } from '../files/facts-panel';
import type { CommandId } from '../manifest/commands';
import { TOUR } from '../manifest/walkthrough';
import type { ActiveView, FileView } from '../recordings/active-view';
import type { InterruptedDetections } from '../recordings/interrupted-detections';
import { openRecordingEditor } from '../recordings/open-editor';
import type { Documents } from '../recordings/open-recordings';
import type { RecordingDocument } from '../recordings/recording-document';
import type { RunningDetections } from '../recordings/running-detections';
import { columnForFile } from '../tour/column';
import { markDone } from '../tour/done';
import type { Sample } from '../tour/sample';
import type { TuningPanels } from '../tuning/tuning-panel';
import { createAutoDetection } from './auto-detect';
import { detectIn } from './detect';
import { detectMany } from './detect-many';
import { chooseFolder, tellWritten, writeResults } from './export';
import { exportRecordingOf } from './export-recording';
import { secondsOf } from './seconds';
import type { WrittenValues } from './written-values';

export interface HandlerServices {
  service: EngineService;
  documents: Documents;
  running: RunningDetections;
  interrupted: InterruptedDetections;
  active: ActiveView;
  sample: Sample;
  tuning: TuningPanels;
  written: WrittenValues;
  extension: vscode.Uri;
  onFailed(thrown: unknown): void;
}

/** What several commands do with a recording, whether it is shown or not. */
function recordingActions(services: HandlerServices) {
  const { documents, active } = services;

  function activeView(): FileView {
    if (!active.current)
      throw new UserError('No recording is open. Open one, then run this command again.', 'noRecording');
    return active.current;
  }

  async function withDocument<T>(
    file: vscode.Uri,
    use: (document: RecordingDocument) => Promise<T>,
  ): Promise<T> {
    const document = await documents.acquire(file);
    try {
      await document.opened;
      return await use(document);
    } finally {
      documents.release(document);
    }
  }

  async function detectFile(file: vscode.Uri): Promise<void> {
    await openRecordingEditor(file.fsPath);
    await withDocument(file, (document) => detectIn(document, document.initialChoice(), services));
  }

  async function detectInAll(recordings: string[]): Promise<void> {
    const folder = await chooseFolder(recordings[0]);
    if (folder !== undefined) await detectMany(recordings, folder, services);
  }

  async function exportFrom(document: RecordingDocument, choice: TraceChoice | undefined): Promise<void> {
    const detection = document.detection(choice);
    if (!detection) throw new UserError('There are no results to export. Detect events first.');
    const folder = await chooseFolder(document.file);
    if (folder === undefined) return;
    const files = await writeResults(document, detection, folder);
    const names = files.map((file) => path.basename(file)).join(', ');
    if (!names) return;
    markDone('use');
    await tellWritten(`Results written: ${names}`, files);
  }

  async function exportRecording(clicked?: vscode.Uri): Promise<void> {
    if (clicked && clicked.fsPath !== active.current?.document.file)
      return withDocument(clicked, (document) => exportRecordingOf(document, document.initialChoice()));
    const { document, choice } = activeView();
    await exportRecordingOf(document, choice ?? document.initialChoice());
  }

  return { activeView, withDocument, detectFile, detectInAll, exportFrom, exportRecording };
}

/** Handlers of the commands. A command of the Explorer gets the clicked and the selected files. */
export function commandHandlers(
  services: HandlerServices,
): Record<CommandId, (clicked?: vscode.Uri, selected?: vscode.Uri[]) => unknown> {
  const { service, active, extension, onFailed } = services;
  const auto = createAutoDetection(services);
  const { activeView, withDocument, detectFile, detectInAll, exportFrom, exportRecording } =
    recordingActions(services);
  return {
    async 'miniml.detectEvents'(clicked, selected = []) {
      if (selected.length > 1) return detectInAll(selected.map(({ fsPath }) => fsPath));
      // The file in the active view has a choice of channel and sweep.
      const view = active.current;
      if (clicked && clicked.fsPath !== view?.document.file) return detectFile(clicked);
      const { document, choice } = activeView();
      await detectIn(document, choice ?? document.initialChoice(), services);
    },
    async 'miniml.autoDetect'() {
      const { document, choice } = activeView();
      await auto.run(document, choice ?? document.initialChoice());
    },
    async 'miniml.undoAutoDetect'() {
      const { document, choice } = activeView();
      await auto.undo(document, choice ?? document.initialChoice());
    },
    async 'miniml.tune'(clicked) {
      const view = active.current;
      if (clicked && clicked.fsPath !== view?.document.file)
        return withDocument(clicked, async (document) => {
          if (!document.recordingInfo)
            throw new UserError(
              document.openFailure ??
                `${document.name} is not a recording. Open a recording to tune parameters.`,
            );
          await services.tuning.show({ document }, columnForFile());
        });
      await services.tuning.show(view);
    },
    'miniml.showRunningDetections': () => services.running.choose(),
    'miniml.cancelDetection'(clicked) {
      if (clicked && clicked.fsPath !== active.current?.document.file)
        return services.running.cancel(clicked.fsPath);
      return activeView().document.cancelDetection();
    },
    async 'miniml.exportResults'(clicked) {
      const view = active.current;
      if (clicked && clicked.fsPath !== view?.document.file)
        return withDocument(clicked, (document) => exportFrom(document, undefined));
      const { document, choice } = activeView();
      await exportFrom(document, choice);
    },
    'miniml.exportRecording': exportRecording,
    async 'miniml.openRecordingInfo'(clicked) {
      const file = clicked ?? vscode.Uri.file(activeView().document.file);
      await withDocument(file, async (document) => {
        const facts = factsOf(document.name, document.file, await document.fileInfo());
        openFactsPanel(extension, facts, onFailed);
      });
    },
    async 'miniml.goToTime'() {
      const view = activeView();
      const text = await vscode.window.showInputBox({
        prompt: 'Seconds from the start of the trace',
        validateInput: (value) =>
          Number.isFinite(secondsOf(value)) ? undefined : 'A number of seconds, such as 12.5',
      });
      if (text !== undefined) view.goTo(secondsOf(text));
    },
    'miniml.getStarted': () =>
      vscode.commands.executeCommand('workbench.action.openWalkthrough', TOUR, false),
    'miniml.openSettings': () =>
      vscode.commands.executeCommand('workbench.action.openSettings', '@ext:miniml.miniml'),
    'miniml.restartEngine': () => service.engine.restart(),
    'miniml.showLog': () => service.log.show(),
  };
}
