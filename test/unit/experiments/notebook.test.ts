import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import type { Experiment } from '../../../src/engine/experiments/experiment';
import { type NotebookLanguage, notebookText } from '../../../src/engine/experiments/notebook';
import { temporaryFolder } from '../../support/folder';
import { withoutPython } from '../../support/python';

const python = process.env['MINIML_PYTHON'] ?? 'python3';

/** A study of two groups with tables as batch writes them. */
function study(): { folder: string; experiment: Experiment } {
  const folder = temporaryFolder();
  const out = path.join(folder, 'my study results');
  mkdirSync(out);
  const heading = 'recording,cell,animal,group,condition,channel,amplitude (pA),border';
  const events = ['ctl', 'TTX'].flatMap((group, g) =>
    ['c1', 'c2'].flatMap((cell, c) =>
      [1, 2, 3].map((i) => `a.abf,${cell},m${g},${group},,0,${-10 - 5 * g - c - i},${i === 3 ? 1 : 0}`),
    ),
  );
  writeFileSync(path.join(out, 'events.csv'), `${[heading, ...events].join('\r\n')}\r\n`);
  writeFileSync(path.join(out, 'cells.csv'), 'group,cell,events\r\nctl,c1,3\r\n');
  writeFileSync(path.join(out, 'summary.csv'), 'recording,status\r\na.abf,done\r\n');
  return { folder, experiment: { file: path.join(folder, 'my study.csv'), rows: [] } };
}

function textOf({ folder, experiment }: ReturnType<typeof study>, language: NotebookLanguage): string {
  return notebookText(experiment, { folder }, language);
}

test('a notebook has its cells and finds its tables from where it lies', () => {
  const made = study();
  const notebook = JSON.parse(textOf(made, 'python')) as {
    nbformat: number;
    cells: { cell_type: string; source: string[]; id: string }[];
  };
  assert.equal(notebook.nbformat, 4);
  assert.equal(new Set(notebook.cells.map(({ id }) => id)).size, notebook.cells.length);
  assert.match(notebook.cells[1].source.join(''), /results = Path\("my study results"\)/);
  const { experiment, folder } = made;
  const elsewhere = notebookText(experiment, { folder: path.join(folder, 'a', 'b') }, 'r');
  assert.match(elsewhere, /results <- "\.\.\/\.\.\/my study results"/);
});

test('without tables the notebook says what to run first', () => {
  const experiment = { file: path.join(temporaryFolder(), 'none.csv'), rows: [] };
  assert.throws(() => notebookText(experiment, { folder: '.' }, 'python'), /Run miniml batch/);
});

test('the notebook runs in Python', { skip: withoutPython('pandas', 'matplotlib') }, () => {
  const made = study();
  const { cells } = JSON.parse(textOf(made, 'python')) as {
    cells: { cell_type: string; source: string[] }[];
  };
  const program = cells
    .filter(({ cell_type }) => cell_type === 'code')
    .slice(0, 2)
    .map(({ source }) => source.join(''));
  const check = 'print([len(events), [round(m, 1) for m in events.groupby("group")[column].mean()]])';
  const env = { ...process.env, MPLBACKEND: 'agg' };
  const ran = spawnSync(python, ['-c', [...program, check].join('\n')], {
    cwd: made.folder,
    encoding: 'utf8',
    env,
  });
  assert.equal(ran.status, 0, ran.stderr);
  assert.match(ran.stdout, /\[8, \[-17\.0, -12\.0\]\]/);
  assert.ok(existsSync(path.join(made.folder, 'superplot.png')));
});

test('the script runs in R', { skip: withoutR() }, (_t: TestContext) => {
  const made = study();
  const file = path.join(made.folder, 'study.R');
  writeFileSync(file, textOf(made, 'r'));
  const ran = spawnSync('Rscript', [file], { cwd: made.folder, encoding: 'utf8' });
  assert.equal(ran.status, 0, ran.stderr);
  assert.ok(readFileSync(path.join(made.folder, 'superplot.png')).length > 1000);
});

function withoutR(): string | false {
  return spawnSync('Rscript', ['--version']).status === 0 ? false : 'there is no Rscript';
}
