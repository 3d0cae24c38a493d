import type { CodeLens, InlayHint } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { expectedAsWritten } from '../common/parameters/check';
import type { ParameterDocument } from '../common/parameters/document';
import { fillDetection, fillExtraction } from '../common/parameters/fill';
import { DECLARATIONS, type ParameterName, type Parameters } from '../common/parameters/parameters';
import type { RecordingFacts } from '../engine/parameter-files/diagnostics/facts';
import { subjectOf } from '../engine/parameter-files/diagnostics/subject';
import { textRange } from './navigation';

/** What is known of the recording that a parameter file is for. */
export type KnownRecording = Pick<RecordingFacts, 'channels'> & { rateHz: number };

/** The length that resample_to_600 stands for. */
const RESAMPLED_LENGTH = 600;

/**
 * What a value means for this recording, short enough to stand behind it: "12 ms", "factor 0.375", "1.67 kHz".
 * Undefined where there is nothing to add.
 */
export function derived(
  name: ParameterName,
  values: Parameters,
  recording: KnownRecording | undefined,
): string | undefined {
  const rateHz = values.sampling ?? recording?.rateHz;
  const duration = (samples: number) => (rateHz === undefined ? undefined : milliseconds(samples / rateHz));
  const { stride, gradient_convolve_win } = fillDetection(values);
  switch (name) {
    case 'win_size':
    case 'convolve_win':
    case 'hann':
      return values[name] ? duration(values[name]) : undefined;
    case 'stride': {
      const share = `${Number(((100 * stride) / values.win_size).toPrecision(2))} % of a window`;
      return joined(values.stride === null ? `${stride} samples` : undefined, duration(stride), share);
    }
    case 'gradient_convolve_win':
      return joined(
        values.gradient_convolve_win === null ? `${gradient_convolve_win} samples` : undefined,
        duration(gradient_convolve_win),
      );
    case 'resample_to_600':
      return values.resample_to_600
        ? `factor ${Number((RESAMPLED_LENGTH / values.win_size).toPrecision(4))}`
        : 'not resampled';
    case 'filter_factor':
      return values.convolve_win > 0 || rateHz === undefined
        ? undefined
        : `low-pass at ${hertz(rateHz / (1.5 * values.filter_factor))}`;
    case 'peak_w':
      return joined(
        `${Number((values.peak_w * stride).toPrecision(4))} samples`,
        duration(values.peak_w * stride),
      );
    case 'channel': {
      const channel = recording?.channels[values.channel];
      return channel && (channel.unit ? `${channel.name} (${channel.unit})` : channel.name);
    }
    case 'template_rise':
    case 'template_decay':
      return values[name] === null && rateHz !== undefined
        ? milliseconds(fillExtraction(values, rateHz)[name] / 1000)
        : undefined;
    case 'savgol':
      return values.savgol === null || rateHz === undefined
        ? undefined
        : `${Math.trunc((values.savgol / 1000) * rateHz)} samples`;
    default:
      return undefined;
  }
}

function joined(...parts: (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined).join(', ');
}

function milliseconds(seconds: number): string {
  return `${Number((1000 * seconds).toPrecision(3))} ms`;
}

function hertz(frequency: number): string {
  return frequency >= 1000
    ? `${Number((frequency / 1000).toPrecision(3))} kHz`
    : `${Number(frequency.toPrecision(3))} Hz`;
}

/** What a parameter is, as Markdown: its meaning, what it may be, its default and its other names. */
export function describeParameter(name: ParameterName, derivedValue?: string): string {
  const declaration = DECLARATIONS[name];
  const { doc, aliases, examples } = declaration;
  const lines = [
    `**${name}**${derivedValue === undefined ? '' : ` = ${markdownText(derivedValue)}`}`,
    doc,
    `Must be ${expectedAsWritten(declaration)}. Default: \`${JSON.stringify(declaration.default)}\`.`,
  ];
  if (examples) lines.push(`For example: ${examples.map((e) => `\`${JSON.stringify(e)}\``).join(', ')}.`);
  if (aliases && aliases.length > 0) lines.push(`Also known as ${aliases.join(', ')}.`);
  return lines.join('\n\n');
}

/** Text from a file inside Markdown: every character that Markdown could read as its own is escaped. */
export function markdownText(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!<>|~$&]/g, '\\$&').replace(/\s+/g, ' ');
}

/** What each value means for the recording, behind the value. */
export function inlayHints(
  text: TextDocument,
  document: ParameterDocument,
  recording: KnownRecording | undefined,
): InlayHint[] {
  const { values, members } = subjectOf(document);
  return [...members].flatMap(([name, { valueRange }]) => {
    const label = derived(name, values, recording);
    return label === undefined
      ? []
      : [{ position: text.positionAt(valueRange.to), label: `= ${label}`, paddingLeft: true }];
  });
}

/** What can be done with a whole parameter file, above its first line. */
const ACTIONS = [
  { title: '$(play) Detect', command: 'miniml.detectWithParameters' },
  { title: '$(beaker) Train', command: 'miniml.trainWithParameters' },
  { title: '$(eye) Preview', command: 'miniml.previewParameters' },
] as const;

export function lensesOf(text: TextDocument): CodeLens[] {
  const open = text.getText().indexOf('{');
  if (open < 0) return [];
  const range = textRange(text, { from: open, to: open + 1 });
  return ACTIONS.map(({ title, command }) => ({ range, command: { title, command, arguments: [text.uri] } }));
}
