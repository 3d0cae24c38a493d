// Holds screened predictions against exact ones: events lost, with the 95 % bound, over simulated recordings of every
// kind and the recordings of ../shared/data, for thresholds 0.1 … 0.9. Prints a table.
//   npm run evidence [-- --recordings 40] [--model models/base.h5] [--data ../shared/data] [--threads N]
//                   [--out FILE]   the table so far, after each round of recordings
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { bundledScript } from './bundled-script.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const { values: options } = parseArgs({
  options: {
    model: { type: 'string', default: path.join(root, 'models/base.h5') },
    recordings: { type: 'string', default: '40' },
    data: { type: 'string', default: path.resolve(root, '../shared/data') },
    threads: { type: 'string' },
    out: { type: 'string' },
  },
});

const { gatherEvidence } = await bundledScript('evidence');
const settings = {
  model: path.resolve(options.model),
  recordings: Number(options.recordings),
  data: options.data,
  threads: options.threads === undefined ? undefined : Number(options.threads),
};
const shown = (table) => options.out !== undefined && writeFileSync(options.out, `${table}\n`);
console.log(await gatherEvidence(settings, (line) => console.error(line), shown));
