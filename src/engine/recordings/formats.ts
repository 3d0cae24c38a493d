import { abfFormat } from './abf/format';
import type { RecordingFormat } from './format';
import { hdf5Format } from './hdf5/format';
import { hekaFormat } from './heka/format';

/** All formats, in the order they are tried: those with a signature first, those told by their contents last. */
export const FORMATS: readonly RecordingFormat[] = [abfFormat, hekaFormat, hdf5Format];
