import type { RecordingFormat } from '../format';
import { openAbf } from './open';

const SIGNATURES = /^(ABF |ABF2| FBA)/;

export const abfFormat: RecordingFormat = {
  description: 'ABF 1 and 2',
  recognises: ({ text }) => SIGNATURES.test(text),
  open: openAbf,
};
