import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { nearest } from '../../../common/parameters/names';
import { modelAdvice } from '../../advice/model-rules';
import type { Diagnostic, Rule } from './diagnostic';
import type { Facts } from './facts';
import { diagnosticOf, finding, type Subject, subjectOf } from './subject';

const MODEL_FILE = /\.(h5|hdf5|keras)$/i;

/** Rules about contradictions between model and parameters. */
export function modelRules(facts: Facts): Rule[] {
  return [
    async (document) => {
      const subject = subjectOf(document);
      const { model_path } = subject.values;
      if (model_path === null || !path.isAbsolute(model_path)) return [];
      const model = await facts.model(model_path, document.path);
      if (model === undefined) return [await missing(subject, model_path)];
      if (typeof model === 'string')
        return [finding(subject, ['model_path'], 'error', 'model-unusable', model)];
      return [
        ...inputLength(subject, model.inputLength),
        ...modelAdvice(subject.values, model.direction).map((advice) => diagnosticOf(subject, advice)),
      ];
    },
  ];
}

async function missing(subject: Subject, model: string): Promise<Diagnostic> {
  const folder = path.dirname(model);
  const others = (await readdir(folder).catch(() => [])).filter((name) => MODEL_FILE.test(name));
  const guess = nearest(path.basename(model), others) ?? (others.length === 1 ? others[0] : undefined);
  const written = subject.members.get('model_path')?.value as string;
  return finding(
    subject,
    ['model_path'],
    'error',
    'model-missing',
    `There is no model ${model}${guess === undefined ? '. Check the path, or omit model_path to use the base model.' : `. Did you mean ${guess}?`}`,
    guess === undefined
      ? undefined
      : { title: `Change to ${guess}`, value: path.posix.join(path.posix.dirname(written), guess) },
  );
}

/** The length of the published models, which resample_to_600 is named after. */
const PUBLISHED_LENGTH = 600;

function inputLength(subject: Subject, length: number): Diagnostic[] {
  const { resample_to_600, win_size } = subject.values;
  // win_size is a time, and without a rate its number of samples is unknown.
  if (Number.isNaN(win_size)) return [];
  // A model of another length was trained from scratch, on windows without resampling.
  if (resample_to_600 && length !== PUBLISHED_LENGTH && win_size !== length)
    return [
      finding(
        subject,
        ['resample_to_600', 'model_path'],
        'warning',
        'model-resampled',
        `The model takes windows of ${length} samples, so windows of ${win_size} are resampled. If it was trained at the sampling rate of this recording, set resample_to_600 to false and win_size to ${length}.`,
        subject.members.has('resample_to_600')
          ? { title: 'Set resample_to_600 to false', value: false }
          : undefined,
      ),
    ];
  if (!resample_to_600 && win_size !== length)
    return [
      finding(
        subject,
        ['win_size', 'resample_to_600'],
        'error',
        'model-length',
        `win_size is ${win_size} but must be ${length}: with resample_to_600 false, it is the input length of the model.`,
        subject.members.has('win_size') ? { title: `Set win_size to ${length}`, value: length } : undefined,
      ),
    ];
  return [];
}
