import { UserError } from '../../common/errors';
import type { OpenOptions } from '../../common/traces/open-options';
import { openBytes } from '../files/bytes';
import { doubts } from './doubts';
import { fileStart, type RecordingFormat } from './format';
import { FORMATS } from './formats';
import type { Recording } from './recording';
import { unsupportedFormat } from './unsupported';

/**
 * Opens a recording of any supported format, recognised by its contents, whatever its name. The caller closes it.
 *
 * @throws UserError when the file cannot be read, has no supported format, is cut short or damaged, or has no such
 * series
 */
export async function openRecording(path: string, options: OpenOptions): Promise<Recording> {
  const recording = await formatOf(path).open(path, options);
  const found = doubts(recording);
  return found.length === 0 ? recording : { ...recording, warnings: [...recording.warnings, ...found] };
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
