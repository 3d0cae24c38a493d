import type { Verb } from './verb';
import { detect } from './verbs/detect';
import { paramsCheck } from './verbs/params-check';
import { read } from './verbs/read';

/** Everything the command line does, in the order it is listed. */
export const verbs: readonly Verb[] = [read, detect, paramsCheck];
