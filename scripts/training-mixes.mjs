// Trains models on mixes of scored windows, from as few events as one in five to four in five, with more or fewer messy
// events and false positives, and prints what each finds, and wrongly finds, of windows held out: the figures that
// stand in src/common/text/training-mix.ts. Takes some minutes.
//   npm run mixes [-- --seeds 3] [--base models/base.h5] [--data ../shared/data] [--threads N]
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { bundledScript } from './bundled-script.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const { values: options } = parseArgs({
  options: {
    seeds: { type: 'string', default: '3' },
    base: { type: 'string', default: path.join(root, 'models/base.h5') },
    data: { type: 'string', default: path.resolve(root, '../shared/data') },
    threads: { type: 'string' },
  },
});

const { measureMixes } = await bundledScript('training-mixes');
const settings = {
  data: path.resolve(options.data),
  base: path.resolve(options.base),
  seeds: Number(options.seeds),
  threads: options.threads === undefined ? undefined : Number(options.threads),
};
await measureMixes(settings, console.log);
