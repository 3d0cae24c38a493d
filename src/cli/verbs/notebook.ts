import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../common/errors';
import { readExperiment } from '../../engine/experiments/experiment';
import { notebookText } from '../../engine/experiments/notebook';
import { writeWhole } from '../../engine/files/atomic';
import { requireApart } from '../../engine/files/outputs';
import { forceFlag } from '../flags';
import { verb } from '../verb';

export const notebook = verb({
  name: 'notebook',
  summary:
    'Write a Jupyter notebook (.ipynb) or an R script (.R) that loads the tables of an experiment and draws its first figure.',
  operands: { usage: 'EXPERIMENT', minimum: 1, maximum: 1 },
  flags: {
    out: {
      kind: 'text',
      value: 'FILE.ipynb|FILE.R',
      doc: 'The file to write; a notebook beside the table by default.',
    },
    results: {
      kind: 'text',
      value: 'DIR',
      doc: 'Folder of the results, if batch was given one with --out.',
    },
    ...forceFlag,
  },
  async run({ operands: [file], flags, inputs }) {
    const experiment = await readExperiment(file);
    const { dir, name } = path.parse(experiment.file);
    const out = path.resolve(flags.out ?? path.join(dir, `${name}.ipynb`));
    const ending = path.extname(out).toLowerCase();
    if (ending !== '.ipynb' && ending !== '.r')
      throw new UserError(`${out} must end in .ipynb for Python or in .R for R. Choose another name.`);
    await requireApart([{ file: out }], inputs);
    const options = {
      folder: path.dirname(out),
      ...(flags.results !== undefined && { out: path.resolve(flags.results) }),
    };
    const text = notebookText(experiment, options, ending === '.r' ? 'r' : 'python');
    await writeWhole(out, { overwrite: flags.force }, (temporary) => writeFile(temporary, text));
    return { json: { out }, text: out };
  },
});
