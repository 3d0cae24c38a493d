// Distils the screening network of a model, from simulated recordings alone, and writes it beside the model: of
// models/base.h5 unless another is named. The same options give the same weights on any machine of one kind.
//   node scripts/distil-screen.mjs [--model models/base.h5] [--out FILE] [--recordings 160] [--calibration 40]
//                                  [--steps 6000] [--seed 1] [--from FILE] [--threads N]
// Stopped and started again with the same options, it goes on from what it had.
// --from goes on from another screening network, in smaller steps: a minute or two suffice for a similar model.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { bundledScript } from './bundled-script.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const { values: options } = parseArgs({
  options: {
    model: { type: 'string', default: path.join(root, 'models/base.h5') },
    out: { type: 'string' },
    recordings: { type: 'string', default: '160' },
    calibration: { type: 'string', default: '40' },
    steps: { type: 'string', default: '6000' },
    seed: { type: 'string', default: '1' },
    from: { type: 'string' },
    threads: { type: 'string' },
  },
});

const { distilScreen } = await bundledScript('distil-screen');
const settings = {
  model: options.model,
  out: options.out,
  seed: Number(options.seed),
  recordings: Number(options.recordings),
  calibrationRecordings: Number(options.calibration),
  steps: Number(options.steps),
  from: options.from,
  threads: options.threads === undefined ? undefined : Number(options.threads),
};
await distilScreen(settings, (line) => console.log(line));
