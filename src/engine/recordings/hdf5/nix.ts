import { UserError } from '../../../common/errors';
import type { Hdf5File, Hdf5Group } from '../../files/hdf5/hdf5';
import { isNumeric, requirePlausible } from '../../files/hdf5/numbers';
import { datasetAt, groupAt, numberAttribute, numbersOf, textAttribute } from '../../files/hdf5/values';
import { cleanUnit } from '../../files/text';
import { rateOf } from '../rate';
import { equalSweeps, type Hdf5Layout, type Hdf5Series, line } from './series';
import { secondsIn } from './statements';

/**
 * NIX, which Neo and RELACS write (https://nixio.readthedocs.io): blocks of data arrays, each with a description of its
 * dimensions. Every array whose first dimension is sampled is a series; a second one is its channels. Undefined if the
 * file is not NIX.
 *
 * @throws UserError when it has no such array
 */
export function nixLayout(file: string, fileBytes: number, open: Hdf5File): Hdf5Layout | undefined {
  if (textAttribute(open, 'format') !== 'nix') return undefined;
  const arrays = arraysIn(open);
  if (arrays.length === 0)
    throw new UserError(`${file} contains no recording: none of its data arrays has a sampling rate.`);
  return {
    format: 'HDF5',
    version: '',
    names: arrays.map(({ name }) => name),
    series: (index) => seriesOf(file, fileBytes, arrays[index].group),
    start: undefined,
    tags: [],
    facts: [['layout', 'NIX']],
  };
}

function arraysIn(open: Hdf5File): { name: string; group: Hdf5Group }[] {
  const blocks = groupAt(open, 'data');
  const found = (blocks?.keys() ?? []).flatMap((block) => {
    const arrays = groupAt(open, `data/${block}/data_arrays`);
    return (arrays?.keys() ?? []).flatMap((key) => {
      const group = groupAt(arrays!, key);
      const data = group && datasetAt(group, 'data');
      if (!group || !data || !isNumeric(data) || intervalOf(group) === undefined) return [];
      return [{ name: textAttribute(group, 'name') ?? key, group, size: data.metadata.total_size }];
    });
  });
  const names = new Set<string>();
  return found.map(({ name, group }, i) => {
    const unique = names.has(name) ? `${name} (${i})` : name;
    names.add(unique);
    return { name: unique, group };
  });
}

/** Sampling interval of the first dimension in seconds. */
function intervalOf(group: Hdf5Group): number | undefined {
  const dimension = groupAt(group, 'dimensions/1');
  const interval = dimension && numberAttribute(dimension, 'sampling_interval');
  if (!dimension || interval === undefined || !(interval > 0)) return undefined;
  return interval * (secondsIn(textAttribute(dimension, 'unit') ?? 's') ?? 1);
}

function seriesOf(file: string, fileBytes: number, group: Hdf5Group): Hdf5Series {
  const data = datasetAt(group, 'data')!;
  requirePlausible(file, fileBytes, data);
  const [samples, columns = 1] = data.shape!;
  const rateHz = rateOf(intervalOf(group)!, 1e-9);
  const coefficients = datasetAt(group, 'polynom_coefficients');
  const polynomial = coefficients ? [...numbersOf(coefficients, coefficients.path)] : undefined;
  const name = textAttribute(group, 'label') || textAttribute(group, 'name') || 'data';
  const unit = cleanUnit(textAttribute(group, 'unit') ?? '');
  // The polynomial applies to the distance from its origin.
  const origin = numberAttribute(group, 'expansion_origin') ?? 0;
  const shifted = polynomial && origin !== 0 ? aroundOrigin(polynomial, origin) : polynomial;
  return {
    rateHz,
    channels: Array.from({ length: columns }, (_, i) => ({
      name: columns > 1 ? `${name} ${i}` : name,
      unit,
    })),
    sweeps: equalSweeps(1, samples, rateHz),
    protocol: '',
    facts: [],
    source: (channel) => ({
      ...line(data, 0, [0, channel]),
      ...(shifted && shifted.length > 0 && { polynomial: shifted }),
    }),
  };
}

/** Expands Σ a[k] (x − origin)^k to a polynomial in x. */
function aroundOrigin(coefficients: readonly number[], origin: number): number[] {
  let result: number[] = [0];
  for (const a of coefficients.toReversed()) {
    const next = Array.from(
      { length: result.length + 1 },
      (_, k) => (result[k - 1] ?? 0) - origin * (result[k] ?? 0),
    );
    next[0] += a;
    result = next;
  }
  return result.slice(0, coefficients.length);
}
