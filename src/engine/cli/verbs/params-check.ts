import { analyse } from '../../parameters/diagnostics/analyse';
import { located } from '../../parameters/diagnostics/diagnostic';
import { factsOfFiles } from '../../parameters/diagnostics/facts';
import { allRules } from '../../parameters/diagnostics/rules';
import { readParameterDocument } from '../../parameters/file';
import { verb } from '../verb';

export const paramsCheck = verb({
  name: 'params check',
  summary: 'What is wrong or odd in a parameter file; lines and columns count from 1. Exit code 1 on errors.',
  operands: { usage: 'FILE', minimum: 1, maximum: 1 },
  flags: {},
  async run({ operands: [file = ''] }) {
    const document = await readParameterDocument(file);
    const found = (await analyse(document, allRules(factsOfFiles()))).map((d) => located(document.text, d));
    const lines = found.map(
      ({ line, column, severity, code, message }) =>
        `${file}:${line}:${column}: ${severity}: ${message} (${code})`,
    );
    return {
      json: found,
      text: lines.length > 0 ? lines.join('\n') : `${file} is right.`,
      failed: found.some(({ severity }) => severity === 'error'),
    };
  },
});
