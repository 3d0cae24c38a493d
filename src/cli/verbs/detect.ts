import path from 'node:path';
import type { Detection } from '../../common/events/detection';
import { advised } from '../../engine/advice/advise';
import { detect as detectEvents } from '../../engine/detection/detect';
import { modelPathOf } from '../../engine/files/model-path';
import { requireApart } from '../../engine/files/outputs';
import { outputsOf, requireWritableResults, writeResults } from '../../engine/results/write';
import { openedBackends } from '../../engine/service/backends';
import { eachFile, isFailed, recordingsOf, stemsOf } from '../batch';
import { detectionSummary } from '../detection-summary';
import { backendFlags, forceFlag, modelFlag, recordingFlags, wantedBackend } from '../flags';
import { parametersLike, requireRecipe } from '../like';
import { verb } from '../verb';
import { withTrace } from '../with-trace';

const formats = ['h5', 'csv', 'table'] as const;

export const detect = verb({
  name: 'detect',
  summary:
    'Detect and measure events in recordings; write results as h5 and csv. Without FILE: the recording of the parameter file.',
  operands: { usage: '[FILE…]', minimum: 0, maximum: Number.POSITIVE_INFINITY },
  flags: {
    ...modelFlag,
    like: {
      kind: 'text',
      value: 'RESULTS.h5',
      doc: 'Repeat the detection of a results file, on its recording or on others.',
      reads: true,
    },
    out: { kind: 'text', value: 'DIR', doc: 'Folder for the results; without it they are only printed.' },
    prediction: { kind: 'switch', doc: 'Add the prediction (one probability per window) to the results.' },
    ...recordingFlags,
    ...backendFlags,
    ...forceFlag,
  },
  parameters: ['model', 'detection', 'measurement', 'recording', 'filters'],
  async run({ operands, flags, parameters, resolved, like, inputs, task, say, tell }) {
    if (like) await requireRecipe(like, resolved, operands.length, task);
    const files = recordingsOf(operands, parameters);
    const stems = new Map(stemsOf(files).map((stem, i) => [files[i], stem]));
    const output = (file: string) =>
      flags.out === undefined
        ? undefined
        : {
            folder: path.resolve(flags.out),
            stem: stems.get(file)!,
            overwrite: flags.force,
            formats,
            prediction: flags.prediction,
            inputs,
          };
    const model = path.resolve(modelPathOf(parameters));
    // Checks that no output is a recording of the same run or another output.
    await requireApart(
      files.flatMap((file) => {
        const target = output(file);
        return target ? outputsOf(target) : [];
      }),
      [...files, ...inputs],
    );
    const backends = openedBackends(tell);

    const batch = await eachFile(files, { task, say }, async (file, part) => {
      const target = output(file);
      // Checked before an hour of work, not only after it.
      if (target) await requireWritableResults(target);
      const asked = like ? await parametersLike(like, resolved, file) : parameters;
      const detection = await backends.useModel(wantedBackend(flags), model, (ready) =>
        withTrace({ path: file, parameters: asked }, async ({ trace, parameters: used }) => ({
          ...(await advised(await detectEvents(trace, ready, used, part), trace)),
          recipe: asked,
        })),
      );
      for (const { code, message } of detection.warnings) say(`${file}: ${message} (${code})`);
      return { file, detection, written: target ? await writeResults(detection, target) : [] };
    });
    return {
      json: { files: batch.done.map((one) => (isFailed(one) ? one : documentOf(one, flags.prediction))) },
      text: batch.done
        .map((one) =>
          isFailed(one) ? `${one.file}: failed` : detectionSummary(one.file, one.detection, one.written),
        )
        .join('\n'),
      failed: batch.failed,
    };
  },
});

interface Detected {
  file: string;
  detection: Detection;
  written: string[];
}

/** Events at the trace edge, which miniML does not report, are listed separately, so that `events` equals its list. */
function documentOf({ file, detection, written }: Detected, withPrediction: boolean) {
  const { snippets: _, candidates: __, prediction, events, ...rest } = detection;
  return {
    file,
    ...rest,
    events: events.filter(({ border }) => !border),
    border_events: events.filter(({ border }) => border),
    written,
    ...(withPrediction && { prediction }),
  };
}
