import { UserError } from '../../../common/errors';
import type { Hdf5Dataset, Hdf5File } from '../../files/hdf5/hdf5';
import { isNumeric, requirePlausible } from '../../files/hdf5/numbers';
import { datasetAt, numbersOf, plainDatasetValue } from '../../files/hdf5/values';
import { cleanUnit } from '../../files/text';
import { rateOf } from '../rate';
import { equalSweeps, type Hdf5Layout, type Hdf5Series, line } from './series';
import { secondsIn } from './statements';

/**
 * ephysIO, the format of Eventer (`.phy`, https://github.com/acp29/eventer): differences from sample to sample as
 * integers, `start` with the first sample of each wave, `scale` with the power of two that the differences of a wave
 * were multiplied by, and the sampling interval `xdiff`. Undefined if the file has another layout.
 *
 * @throws UserError when the parts do not fit together
 */
export function ephysioLayout(file: string, fileBytes: number, open: Hdf5File): Hdf5Layout | undefined {
  const parts = ['array', 'start', 'scale', 'xdiff'].map((name) => datasetAt(open, name));
  const [array, start, scale, xdiff] = parts;
  if (!array || !start || !scale || !xdiff || !isNumeric(array)) return undefined;
  return {
    format: 'HDF5',
    version: '',
    names: [''],
    series: () => seriesOf(file, fileBytes, open, array, start, scale, xdiff),
    start: undefined,
    tags: [],
    facts: [['layout', 'ephysIO']],
  };
}

function seriesOf(
  file: string,
  fileBytes: number,
  open: Hdf5File,
  array: Hdf5Dataset,
  start: Hdf5Dataset,
  scale: Hdf5Dataset,
  xdiff: Hdf5Dataset,
): Hdf5Series {
  requirePlausible(file, fileBytes, array);
  const starts = numbersOf(start, `${file}: start`);
  const exponents = numbersOf(scale, `${file}: scale`);
  const shape = array.shape!.length === 1 ? [array.shape![0], 1] : array.shape!;
  const waves = starts.length;
  if (exponents.length !== waves || !shape.includes(waves))
    throw new UserError(
      `${file} is damaged: its ${waves} waves do not fit an array of ${shape.join(' × ')} and ${exponents.length} scales.`,
    );
  const time = shape[0] === waves && (shape[1] !== waves || array.shape!.length === 2) ? 1 : 0;
  const samples = shape[time] + 1;
  const interval_s = numbersOf(xdiff, `${file}: xdiff`)[0] * (secondsIn(textIn(open, 'xunit') || 's') ?? 1);
  const rateHz = rateOf(interval_s, 2 ** -22);
  // Without an interval, the first wave contains the times.
  const first = rateHz === undefined && waves > 1 ? 1 : 0;
  const names = textIn(open, 'names');
  return {
    rateHz,
    channels: [
      { name: names && waves - first === 1 ? names : 'waves', unit: cleanUnit(textIn(open, 'yunit')) },
    ],
    sweeps: equalSweeps(waves - first, samples, rateHz),
    protocol: '',
    facts: textIn(open, 'notes') ? [['notes', textIn(open, 'notes')]] : [],
    source: (_channel, sweep) => ({
      ...line(array, time, time === 1 ? [sweep + first, 0] : [0, sweep + first]),
      differences: true,
      scale: 2 ** -exponents[sweep + first],
      shift: starts[sweep + first],
    }),
  };
}

function textIn(open: Hdf5File, name: string): string {
  const dataset = datasetAt(open, name);
  const value = dataset && plainDatasetValue(dataset);
  return typeof value === 'string' ? value.replaceAll('\0', '').trim() : '';
}
