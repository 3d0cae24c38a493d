import type { CodeLens, InlayHint } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { expectedAsWritten } from '../common/parameters/check';
import type { ParameterDocument } from '../common/parameters/document';
import { fillDetection, fillExtraction } from '../common/parameters/fill';
import { DECLARATIONS, type ParameterName, type Parameters } from '../common/parameters/parameters';
import type { RecordingFacts } from '../engine/parameter-files/diagnostics/facts';
import { subjectOf } from '../engine/parameter-files/diagnostics/subject';
import { textRange } from './navigation';

/** Facts about the recording of a parameter file. */
export type KnownRecording = Pick<RecordingFacts, 'channels'> & { rateHz: number };

/** Input length of resample_to_600. */
const RESAMPLED_LENGTH = 600;

/**
 * A value derived for this recording, as a short annotation: "12 ms", "factor 0.375", "1.67 kHz". Undefined if there is
 * none.
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
      // Editors count from 1.
      const inEditor = `channel ${values.channel + 1} in the editor`;
      if (!channel?.name) return inEditor;
      return channel.unit ? `${channel.name} (${channel.unit})` : channel.name;
    }
    case 'sweep':
      return values.sweep === null ? undefined : `sweep ${values.sweep + 1} in the editor`;
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

/** Markdown description of a parameter: its effect, allowed values, default and aliases. */
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

/** Escapes text from a file for Markdown. */
export function markdownText(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!<>|~$&]/g, '\\$&').replace(/\s+/g, ' ');
}

/** Inlay hints: the derived value after each value. */
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

/** Actions on a whole parameter file, as code lenses above its first line. */
const ACTIONS = [
  { title: '$(play) Detect', command: 'miniml.detectWithParameters' },
  { title: '$(mortar-board) Train', command: 'miniml.trainWithParameters' },
  { title: '$(eye) Preview', command: 'miniml.previewParameters' },
] as const;

export function lensesOf(text: TextDocument): CodeLens[] {
  const open = text.getText().indexOf('{');
  if (open < 0) return [];
  const range = textRange(text, { from: open, to: open + 1 });
  return ACTIONS.map(({ title, command }) => ({ range, command: { title, command, arguments: [text.uri] } }));
}
