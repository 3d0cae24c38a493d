// From nothing to measured events: simulates a recording with known events, detects, writes the results, holds
// them against the truth. Everything goes into demo/, through the command line that everybody has.
//   npm run demo
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { miniml } from './run-verb.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const folder = path.join(root, 'demo');
const recording = path.join(folder, 'recording.h5');
const truth = path.join(folder, 'recording_truth.csv');
const results = path.join(folder, 'recording_results.h5');

const model = chosenModel();
mkdirSync(folder, { recursive: true });

say('A recording with known events …');
const made = miniml(
  'simulate',
  '--out',
  recording,
  '--duration',
  '30',
  '--snr',
  '5',
  '--seed',
  '1',
  '--force',
);
say(
  `  ${made.truth.length} events in ${made.duration_s} s at ${made.rate_hz / 1000} kHz, ` +
    `median size ${digits(median(made.amplitudes))} ${made.unit}, noise ${digits(made.noise_sd)} ${made.unit}`,
);

say(`Detecting with ${model.name} …`);
const [found] = miniml('detect', recording, '--model', model.file, '--out', folder, '--force').files;
const { statistics: s, unit } = found;
say(`  ${s.events} events, ${digits(s.frequency_hz)} Hz`);
say(`  amplitude   ${digits(s.amplitude.mean)} ± ${digits(s.amplitude.sd)} ${unit}`);
say(`  rise time   ${digits(s.risetime_s.mean * 1000)} ± ${digits(s.risetime_s.sd * 1000)} ms`);
say(`  half decay  ${digits(s.halfdecay_s.mean * 1000)} ± ${digits(s.halfdecay_s.sd * 1000)} ms`);
say(`  ${digits(found.seconds)} s on ${found.backend}: ${Math.round(found.windows_per_s)} windows a second`);

say('Against the truth …');
const compared = miniml('compare', results, truth);
say(`  ${compared.matched} found, ${compared.only_in_B} missed, ${compared.only_in_A} too many`);
say(
  `  precision ${digits(compared.precision)}, recall ${digits(compared.recall)}, F1 ${digits(compared.F1)}`,
);
say(`Written to ${folder}${path.sep}:`);
for (const file of [recording, truth, ...found.written]) say(`  ${path.basename(file)}`);

/** Our own base model; until there is one, the published model from beside the project. */
function chosenModel() {
  const base = path.join(root, 'models', 'base.h5');
  if (existsSync(base)) return { file: base, name: 'the base model (models/base.h5)' };
  const published = path.join(root, '..', 'shared', 'data', 'models', 'GC_lstm_model.h5');
  if (existsSync(published))
    return {
      file: published,
      name: 'the published miniML model of cerebellar granule cells (no base model of our own is here yet)',
    };
  console.error(
    'There is no model to detect with: neither models/base.h5 nor the published one beside the project.',
  );
  process.exit(1);
}

function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

function digits(value) {
  return value === null ? '–' : String(Number(value.toPrecision(3))).replace('-', '−');
}

function say(line) {
  console.log(line);
}
