import path from 'node:path';
import { UserError } from '../../common/errors';
import type { Task } from '../../common/task';
import { type WholeFile, writeTogether } from '../files/atomic';
import { wholeHdf5 } from '../files/hdf5/write';
import { requireOutputs } from '../files/outputs';
import { writeAbf1 } from './abf1';
import type { Content, Notes } from './content';
import { writeNwb } from './nwb';
import { writePlainH5 } from './plain-h5';

/** An export format. */
export interface ExportFormat {
  name: string;
  ending: string;
  holdsEvents: boolean;
  output(file: string, content: Content, task: Task): WholeFile<Notes>;
}

const EXPORT_FORMATS: readonly ExportFormat[] = [
  {
    name: 'NWB 2',
    ending: '.nwb',
    holdsEvents: true,
    output: (file, content, task) => wholeHdf5(file, (open) => writeNwb(open, content, task)),
  },
  {
    name: 'HDF5',
    ending: '.h5',
    holdsEvents: false,
    output: (file, content, task) => wholeHdf5(file, (open) => writePlainH5(open, content, task)),
  },
  {
    name: 'ABF 1',
    ending: '.abf',
    holdsEvents: false,
    output: (file, content, task) => ({ file, write: (temporary) => writeAbf1(temporary, content, task) }),
  },
];

/** The format for a file name. @throws UserError when there is none */
export function exportFormatOf(file: string): ExportFormat {
  const ending = path.extname(file).toLowerCase();
  const format = EXPORT_FORMATS.find((one) => one.ending === ending);
  if (format) return format;
  const endings = new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(
    EXPORT_FORMATS.map((one) => one.ending),
  );
  throw new UserError(`${file} must end with ${endings}, which names the format.`);
}

/** Checks the output before the work; see {@link requireOutputs}. */
export async function requireExportable(
  file: string,
  options: { overwrite: boolean; inputs: readonly string[] },
): Promise<void> {
  await requireOutputs(
    [{ file, kind: exportFormatOf(file).ending === '.abf' ? 'binary file' : 'recording' }],
    options,
  );
}

/**
 * Writes a recording, whole or not at all, in the format of its file name extension, block by block. Recordings are
 * never replaced.
 *
 * @returns one sentence for each thing that the format cannot store
 * @throws UserError when the format cannot store the recording, or the file exists or cannot be written
 * @throws CancelledError
 */
export async function exportRecording(
  file: string,
  content: Content,
  options: { overwrite: boolean },
  task: Task,
): Promise<Notes> {
  const [notes] = await writeTogether([exportFormatOf(file).output(file, content, task)], options);
  return notes;
}
