import { parseTimeRanges } from '../../../common/parameters/times';
import { openOptionsOf } from '../../../common/traces/recipe';
import { traceAdvice } from '../../advice/trace-rules';
import { recordingOf } from '../file';
import { againstRate } from './consistency';
import type { Diagnostic, Rule } from './diagnostic';
import type { Facts, RecordingFacts } from './facts';
import { diagnosticOf, finding, type Subject, subjectOf } from './subject';

/** Rules about contradictions between recording and parameters. */
export function recordingRules(facts: Facts): Rule[] {
  return [
    async (document) => {
      const unrated = subjectOf(document);
      const file = await recordingOf(unrated.values, document.path);
      if (file === undefined) return [];
      const recording = await facts.recording(file, document.path, openOptionsOf(unrated.written));
      const rateHz = typeof recording === 'object' ? recording.rateHz : undefined;
      const subject = subjectOf(document, rateHz);
      if (recording === undefined)
        return [
          finding(
            subject,
            ['recording'],
            'error',
            'recording-missing',
            `There is no recording ${file}. Check the path.`,
          ),
        ];
      if (typeof recording === 'string')
        return [finding(subject, ['series', 'recording'], 'error', 'recording-unusable', recording)];
      const place = whichTrace(subject, recording);
      if (place.length > 0) return place;
      return [
        ...described(subject, recording),
        // Contradictions with a rate in the parameter file itself are reported without the recording.
        ...(rateHz === undefined || subject.values.sampling !== null ? [] : againstRate(subject, rateHz)),
        ...borders(subject, recording),
        ...exclusion(subject, recording),
        ...(await events(subject, recording)),
      ];
    },
  ];
}

function whichTrace(subject: Subject, { channels, sweeps }: RecordingFacts): Diagnostic[] {
  const { channel, sweep } = subject.values;
  const found: Diagnostic[] = [];
  if (channel >= channels.length)
    found.push(
      finding(
        subject,
        ['channel', 'recording'],
        'error',
        'no-such-channel',
        noSuch('channel', channel, channels.length),
      ),
    );
  if (sweep !== null && sweep >= sweeps.length)
    found.push(
      finding(
        subject,
        ['sweep', 'recording'],
        'error',
        'no-such-sweep',
        noSuch('sweep', sweep, sweeps.length),
      ),
    );
  return found;
}

function noSuch(what: string, wanted: number, count: number): string {
  return `The recording has no ${what} ${wanted}. It has ${count === 1 ? `one, number 0` : `${count}, numbers 0 to ${count - 1}`}.`;
}

function described(subject: Subject, { rateHz, channels }: RecordingFacts): Diagnostic[] {
  const found: Diagnostic[] = [];
  if (rateHz === undefined)
    found.push(
      finding(
        subject,
        ['recording'],
        'error',
        'rate',
        'The recording has no sampling rate. Add sampling, in Hz.',
      ),
    );
  if (channels[subject.values.channel].unit === '')
    found.push(
      finding(
        subject,
        ['recording'],
        'warning',
        'unit',
        'The recording has no unit. Add unit, and scaling if its values need it.',
      ),
    );
  return found;
}

/** Intervals of `exclude` beyond the end of the recording with its sweeps joined. */
function exclusion(subject: Subject, { rateHz, sweeps }: RecordingFacts): Diagnostic[] {
  const { exclude } = subject.values;
  if (exclude === null || rateHz === undefined) return [];
  const end_s = sweeps.reduce((sum, n) => sum + n, 0) / rateHz;
  const ranges = parseTimeRanges(exclude) ?? [];
  const whole = ranges.some(({ from_s, to_s }) => from_s === 0 && to_s >= end_s);
  const beyond = ranges.filter(({ from_s }) => from_s >= end_s);
  const end = `${Number(end_s.toPrecision(6))} s`;
  if (whole)
    return [
      finding(
        subject,
        ['exclude'],
        'error',
        'excluded-all',
        `The whole recording, which ends at ${end}, is excluded.`,
      ),
    ];
  return beyond.length === 0
    ? []
    : [
        finding(
          subject,
          ['exclude'],
          'warning',
          'excluded-beyond',
          `The recording ends at ${end}. Excluding ${beyond.map(({ from_s, to_s }) => `${from_s}–${to_s}`).join(', ')} has no effect.`,
        ),
      ];
}

function borders(subject: Subject, { sweeps }: RecordingFacts): Diagnostic[] {
  const { win_size, sweep } = subject.values;
  const samples = sweep === null ? sweeps.reduce((sum, n) => sum + n, 0) : sweeps[sweep];
  if (win_size > samples)
    return [
      finding(
        subject,
        ['win_size', 'recording'],
        'error',
        'window-too-long',
        `The recording has ${samples} samples, fewer than one window of ${win_size}.`,
      ),
    ];
  // An event needs a window of margin on either side to be measured.
  if (3 * win_size <= samples) return [];
  const share = Math.min(100, Math.round((200 * win_size) / samples));
  return [
    finding(
      subject,
      ['win_size', 'recording'],
      'warning',
      'window-borders',
      `A window of ${win_size} is long for a recording of ${samples} samples: events in about ${share} % of it are too close to its edges to be measured.`,
    ),
  ];
}

async function events(subject: Subject, recording: RecordingFacts): Promise<Diagnostic[]> {
  const { rateHz } = recording;
  if (rateHz === undefined) return [];
  const suggestion = await recording.suggestion(subject.values);
  return traceAdvice(subject.values, { rateHz, suggestion }).map((advice) => diagnosticOf(subject, advice));
}
