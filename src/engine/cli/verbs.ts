import type { Verb } from './verb';
import { paramsCheck } from './verbs/params-check';

/** Everything the command line does, in the order it is listed. */
export const verbs: readonly Verb[] = [paramsCheck];
