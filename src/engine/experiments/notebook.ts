import { existsSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../../common/errors';
import { type Experiment, resultsFolderOf } from './experiment';

export type NotebookLanguage = 'python' | 'r';

/** Tables that `batch` writes and a notebook reads. */
const TABLES = ['events.csv', 'cells.csv', 'summary.csv'];

/**
 * The text of a Jupyter notebook (nbformat 4.5) or of an R script that loads the tables of an experiment and draws its
 * first figure. The notebook needs pandas and matplotlib, and h5py for traces; the script only R, and hdf5r for traces.
 *
 * @param folder where it will lie: paths in it are relative to this
 * @param out results folder of the experiment
 * @throws UserError when there are no tables yet
 */
export function notebookText(
  experiment: Experiment,
  { folder, out = resultsFolderOf(experiment.file) }: { folder: string; out?: string },
  language: NotebookLanguage,
): string {
  const missing = TABLES.find((name) => !existsSync(path.join(out, name)));
  if (missing !== undefined)
    throw new UserError(`${out} has no ${missing}. Run miniml batch, or batch --gather, first.`);
  const results = path.relative(folder, out).replaceAll('\\', '/') || '.';
  const name = path.basename(experiment.file);
  return language === 'r' ? rScript(name, results) : pythonNotebook(name, results);
}

function pythonNotebook(name: string, results: string): string {
  const quoted = JSON.stringify(results);
  const cells = [
    markdown(
      `# ${name}`,
      'Events that miniML detected, one row per event (`events`), per cell and group (`cells`) and per recording (`summary`). Units are in the column names. Cells, or animals, are the units of replication; never pool events.',
    ),
    code(
      'from pathlib import Path',
      '',
      'import matplotlib.pyplot as plt',
      'import pandas as pd',
      '',
      `results = Path(${quoted})`,
      'events = pd.read_csv(results / "events.csv")',
      'cells = pd.read_csv(results / "cells.csv")',
      'summary = pd.read_csv(results / "summary.csv")',
      '# Events at the ends of a recording count in no statistic.',
      'events = events[events["border"] == 0]',
      'cells',
    ),
    markdown('## SuperPlot: events faint, cells solid, animals coloured'),
    code(...PYTHON_SUPERPLOT),
    markdown('## Traces of the events of one recording'),
    code(
      'try:',
      '    import h5py',
      '',
      '    file = sorted(results.glob("*_results.h5"))[0]',
      '    with h5py.File(file) as f:',
      '        traces = f["events"][:]  # events × samples, baselines subtracted',
      '    print(file.name, traces.shape)',
      'except ImportError:',
      '    print("Traces need h5py: pip install h5py")',
    ),
  ];
  const notebook = {
    cells: cells.map((cell, i) => ({ ...cell, id: `cell-${i + 1}` })),
    metadata: {
      kernelspec: { display_name: 'Python 3', language: 'python', name: 'python3' },
      language_info: { name: 'python' },
    },
    nbformat: 4,
    nbformat_minor: 5,
  };
  return `${JSON.stringify(notebook, null, 1)}\n`;
}

const PYTHON_SUPERPLOT = [
  'column = next(name for name in events.columns if name.startswith("amplitude"))',
  'events["group"] = events["group"].fillna("")',
  'groups = list(dict.fromkeys(events["group"]))',
  'colours = {animal: f"C{i}" for i, animal in enumerate(dict.fromkeys(events["animal"].fillna("")))}',
  'figure, axes = plt.subplots(figsize=(3.35, 2.6))',
  'for place, group in enumerate(groups):',
  '    own = events[events["group"] == group]',
  '    spread = pd.Series(range(len(own))) * 0.618 % 1 - 0.5',
  '    axes.scatter(place + 0.5 * spread, own[column], s=2, color="0.75", zorder=1)',
  '    means = own.fillna({"animal": ""}).groupby(["animal", "cell"])[column].mean()',
  '    for i, ((animal, cell), mean) in enumerate(means.items()):',
  '        shift = 0.4 * (i / max(1, len(means) - 1) - 0.5)',
  '        axes.scatter(place + shift, mean, s=30, color=colours[animal], edgecolor="white", zorder=3)',
  '    axes.hlines(means.mean(), place - 0.3, place + 0.3, color="black", zorder=2)',
  'axes.set_xticks(range(len(groups)), groups)',
  'axes.set_ylabel(column)',
  'figure.tight_layout()',
  'figure.savefig("superplot.png", dpi=300)',
];

function markdown(...paragraphs: string[]) {
  return { cell_type: 'markdown', metadata: {}, source: lines(paragraphs.join('\n\n')) };
}

function code(...source: string[]) {
  return {
    cell_type: 'code',
    execution_count: null,
    metadata: {},
    outputs: [],
    source: lines(source.join('\n')),
  };
}

/** Lines with their ends, as notebooks store them. */
function lines(text: string): string[] {
  return text.split(/(?<=\n)/);
}

function rScript(name: string, results: string): string {
  return `# ${name.replace(/\s+/g, ' ')}: events that miniML detected, one row per event (events), per cell and group (cells) and per
# recording (summary). Units are in the column names. Cells, or animals, are the units of replication; never pool events.

results <- ${JSON.stringify(results)}
events <- read.csv(file.path(results, "events.csv"), check.names = FALSE)
cells <- read.csv(file.path(results, "cells.csv"), check.names = FALSE)
summary_table <- read.csv(file.path(results, "summary.csv"), check.names = FALSE)
# Events at the ends of a recording count in no statistic.
events <- events[events$border == 0, ]
for (column in c("group", "animal", "cell")) events[[column]] <- ifelse(is.na(events[[column]]), "", as.character(events[[column]]))
print(cells)

# SuperPlot: events faint, cells solid, animals coloured.
column <- grep("^amplitude", names(events), value = TRUE)[1]
groups <- unique(events$group)
animals <- unique(events$animal)
palette <- rep_len(c("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00"), length(animals))
png("superplot.png", width = 85, height = 65, units = "mm", res = 300, pointsize = 8)
par(mar = c(3, 4, 1, 1))
plot(NA, xlim = c(0.5, length(groups) + 0.5), ylim = range(events[[column]], na.rm = TRUE), xaxt = "n", xlab = "", ylab = column)
axis(1, at = seq_along(groups), labels = groups)
for (place in seq_along(groups)) {
  own <- events[events$group == groups[place], ]
  points(place + 0.5 * ((seq_len(nrow(own)) * 0.618) %% 1 - 0.5), own[[column]], pch = 16, cex = 0.3, col = "grey75")
  means <- aggregate(own[[column]], list(animal = own$animal, cell = own$cell), mean, na.rm = TRUE)
  segments(place - 0.3, mean(means$x), place + 0.3, mean(means$x), lwd = 2)
  shift <- if (nrow(means) > 1) 0.4 * ((seq_len(nrow(means)) - 1) / (nrow(means) - 1) - 0.5) else 0
  points(place + shift, means$x, pch = 21, bg = palette[match(means$animal, animals)], col = "white", cex = 1.4)
}
invisible(dev.off())

# A linear mixed model, where lme4 is installed: cells in animals.
if (requireNamespace("lme4", quietly = TRUE) && length(groups) > 1) {
  events$value <- events[[column]]
  print(summary(lme4::lmer(value ~ group + (1 | animal) + (1 | animal:cell), data = events)))
}

# Traces of the events of one recording, where hdf5r is installed.
if (requireNamespace("hdf5r", quietly = TRUE)) {
  file <- sort(Sys.glob(file.path(results, "*_results.h5")))[1]
  h5 <- hdf5r::H5File$new(file, mode = "r")
  traces <- h5[["events"]][, ]
  h5$close_all()
  print(dim(traces))
}
`;
}
