// A whole study of simulated recordings: two groups that differ in event frequency and in nothing else, all recordings
// detected in one run, and the groups compared as nested data. Everything goes into demo/study, through the command line
// that everybody has.
//   npm run study
//   node scripts/study.mjs [--out FOLDER] [--duration 20] [--seed 1] [--jobs 1]
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { miniml } from './run-verb.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const { values: options } = parseArgs({
  options: {
    out: { type: 'string', default: path.join(root, 'demo/study') },
    // Seconds of each recording.
    duration: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    jobs: { type: 'string', default: '1' },
  },
});
const begun = performance.now();
const folder = path.resolve(options.out);
mkdirSync(folder, { recursive: true });

/** The truth: Hz, and pA, of the groups; relative SD between animals and between cells of one animal. */
const FREQUENCY = { control: 1, treated: 2.2 };
const AMPLITUDE = 20;
const BETWEEN_ANIMALS = 0.05;
const BETWEEN_CELLS = 0.1;

const normal = normalNumbers(Number(options.seed));
const rows = [];
console.log('Simulating 24 recordings of 8 cells in 4 animals of 2 groups …');
for (const [animal, group] of ['control', 'control', 'treated', 'treated'].entries()) {
  const ofAnimal = [normal(), normal()];
  for (const inAnimal of [0, 1]) {
    const cell = 2 * animal + inAnimal;
    const varied = (mean, of) => mean * Math.exp(BETWEEN_ANIMALS * ofAnimal[of] + BETWEEN_CELLS * normal());
    const frequency = varied(FREQUENCY[group], 0);
    const amplitude = varied(AMPLITUDE, 1);
    for (const part of [1, 2, 3]) {
      const recording = `cell${cell + 1}_${part}.h5`;
      miniml(
        ...['simulate', '--out', path.join(folder, recording), '--force', '--duration', options.duration],
        ...[
          '--frequency',
          String(frequency),
          '--amplitude',
          String(amplitude),
          '--snr',
          String(amplitude / 3),
        ],
        ...['--seed', String(1000 * Number(options.seed) + 10 * cell + part)],
      );
      rows.push([recording, `cell${cell + 1}`, `animal${animal + 1}`, group]);
    }
  }
}
const table = path.join(folder, 'study.csv');
writeFileSync(
  table,
  `${[['recording', 'cell', 'animal', 'group'], ...rows].map((row) => row.join(',')).join('\n')}\n`,
);

console.log('Detecting in all of them …');
const { rows: done, totals, out } = miniml('batch', table, '--jobs', options.jobs);
for (const { recording, animal, cell, group, events, frequency_hz } of done)
  console.log(
    `  ${path.basename(recording).padEnd(12)} ${cell}  ${animal}  ${group}  ${String(events).padStart(3)} events, ${frequency_hz.toFixed(2)} Hz`,
  );
console.log(`  ${totals.events} events in ${totals.done} recordings`);

console.log('Comparing the groups: events in cells in animals …');
const figures = path.join(out, 'figures');
const { measures } = miniml('stats', table, '--seed', options.seed, '--figures', figures, '--force');
const frequency = compared('frequency (Hz)');
const amplitude = compared('amplitude (pA)');
console.log(`  frequency  ${line(frequency, 'Hz')}; true: 1.2 Hz`);
console.log(`  amplitude  ${line(amplitude, 'pA')}; true: 0 pA`);
console.log(
  `${found(frequency) ? 'The difference in frequency is found' : 'The difference in frequency is not found'}; ` +
    `${found(amplitude) ? 'amplitude differs where nothing does' : 'the interval of the amplitude holds zero'}.`,
);
console.log(
  `${((performance.now() - begun) / 1000).toFixed(0)} s in all. The table is ${table}; results of each recording and summary.xlsx are in ${out}, figures and methods in ${figures}.`,
);

/** The difference of the groups in a measure, by the linear mixed model. */
function compared(measure) {
  const { comparisons } = measures.find((one) => one.measure === measure);
  return comparisons.find(({ method, scale }) => method === 'mixed-model' && scale === 'raw');
}

function line({ difference, t_low, t_high, p }, unit) {
  return `treated − control ${difference.toFixed(2)} ${unit} (95 %: ${t_low.toFixed(2)} to ${t_high.toFixed(2)}), p = ${p.toPrecision(2)}`;
}

function found({ t_low, t_high }) {
  return t_low > 0 || t_high < 0;
}

/** Standard normal numbers of a seed. Box and Muller 1958, on numbers of mulberry32. */
function normalNumbers(seed) {
  let state = seed >>> 0;
  const uniform = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}
