import { allRules, analyse } from '../../engine/parameter-files/diagnostics/analyse';
import { located } from '../../engine/parameter-files/diagnostics/diagnostic';
import { factsOfFiles } from '../../engine/parameter-files/diagnostics/facts';
import { readParameterDocument } from '../../engine/parameter-files/file';
import { verb } from '../verb';

export const paramsCheck = verb({
  name: 'params check',
  summary: 'Check a parameter file; lines and columns count from 1. Exit code 1 on errors.',
  operands: { usage: 'FILE', minimum: 1, maximum: 1 },
  flags: {},
  async run({ operands: [file = ''] }) {
    const document = await readParameterDocument(file);
    const found = located(document.text, await analyse(document, allRules(factsOfFiles())));
    const lines = found.map(
      ({ line, column, severity, code, message }) =>
        `${file}:${line}:${column}: ${severity}: ${message} (${code})`,
    );
    return {
      json: found,
      text: lines.length > 0 ? lines.join('\n') : `${file} is valid.`,
      failed: found.some(({ severity }) => severity === 'error'),
    };
  },
});
