import type { OpenOptions } from '../../common/traces/recipe';
import type { ByteSource } from '../files/bytes';
import type { Recording } from './recording';

/**
 * A file format of recordings. A new one is a folder with a `format.ts`, and one line in {@link
 * import('./formats').FORMATS}.
 */
export interface RecordingFormat {
  /** Name in lists of supported formats: "ABF 1 and 2". */
  readonly description: string;
  /** Whether a file is of this format, by its contents. Reads little, and never throws because of them. */
  recognises(file: FileStart): boolean;
  /** @throws UserError when the file cannot be read, is cut short or damaged, or has no such series */
  open(path: string, options: OpenOptions): Recording | Promise<Recording>;
}

/** Start of a file, to recognise its format, with access to the rest. */
export interface FileStart {
  readonly source: ByteSource;
  /** The first 4096 bytes, or all of a shorter file. */
  readonly bytes: Uint8Array;
  /** The same as text, a character per byte (Latin-1). */
  readonly text: string;
}

const START_BYTES = 4096;

export function fileStart(source: ByteSource): FileStart {
  const bytes = source.read(0, Math.min(START_BYTES, source.size), 'header');
  return { source, bytes, text: Buffer.from(bytes).toString('latin1') };
}
