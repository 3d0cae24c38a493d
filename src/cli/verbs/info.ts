import type { FileInfo } from '../../common/api/engine/file-info';
import { axesInWords } from '../../common/parameters/axes';
import { amountOfTime } from '../../common/text/duration';
import { amount } from '../../common/text/numbers';
import { openOptionsOf } from '../../common/traces/recipe';
import { fileInfo } from '../../engine/service/info';
import { recordingFlags } from '../flags';
import { verb } from '../verb';

export const info = verb({
  name: 'info',
  summary: 'Describe a file: recording, training set, results or model.',
  operands: { usage: 'FILE', minimum: 1, maximum: 1 },
  flags: { series: recordingFlags.series },
  parameters: ['recording'],
  async run({ operands: [file], parameters }) {
    const facts = await fileInfo(file, { ...openOptionsOf(parameters), glance: true });
    return { json: { file, ...facts }, text: infoText(file, facts) };
  },
});

/** Facts about a file as text, one per line; long lists are summarised. */
export function infoText(file: string, info: FileInfo): string {
  const facts = [['kind', `${info.kind}, ${info.format} ${info.version}`.trim()] as const, ...factsOf(info)];
  const width = Math.max(...facts.map(([name]) => name.length));
  return [file, ...facts.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`)].join('\n');
}

type Facts = (readonly [name: string, value: string])[];

function factsOf(info: FileInfo): Facts {
  switch (info.kind) {
    case 'recording': {
      const samples = [...new Set(info.samples)];
      const about = info.samples_estimated ? 'about ' : '';
      const unsaid = 'not in the file. Give it with --set sampling=HZ';
      return [
        [
          'series',
          info.all_series.length > 1 ? `${info.series} (one of ${info.all_series.join(', ')})` : info.series,
        ],
        ['rate', info.rate_hz === null ? unsaid : `${amount(info.rate_hz, 6)} Hz`],
        ...info.channels.map(
          ({ name, unit }, i) => [`channel ${i}`, unit ? `${name} (${unit})` : name] as const,
        ),
        [
          'sweeps',
          `${info.sweeps} × ${about}${samples.length === 1 ? samples[0] : `${Math.min(...samples)}…${Math.max(...samples)}`} samples`,
        ],
        ['axes', info.axes ? axesInWords(info.axes.shape, info.axes.taken) : ''],
        ['duration', info.duration_s === null ? '' : about + amountOfTime(info.duration_s)],
        ['start', info.start ?? ''],
        ['protocol', info.protocol],
        ...info.tags.map(({ time_s, comment }) => [`tag at ${amountOfTime(time_s)}`, comment] as const),
        ...info.facts,
        ...info.warnings.map(({ message }) => ['warning', message] as const),
      ].filter(([, value]) => value !== '') as Facts;
    }
    case 'training set':
      return [
        ['windows', `${info.windows} × ${info.length} samples`],
        ...Object.entries(info.scores).map(([score, n]) => [`score ${score}`, String(n)] as const),
        ...(info.rate_hz === null ? [] : [['rate', `${amount(info.rate_hz, 6)} Hz`] as const]),
      ];
    case 'results':
      return [
        ['events', String(info.events)],
        ['source', info.source],
        ...Object.entries(info.attributes).map(([name, value]) => [name, String(value)] as const),
      ];
    case 'model':
      return [
        ['name', info.name],
        ['input', `${info.input_length} samples`],
        ['parameters', String(info.parameters)],
        ...info.layers.map(
          ({ name, kind, output_shape, parameters, detail }) =>
            [
              name,
              `${kind} → ${output_shape.join(' × ')}, ${parameters} parameters${detail ? `, ${detail}` : ''}`,
            ] as const,
        ),
      ];
  }
}
