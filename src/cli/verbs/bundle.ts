import path from 'node:path';
import { count } from '../../common/text/numbers';
import { writeBundle } from '../../engine/experiments/bundle';
import { readExperiment, resultsFolderOf } from '../../engine/experiments/experiment';
import { requireOutputs } from '../../engine/files/outputs';
import { forceFlag } from '../flags';
import { verb } from '../verb';

export const bundle = verb({
  name: 'bundle',
  summary:
    'Pack an experiment that batch has run into one zip: table, parameters, models, results, environment; for reproduce.',
  operands: { usage: 'EXPERIMENT', minimum: 1, maximum: 1 },
  flags: {
    out: { kind: 'text', value: 'BUNDLE.zip', required: true, doc: 'The file to write.' },
    results: {
      kind: 'text',
      value: 'DIR',
      doc: 'Folder of the results, if batch was given one with --out.',
    },
    recordings: { kind: 'switch', doc: 'Include the recordings; otherwise only their hashes.' },
    ...forceFlag,
  },
  async run({ operands: [file], flags, inputs, task }) {
    const experiment = await readExperiment(file);
    const folder = path.resolve(flags.results ?? resultsFolderOf(file));
    const recordings = experiment.rows.map(({ recording }) => recording);
    await requireOutputs([{ file: flags.out, kind: 'bundle' }], {
      overwrite: flags.force,
      inputs: [...inputs, ...recordings],
    });
    const options = { file: flags.out, recordings: flags.recordings, overwrite: flags.force };
    const { rows } = await writeBundle(experiment, folder, options, task);
    return {
      json: { out: flags.out, rows: rows.length, recordings: flags.recordings },
      text: `${flags.out}: ${count(rows.length, 'recording')}, ${flags.recordings ? 'included' : 'by hash'}`,
    };
  },
});
