import { UserError } from '../../../common/errors';
import type { Warning } from '../../../common/warning';
import { dealtWith } from '../../files/hdf5/library';
import { signOfLife } from '../../scheduling/sign-of-life';
import { isPlausibleRate } from '../doubts';
import type { Recording } from '../recording';
import type { Hdf5Series, SampleSource } from './series';
import { storedLine } from './times';

/** A file that was cut to less than this part of it is damaged rather than a recording. */
const MOST_MISSING_TIMES = 1000;

/** The size that the datasets of a file may claim: that of the whole file, where it was cut short. */
export function plausibleBytes(bytes: number, whole: number | undefined): number {
  return whole === undefined ? bytes : Math.min(whole, MOST_MISSING_TIMES * bytes);
}

/** A file without the end in which the attributes of its data were. */
export const LOST_DESCRIPTIONS: Warning = {
  code: 'description-lost',
  message:
    'The missing end of the file also held attributes of the data, so the values may lack a scale. Check them and the sampling rate, and give the right ones with the parameters sampling, unit and scaling.',
};

/**
 * What is known of a recording whose attributes are lost in part: a unit may have lost its scale, and a number that is no
 * sampling rate its unit (kHz, ms). The user is asked for them.
 */
export function withoutDoubtfulFacts({
  rateHz,
  channels,
}: Pick<Recording, 'rateHz' | 'channels'>): Pick<Recording, 'rateHz' | 'channels'> {
  return {
    rateHz: rateHz !== undefined && isPlausibleRate(rateHz) ? rateHz : undefined,
    channels: channels.map(({ name }) => ({ name, unit: '' })),
  };
}

/** What a reader says of a file that was cut short: that it lacks a part, whichever. */
export function asCutShort(
  file: string,
  { bytes, whole }: { bytes: number; whole: number },
  thrown: unknown,
): unknown {
  if (
    !(thrown instanceof UserError) ||
    thrown.message.includes('cut short') ||
    /no series/.test(thrown.message)
  )
    return thrown;
  return new UserError(
    `${file} is cut short: it has ${bytes} of its ${whole} bytes, and the description of the recording is in the missing part. Copy it again from where it was recorded.`,
  );
}

/**
 * The part of a series that can still be read in a file that was cut short: sweeps end where the file does, and those
 * after it are left out.
 *
 * @throws UserError when nothing of it can be read
 */
export function asFarAsItReaches(
  file: string,
  series: Hdf5Series,
  { bytes, whole }: { bytes: number; whole: number },
): Hdf5Series {
  const found = series.sweeps.map((sweep, i) => ({
    ...sweep,
    samples: Math.min(...series.channels.map((_, c) => reach(series.source(c, i), sweep.samples))),
  }));
  const sweeps = found.slice(0, found.findLastIndex(({ samples }) => samples > 0) + 1);
  if (sweeps.length === 0)
    throw new UserError(
      `${file} is cut short: it has ${bytes} of its ${whole} bytes, and none of these samples. Choose another series, or copy the file again from where it was recorded.`,
    );
  const missing = series.sweeps.reduce((sum, { samples }, i) => sum + samples - (sweeps[i]?.samples ?? 0), 0);
  const all = series.sweeps.reduce((sum, { samples }) => sum + samples, 0);
  const reached =
    missing === 0
      ? 'All samples of this series are in it'
      : `${all - missing} of ${all} samples per channel of this series can be read, in ${sweeps.length} of ${series.sweeps.length} sweeps`;
  return {
    ...series,
    sweeps,
    source: (channel, sweep) => {
      const source = series.source(channel, sweep);
      return { ...source, end: source.first + sweeps[sweep].samples };
    },
    warnings: [
      ...(series.warnings ?? []),
      {
        code: 'cut-short',
        message: `The file is cut short: it has ${bytes} of its ${whole} bytes. ${reached}. Copy it again from where it was recorded, if it is whole there.`,
      },
    ],
  };
}

/** Number of samples from the start that can be read, by bisection: files are written from the start to the end. */
function reach(source: SampleSource, samples: number): number {
  if (samples === 0 || canRead(source, samples)) return samples;
  let [known, lost] = [0, samples];
  while (lost - known > 1) {
    const middle = Math.floor((known + lost) / 2);
    if (canRead(source, middle)) known = middle;
    else lost = middle;
  }
  return known;
}

/** Whether the samples before `end` can be read, judged by the last of them. */
function canRead(source: SampleSource, end: number): boolean {
  signOfLife();
  try {
    const last = source.first + end;
    storedLine({ ...source, end: last }, last - 1, last);
    return true;
  } catch (thrown) {
    dealtWith(thrown);
    // HDF5 would take the buffer of a failed read for good afterwards; chunks are not read through one.
    if (!source.dataset.metadata.chunks) source.dataset.refresh();
    return false;
  }
}
