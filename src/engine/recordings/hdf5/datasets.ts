import { statSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../../../common/errors';
import type { Hdf5Dataset, Hdf5File, Hdf5Group } from '../../files/hdf5';
import { isNumeric, requirePlausible } from '../../files/hdf5-numbers';
import { datasetAt, groupAt, linkedFileAt, numberAttribute, textAttribute } from '../../files/hdf5-values';
import { kindOfHdf5 } from '../../files/kind';
import { cleanUnit } from '../../files/text';
import type { Hdf5Layout, Hdf5Series } from './series';

/** Where miniML's Python program looks unless told otherwise. */
const USUAL_NAME = 'mini_data';
const TIME_NAMES = /^(t|x|times?|timestamps)$/i;

/**
 * A file without a known layout: each dataset of numbers is a series. The one called `mini_data` comes first,
 * then the largest, so that what is most likely meant is what is opened; a vector of times or a table of
 * settings comes last.
 *
 * In a 2-D dataset the longer side is time: rows are sweeps where rows are at least as long as columns are.
 * The rate and the unit are taken from attributes of the dataset or its groups, where people write them; a factor
 * and an offset for packed numbers from those of the dataset.
 *
 * @throws UserError when the file holds no numbers, or those of a model, of results or of training windows
 */
export function datasetLayout(file: string, fileBytes: number, open: Hdf5File): Hdf5Layout {
  const kind = kindOfHdf5(open);
  // Their tables of numbers would pass for sweeps.
  if (kind !== 'recording') throw new UserError(`${file} is of the kind "${kind}": choose a recording.`);
  const names = open.paths();
  const numeric = names.flatMap((name) => datasetAt(open, name) ?? []).filter(isNumeric);
  const datasets = numeric
    .filter((dataset) => dataset.metadata.total_size > 1)
    .sort((a, b) => rank(a) - rank(b) || b.metadata.total_size - a.metadata.total_size);
  if (datasets.length === 0)
    throw new UserError(`${file} holds no recording: ${whyNone(open, names, numeric)}.`);
  return {
    format: 'HDF5',
    version: '',
    names: datasets.map((dataset) => dataset.path.replace(/^\//, '')),
    series: (index) => seriesOf(file, fileBytes, open, datasets[index]),
    start: undefined,
    tags: [],
    facts: [],
  };
}

function whyNone(open: Hdf5File, names: readonly string[], numeric: readonly Hdf5Dataset[]): string {
  const [tooSmall] = numeric;
  if (tooSmall)
    return `its dataset ${tooSmall.path} has ${tooSmall.metadata.total_size === 0 ? 'no sample' : 'a single sample'}`;
  // Where the other file is, its dataset is found through the link.
  const link = names.find((name) => linkedFileAt(open, name) !== undefined);
  if (link !== undefined)
    return `its ${link} is a link into ${linkedFileAt(open, link)}, where no dataset is found: put that file beside it`;
  return 'none of its datasets is a line or a table of numbers';
}

function rank(dataset: Hdf5Dataset): number {
  const name = dataset.path.split('/').at(-1)!;
  return name === USUAL_NAME ? 0 : TIME_NAMES.test(name) ? 2 : 1;
}

function seriesOf(file: string, fileBytes: number, open: Hdf5File, dataset: Hdf5Dataset): Hdf5Series {
  const linked = linkedFileAt(open, dataset.path);
  requirePlausible(file, linked === undefined ? fileBytes : bytesOf(file, linked), dataset);
  const owners = withGroups(open, dataset);
  const rateHz = rateOf(owners);
  const [sweeps, samples, side] = sidesOf(dataset);
  return {
    rateHz,
    channels: [{ name: dataset.path.split('/').at(-1)!, unit: unitOf(owners) }],
    // Sweeps whose times nobody noted are taken to follow each other.
    sweeps: Array.from({ length: sweeps }, (_, i) => ({
      samples,
      start_s: rateHz === undefined ? 0 : (i * samples) / rateHz,
    })),
    protocol: '',
    facts: [['stored as', `${dataset.dtype}, ${dataset.shape!.join(' × ')}`]],
    source: (_channel, sweep) => ({ dataset, ...(side && { [side]: sweep }), ...packingOf(dataset) }),
  };
}

/** HDF5 looks for a file that is linked to in the folder of the one with the link. */
function bytesOf(file: string, linked: string): number {
  return statSync(path.resolve(path.dirname(file), linked)).size;
}

/**
 * How stored numbers become values: the packed data of the CF conventions (`scale_factor`, `add_offset`), and the
 * same by NWB's names (`conversion`, `offset`).
 */
function packingOf(dataset: Hdf5Dataset): { scale: number; shift: number } {
  const number = (...names: string[]) =>
    names.map((name) => numberAttribute(dataset, name)).find((value) => value !== undefined);
  return { scale: number('scale_factor', 'conversion') ?? 1, shift: number('add_offset', 'offset') ?? 0 };
}

function sidesOf(dataset: Hdf5Dataset): [sweeps: number, samples: number, side?: 'row' | 'column'] {
  const [rows, columns] = dataset.shape as [number, number | undefined];
  if (columns === undefined) return [1, rows];
  return columns >= rows ? [rows, columns, 'row'] : [columns, rows, 'column'];
}

/** The dataset and the groups around it, from the inside out. */
function withGroups(open: Hdf5File, dataset: Hdf5Dataset): (Hdf5Dataset | Hdf5Group)[] {
  const parts = dataset.path.split('/').filter((part) => part !== '');
  const groups = parts.slice(0, -1).map((_, i) => groupAt(open, `/${parts.slice(0, i + 1).join('/')}`));
  return [open, ...groups.filter((group) => group !== undefined), dataset].reverse();
}

const RATES = ['rate_hz', 'sampling_rate', 'sample_rate', 'sampling_frequency', 'rate', 'fs'];
const INTERVALS = ['sampling_interval', 'dt'];
const UNITS = ['unit', 'units', 'y_unit', 'yunits'];

function rateOf(owners: readonly (Hdf5Dataset | Hdf5Group)[]): number | undefined {
  const rates = owners.flatMap((owner) => [
    ...RATES.map((name) => numberAttribute(owner, name)),
    ...INTERVALS.map((name) => 1 / (numberAttribute(owner, name) ?? Number.NaN)),
  ]);
  return rates.find((rate) => rate !== undefined && rate > 0 && rate < Number.POSITIVE_INFINITY);
}

function unitOf(owners: readonly (Hdf5Dataset | Hdf5Group)[]): string {
  const units = owners.flatMap((owner) => UNITS.map((name) => textAttribute(owner, name)));
  return cleanUnit(units.find((unit) => unit !== undefined && unit.trim() !== '') ?? '');
}
