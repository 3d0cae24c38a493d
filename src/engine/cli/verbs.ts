import type { Verb } from './verb';
import { compare } from './verbs/compare';
import { detect } from './verbs/detect';
import { info } from './verbs/info';
import { paramsCheck } from './verbs/params-check';
import { predict } from './verbs/predict';
import { read } from './verbs/read';

/** Everything the command line does, in the order it is listed. */
export const verbs: readonly Verb[] = [info, read, detect, compare, predict, paramsCheck];
