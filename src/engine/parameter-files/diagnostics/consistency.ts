import { WIDEST_STRIDE } from '../../../common/parameters/faster-detection';
import { fillDetection } from '../../../common/parameters/fill';
import { LENGTH_NAMES, timeProblem } from '../../../common/parameters/lengths';
import type { ParameterName } from '../../../common/parameters/parameters';
import type { Diagnostic, TextRule } from './diagnostic';
import { finding, type Subject, subjectOf } from './subject';

/** Rules that compare the values of a file with each other, without other files. */
export const consistencyRules: readonly TextRule[] = [
  (document) => consistency(subjectOf(document)),
  (document) => unused(subjectOf(document)),
];

/** Contradictions between values; lengths are compared if the rate is known. */
export function consistency(subject: Subject): Diagnostic[] {
  const { sampling } = subject.values;
  return [
    ...(sampling === null ? [] : times(subject, sampling)),
    ...stride(subject),
    ...filters(subject),
    ...smoothing(subject),
  ];
}

/** Contradictions with the recording's sampling rate: cut-offs, and lengths written as times. */
export function againstRate(subject: Subject, rateHz: number): Diagnostic[] {
  const hasTimes = LENGTH_NAMES.some((name) => typeof subject.written[name] === 'string');
  return [
    ...beyondNyquist(subject, rateHz),
    ...times(subject, rateHz),
    ...(hasTimes ? [...stride(subject), ...smoothing(subject)] : []),
  ];
}

/** Times outside the allowed range of samples at the rate. */
function times(subject: Subject, rateHz: number): Diagnostic[] {
  return LENGTH_NAMES.flatMap((name) => {
    const problem = timeProblem(name, subject.written[name], rateHz);
    return problem === undefined ? [] : [finding(subject, [name], 'error', 'out-of-range', problem)];
  });
}

function stride(subject: Subject): Diagnostic[] {
  const { win_size, stride } = subject.values;
  // Times are NaN if the rate is unknown, and are not compared.
  if (stride === null || !(stride > WIDEST_STRIDE * win_size)) return [];
  const share = Math.round((100 * stride) / win_size);
  return [
    finding(
      subject,
      ['stride'],
      'warning',
      'stride-too-wide',
      `A stride of ${stride} is ${share} % of win_size. Values above 5 % can miss events. null takes win_size / 30.`,
      { title: 'Set stride to null', value: null },
    ),
  ];
}

function filters(subject: Subject): Diagnostic[] {
  const { highpass, lowpass, sampling } = subject.values;
  const found: Diagnostic[] = [];
  if (highpass !== null && lowpass !== null && highpass >= lowpass)
    found.push(
      finding(
        subject,
        ['highpass'],
        'error',
        'filters-exclude',
        `highpass (${highpass} Hz) must be below lowpass (${lowpass} Hz); together they pass nothing.`,
      ),
    );
  return sampling === null ? found : [...found, ...beyondNyquist(subject, sampling)];
}

/** Cut-offs above the Nyquist frequency. */
export function beyondNyquist(subject: Subject, rateHz: number): Diagnostic[] {
  return (['highpass', 'lowpass', 'line_freq'] as const).flatMap((name) => {
    const cutoff = subject.values[name];
    if (cutoff === null || cutoff < rateHz / 2) return [];
    const message = `${name} is ${cutoff} Hz, but at ${rateHz} samples per second it must be below ${rateHz / 2} Hz.`;
    return [finding(subject, [name], 'error', 'beyond-nyquist', message)];
  });
}

function unused(subject: Subject): Diagnostic[] {
  const v = subject.values;
  const reasons: [name: ParameterName, isUnused: boolean, why: string][] = [
    ['filter_factor', v.convolve_win > 0, 'it is used only when convolve_win is 0'],
    ['line_width', v.line_freq === null, 'it is used only with line_freq'],
    ['detrend_segments', v.detrend === 'none', 'it is used only with detrend'],
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
      'it is used only with highpass, lowpass or savgol',
    ],
  ];
  return reasons
    .filter(([name, isUnused]) => isUnused && subject.members.has(name))
    .map(([name, , why]) =>
      finding(subject, [name], 'hint', 'unused', `${name} has no effect here: ${why}.`),
    );
}

function smoothing(subject: Subject): Diagnostic[] {
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
        `A gradient_convolve_win of ${gradient_convolve_win} is more than a third of win_size (${win_size}): neighbouring events merge.`,
      ),
    );
  return found;
}
