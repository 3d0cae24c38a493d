import path from 'node:path';
import type { FileExtraction } from '../../common/api/engine/extraction';
import { criterionText } from '../../common/text/extraction-criterion';
import { extractionAdvice } from '../../engine/advice/extraction-rules';
import { extractFiles } from '../../engine/extraction/extract-files';
import { modelPathOf } from '../../engine/files/model-path';
import { openedBackends } from '../../engine/service/backends';
import { recordingsOf } from '../batch';
import { backendFlags, forceFlag, modelFlag, recordingFlags, seedFlag, wantedBackend } from '../flags';
import { verb } from '../verb';

export const extract = verb({
  name: 'extract',
  summary:
    'Extract training windows from recordings: clear events (score 1), doubtful ones to be scored and noise (0).',
  operands: { usage: '[FILE…]', minimum: 0, maximum: Number.POSITIVE_INFINITY },
  flags: {
    out: { kind: 'text', value: 'T.h5', doc: 'The training set to write.', required: true },
    ...modelFlag,
    ...recordingFlags,
    ...seedFlag,
    ...backendFlags,
    ...forceFlag,
  },
  parameters: ['extraction', 'detection', 'recording', 'filters', 'model'],
  async run({ operands, flags, parameters, task, say, tell }) {
    const recordings = recordingsOf(operands, parameters).map((path) => ({ path, parameters }));
    const out = { file: flags.out, overwrite: flags.force };
    const done =
      parameters.extraction_method === 'model'
        ? await openedBackends(tell).useModel(
            wantedBackend(flags),
            path.resolve(modelPathOf(parameters)),
            (model) => extractFiles(recordings, out, task, { model, advise: extractionAdvice }),
          )
        : await extractFiles(recordings, out, task, { advise: extractionAdvice });
    for (const { file, extraction, failure } of done) {
      if (failure !== null) say(`miniml: ${failure}`);
      for (const { code, message } of extraction?.warnings ?? []) say(`${file}: ${message} (${code})`);
    }
    return {
      json: {
        out: flags.out,
        files: done.map(({ file, extraction, failure }) =>
          extraction === null ? { file, error: failure } : { file, ...extraction },
        ),
      },
      text: [...done.map(line), `  → ${flags.out}`].join('\n'),
      failed: done.some(({ failure }) => failure !== null),
    };
  },
});

function line({ file, extraction }: FileExtraction): string {
  if (extraction === null) return `${file}: failed`;
  const { clear, doubtful, noise } = extraction;
  return `${file}: ${clear} clear, ${doubtful} doubtful, ${noise} noise (${criterionText(extraction)})`;
}
