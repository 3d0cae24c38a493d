import { existsSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { TrainingRequest } from '../../common/api/engine/training';
import type { TrainingAction } from '../../common/api/views/training';
import { PARAMETER_FILE_EXTENSION } from '../../common/parameters/document';
import { fillTraining } from '../../common/parameters/fill';
import type { WrittenParameters } from '../../common/parameters/parameters';
import type { Resolved } from '../../common/parameters/resolve';
import type { commandGuard } from '../commands/register';
import type { Engine } from '../engine/engine';
import type { TrainingCommandId } from '../manifest/training-commands';
import { openCard } from '../models/model-view';
import { useModel } from '../models/use-model';
import { withNotification } from '../progress/with-notification';
import { computing } from '../settings';
import { columnForFile } from '../tour/column';
import { markDone } from '../tour/done';
import type { Sample } from '../tour/sample';
import { chooseFiles, chooseTarget } from './choose';
import { extractTrainingData } from './extract';
import type { InterruptedTrainings } from './interrupted';
import { type RunOptions, TrainingJob } from './training-job';
import { openTrainingPanel } from './training-panel';

export interface TrainingServices {
  engine: Engine;
  extension: vscode.Uri;
  sample: Sample;
  /** The parameters of a file, or of another parameter file in place of its own. @throws UserError */
  resolved(file: string, parameterFile?: string): Resolved;
  /** Trainings that a killed window left behind. */
  interrupted: InterruptedTrainings;
  /** The training set in the active editor. */
  activeTrainingSet(): string | undefined;
  /** Path of miniML's base model, if it is installed. */
  baseModel: string | undefined;
  onFailed(thrown: unknown): void;
  guarded: ReturnType<typeof commandGuard>;
  showLog(): void;
}

type Handler = (clicked?: vscode.Uri, selected?: vscode.Uri[]) => Promise<unknown>;

/** More than any network has: without a base model all layers are trained. */
const ALL_LAYERS = 1000;

/** Starts trainings, from commands or resumed after a killed window. */
function trainer(services: TrainingServices) {
  const { engine, interrupted } = services;
  const parametersOf = (file: string, parameterFile?: string) =>
    services.resolved(file, parameterFile).values;

  async function trainWith(
    files: string[],
    base: string | undefined,
    parametersNow = () => parametersOf(files[0]),
  ): Promise<void> {
    // An invalid setting is reported before anything is asked.
    parametersNow();
    const name = base === undefined ? 'model' : `${path.parse(base).name}_transfer`;
    const out = await chooseTarget('models', 'Save Model', path.join(path.dirname(files[0]), `${name}.h5`));
    await runTraining({ files, base, out, overwrite: existsSync(out) }, parametersNow);
  }

  /** Trains in a view of its own; the request is stored, so that the training can be resumed after a crash. */
  async function runTraining(
    wanted: Omit<TrainingRequest, 'parameters'>,
    parametersNow: () => WrittenParameters,
  ): Promise<void> {
    const job = new TrainingJob({
      kind: 'training',
      model: wanted.out,
      plan({ trainOn }) {
        const parameters = parametersNow();
        const { files, base } = wanted;
        return {
          setup: setupOf(files, base, parameters),
          epochs: parameters.epochs,
          folds: parameters.folds,
          patience: parameters.patience,
          work: (options) => {
            const request = { ...wanted, parameters, trainOn };
            return interrupted.during(request, () =>
              engine.request('train', { ...request, ...computing() }, options),
            );
          },
        };
      },
    });
    await runInPanel(job, services);
  }

  return { parametersOf, trainWith, runTraining };
}

export function trainingHandlers(services: TrainingServices): Record<TrainingCommandId, Handler> {
  const { engine, interrupted } = services;
  const { parametersOf, trainWith, runTraining } = trainer(services);

  interrupted
    .offer(services.guarded((request: TrainingRequest) => runTraining(request, () => request.parameters)))
    .catch(services.onFailed);

  return {
    async 'miniml.extractTrainingData'(clicked, selected = []) {
      const given = selected.length > 0 ? selected : clicked ? [clicked] : [];
      const files =
        given.length > 0
          ? given.map(({ fsPath }) => fsPath)
          : await chooseFiles('recordings', 'Recordings to Extract Windows from', { many: true });
      await extractTrainingData(files, engine, parametersOf);
    },

    async 'miniml.openSampleRecording'() {
      await vscode.commands.executeCommand('vscode.open', await services.sample.recording(), columnForFile());
    },

    async 'miniml.openTrainingData'(clicked) {
      const file =
        clicked?.fsPath ?? (await chooseFiles('trainingSets', 'Training Data', { many: false }))[0];
      await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(file), columnForFile());
    },

    async 'miniml.trainModel'(clicked, selected = []) {
      const files = await trainingSets(services.activeTrainingSet(), clicked, selected);
      // The parameters are those of the file that was clicked, whichever training sets are chosen.
      const parameterFile = clicked?.fsPath.endsWith(PARAMETER_FILE_EXTENSION) ? clicked.fsPath : undefined;
      await trainWith(files, undefined, () => parametersOf(files[0], parameterFile));
    },

    async 'miniml.trainByTransferLearning'(clicked, selected = []) {
      const files = await trainingSets(services.activeTrainingSet(), clicked, selected);
      await trainWith(files, await baseModel(services.baseModel, files[0]));
    },

    async 'miniml.evaluateModel'(clicked) {
      const model = clicked?.fsPath ?? (await chooseFiles('models', 'Model to Evaluate', { many: false }))[0];
      const files = await chooseFiles('trainingSets', 'Training Sets to Evaluate the Model on', {
        many: true,
        beside: model,
      });
      const job = new TrainingJob({
        kind: 'evaluation',
        model,
        plan() {
          const parameters = parametersOf(files[0]);
          return {
            setup: [['Windows', files.map((file) => path.basename(file)).join(', ')]],
            epochs: 0,
            folds: 1,
            work: (options) =>
              engine.request('evaluate', { model, files, parameters, ...computing() }, options),
          };
        },
      });
      await runInPanel(job, services);
    },
  };
}

/** The training sets selected in the Explorer, else the one in the editor, else those the user chooses. */
async function trainingSets(
  active: string | undefined,
  clicked?: vscode.Uri,
  selected: vscode.Uri[] = [],
): Promise<string[]> {
  const given = (selected.length > 0 ? selected : clicked ? [clicked] : []).map(({ fsPath }) => fsPath);
  const sets = given.filter((file) => /\.(h5|hdf5)$/i.test(file));
  if (sets.length > 0) return sets;
  if (active === undefined || clicked) return chooseFiles('trainingSets', 'Training Sets', { many: true });
  // The engine trains from the file, which must hold the scores that are shown.
  await vscode.commands.executeCommand('workbench.action.files.save');
  return [active];
}

/** The base model of miniML, or another one. */
async function baseModel(shipped: string | undefined, beside: string): Promise<string> {
  const own = { label: '$(folder-opened) Another Model…', file: undefined };
  const ours = shipped && {
    label: '$(graph-line) Base Model of miniML',
    description: 'for most synaptic events',
    file: shipped,
  };
  const picked = ours
    ? await vscode.window.showQuickPick([ours, own], {
        title: 'Base Model',
        placeHolder: 'Model to start from',
        // The tour moves the focus to its step a moment after a button is pressed.
        ignoreFocusOut: true,
      })
    : own;
  if (picked?.file !== undefined) return picked.file;
  return (await chooseFiles('models', 'Base Model', { many: false, beside }))[0];
}

async function runInPanel(job: TrainingJob, services: TrainingServices): Promise<void> {
  const act = services.guarded((action: TrainingAction) => perform(action, job, services));
  openTrainingPanel(job, {
    extension: services.extension,
    act,
    readWindows: (file, windows) => services.engine.request('trainingWindows', { path: file, windows }),
    onFailed: services.onFailed,
  });
  await runWatched(job);
}

/** Runs a job with a notification as well, for when its tab is closed or hidden. */
function runWatched(job: TrainingJob, how?: RunOptions): Promise<void> {
  const { kind, model } = job.snapshot();
  const title = kind === 'training' ? `Training ${model}` : `Evaluating ${model}`;
  return withNotification(title, async ({ signal, show }) => {
    signal.addEventListener('abort', () => job.stop());
    const listening = job.onNotice(() => show(job.snapshot().progress));
    try {
      await job.run(how);
      if (kind === 'training' && job.snapshot().state === 'done') markDone('train');
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
    case 'trainOn':
      return runWatched(job, { trainOn: true });
    case 'openModel':
      return vscode.commands.executeCommand('vscode.open', model);
    case 'openCard':
      return openCard(model);
    case 'useModel':
      return useModel(model, services.engine);
    case 'log':
      return services.showLog();
  }
}

function setupOf(
  files: readonly string[],
  base: string | undefined,
  parameters: WrittenParameters,
): [string, string][] {
  const filled = fillTraining(parameters, base !== undefined, ALL_LAYERS);
  return [
    ['Windows', files.map((file) => path.basename(file)).join(', ')],
    ['Method', base === undefined ? 'from scratch' : `transfer learning from ${path.basename(base)}`],
    ['Learning rate', String(filled.learning_rate)],
    ['Batch', `${filled.training_batch_size} windows`],
    ['Dropout', String(filled.dropout)],
    ...(parameters.epochs === null && parameters.patience === null
      ? []
      : ([['Patience', `${filled.patience} epochs`]] satisfies [string, string][])),
    ['Trained layers', base === undefined ? 'all' : `the last ${filled.trained_layers}`],
    ...(filled.folds > 1
      ? ([['Cross-validation', `${filled.folds} folds`]] satisfies [string, string][])
      : []),
    ['Seed', String(filled.seed)],
  ];
}
