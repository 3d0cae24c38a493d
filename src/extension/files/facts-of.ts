import type {
  FileInfo,
  ModelInfo,
  RecordingInfo,
  ResultsInfo,
  TrainingSetInfo,
} from '../../common/api/engine/file-info';
import type { FactsPage, FactsSection } from '../../common/api/views/facts';
import { amountOfTime } from '../../common/text/duration';
import { amount, count, fixed } from '../../common/text/numbers';

/** All facts about a file, as a page. */
export function factsOf(name: string, file: string, info: FileInfo): FactsPage {
  const about: FactsSection = {
    title: 'File',
    rows: [
      ['Path', file],
      ['Format', `${info.format} ${info.version}`.trim()],
    ],
  };
  const { summary, sections } = contentsOf(info);
  return { title: name, summary, sections: [about, ...sections].filter(({ rows }) => rows.length > 0) };
}

function contentsOf(info: FileInfo): Omit<FactsPage, 'title'> {
  switch (info.kind) {
    case 'recording':
      return recording(info);
    case 'training set':
      return trainingSet(info);
    case 'results':
      return results(info);
    case 'model':
      return model(info);
  }
}

function recording(info: RecordingInfo): Omit<FactsPage, 'title'> {
  const rate = info.rate_hz === null ? 'not in the file' : `${fixed(info.rate_hz, 0)} Hz`;
  const length = info.duration_s === null ? '' : `, ${amountOfTime(info.duration_s)}`;
  return {
    summary: `A recording: ${count(info.channels.length, 'channel')}, ${count(info.sweeps, 'sweep')}${length}.`,
    sections: [
      {
        title: 'Recording',
        rows: present([
          ['Rate', rate],
          ['Start', info.start],
          ['Protocol', info.protocol],
          ['Series', info.all_series.length > 1 ? info.all_series.join(', ') : info.series],
          ...info.facts,
          ...info.warnings.map(({ message }) => ['Warning', message] as const),
        ]),
      },
      {
        title: 'Channels',
        headings: ['', 'Name', 'Unit'],
        rows: info.channels.map((channel, i) => [String(i + 1), channel.name, channel.unit]),
      },
      {
        title: 'Sweeps',
        headings: ['', 'Samples', 'Start (s)'],
        rows: info.samples.map((samples, i) => [
          String(i + 1),
          fixed(samples, 0),
          amount(info.sweep_starts_s[i] ?? Number.NaN, 6),
        ]),
      },
      {
        title: 'Comments',
        headings: ['Time (s)', 'Comment'],
        rows: info.tags.map(({ time_s, comment }) => [amount(time_s, 6), comment]),
      },
    ],
  };
}

function trainingSet(info: TrainingSetInfo): Omit<FactsPage, 'title'> {
  return {
    summary: `A training set: ${count(info.windows, 'window')} of ${count(info.length, 'sample')}.`,
    sections: [
      {
        title: 'Windows',
        rows: present([
          ['Rate', info.rate_hz === null ? 'not in the file' : `${fixed(info.rate_hz, 0)} Hz`],
          ['Unit', info.unit],
        ]),
      },
      {
        title: 'Scores',
        headings: ['Score', 'Windows'],
        rows: Object.entries(info.scores).map(([score, windows]) => [score, fixed(windows, 0)]),
      },
    ],
  };
}

function results(info: ResultsInfo): Omit<FactsPage, 'title'> {
  return {
    summary: `Results: ${count(info.events, 'event')}${info.source ? ` of ${info.source}` : ''}.`,
    sections: [
      {
        title: 'How they were found',
        rows: Object.entries(info.attributes).map(([name, value]) => [name, String(value)]),
      },
    ],
  };
}

function model(info: ModelInfo): Omit<FactsPage, 'title'> {
  return {
    summary: `A model: ${count(info.layers.length, 'layer')}, ${count(info.parameters, 'parameter')}, windows of ${count(info.input_length, 'sample')}.`,
    sections: [
      {
        title: 'Layers',
        headings: ['Name', 'Kind', 'Output', 'Parameters', 'Detail'],
        rows: info.layers.map((layer) => [
          layer.name,
          layer.kind,
          layer.output_shape.join(' × '),
          fixed(layer.parameters, 0),
          layer.detail,
        ]),
      },
    ],
  };
}

function present(rows: readonly (readonly [name: string, value: string | null])[]): string[][] {
  return rows.filter(([, value]) => value).map(([name, value]) => [name, value!]);
}
