import { UserError } from '../../common/errors';
import type { OpenOptions } from '../../common/traces/recipe';
import type { Warning } from '../../common/warning';
import { openBytes } from '../files/bytes';
import { doubts } from './doubts';
import { fileStart, type RecordingFormat } from './format';
import { FORMATS } from './formats';
import type { Recording } from './recording';
import { unsupportedFormat } from './unsupported';

/**
 * Opens a recording in the present thread: a damaged file may block it for ever, so all but the thread for reading call
 * {@link import('./open').openRecording}.
 *
 * @throws UserError when the file cannot be read, has no supported format, is cut short or damaged, or has no such
 * series
 */
export async function openRecordingHere(path: string, options: OpenOptions): Promise<Recording> {
  const recording = await formatOf(path).open(path, options);
  const found = [...doubts(recording), ...withoutEffect(recording, options)];
  return found.length === 0 ? recording : { ...recording, warnings: [...recording.warnings, ...found] };
}

function withoutEffect({ axes, format }: Recording, options: OpenOptions): Warning[] {
  if (options.axes === undefined || axes !== undefined) return [];
  const message = `The parameter axes has no effect: this ${format} file says itself what its samples are.`;
  return [{ code: 'axes-known', message }];
}

function formatOf(path: string): RecordingFormat {
  const source = openBytes(path);
  try {
    const start = fileStart(source);
    const format = FORMATS.find((candidate) => candidate.recognises(start));
    if (format) return format;
    throw new UserError(
      `${path} ${unsupportedFormat(start) ?? 'is not a recording in a supported format'}. Supported formats: ${SUPPORTED}.`,
    );
  } finally {
    source.close();
  }
}

const SUPPORTED = new Intl.ListFormat('en-GB').format(FORMATS.map(({ description }) => description));
