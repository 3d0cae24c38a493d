import type { RecordingFormat } from '../format';
import { hasTreeBeside } from './bundle';
import { openHeka } from './open';

const SIGNATURES = /^(DAT1|DAT2|DATA)/;

export const hekaFormat: RecordingFormat = {
  description: 'HEKA PatchMaster .dat',
  // The oldest raw data have no signature; they are recognised by the tree beside them.
  recognises: ({ text, source }) => SIGNATURES.test(text) || hasTreeBeside(source.path),
  open: openHeka,
};
