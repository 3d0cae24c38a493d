import path from 'node:path';
import type { ModelUse } from '../../common/api/engine/training';
import { filterText } from '../../common/parameters/filter-settings';
import { fixed } from '../../common/text/numbers';
import { windowSizeOf, windowText } from '../../common/text/window-kinds';
import { detailOfLayer, kindOfLayer } from '../network/describe-layer';
import type { Network } from '../network/layers';
import { parameterCount } from '../network/shapes';
import type { TrainingRecord } from './training-record';

/**
 * Model card as Markdown: purpose, training data, training and performance of a model. (Mitchell et al. 2019, Model
 * cards for model reporting, arXiv 1810.03993.)
 *
 * @param file the model's file name
 */
export function modelCard(file: string, network: Network, record: TrainingRecord): string {
  const { result, settings } = record;
  const count = network.layers.reduce((sum, layer) => sum + parameterCount(layer), 0);
  const kind = record.base
    ? `Transfer learning from ${path.basename(record.base.path)}; the last ${settings.trained_layers} layers were trained.`
    : 'Trained from scratch.';
  return [
    `# ${file}`,
    '',
    `Classifies windows of ${network.inputLength} samples: synaptic event or none. ${kind}`,
    `Made with miniML for Visual Studio Code ${record.version}, ${record.date.slice(0, 10)}. A Keras HDF5 file.`,
    '',
    '## Using it',
    '',
    ...windowLines(network, record),
    `It was trained on ${settings.training_direction} events. Set training_direction to ${settings.training_direction}.`,
    `Each window is scaled to 0…1 by its own minimum and maximum. The minimum probability of an event is ${digits(result.threshold)}; ${thresholdAdvice(result.optimal_threshold)}`,
    '',
    '## Data',
    '',
    `${result.positive} windows with an event and ${result.negative} without; ${result.left_out} without such a score were excluded. ${result.training_windows} for training, ${result.validation_windows} for validation, ${splitInWords(record)}`,
    '',
    table(
      ['file', 'SHA-256'],
      [...record.data, ...(record.base ? [record.base] : [])].map((f) => [path.basename(f.path), f.sha256]),
    ),
    '',
    ...(result.warnings.length > 0 ? [...result.warnings.map((warning) => `- ${warning}`), ''] : []),
    ...resultLines(record),
    '## Training',
    '',
    `Adam with AMSGrad on binary cross-entropy; ${result.epochs} epochs, of which epoch ${result.best_epoch} was kept (${ENDS[result.stopped]}); ${Math.round(result.seconds)} s on ${result.backend}.`,
    '',
    table(
      ['setting', 'value'],
      Object.entries(settings).map(([name, value]) => [name, String(value)]),
    ),
    '',
    '## Network',
    '',
    `${count.toLocaleString('en')} numbers in ${network.layers.length} layers.`,
    '',
    table(
      ['layer', 'kind', 'detail'],
      network.layers.map((layer) => [layer.name, kindOfLayer(layer), detailOfLayer(layer)]),
    ),
    '',
  ].join('\n');
}

function resultLines(record: TrainingRecord): string[] {
  const { result } = record;
  return [
    '## Results',
    '',
    'On the validation windows:',
    '',
    table(
      ['measure', 'value'],
      [
        ['accuracy', percent(result.accuracy)],
        ['area under the ROC curve', digits(result.auc)],
        ['average precision', digits(result.average_precision)],
        ["Matthews' correlation coefficient", digits(result.mcc)],
        ['Brier score', digits(result.brier)],
        ['events found / missed', `${result.confusion.true_positive} / ${result.confusion.false_negative}`],
        [
          'no events, rejected / accepted as events',
          `${result.confusion.true_negative} / ${result.confusion.false_positive}`,
        ],
      ],
    ),
    '',
    ...foldTable(record),
  ];
}

/** Window, rate, unit and filters that a recording should share with the windows the model was trained on. */
function windowLines({ inputLength }: Network, { windows = [], filters = null, settings }: TrainingRecord) {
  const [main] = windows;
  if (!main) return [];
  const { win_size, resample_to_600 } = modelUse(inputLength, { windows, settings });
  const unit = main.unit === '' ? '' : `, in ${main.unit}`;
  const others = windows.slice(1).map((kind) => `${fixed(kind.windows, 0)} of ${windowText(kind)}`);
  return [
    `Window: ${windowText(main)}${unit}. Set win_size to ${typeof win_size === 'string' ? `"${win_size}"` : win_size} and resample_to_600 to ${resample_to_600}.`,
    ...(others.length > 0 ? [`Other windows it was trained on: ${others.join('; ')}.`] : []),
    ...(filters ? [`Filters of the windows: ${filterText(filters)}.`] : []),
  ];
}

const ENDS: Readonly<Record<TrainingRecord['result']['stopped'], string>> = {
  epochs: 'all requested epochs were trained',
  patience: 'the validation loss no longer fell',
  cancelled: 'the training was cancelled then',
};

function splitInWords({ result, settings }: TrainingRecord): string {
  const how =
    result.split === 'recording' ? 'no recording on both sides' : 'split at random within each class';
  return `${how} (seed ${settings.seed}).`;
}

function thresholdAdvice(optimal: number | null): string {
  return optimal === null
    ? 'the best threshold could not be determined.'
    : `on the validation windows ${digits(optimal)} separated best.`;
}

function foldTable({ result }: TrainingRecord): string[] {
  if (!result.folds) return [];
  const rows = result.folds.map((fold, i) => [
    String(i + 1),
    percent(fold.accuracy),
    digits(fold.auc),
    digits(fold.mcc),
    digits(fold.validation_loss),
  ]);
  return [
    'Cross-validation; the model is that of the fold with the lowest loss.',
    '',
    table(['fold', 'accuracy', 'AUC', 'MCC', 'validation loss'], rows),
    '',
  ];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function digits(value: number | null): string {
  return value === null ? '–' : value.toFixed(3);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/** The length of the published models, which resample_to_600 is named after. */
const PUBLISHED_LENGTH = 600;

type Known = Pick<TrainingRecord, 'windows' | 'settings'> & { result?: { threshold?: number } };

/**
 * The parameters that a model must be used with, as far as its record says them. Windows are resampled unless the
 * network takes them as they were recorded and is none of the published length.
 */
export function modelUse(inputLength: number, { windows = [], settings, result }: Known): ModelUse {
  const [main] = windows;
  return {
    ...(main && {
      win_size: windowSizeOf(main),
      resample_to_600: inputLength === PUBLISHED_LENGTH || inputLength !== main.samples,
    }),
    training_direction: settings.training_direction,
    ...(typeof result?.threshold === 'number' && { model_threshold: result.threshold }),
  };
}
