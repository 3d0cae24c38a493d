import { UserError } from '../../../common/errors';
import { readApart } from '../../files/apart/read-apart';
import { withHdf5 } from '../../files/hdf5/hdf5';
import { datasetAt, groupAt, numberAttribute, numbersOf, textAttribute } from '../../files/hdf5/values';
import { writeWholeHdf5 } from '../../files/hdf5/write';
import { SCREEN_PARAMETERS } from './screen-weights';

/** A screening network that was distilled from one model, as it is stored. */
export interface DistilledScreen {
  /** SHA-256 of the file of the model that it was distilled from, in hex: it says nothing about any other. */
  modelSha256: string;
  /** Flat vector of weights. */
  parameters: Float32Array;
  /**
   * Calibration: every peak of the calibration recordings that reaches a probability of `levels[i]` has a window with a
   * score above `cutoffs[i]`. Both rise.
   */
  levels: Float64Array;
  cutoffs: Float64Array;
  /** How it was distilled, for people: one line. */
  origin: string;
}

/** Group in the file. */
const GROUP = 'screening';

/** Screening network of a model: the file beside it. */
export function screenPath(model: string): string {
  return `${model.replace(/\.[^./\\]*$/, '')}.screen.h5`;
}

/** @throws UserError when it cannot be written */
export async function writeScreen(file: string, screen: DistilledScreen): Promise<void> {
  await writeWholeHdf5(file, { overwrite: true }, (open) => {
    const group = open.create_group(GROUP);
    group.create_attribute('model_sha256', screen.modelSha256);
    group.create_attribute('version', VERSION, [], '<i');
    group.create_attribute('origin', screen.origin);
    group.create_dataset({ name: 'parameters', data: screen.parameters });
    group.create_dataset({ name: 'levels', data: screen.levels });
    group.create_dataset({ name: 'cutoffs', data: screen.cutoffs });
  });
}

/** Of the network's shape: another one has other weights. */
const VERSION = 1;

/** @throws UserError when the file holds no screening network, or a damaged one */
export const readScreen = readApart(
  'screening network',
  (file): Promise<DistilledScreen> =>
    withHdf5(file, (open) => {
      const group = groupAt(open, GROUP);
      const modelSha256 = group && textAttribute(group, 'model_sha256');
      if (!group || modelSha256 === undefined || numberAttribute(group, 'version') !== VERSION)
        throw new UserError(`${file} does not hold a screening network of this version.`);
      const numbers = (name: string): Float64Array => {
        const dataset = datasetAt(group, name);
        if (!dataset) throw new UserError(`${file} is damaged: ${GROUP}/${name} is missing.`);
        return numbersOf(dataset, `${file}: ${GROUP}/${name}`);
      };
      const [parameters, levels, cutoffs] = ['parameters', 'levels', 'cutoffs'].map(numbers) as [
        Float64Array,
        Float64Array,
        Float64Array,
      ];
      const finite = [parameters, levels, cutoffs].every((values) => values.every(Number.isFinite));
      if (!finite || parameters.length !== SCREEN_PARAMETERS || levels.length !== cutoffs.length)
        throw new UserError(`${file} is damaged: its screening network is incomplete.`);
      const origin = textAttribute(group, 'origin') ?? '';
      return { modelSha256, parameters: Float32Array.from(parameters), levels, cutoffs, origin };
    }),
);

/**
 * Score from which on windows may reach a fifth of a model's threshold; undefined for thresholds that were not
 * calibrated. A fifth, because windows at the flanks of a peak are missed less easily when faint ones count too.
 */
export function cutoffFor({ levels, cutoffs }: DistilledScreen, modelThreshold: number): number | undefined {
  const at = levels.findLastIndex((level) => level <= modelThreshold / 5 + 1e-9);
  return at < 0 ? undefined : cutoffs[at];
}
