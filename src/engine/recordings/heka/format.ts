import type { RecordingFormat } from '../format';
import { openHeka } from './open';

const SIGNATURES = /^(DAT1|DAT2|DATA)/;

export const hekaFormat: RecordingFormat = {
  description: 'HEKA PatchMaster .dat',
  recognises: ({ text }) => SIGNATURES.test(text),
  open: openHeka,
};
