import path from 'node:path';
import type { Detection, ParameterChoice, Statistics, Summary } from '../../common/events/detection';
import { DIRECTION_NAMES, DIRECTIONS, type Direction } from '../../common/events/direction';
import { AVERAGED_FIELDS, type SummarisedField } from '../../common/events/event-columns';
import { VIEW_MEASURES } from '../../common/events/measure-views';
import { PARAMETER_NAMES, type WrittenParameters } from '../../common/parameters/parameters';
import { amountOfTime } from '../../common/text/duration';
import { amount } from '../../common/text/numbers';
import { advised } from '../../engine/advice/advise';
import { modelFacts } from '../../engine/advice/model-rules';
import { detect as detectEvents } from '../../engine/detection/detect';
import { modelPathOf } from '../../engine/files/model-path';
import { requireApart } from '../../engine/files/outputs';
import { outputsOf, requireWritableResults, writeResults } from '../../engine/results/write';
import { openedBackends } from '../../engine/service/backends';
import { chooseParameters } from '../../engine/tuning/choose-parameters';
import { eachFile, isFailed, recordingsOf, stemsOf } from '../batch';
import { backendFlags, forceFlag, modelFlag, recordingFlags, wantedBackend } from '../flags';
import { parametersLike, requireRecipe } from '../like';
import { verb, withTrace } from '../verb';

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
    auto: {
      kind: 'switch',
      doc: 'Choose direction, window and smoothing from each recording first; what --set names is kept. The choices and their reasons are in the result.',
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
    const trainedOn = flags.auto ? (await modelFacts(model)).direction : undefined;
    const fixed = new Set(PARAMETER_NAMES.filter((name) => resolved.origins[name].kind === 'flag'));

    const batch = await eachFile(files, { task, say }, async (file, part) => {
      const target = output(file);
      // Checked before an hour of work, not only after it.
      if (target) await requireWritableResults(target);
      const asked = like ? await parametersLike(like, resolved, file) : parameters;
      const detection = await backends.useModel(wantedBackend(flags), model, (ready) =>
        withTrace({ path: file, parameters: asked }, async ({ trace, parameters: used }) => {
          const chosen = flags.auto
            ? await chooseParameters(trace, ready, used, { trainedOn, fixed }, part)
            : undefined;
          const found = await detectEvents(trace, ready, chosen?.parameters ?? used, part);
          const warnings = [...found.warnings, ...(chosen?.warnings ?? [])];
          const told = await advised({ ...found, warnings }, trace);
          return { ...told, ...recipeWith(asked, chosen?.choices) };
        }),
      );
      for (const { parameter, value, reason } of detection.auto ?? [])
        say(`${file}: ${parameter} = ${value}. ${reason}`);
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

/** Recipe as requested, with automatically chosen values filled in, to repeat the detection. */
function recipeWith(
  asked: WrittenParameters,
  choices: ParameterChoice[] | undefined,
): Pick<Detection, 'recipe' | 'auto'> {
  if (!choices) return { recipe: asked };
  const chosen = Object.fromEntries(choices.map(({ parameter, value }) => [parameter, value]));
  return { recipe: { ...asked, ...chosen }, auto: choices };
}

interface Detected {
  file: string;
  detection: Detection;
  written: string[];
}

/** Events at the trace edge, which miniML does not report, are listed separately, so that `events` equals its list. */
function documentOf({ file, detection, written }: Detected, withPrediction: boolean) {
  const { snippets: _, candidates: __, prediction, predictions, events, ...rest } = detection;
  return {
    file,
    ...rest,
    events: events.filter(({ border }) => !border),
    border_events: events.filter(({ border }) => border),
    written,
    ...(withPrediction && { prediction, ...(predictions && { predictions }) }),
  };
}

/** Summary of a detection for people, in a few lines. */
function detectionSummary(file: string, detection: Detection, written: readonly string[]): string {
  const { statistics: s, unit, backend, seconds, windows_per_s, screening } = detection;
  const border = detection.events.filter((event) => event.border).length;
  const count = `${s.events} ${s.events === 1 ? 'event' : 'events'}`;
  const frequency = Number.isFinite(s.frequency_hz) ? ` (${amount(s.frequency_hz)} Hz)` : '';
  const lines = [
    `${file}: ${count} in ${amountOfTime(s.duration_s)}${frequency}${border > 0 ? `, and ${border} at the trace edge` : ''}`,
  ];
  const { directions } = s;
  if (directions) lines.push(...DIRECTIONS.flatMap((one) => directionLines(one, directions[one], unit)));
  else if (s.events > 0) lines.push(...summaryLines(s, unit));
  lines.push(`  ${amount(windows_per_s)} windows/s on ${backend}, ${amountOfTime(seconds)} in all`);
  if (screening) lines.push(`  screened: ${screening.computed} of ${screening.windows} windows computed`);
  lines.push(
    ...(written.length > 0
      ? written.map((path) => `  → ${path}`)
      : ['  not written (--out DIR writes results)']),
  );
  return lines.join('\n');
}

/** Events of one direction by themselves. */
function directionLines(direction: Direction, statistics: Statistics, unit: string): string[] {
  const { events, frequency_hz } = statistics;
  const frequency = Number.isFinite(frequency_hz) ? ` (${amount(frequency_hz)} Hz)` : '';
  return [
    `  ${DIRECTION_NAMES[direction]}: ${events} ${events === 1 ? 'event' : 'events'}${frequency}`,
    ...(events > 0 ? summaryLines(statistics, unit) : []),
  ];
}

/** One line per measure that the average event has too. */
function summaryLines(statistics: Statistics, traceUnit: string): string[] {
  const measures = VIEW_MEASURES.filter(({ summary }) => isAveraged(summary));
  const width = Math.max(...measures.map(({ name }) => name.length)) + 2;
  return measures.map(({ name, summary, unit, factor }) => {
    const shown = (value: number) => `${amount(value * factor(traceUnit))} ${unit(traceUnit)}`.trimEnd();
    return `  ${name.toLowerCase().padEnd(width)}${spread(statistics[summary!], shown)}`;
  });
}

function isAveraged(field: SummarisedField | undefined): boolean {
  return field !== undefined && (AVERAGED_FIELDS as readonly string[]).includes(field);
}

function spread({ mean, sd, median }: Summary, shown: (value: number) => string): string {
  return `${shown(mean)} ± ${shown(sd)} (median ${shown(median)})`;
}
