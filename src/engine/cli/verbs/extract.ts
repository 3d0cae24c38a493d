import path from 'node:path';
import { type Extraction, extractWindows } from '../../extraction/extract';
import { writeExtractions } from '../../extraction/write-extractions';
import { requireFree } from '../../files/atomic';
import { modelPathOf } from '../../models';
import { openOptionsOf } from '../../parameters/open-options';
import type { Parameters } from '../../parameters/parameters';
import { recordedTrace } from '../../recordings/joined-trace';
import { openRecording } from '../../recordings/open';
import type { Recording } from '../../recordings/recording';
import { openedBackends } from '../../service/backends';
import type { Task } from '../../task';
import { eachFile, isFailed, recordingsOf } from '../batch';
import { backendFlags, forceFlag, modelFlag, recordingFlags, seedFlag, wantedBackend } from '../flags';
import { amount } from '../quantity';
import { verb } from '../verb';

export const extract = verb({
  name: 'extract',
  summary:
    'Training windows from recordings: clear events (score 1), doubtful ones to be judged (2) and noise (0).',
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
  async run({ operands, flags, parameters, task, say }) {
    const files = recordingsOf(operands, parameters);
    if (!flags.force) await requireFree(flags.out);
    const backends = openedBackends(say);
    const find: Find =
      parameters.extraction_method === 'model'
        ? (recording, part) =>
            backends.useModel(wantedBackend(flags), path.resolve(modelPathOf(parameters)), (model) =>
              extractWindows(traceOf(recording, parameters), parameters, part, model),
            )
        : (recording, part) => extractWindows(traceOf(recording, parameters), parameters, part);

    // The windows are read when they are written: recordings stay open until then.
    const open: Recording[] = [];
    try {
      const batch = await eachFile(files, { task, say }, async (file, part) => {
        const recording = await openRecording(file, openOptionsOf(parameters));
        open.push(recording);
        const extraction = await find(recording, part);
        for (const warning of extraction.warnings) say(`${file}: ${warning}`);
        return { file, extraction };
      });
      const done = batch.done.flatMap((one) => (isFailed(one) ? [] : [one.extraction]));
      if (done.length > 0) await writeExtractions(flags.out, { overwrite: flags.force }, done, parameters);
      return {
        json: {
          out: flags.out,
          files: batch.done.map((one) => (isFailed(one) ? one : documentOf(one.file, one.extraction))),
        },
        text: [
          ...batch.done.map((one) =>
            isFailed(one) ? `${one.file}: failed` : line(one.file, one.extraction),
          ),
          ...(done.length > 0 ? [`  → ${flags.out}`] : []),
        ].join('\n'),
        failed: batch.failed,
      };
    } finally {
      for (const recording of open) recording.close();
    }
  },
});

type Find = (recording: Recording, task: Task) => Promise<Extraction>;

function traceOf(recording: Recording, { channel, sweep }: Parameters) {
  return recordedTrace(recording, channel, sweep ?? undefined);
}

function documentOf(file: string, extraction: Extraction) {
  const { clear, doubtful, noise, template, thresholds, source, warnings } = extraction;
  return {
    file,
    clear: clear.length,
    doubtful: doubtful.length,
    noise: noise.length,
    template,
    thresholds,
    source,
    starts: { clear, doubtful, noise },
    warnings,
  };
}

function line(file: string, { clear, doubtful, noise, thresholds }: Extraction): string {
  const { high, mid, low, unit } = thresholds;
  const levels = [high, mid, low].map((level) => amount(level)).join(' / ');
  return `${file}: ${clear.length} clear, ${doubtful.length} doubtful, ${noise.length} noise (thresholds ${[levels, unit].join(' ').trim()})`;
}
