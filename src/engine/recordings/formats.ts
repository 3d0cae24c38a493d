import { abfFormat } from './abf/format';
import { axoGraphFormat } from './axograph/format';
import type { RecordingFormat } from './format';
import { hdf5Format } from './hdf5/format';
import { hekaFormat } from './heka/format';
import { igorExperimentFormat, igorFormat } from './igor/format';
import { matlabFormat } from './matlab/format';
import { numpyFormat } from './numpy/format';
import { spike2Format } from './spike2/format';
import { winEdrFormat } from './strathclyde/winedr';
import { winWcpFormat } from './strathclyde/winwcp';
import { textFormat } from './text/format';

/**
 * All formats in the order in which they are tried: those with a signature first, those recognised by their contents
 * last.
 */
export const FORMATS: readonly RecordingFormat[] = [
  abfFormat,
  hekaFormat,
  hdf5Format,
  axoGraphFormat,
  spike2Format,
  matlabFormat,
  numpyFormat,
  winWcpFormat,
  winEdrFormat,
  igorFormat,
  igorExperimentFormat,
  textFormat,
];
