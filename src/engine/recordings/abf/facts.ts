import { type AbfChannel, type AbfHeader, ACQUISITION_MODES } from './header';

const EXPERIMENTS: Readonly<Record<number, string>> = {
  0: 'voltage clamp',
  1: 'current clamp',
  2: 'simple acquisition',
};

/** Low-pass setting that means "off". */
const NO_FILTER_HZ = 100_000;

/** Further facts of a header, as pairs of name and value, without empty ones. */
export function factsOf(header: AbfHeader): [name: string, value: string][] {
  const { channels } = header;
  const facts: [name: string, value: string][] = [
    ['Acquisition', ACQUISITION_MODES[header.mode] ?? `mode ${header.mode}`],
    ['Experiment', EXPERIMENTS[header.experiment] ?? ''],
    ['Created by', header.creator],
    ['Modified by', header.modifier],
    ['Comment', header.comment],
    ['Stored as', header.format === 'int16' ? '16-bit integers' : 'single-precision numbers'],
    [
      'Telegraphed gain',
      perChannel(channels, ({ telegraphedGain }) => telegraphedGain && String(telegraphedGain)),
    ],
    [
      'Low-pass filter',
      perChannel(channels, ({ lowpass_hz }) =>
        lowpass_hz > 0 && lowpass_hz < NO_FILTER_HZ ? `${lowpass_hz} Hz` : undefined,
      ),
    ],
  ];
  return facts.filter(([, value]) => value !== '');
}

function perChannel(
  channels: readonly AbfChannel[],
  say: (channel: AbfChannel) => string | number | undefined,
): string {
  return channels
    .map((channel) => ({ name: channel.name, said: say(channel) }))
    .filter(({ said }) => said !== undefined)
    .map(({ name, said }) => `${name}: ${said}`)
    .join(', ');
}

/**
 * Start of the recording, ISO 8601 in the rig's local time; undefined if the file has none or an impossible one, which
 * some programs write.
 */
export function startOf({ date, time_ms }: AbfHeader): string | undefined {
  // ABF 1 stores two digits of the year: 80 to 99 mean 19xx, 00 to 79 mean 20xx.
  const short = date > 0 && date < 1_000_000;
  const whole = short ? date + (date >= 800_000 ? 19_000_000 : 20_000_000) : date;
  const [year, month, day] = [Math.floor(whole / 10_000), Math.floor(whole / 100) % 100, whole % 100];
  const midnight = new Date(Date.UTC(year, month - 1, day));
  const exists = midnight.getUTCMonth() === month - 1 && midnight.getUTCDate() === day;
  if (!exists || year < 1980 || year > 9999 || time_ms < 0 || time_ms >= 86_400_000) return undefined;
  return new Date(midnight.getTime() + time_ms).toISOString().slice(0, -1);
}
