import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** A folder of the sources: its purpose, and the folders it may import from, types included. */
export interface LayerRule {
  doc: string;
  imports: readonly string[];
}

const common = ['common', 'common/*'];

/**
 * Every folder of the sources and what it may import. Folders are listed from the bottom up, and each may import
 * only from those before it in this list, so circles between folders cannot occur.
 */
export const LAYERS: Readonly<Record<string, LayerRule>> = {
  'common/numbers': { doc: 'rounding', imports: [] },
  common: { doc: 'errors, tasks and progress, listeners, version', imports: [] },
  'common/parameters': {
    doc: 'every parameter, declared once: checks, defaults, layers, times and ranges',
    imports: ['common', 'common/numbers'],
  },
  'common/traces': {
    doc: 'how a trace is named and opened; ranges of samples; windows of a trace to draw',
    imports: ['common', 'common/parameters'],
  },
  'common/events': {
    doc: 'a detected event, a detection, its statistics',
    imports: ['common', 'common/numbers', 'common/parameters', 'common/traces'],
  },
  'common/training': {
    doc: 'scores and training sets, epochs, metrics, agreement between raters',
    imports: ['common', 'common/parameters'],
  },
  'common/figures': { doc: 'figures as marks at print size; written as SVG and PDF', imports: ['common'] },
  'common/api': {
    doc: 'the messages on both borders: `engine/` is what the engine can be asked, `views/` one protocol per view',
    imports: [
      'common',
      'common/events',
      'common/figures',
      'common/parameters',
      'common/traces',
      'common/training',
    ],
  },
  'common/text': {
    doc: 'numbers, durations and sentences for people',
    imports: [
      'common',
      'common/api',
      'common/events',
      'common/parameters',
      'common/traces',
      'common/training',
    ],
  },
  'engine/scheduling': { doc: 'cooperative multitasking in long loops', imports: common },
  'engine/signal': {
    doc: 'typed arrays in, typed arrays out; SciPy’s meaning where it has a name there',
    imports: [...common, 'engine/scheduling'],
  },
  'engine/files': {
    doc: 'bytes, HDF5, hashes, file kinds, writing files whole or not at all',
    imports: [...common, 'engine/scheduling'],
  },
  'engine/rpc': { doc: 'JSON-RPC client and server of the engine’s API', imports: common },
  'engine/network': {
    doc: 'layers as data; Keras files in and out; graphs; gradients',
    imports: [...common, 'engine/files', 'engine/signal'],
  },
  'engine/recordings': {
    doc: 'one folder per file format → `Recording`, read a range at a time; min/max pyramids',
    imports: [...common, 'engine/files', 'engine/scheduling', 'engine/signal'],
  },
  'engine/backends': {
    doc: 'what computes a graph: onnxruntime, TensorFlow',
    imports: [...common, 'engine/files', 'engine/network', 'engine/scheduling', 'engine/signal'],
  },
  'engine/prediction': {
    doc: 'a network run over many windows, and over a trace',
    imports: [...common, 'engine/backends', 'engine/network', 'engine/scheduling', 'engine/signal'],
  },
  'engine/measuring': {
    doc: 'amplitudes, times and charges of events; baselines; statistics',
    imports: [...common, 'engine/scheduling', 'engine/signal'],
  },
  'engine/detection': {
    doc: 'from a trace to measured events',
    imports: [
      ...common,
      'engine/backends',
      'engine/files',
      'engine/measuring',
      'engine/network',
      'engine/prediction',
      'engine/recordings',
      'engine/scheduling',
      'engine/signal',
    ],
  },
  'engine/training': {
    doc: 'training sets, splits, training, evaluation, model cards',
    imports: [
      ...common,
      'engine/backends',
      'engine/files',
      'engine/network',
      'engine/prediction',
      'engine/scheduling',
      'engine/signal',
    ],
  },
  'engine/extraction': {
    doc: 'training windows from recordings',
    imports: [
      ...common,
      'engine/detection',
      'engine/files',
      'engine/recordings',
      'engine/scheduling',
      'engine/signal',
      'engine/training',
    ],
  },
  'engine/simulation': {
    doc: 'recordings with known events, and windows from them',
    imports: [...common, 'engine/files', 'engine/scheduling', 'engine/signal', 'engine/training'],
  },
  'engine/distilling': {
    doc: 'screening networks distilled from models, on simulated recordings',
    imports: [
      ...common,
      'engine/backends',
      'engine/network',
      'engine/prediction',
      'engine/scheduling',
      'engine/signal',
      'engine/simulation',
    ],
  },
  'engine/results': {
    doc: 'results files, their edits, exports and comparisons',
    imports: [
      ...common,
      'engine/detection',
      'engine/files',
      'engine/measuring',
      'engine/recordings',
      'engine/scheduling',
      'engine/signal',
      'engine/simulation',
    ],
  },
  'engine/reading': {
    doc: 'the thread that reads files and is ended when it is stuck in one',
    imports: [
      ...common,
      'engine/files',
      'engine/network',
      'engine/recordings',
      'engine/results',
      'engine/training',
    ],
  },
  'engine/kept': {
    doc: 'detections kept between sessions, and predictions kept while they are made',
    imports: [...common, 'engine/files', 'engine/prediction', 'engine/results'],
  },
  'engine/export-recording': {
    doc: 'recordings and cleaned traces written as NWB, plain HDF5 and ABF',
    imports: [
      ...common,
      'engine/detection',
      'engine/files',
      'engine/recordings',
      'engine/results',
      'engine/scheduling',
    ],
  },
  'engine/tuning': {
    doc: 'choosing parameters: window sizes tried, previews by the detection’s own steps',
    imports: [
      ...common,
      'engine/detection',
      'engine/measuring',
      'engine/network',
      'engine/recordings',
      'engine/results',
      'engine/scheduling',
      'engine/signal',
    ],
  },
  'engine/statistics': {
    doc: 'groups compared as nested data: mixed model, bootstrap, tests on cells',
    imports: [...common, 'engine/files', 'engine/scheduling', 'engine/signal'],
  },
  'engine/figures': {
    doc: 'figures of groups at print size: pure functions from data to marks',
    imports: [...common, 'engine/statistics'],
  },
  'engine/advice': {
    doc: 'rules over parameters, traces and detections; parameter files, editor and command line say the same',
    imports: [
      ...common,
      'engine/detection',
      'engine/network',
      'engine/recordings',
      'engine/signal',
      'engine/training',
      'engine/tuning',
    ],
  },
  'engine/parameter-files': {
    doc: 'parameter files on disk, and the diagnostics on them',
    imports: [
      ...common,
      'engine/advice',
      'engine/files',
      'engine/network',
      'engine/recordings',
      'engine/training',
      'engine/tuning',
    ],
  },
  'engine/experiments': {
    doc: 'tables of recordings: one run of all of them, what came out, side by side',
    imports: [
      ...common,
      'engine/export-recording',
      'engine/figures',
      'engine/files',
      'engine/measuring',
      'engine/parameter-files',
      'engine/recordings',
      'engine/results',
      'engine/scheduling',
      'engine/statistics',
    ],
  },
  'engine/cluster': {
    doc: 'experiments and trainings as jobs of a Slurm cluster: submitted, watched, run on a node',
    imports: [...common, 'engine/experiments', 'engine/files'],
  },
  'engine/service': {
    doc: 'handlers of the API, with their caches and open files',
    imports: [...common, 'engine/*'],
  },
  bench: { doc: 'benchmarks, not part of the package', imports: [...common, 'engine/*'] },
  cli: { doc: 'the command line, one file per verb', imports: [...common, 'engine/*', 'bench'] },
  'language-server': { doc: 'parameter files in the editor', imports: [...common, 'engine/parameter-files'] },
  extension: {
    doc: 'the only importer of `vscode`: commands, documents, editors; `manifest/` declares package.json’s contributions',
    imports: [...common, 'engine/files', 'engine/parameter-files', 'engine/rpc'],
  },
  webviews: {
    doc: 'the views, browser only; `shared/` is common to all, then one folder per view',
    imports: common,
  },
};

/** The layer of a file, by the longest folder name that has a rule; undefined where none has. */
function layerOf(file: string): string | undefined {
  const folder = path.posix.dirname(file).replace(/^src\//, '');
  return Object.keys(LAYERS)
    .filter((name) => folder === name || (folder.startsWith(`${name}/`) && name !== 'common'))
    .sort((a, b) => b.length - a.length)[0];
}

function allows({ imports }: LayerRule, layer: string): boolean {
  return imports.some((rule) => (rule.endsWith('/*') ? layer.startsWith(rule.slice(0, -1)) : rule === layer));
}

/** Every import, of types too, that no rule allows, and every file that lies in no layer; one sentence each. */
export function layerViolations(root: string): string[] {
  const files = ['src', 'bench'].flatMap((top) =>
    readdirSync(path.join(root, top), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file))
      .map((file) => path.posix.join(top, file.split(path.sep).join('/'))),
  );
  return files.flatMap((file) => {
    const layer = layerOf(file);
    if (layer === undefined) return `${file} lies in no folder that scripts/layers.ts lists`;
    const text = readFileSync(path.join(root, file), 'utf8');
    return [...text.matchAll(/(?:from|^import) '(\.[^']*)'|typeof import\('(\.[^']*)'\)/gm)]
      .map(([, from, type]) => path.posix.join(path.posix.dirname(file), (from ?? type)!))
      .filter((target) => target.startsWith('src/') || target.startsWith('bench/'))
      .filter((target) => {
        const other = layerOf(target);
        return other !== layer && (other === undefined || !allows(LAYERS[layer], other));
      })
      .map((target) => `${file} imports ${target}`);
  });
}

/** Whether each layer imports only from layers listed before it; names those that do not. */
export function upwardRules(): string[] {
  const order = Object.keys(LAYERS);
  return order.flatMap((layer, at) =>
    order
      .slice(at + 1)
      .filter((later) => allows(LAYERS[layer], later))
      .map((later) => `${layer} may import ${later}, which is listed after it`),
  );
}
