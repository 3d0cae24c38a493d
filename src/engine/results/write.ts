import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Detection } from '../detection/detection';
import { requireFree, writeWhole } from '../files/atomic';
import { VERSION } from '../version';
import { eventsTable } from './events-table';
import { averagesCsv, individualCsv } from './miniml-csv';
import { type ResultsFile, untouched } from './results-file';
import { writeResultsH5 } from './write-h5';

/** `h5` and `csv` are miniML's own formats, `table` is a row an event. */
export type ResultsFormat = 'h5' | 'csv' | 'table';

export interface WriteOptions {
  folder: string;
  /** What the files' names start with; by custom the recording's name without its ending. */
  stem: string;
  overwrite: boolean;
  formats: readonly ResultsFormat[];
  /** Also writes the prediction, a probability a window. */
  prediction: boolean;
}

export const WRITTEN_BY = `miniML for Visual Studio Code ${VERSION}`;

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
  if (!options.overwrite) for (const { file } of files) await requireFree(file);
  for (const { write } of files) await write();
  return files.map(({ file }) => file);
}

interface Writer {
  file: string;
  write(): Promise<void>;
}

function writersOf(format: ResultsFormat, results: ResultsFile, options: WriteOptions): Writer[] {
  const { folder, stem, overwrite } = options;
  const { detection } = results;
  const named = (ending: string) => path.join(folder, `${stem}_${ending}`);
  const text = (ending: string, content: string): Writer => {
    const file = named(ending);
    return {
      file,
      write: () => writeWhole(file, { overwrite }, (temporary) => writeFile(temporary, content)),
    };
  };
  switch (format) {
    case 'h5': {
      const file = named('results.h5');
      return [{ file, write: () => writeResultsH5(file, { ...results, writtenBy: WRITTEN_BY }, options) }];
    }
    case 'csv':
      return [text('individual.csv', individualCsv(detection)), text('avgs.csv', averagesCsv(detection))];
    case 'table':
      return [text('events.csv', eventsTable(detection))];
  }
}
