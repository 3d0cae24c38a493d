import { statSync } from 'node:fs';
import { UserError } from '../../../common/errors';
import type { Axes } from '../../../common/parameters/axes';
import type { Warning } from '../../../common/warning';
import { fileOf, type Hdf5Dataset, type Hdf5File, type Hdf5Group, pathOfFile } from '../../files/hdf5/hdf5';
import { linkedFileAt } from '../../files/hdf5/links';
import { isHalf, requirePlausible } from '../../files/hdf5/numbers';
import { datasetAt, groupAt, pathsBelow } from '../../files/hdf5/values';
import { kindOfHdf5 } from '../../files/kind';
import { axesWarning } from '../axes';
import { isStimulus, stimuliLast } from '../channels';
import { equalSweeps, type Hdf5Layout, type Hdf5Series } from './series';
import { type Statement, statedRate, statedUnits, statementsAbout } from './statements';
import { isCounts, isTable, type NamedLine, type Table, tableOf } from './tables';
import { singleLine, TIME_NAMES, timesBeside, timesIn, withoutTimes } from './time-lines';

/** Default name of the recording in miniML's Python program. */
const USUAL_NAME = 'mini_data';
/** Cells of MATLAB's arrays and its own metadata, and the indexes of PyTables. */
const PARTS = /^#(refs|subsystem)#\/|(^|\/)_i_/;

/**
 * A file without a known layout: each dataset of numbers is a series. The one called `mini_data` comes first, then the
 * largest, so that the most likely one is opened; times, commands and tables of settings come last.
 *
 * Rate and unit are taken from attributes and values beside the numbers; evenly rising numbers, as a column or as a
 * dataset of the same length, are times and give the rate.
 *
 * @throws UserError when the file contains no numbers, or is a model, results or a training set
 */
export function datasetLayout(
  file: string,
  fileBytes: number,
  open: Hdf5File,
  axes: Axes | undefined,
): Hdf5Layout {
  const kind = kindOfHdf5(open);
  // The tables of other kinds of files would be mistaken for sweeps.
  if (kind !== 'recording')
    throw new UserError(`${file} is not a recording but of the kind "${kind}". Choose a recording.`);
  const names = pathsBelow(open);
  const tables = names.flatMap((name) => {
    const dataset = datasetAt(open, name);
    return dataset && isTable(dataset) ? [{ name, dataset }] : [];
  });
  const found = inOrder(tables.filter(({ dataset }) => dataset.metadata.total_size > 1));
  if (found.length === 0)
    throw new UserError(`${file} contains no recording: ${whyNone(open, names, tables)}.`);
  return {
    format: 'HDF5',
    version: '',
    names: found.map(({ name }) => name),
    series: (index) => seriesOf({ file, fileBytes, open, axes }, found[index], found),
    start: undefined,
    tags: [],
    facts: [],
  };
}

interface Found {
  /** Path in the opened file, without the leading slash. */
  name: string;
  dataset: Hdf5Dataset;
}

function whyNone(open: Hdf5File, names: readonly string[], tables: readonly Found[]): string {
  const [tooSmall] = tables;
  if (tooSmall)
    return `its dataset /${tooSmall.name} has ${tooSmall.dataset.metadata.total_size === 0 ? 'no sample' : 'a single sample'}`;
  // If the other file is present, its dataset is found through the link.
  const link = names.find((name) => linkedFileAt(open, name) !== undefined);
  if (link !== undefined)
    return `its ${link} is a link into ${linkedFileAt(open, link)}, which has no dataset or is missing. Put that file beside it`;
  return 'none of its datasets is a series or a table of numbers';
}

/** Number of the largest datasets that are checked for being times. */
const MOST_PROBED = 16;

function inOrder(tables: readonly Found[]): Found[] {
  const bySize = tables.toSorted((a, b) => b.dataset.metadata.total_size - a.dataset.metadata.total_size);
  const ranked = bySize.map((found, i) => ({ found, rank: rank(found, i < MOST_PROBED) }));
  return ranked.sort((a, b) => a.rank - b.rank).map(({ found }) => found);
}

function rank({ name, dataset }: Found, probe: boolean): number {
  const last = lastPart(name);
  if (last === USUAL_NAME) return 0;
  if (PARTS.test(name)) return 5;
  if (TIME_NAMES.test(last)) return 4;
  if (probe && timesIn(dataset)) return 3;
  return isStimulus(last) ? 2 : 1;
}

interface OpenedFile {
  file: string;
  fileBytes: number;
  open: Hdf5File;
  /** As the user gave them. */
  axes: Axes | undefined;
}

function seriesOf(
  { file, fileBytes, open, axes }: OpenedFile,
  { name, dataset }: Found,
  all: readonly Found[],
): Hdf5Series {
  const place = pathOfFile(dataset);
  const elsewhere = place !== undefined && place !== pathOfFile(open);
  requirePlausible(file, elsewhere ? statSync(place).size : fileBytes, dataset);
  const groups = groupsAround(open, name, dataset, elsewhere);
  const statements = statementsAbout(dataset, groups);
  const table = tableOf(lastPart(name), dataset, groups[0], { axes, file });
  const { lines, rateHz: rateOfColumn } = withoutTimes(table, statements);
  const beside = timesBeside(siblings(name, table.samples, all), statements);
  const rateHz = statedRate(statements) ?? rateOfColumn ?? beside.rateHz;
  const units = unitsOf(table, statements);
  const channels = stimuliLast(lines[0].map((one, index) => ({ name: one.name, unit: units(one), index })));
  return {
    rateHz,
    channels: channels.map(({ name: label, unit }) => ({ name: label, unit })),
    sweeps: equalSweeps(lines.length, table.samples, rateHz),
    protocol: '',
    facts: [
      [
        'stored as',
        `${isHalf(dataset) ? 'half-precision numbers' : dataset.dtype}, ${dataset.shape!.join(' × ')}`,
      ],
    ],
    axes: table.axes,
    warnings: warningsOf(
      table,
      lines[0][channels[0].index],
      channels[0].unit,
      rateHz === undefined && beside.uneven ? beside.from : undefined,
    ),
    source: (channel, sweep) => lines[sweep][channels[channel].index].source,
  };
}

/** One-dimensional datasets of the same length in the same group. */
function siblings(name: string, samples: number, all: readonly Found[]): Found[] {
  const folder = name.slice(0, name.length - lastPart(name).length);
  return all
    .filter((other) => other.name !== name && other.name === folder + lastPart(other.name))
    .filter(({ dataset }) => singleLine(dataset)?.samples === samples)
    .map((other) => ({ ...other, name: lastPart(other.name) }));
}

/** Unit of a channel: by its own name, by its position in a list of units, or the single unit stated. */
function unitsOf(
  { lines }: Table,
  statements: readonly (readonly Statement[])[],
): (one: NamedLine) => string {
  const units = statedUnits(statements);
  return (one) => {
    if (one.unit !== '') return one.unit;
    return (units.length === 1 ? units[0] : units[lines[0].indexOf(one)]) ?? '';
  };
}

function warningsOf(
  { axes }: Table,
  { source }: NamedLine,
  unit: string,
  uneven: string | undefined,
): Warning[] {
  const warnings: Warning[] = axes ? axesWarning(axes) : [];
  if (uneven !== undefined)
    warnings.push({
      code: 'times',
      message: `The times in "${uneven}" are not evenly spaced. Give the sampling rate with the parameter sampling.`,
    });
  const counts = isCounts(source.dataset) && !source.member && source.scale === 1 && source.shift === 0;
  if (counts && unit === '')
    warnings.push({
      code: 'counts',
      message:
        'The values are integers without a unit: they may be raw counts of the A/D converter. Give their scale and unit with the parameters scaling and unit.',
    });
  return warnings;
}

function lastPart(name: string): string {
  return name.split('/').at(-1)!;
}

/** The groups around a dataset, from the inside out: first around the link to it, then around the dataset itself. */
function groupsAround(open: Hdf5File, name: string, dataset: Hdf5Dataset, elsewhere: boolean): Hdf5Group[] {
  const around = (path: string, at: (part: string) => Hdf5Group | undefined) => {
    const parts = path.split('/').filter((part) => part !== '');
    return parts
      .slice(0, -1)
      .map((_, i) => at(`/${parts.slice(0, i + 1).join('/')}`))
      .filter((group) => group !== undefined)
      .reverse();
  };
  const here = [...around(name, (part) => groupAt(open, part)), open];
  if (!elsewhere) return here;
  const target = fileOf(dataset);
  return target ? [...here, ...around(dataset.path, (part) => groupAt(target, part)), target] : here;
}
