import type { ParameterDocument } from '../../../common/parameters/document';
import { fillDetection } from '../../../common/parameters/fill';
import type { ParameterName } from '../../../common/parameters/parameters';
import type { Diagnostic, TextRule } from './diagnostic';
import { finding, type Subject, subjectOf } from './subject';

/** What the values of a file say to each other, without a look at any other file. */
export const consistencyRules: readonly TextRule[] = [stride, filters, unused, smoothing];

/** Wider steps than this share of the window let events fall between two windows. */
const WIDEST_STRIDE = 0.05;

function stride(document: ParameterDocument): Diagnostic[] {
  const subject = subjectOf(document);
  const { win_size, stride } = subject.values;
  if (stride === null || stride <= WIDEST_STRIDE * win_size) return [];
  const share = Math.round((100 * stride) / win_size);
  return [
    finding(
      subject,
      ['stride'],
      'warning',
      'stride-too-wide',
      `A stride of ${stride} is ${share} % of win_size: beyond 5 % events may be missed. null takes win_size / 30.`,
      { title: 'Leave the stride to miniML', value: null },
    ),
  ];
}

function filters(document: ParameterDocument): Diagnostic[] {
  const subject = subjectOf(document);
  const { highpass, lowpass, sampling } = subject.values;
  const found: Diagnostic[] = [];
  if (highpass !== null && lowpass !== null && highpass >= lowpass)
    found.push(
      finding(
        subject,
        ['highpass'],
        'error',
        'filters-exclude',
        `highpass (${highpass} Hz) has to lie below lowpass (${lowpass} Hz): together they let nothing pass.`,
      ),
    );
  return sampling === null ? found : [...found, ...beyondNyquist(subject, sampling)];
}

/** Cut-offs that a rate cannot hold. */
export function beyondNyquist(subject: Subject, rateHz: number): Diagnostic[] {
  return (['highpass', 'lowpass', 'line_freq'] as const).flatMap((name) => {
    const cutoff = subject.values[name];
    if (cutoff === null || cutoff < rateHz / 2) return [];
    const message = `${name} is ${cutoff} Hz, but at ${rateHz} samples per second it has to lie below ${rateHz / 2} Hz.`;
    return [finding(subject, [name], 'error', 'beyond-nyquist', message)];
  });
}

function unused(document: ParameterDocument): Diagnostic[] {
  const subject = subjectOf(document);
  const v = subject.values;
  const reasons: [name: ParameterName, isUnused: boolean, why: string][] = [
    ['filter_factor', v.convolve_win > 0, 'it counts only when convolve_win is 0'],
    ['line_width', v.line_freq === null, 'it counts only with line_freq'],
    ['detrend_segments', v.detrend === 'none', 'it counts only with detrend'],
    ['savgol', v.savgol !== null && v.lowpass !== null, 'lowpass takes its place'],
    [
      'hann',
      v.hann !== null && (v.lowpass !== null || v.savgol !== null),
      'lowpass or savgol takes its place',
    ],
    ['template_rise', v.extraction_method === 'gradient', 'the gradient method has no template'],
    ['template_decay', v.extraction_method === 'gradient', 'the gradient method has no template'],
    [
      'filter_order',
      v.highpass === null && v.lowpass === null && v.savgol === null,
      'it counts only with highpass, lowpass or savgol',
    ],
  ];
  return reasons
    .filter(([name, isUnused]) => isUnused && subject.members.has(name))
    .map(([name, , why]) =>
      finding(subject, [name], 'hint', 'unused', `${name} has no effect here: ${why}.`),
    );
}

function smoothing(document: ParameterDocument): Diagnostic[] {
  const subject = subjectOf(document);
  const { win_size, convolve_win } = subject.values;
  const { gradient_convolve_win } = fillDetection(subject.values);
  const found: Diagnostic[] = [];
  if (convolve_win > win_size / 6)
    found.push(
      finding(
        subject,
        ['convolve_win', 'win_size'],
        'warning',
        'smoothing-too-strong',
        `A convolve_win of ${convolve_win} is more than a sixth of win_size (${win_size}): it flattens events and slows their rise.`,
      ),
    );
  if (gradient_convolve_win > win_size / 3)
    found.push(
      finding(
        subject,
        ['gradient_convolve_win', 'convolve_win', 'win_size'],
        'warning',
        'smoothing-too-strong',
        `A gradient_convolve_win of ${gradient_convolve_win} is more than a third of win_size (${win_size}): neighbouring events melt into one.`,
      ),
    );
  return found;
}
