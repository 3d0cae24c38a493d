import { existsSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../../engine/errors';
import type { FileExtraction } from '../../engine/extraction/file-extraction';
import { PARAMETER_FILE_EXTENSION } from '../../engine/parameters/document';
import { fillTraining } from '../../engine/parameters/fill';
import type { Parameters } from '../../engine/parameters/parameters';
import type { commandGuard } from '../commands/register';
import type { Engine } from '../engine/engine';
import type { TrainingCommandId } from '../manifest/training-commands';
import { openCard } from '../model/model-view';
import { useModel } from '../model/use-model';
import { progressText } from '../progress/progress-text';
import { withNotification } from '../progress/with-notification';
import { computing, resolvedFor } from '../settings';
import { columnForFile } from '../tour/column';
import type { Sample } from '../tour/sample';
import type { TrainingAction } from '../webview-protocol/training';
import { chooseFiles, chooseTarget } from './choose';
import { TrainingJob } from './training-job';
import { openTrainingPanel } from './training-panel';

export interface TrainingServices {
  engine: Engine;
  extension: vscode.Uri;
  sample: Sample;
  parameterFileOf(recording: string): string;
  /** The training set in the active editor. */
  activeTrainingSet(): string | undefined;
  /** The base model that comes with miniML, where it is. */
  baseModel: string | undefined;
  onFailed(thrown: unknown): void;
  guarded: ReturnType<typeof commandGuard>;
  showLog(): void;
}

type Handler = (clicked?: vscode.Uri, selected?: vscode.Uri[]) => Promise<unknown>;

/** Layers of miniML's own network; only as many as that can learn where no base says otherwise. */
const ALL_LAYERS = 1000;

export function trainingHandlers(services: TrainingServices): Record<TrainingCommandId, Handler> {
  const { engine } = services;

  async function trainWith(
    files: string[],
    base: string | undefined,
    parameters = parametersOf(files[0]!),
  ): Promise<void> {
    const name = base === undefined ? 'model' : `${path.parse(base).name}_transfer`;
    const out = await chooseTarget(
      'models',
      'Where to Save the Model',
      path.join(path.dirname(files[0]!), `${name}.h5`),
    );
    const request = { files, base, out, overwrite: existsSync(out), parameters, ...computing() };
    const job = new TrainingJob({
      kind: 'training',
      model: out,
      setup: setupOf(files, base, parameters),
      epochs: parameters.epochs,
      work: (options) => engine.request('train', request, options),
    });
    await runInPanel(job, services);
  }

  return {
    async 'miniml.extractTrainingData'(clicked, selected = []) {
      const given = selected.length > 0 ? selected : clicked ? [clicked] : [];
      const files =
        given.length > 0
          ? given.map(({ fsPath }) => fsPath)
          : await chooseFiles('recordings', 'Recordings to Extract From', { many: true });
      const out = await chooseTarget(
        'trainingSets',
        'Where to Save the Training Data',
        path.join(path.dirname(files[0]!), 'training_data.h5'),
      );
      const parameters = parametersOf(files[0]!, services.parameterFileOf(files[0]!));
      const request = { files, out, overwrite: existsSync(out), parameters, ...computing() };
      const answer = await withNotification('Extracting training windows', ({ signal, show }) => {
        const toText = progressText();
        return engine.request('extract', request, {
          signal,
          onProgress: (progress) => show(toText(progress)),
        });
      });
      await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(answer.out), columnForFile());
      void vscode.window.showInformationMessage(extractionText(answer.files));
    },

    async 'miniml.openSampleRecording'() {
      await vscode.commands.executeCommand('vscode.open', await services.sample.recording(), columnForFile());
    },

    async 'miniml.openTrainingData'(clicked) {
      const file =
        clicked?.fsPath ?? (await chooseFiles('trainingSets', 'Training Data', { many: false }))[0]!;
      await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(file), columnForFile());
    },

    async 'miniml.trainModel'(clicked, selected = []) {
      const files = await trainingSets(services.activeTrainingSet(), clicked, selected);
      // A parameter file decides how to train, whichever windows are chosen for it.
      const parameterFile = clicked?.fsPath.endsWith(PARAMETER_FILE_EXTENSION) ? clicked.fsPath : undefined;
      await trainWith(files, undefined, parametersOf(files[0]!, parameterFile));
    },

    async 'miniml.trainByTransferLearning'(clicked, selected = []) {
      const files = await trainingSets(services.activeTrainingSet(), clicked, selected);
      await trainWith(files, await baseModel(services.baseModel, files[0]!));
    },

    async 'miniml.evaluateModel'(clicked) {
      const model =
        clicked?.fsPath ?? (await chooseFiles('models', 'Model to Evaluate', { many: false }))[0]!;
      const files = await chooseFiles('trainingSets', 'Scored Windows to Evaluate It On', {
        many: true,
        beside: model,
      });
      const parameters = parametersOf(files[0]!);
      const job = new TrainingJob({
        kind: 'evaluation',
        model,
        setup: [['Windows', files.map((file) => path.basename(file)).join(', ')]],
        epochs: 0,
        work: (options) => engine.request('evaluate', { model, files, parameters, ...computing() }, options),
      });
      await runInPanel(job, services);
    },
  };
}

/** The sets that are meant: those selected in the Explorer, the one in the editor, or those the user chooses. */
async function trainingSets(
  active: string | undefined,
  clicked?: vscode.Uri,
  selected: vscode.Uri[] = [],
): Promise<string[]> {
  const given = (selected.length > 0 ? selected : clicked ? [clicked] : []).map(({ fsPath }) => fsPath);
  const sets = given.filter((file) => /\.(h5|hdf5)$/i.test(file));
  if (sets.length > 0) return sets;
  if (active === undefined || clicked)
    return chooseFiles('trainingSets', 'Scored Training Data', { many: true });
  // The engine learns from the file, and the user means the scores that are in sight.
  await vscode.commands.executeCommand('workbench.action.files.save');
  return [active];
}

/** The base that comes with miniML, or one of the user's. */
async function baseModel(shipped: string | undefined, beside: string): Promise<string> {
  const own = { label: '$(folder-opened) Another Model…', file: undefined };
  const ours = shipped && {
    label: '$(beaker) Base Model of miniML',
    description: 'for most synaptic events',
    file: shipped,
  };
  const picked = ours
    ? await vscode.window.showQuickPick([ours, own], {
        title: 'Base Model',
        placeHolder: 'What to start from',
        // The tour moves the keyboard to its step a moment after a button was pressed.
        ignoreFocusOut: true,
      })
    : own;
  if (picked?.file !== undefined) return picked.file;
  return (await chooseFiles('models', 'Base Model', { many: false, beside }))[0]!;
}

async function runInPanel(job: TrainingJob, services: TrainingServices): Promise<void> {
  const act = services.guarded((action: TrainingAction) => perform(action, job, services));
  openTrainingPanel(services.extension, job, act, services.onFailed);
  await runWatched(job);
}

/** Runs a job with a notification as well, for when its tab is closed or hidden. */
function runWatched(job: TrainingJob): Promise<void> {
  const { kind, model } = job.snapshot();
  const title = kind === 'training' ? `Training ${model}` : `Evaluating ${model}`;
  return withNotification(title, async ({ signal, show }) => {
    signal.addEventListener('abort', () => job.stop());
    const listening = job.onNotice(() => show(job.snapshot().progress));
    try {
      await job.run();
    } finally {
      listening.dispose();
    }
  });
}

async function perform(
  action: TrainingAction,
  job: TrainingJob,
  services: TrainingServices,
): Promise<unknown> {
  const model = vscode.Uri.file(job.description.model);
  switch (action) {
    case 'stop':
      return job.stop();
    case 'again':
      return runWatched(job);
    case 'openModel':
      return vscode.commands.executeCommand('vscode.open', model);
    case 'openCard':
      return openCard(model);
    case 'useModel':
      return useModel(model);
    case 'log':
      return services.showLog();
  }
}

function parametersOf(file: string, parameterFile?: string): Parameters {
  return resolvedFor(vscode.Uri.file(file), parameterFile).values;
}

function setupOf(files: string[], base: string | undefined, parameters: Parameters): [string, string][] {
  const filled = fillTraining(parameters, base !== undefined, ALL_LAYERS);
  return [
    ['Windows', files.map((file) => path.basename(file)).join(', ')],
    ['Method', base === undefined ? 'from scratch' : `transfer learning from ${path.basename(base)}`],
    ['Learning rate', String(filled.learning_rate)],
    ['Batch', `${filled.training_batch_size} windows`],
    ['Dropout', String(filled.dropout)],
    ['Patience', `${filled.patience} epochs`],
    ['Trained layers', base === undefined ? 'all' : `the last ${filled.trained_layers}`],
    ['Seed', String(filled.seed)],
  ];
}

function extractionText(files: readonly FileExtraction[]): string {
  const total = { clear: 0, doubtful: 0, noise: 0 };
  for (const { extraction } of files)
    for (const kind of ['clear', 'doubtful', 'noise'] as const) total[kind] += extraction?.[kind] ?? 0;
  const failures = files.filter(({ failure }) => failure !== null);
  const failed = failures.length > 0 ? ` Nothing from ${failures.length}: ${failures[0]!.failure}` : '';
  if (total.clear + total.doubtful + total.noise === 0)
    throw new UserError(`No windows were found.${failed}`);
  return `${total.clear} clear events, ${total.doubtful} to be judged, ${total.noise} of noise.${failed}`;
}
