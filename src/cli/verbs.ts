import type { Verb } from './verb';
import { batch } from './verbs/batch';
import { bench } from './verbs/bench';
import { bundle } from './verbs/bundle';
import { compare } from './verbs/compare';
import { convert } from './verbs/convert';
import { detect } from './verbs/detect';
import { evaluate } from './verbs/evaluate';
import { extract } from './verbs/extract';
import { info } from './verbs/info';
import { notebook } from './verbs/notebook';
import { paramsCheck } from './verbs/params-check';
import { predict } from './verbs/predict';
import { read } from './verbs/read';
import { reproduce } from './verbs/reproduce';
import { simulate } from './verbs/simulate';
import { stats } from './verbs/stats';
import { train } from './verbs/train';

/** Everything the command line does, in the order it is listed. */
export const verbs: readonly Verb[] = [
  info,
  read,
  detect,
  batch,
  compare,
  convert,
  extract,
  train,
  evaluate,
  predict,
  simulate,
  stats,
  notebook,
  bundle,
  reproduce,
  paramsCheck,
  bench,
];
