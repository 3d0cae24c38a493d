import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ResultsFormat } from '../../common/api/engine/results';
import type { Detection } from '../../common/events/detection';
import { WRITTEN_BY } from '../../common/version';
import { type WholeFile, writeTogether } from '../files/atomic';
import type { ContentKind } from '../files/content-kind';
import { type Output, requireApart, requireOutputs } from '../files/outputs';
import { averagesCsv, individualCsv } from './python-layout';
import { type ResultsFile, untouched } from './results-file';
import { eventsTable, resultsWorkbook } from './results-tables';
import { resultsH5 } from './write-h5';

export interface WriteOptions {
  folder: string;
  /** Common start of the file names, by default the recording's name without its extension. */
  stem: string;
  overwrite: boolean;
  formats: readonly ResultsFormat[];
  /** Also writes the prediction, one probability per window. */
  prediction: boolean;
  /** Input files besides the recording and the model, which are never replaced. */
  inputs?: readonly string[];
}

/**
 * Writes the results of a detection; returns the paths written. Nothing is written when one of the files exists and
 * must not be overwritten.
 *
 * @throws UserError when a file exists, or the folder is not writable
 */
export async function writeResults(
  results: Detection | ResultsFile,
  options: WriteOptions,
): Promise<string[]> {
  const whole = 'detection' in results ? results : untouched(results, WRITTEN_BY);
  const { source, model } = whole.detection;
  const inputs = [source.path, model.path, ...(options.inputs ?? [])];
  await requireApart(outputsOf(options), inputs);
  const files = options.formats.flatMap((format) => writersOf(format, whole, options));
  await writeTogether(files, options);
  return files.map(({ file }) => file);
}

/**
 * Checks before the work whether its results can be written by {@link writeResults}.
 *
 * @throws UserError when a file exists and must not be overwritten, or the folder is not writable
 */
export async function requireWritableResults(
  options: Pick<WriteOptions, 'folder' | 'stem' | 'overwrite' | 'formats' | 'inputs'>,
): Promise<void> {
  await requireOutputs(outputsOf(options), { overwrite: options.overwrite, inputs: options.inputs ?? [] });
}

/** The output files of results. */
export function outputsOf(options: Pick<WriteOptions, 'folder' | 'stem' | 'formats'>): Output[] {
  return options.formats.flatMap((format) =>
    filesOf(format, options).map((file) => ({ file, kind: KINDS[format] })),
  );
}

const KINDS: Readonly<Record<ResultsFormat, ContentKind>> = {
  h5: 'results',
  csv: 'text',
  table: 'text',
  xlsx: 'workbook',
};

const ENDINGS: Readonly<Record<ResultsFormat, readonly string[]>> = {
  h5: ['results.h5'],
  csv: ['individual.csv', 'avgs.csv'],
  table: ['events.csv'],
  xlsx: ['results.xlsx'],
};

export function filesOf(
  format: ResultsFormat,
  { folder, stem }: Pick<WriteOptions, 'folder' | 'stem'>,
): string[] {
  return ENDINGS[format].map((ending) => path.join(folder, `${stem}_${ending}`));
}

function writersOf(format: ResultsFormat, results: ResultsFile, options: WriteOptions): WholeFile<void>[] {
  if (format !== 'h5') return exportsOf(format, results.detection, options).map(writerOf);
  const [file] = filesOf(format, options);
  return [resultsH5(file, { ...results, writtenBy: WRITTEN_BY }, options.prediction)];
}

/** A file that is exported from results, with all that it holds. */
export interface Export {
  file: string;
  content: string | Uint8Array;
}

/** What results become in a format beside HDF5; the same results give the same bytes. */
export function exportsOf(
  format: Exclude<ResultsFormat, 'h5'>,
  detection: Detection,
  options: Pick<WriteOptions, 'folder' | 'stem'>,
): Export[] {
  const contents: Readonly<Record<typeof format, () => (string | Uint8Array)[]>> = {
    csv: () => [individualCsv(detection), averagesCsv(detection)],
    table: () => [eventsTable(detection)],
    xlsx: () => [resultsWorkbook(detection)],
  };
  const files = filesOf(format, options);
  return contents[format]().map((content, i) => ({ file: files[i], content }));
}

export function writerOf({ file, content }: Export): WholeFile<void> {
  return { file, write: (temporary) => writeFile(temporary, content) };
}
