import * as vscode from 'vscode';
import { UserError } from '../common/errors';
import { baseModelPath } from '../engine/files/model-path';
import { detectIn } from './commands/detect';
import { commandGuard, registerActions, registerCommands, registerHandlers } from './commands/register';
import { resumeDetection } from './commands/resume-detection';
import { createWrittenValues } from './commands/written-values';
import { editsHost } from './editing/edits-host';
import { startEngineService } from './engine/service';
import { registerExperimentEditor } from './experiments/experiment-editor';
import { experimentRuns } from './experiments/experiment-runs';
import type { ExperimentView } from './experiments/experiment-view';
import { newExperimentHandlers } from './experiments/new-experiment';
import { registerFileEditor } from './files/file-editor';
import { contexts } from './manifest/contexts';
import { experimentCommands } from './manifest/experiment-commands';
import { tuningCommands } from './manifest/tuning-commands';
import { showInformation } from './messages/messages';
import { parameterFileHandlers } from './parameter-files/commands';
import { watchParameterFiles } from './parameter-files/watch';
import { createActiveView } from './recordings/active-view';
import { interruptedDetections } from './recordings/interrupted-detections';
import { keptStorage } from './recordings/kept-storage';
import { createDocuments } from './recordings/open-recordings';
import { runningDetections } from './recordings/running-detections';
import { registerResultsCommands } from './results/commands';
import { openRecordingAt } from './results/open-recording';
import { ResultsDocument } from './results/results-document';
import type { ResultsView } from './results/results-view';
import { exportsTeller } from './results/tell-exports';
import { registerScoringCommands, rehearseScoringCommands } from './scoring/commands';
import { openScoringDocument } from './scoring/open-scoring-document';
import type { ScoringView } from './scoring/scoring-view';
import { sideBarHandlers } from './side-bar/commands';
import { RecordingsView } from './side-bar/recordings-view';
import { tensorFlowHandlers } from './tensorflow/commands';
import { createSample } from './tour/sample';
import { trainingHandlers } from './training/commands';
import { type InterruptedTrainings, interruptedTrainings } from './training/interrupted';
import { createTuningPanels, type TuningPanelView } from './tuning/tuning-panel';
import { createActiveFocus } from './webviews/active-focus';

/** Called by VS Code when one of our files, commands or languages is first used. */
export function activate(context: vscode.ExtensionContext): void {
  const services = createServices(context);
  watchParameterFiles(context, services.documents, services.onFailed);
  register(context, services);
}

/** Services shared by editors and commands. */
function createServices(context: vscode.ExtensionContext) {
  const service = startEngineService(context);
  const storage = (name: string) => vscode.Uri.joinPath(context.globalStorageUri, name).fsPath;
  const kept = keptStorage(context.globalStorageUri.fsPath, (line) => service.log.warn(line));
  const interrupted = interruptedDetections(storage('running'), openFolders());
  context.subscriptions.push(kept, interrupted);
  const documents = createDocuments({
    service,
    memory: context.workspaceState,
    storage: context.globalStorageUri.fsPath,
    kept,
    interrupted,
  });
  const running = runningDetections(service.status);
  const activeExperiment = createActiveFocus<ExperimentView>(contexts.experiment);
  const experiments = experimentRuns({
    engine: service.engine,
    interrupted,
    isShown: (file) => activeExperiment.current?.document.file === file,
  });
  const detecting = { documents, running, interrupted, experiments };
  const written = createWrittenValues(documents.parameterFileOf);
  const active = createActiveView(written);
  const activeScoring = createActiveFocus<ScoringView>(contexts.scoring, rehearseScoringCommands);
  const activeResults = createActiveFocus<ResultsView>(contexts.results);
  const extension = context.extensionUri;
  /** The user sees the sentence at the view or command concerned; a bug leaves its stack in the log. */
  const onFailed = (thrown: unknown) => {
    if (thrown instanceof UserError) service.log.warn(thrown.message);
    else service.log.error(thrown instanceof Error ? thrown : String(thrown));
  };
  const sample = createSample(service.engine, context.globalStorageUri);
  const guarded = commandGuard({ service, sample, onFailed });
  const activeTuning = createActiveFocus<TuningPanelView>(contexts.tuning);
  const tuning = createTuningPanels({
    engine: service.engine,
    documents,
    extension,
    activeTrace: active,
    activeTuning,
    detect: async (document, choice) => void (await detectIn(document, choice, detecting)),
    onFailed,
  });
  const resultsServices = {
    engine: service.engine,
    ...editsHost(context, service.log, 'Discard My Changes'),
    tellExports: exportsTeller(),
  };
  return {
    service,
    kept,
    documents,
    detecting,
    active,
    activeScoring,
    activeResults,
    activeTuning,
    activeExperiment,
    sample,
    guarded,
    tuning,
    written,
    resultsServices,
    onFailed,
  };
}

function trainingsIn(storage: vscode.Uri): InterruptedTrainings {
  return interruptedTrainings(vscode.Uri.joinPath(storage, 'trainings').fsPath, openFolders, showInformation);
}

function openFolders(): string[] {
  return (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath);
}

/** Editors and commands, each with what it needs of the others. */
function register(context: vscode.ExtensionContext, services: ReturnType<typeof createServices>): void {
  const { service, documents, detecting, active, activeScoring, activeResults } = services;
  const { kept, sample, guarded, tuning, written, resultsServices, onFailed } = services;
  const extension = context.extensionUri;
  const recordingsView = new RecordingsView({
    engine: service.engine,
    documents,
    kept,
    running: detecting.running,
    onFailed,
  });
  context.subscriptions.push(
    registerFileEditor({
      engine: service.engine,
      extension,
      active,
      activeScoring,
      activeResults,
      documents,
      onFailed,
      openScoring: (uri, backup) =>
        openScoringDocument(uri, backup, service, context, documents.parametersOf),
      openResults: (uri, backup) => new ResultsDocument(uri.fsPath, resultsServices, backup),
      openRecording: (file, place) => openRecordingAt(active, file, place),
      written,
      detect: async (document, choice) => void (await detectIn(document, choice, detecting)),
      tellGoesOn: (document) => detecting.running.tellGoesOn(document),
    }),
    tuning,
    registerCommands({ service, ...detecting, active, sample, tuning, written, extension, onFailed }),
    recordingsView,
    registerHandlers(
      sideBarHandlers({ engine: service.engine, kept, ...detecting, view: recordingsView }),
      guarded,
    ),
    registerResultsCommands(activeResults, guarded),
    registerScoringCommands(activeScoring, guarded),
    ...experimentEditing(context, services),
    registerHandlers(
      trainingHandlers({
        engine: service.engine,
        extension,
        sample,
        resolved: documents.resolved,
        interrupted: trainingsIn(context.globalStorageUri),
        activeTrainingSet: () => activeScoring.current?.document.file,
        baseModel: baseModelPath(),
        onFailed,
        guarded,
        showLog: () => service.log.show(),
      }),
      guarded,
    ),
    registerHandlers(tensorFlowHandlers({ service, extension, storage: context.globalStorageUri }), guarded),
    registerHandlers(
      parameterFileHandlers({
        engine: service.engine,
        activeRecording: () => active.current?.document.file,
        resolved: documents.resolved,
        chooseParameterFile: documents.chooseParameterFile,
      }),
      guarded,
    ),
  );
  detecting.interrupted.resume((work) => resumeDetection(work, detecting)).catch(onFailed);
}

/** The editor of experiments and its commands, and those of the tuning panel. */
function experimentEditing(
  { extensionUri: extension, workspaceState: memory }: vscode.ExtensionContext,
  {
    service,
    documents,
    detecting,
    kept,
    guarded,
    activeExperiment,
    activeTuning,
    onFailed,
  }: ReturnType<typeof createServices>,
): vscode.Disposable[] {
  const { engine, log } = service;
  return [
    registerActions(tuningCommands, (action) => activeTuning.current?.act(action)),
    registerExperimentEditor({
      engine,
      extension,
      runs: detecting.experiments,
      active: activeExperiment,
      documents,
      kept,
      memory,
      showLog: () => log.show(),
      onFailed,
    }),
    registerActions(experimentCommands, (action) => activeExperiment.current?.act(action)),
    registerHandlers(newExperimentHandlers({ engine, documents, kept, memory }), guarded),
  ];
}
