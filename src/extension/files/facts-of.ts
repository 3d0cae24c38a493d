import type {
  FileInfo,
  ModelInfo,
  RecordingInfo,
  ResultsInfo,
  TrainingSetInfo,
} from '../../common/api/engine/engine-api';
import type { FactsPage, FactsSection } from '../../common/api/views/facts';
import { duration } from '../../common/pace';

/** All that is known of a file, as a page to read. */
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
  const rate = info.rate_hz === null ? 'not in the file' : `${number(info.rate_hz)} Hz`;
  const length = info.duration_s === null ? '' : `, ${duration(info.duration_s)}`;
  return {
    summary: `A recording: ${plural(info.channels.length, 'channel')}, ${plural(info.sweeps, 'sweep')}${length}.`,
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
        rows: info.channels.map((channel, i) => [String(i), channel.name, channel.unit]),
      },
      {
        title: 'Sweeps',
        headings: ['', 'Samples', 'Start (s)'],
        rows: info.samples.map((samples, i) => [
          String(i),
          number(samples),
          number(info.sweep_starts_s[i] ?? Number.NaN, 3),
        ]),
      },
      {
        title: 'Comments',
        headings: ['Time (s)', 'Comment'],
        rows: info.tags.map(({ time_s, comment }) => [number(time_s, 3), comment]),
      },
    ],
  };
}

function trainingSet(info: TrainingSetInfo): Omit<FactsPage, 'title'> {
  return {
    summary: `A training set: ${plural(info.windows, 'window')} of ${plural(info.length, 'sample')}.`,
    sections: [
      {
        title: 'Windows',
        rows: present([
          ['Rate', info.rate_hz === null ? 'not in the file' : `${number(info.rate_hz)} Hz`],
          ['Unit', info.unit],
        ]),
      },
      {
        title: 'Scores',
        headings: ['Score', 'Windows'],
        rows: Object.entries(info.scores).map(([score, windows]) => [score, number(windows)]),
      },
    ],
  };
}

function results(info: ResultsInfo): Omit<FactsPage, 'title'> {
  return {
    summary: `Results: ${plural(info.events, 'event')}${info.source ? ` of ${info.source}` : ''}.`,
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
    summary: `A model: ${plural(info.layers.length, 'layer')}, ${plural(info.parameters, 'parameter')}, windows of ${plural(info.input_length, 'sample')}.`,
    sections: [
      {
        title: 'Layers',
        headings: ['Name', 'Kind', 'Output', 'Parameters', 'Detail'],
        rows: info.layers.map((layer) => [
          layer.name,
          layer.kind,
          layer.output_shape.join(' × '),
          number(layer.parameters),
          layer.detail,
        ]),
      },
    ],
  };
}

function present(rows: readonly (readonly [name: string, value: string | null])[]): string[][] {
  return rows.filter(([, value]) => value).map(([name, value]) => [name, value!]);
}

function number(value: number, decimals = 0): string {
  return Number.isFinite(value) ? value.toLocaleString('en', { maximumFractionDigits: decimals }) : '–';
}

function plural(n: number, noun: string): string {
  return `${number(n)} ${noun}${n === 1 ? '' : 's'}`;
}
