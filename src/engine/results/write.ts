import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ResultsFormat } from '../../common/api/engine/results';
import type { Detection } from '../../common/events/detection';
import { WRITTEN_BY } from '../../common/version';
import { requireWritable, writeWhole } from '../files/atomic';
import { eventsTable } from './events-table';
import { averagesCsv, individualCsv } from './miniml-csv';
import { type ResultsFile, untouched } from './results-file';
import { resultsWorkbook } from './results-workbook';
import { writeResultsH5 } from './write-h5';

export interface WriteOptions {
  folder: string;
  /** What the files' names start with; by custom the recording's name without its ending. */
  stem: string;
  overwrite: boolean;
  formats: readonly ResultsFormat[];
  /** Also writes the prediction, a probability a window. */
  prediction: boolean;
}

/**
 * Writes the results of a detection; returns the paths written. Nothing is written when one of the files
 * exists and is not to be overwritten.
 *
 * @throws UserError when a file exists, or the folder cannot be written to
 */
export async function writeResults(
  results: Detection | ResultsFile,
  options: WriteOptions,
): Promise<string[]> {
  const whole = 'detection' in results ? results : untouched(results, WRITTEN_BY);
  const files = options.formats.flatMap((format) => writersOf(format, whole, options));
  await requireWritableResults(options);
  for (const { write } of files) await write();
  return files.map(({ file }) => file);
}

/**
 * Says before the work whether its results can be written, as {@link writeResults} does after it.
 *
 * @throws UserError when a file exists and is not to be overwritten, or the folder cannot be written to
 */
export async function requireWritableResults(
  options: Pick<WriteOptions, 'folder' | 'stem' | 'overwrite' | 'formats'>,
): Promise<void> {
  for (const format of options.formats)
    for (const file of filesOf(format, options)) await requireWritable(file, options);
}

const ENDINGS: Readonly<Record<ResultsFormat, readonly string[]>> = {
  h5: ['results.h5'],
  csv: ['individual.csv', 'avgs.csv'],
  table: ['events.csv'],
  xlsx: ['results.xlsx'],
};

function filesOf(format: ResultsFormat, { folder, stem }: Pick<WriteOptions, 'folder' | 'stem'>): string[] {
  return ENDINGS[format].map((ending) => path.join(folder, `${stem}_${ending}`));
}

interface Writer {
  file: string;
  write(): Promise<void>;
}

function writersOf(format: ResultsFormat, results: ResultsFile, options: WriteOptions): Writer[] {
  const { overwrite } = options;
  const { detection } = results;
  const [first, second] = filesOf(format, options);
  const text = (file: string, content: string | Uint8Array): Writer => ({
    file,
    write: () => writeWhole(file, { overwrite }, (temporary) => writeFile(temporary, content)),
  });
  switch (format) {
    case 'h5':
      return [
        { file: first, write: () => writeResultsH5(first, { ...results, writtenBy: WRITTEN_BY }, options) },
      ];
    case 'csv':
      return [text(first, individualCsv(detection)), text(second, averagesCsv(detection))];
    case 'table':
      return [text(first, eventsTable(detection))];
    case 'xlsx':
      return [text(first, resultsWorkbook(detection))];
  }
}
