import assert from 'node:assert/strict';
import { copyFileSync, statSync, truncateSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { UserError } from '../../../src/common/errors';
import { openRecording } from '../../../src/engine/recordings/open';
import type { Recording } from '../../../src/engine/recordings/recording';
import { Random } from '../../../src/engine/signal/random';
import { temporaryFolder } from '../../support/folder';
import { shared, withoutShared } from '../../support/shared';

/**
 * Real recordings cut at many points: each copy either opens with the values of the whole and says what is missing, or is
 * refused in one sentence.
 */
const FILES = [
  ['field', 'c04_lzf.h5'],
  ['field', 'c05_ws.h5'],
  ['field', 'c07_series.h5'],
  ['field', 'c08_clamp.ma'],
  ['field', 'c09_wave.phy'],
  ['field', 'c10_dt.h5'],
  ['field', 'c14_tables.nwb'],
  ['field', 'c15_concat.nwb'],
  ['field', 'c16_swmr.h5'],
  ['field', 'c17_rate.h5'],
  ['field', 'c18_time.h5'],
  ['field', 'c20_igor.h5'],
  ['field', 'n_base.nwb'],
  ['nwb', '2025053001.nwb'],
  ['hdf5', 'stimfit-test.h5'],
  ['abf', 'File_axon_3.abf'],
  ['abf', '18425108_abf1.abf'],
  ['abf', 'pclamp11_4ch.abf'],
  ['heka', '1.dat'],
  ['field', 'c12_slow.dat'],
  ['other-formats', 'AxoGraph_Digitized_File'],
  ['other-formats', 'AxoGraph_X_File.axgx'],
  ['other-formats', 'episodic.axgd'],
  ['other-formats', 'File_WinEDR_1.EDR'],
  ['other-formats', 'File_spike2_1.smr'],
  ['other-formats', 'File_winwcp_1.wcp'],
  ['other-formats', 'win-version2.ibw'],
] as const;

const folder = temporaryFolder();
/** MINIML_CUTS=50 cuts each file at fifty places, and tells what became of it. */
const CUTS = Number(process.env['MINIML_CUTS'] ?? 2);
/** Places within a sweep at which values are compared; all of its end are. */
const PLACES = 20;

for (const parts of FILES)
  test(`${parts.at(-1)}: cut short anywhere, it opens as far as it reaches or is refused`, {
    skip: withoutShared,
  }, async () => {
    const file = path.join(folder, parts.at(-1)!);
    copyFileSync(shared(...parts), file);
    const { size } = statSync(file);
    const random = new Random(size);
    const points = [...Array.from({ length: CUTS }, () => random.integer(size)), size - 1, 4096];
    const whole = await openRecording(shared(...parts), {});
    const told: string[] = [];
    try {
      for (const bytes of points.filter((at) => at < size).sort((a, b) => b - a)) {
        truncateSync(file, bytes);
        told.push(`${(bytes / size).toFixed(3)} ${await outcome(file, whole, random)}`);
      }
    } finally {
      whole.close();
      if (process.env['MINIML_CUTS']) console.error(`${parts.at(-1)}\n  ${told.join('\n  ')}`);
    }
  });

/** What became of a file that was cut; values are compared with those of the whole. */
async function outcome(file: string, whole: Recording, random: Random): Promise<string> {
  let cut: Recording;
  try {
    cut = await openRecording(file, { series: whole.series });
  } catch (thrown) {
    assert.ok(thrown instanceof UserError, String(thrown));
    assert.match(thrown.message, /^[^\n]*\.$/);
    return thrown.message.replaceAll(folder, '');
  }
  try {
    const isLess = assertPartOf(cut, whole, random);
    const said = cut.warnings.map(({ message }) => message);
    const news = said.filter((message) => !whole.warnings.some((known) => known.message === message));
    if (isLess) assert.ok(news.length > 0, `${file} lacks samples or facts without a word`);
    return `${isLess ? 'part' : 'all'}: ${news.join(' | ')}`;
  } finally {
    cut.close();
  }
}

/** Whether less of a recording is there than of the whole; what is there must be the same. */
function assertPartOf(cut: Recording, whole: Recording, random: Random): boolean {
  assert.ok(cut.rateHz === undefined || cut.rateHz === whole.rateHz, `${cut.rateHz} Hz`);
  assert.ok(cut.channels.length <= whole.channels.length);
  assert.ok(cut.sweeps.length <= whole.sweeps.length);
  let isLess =
    cut.rateHz === undefined ||
    cut.sweeps.length < whole.sweeps.length ||
    cut.channels.length < whole.channels.length ||
    cut.tags.length < whole.tags.length;
  for (const [c, { unit, name }] of cut.channels.entries()) {
    assert.ok(unit === '' || unit === whole.channels[c].unit, `${unit} for ${whole.channels[c].unit}`);
    isLess ||= unit !== whole.channels[c].unit || name !== whole.channels[c].name;
    for (const [s, { samples, start_s }] of cut.sweeps.entries()) {
      assert.ok(samples <= whole.sweeps[s].samples);
      isLess ||= samples < whole.sweeps[s].samples || start_s !== whole.sweeps[s].start_s;
      if (samples === 0) continue;
      for (const from of [samples - 1, ...Array.from({ length: PLACES }, () => random.integer(samples))]) {
        const to = Math.min(samples, from + 50);
        assert.deepEqual(
          cut.read(c, s, from, to),
          whole.read(c, s, from, to),
          `channel ${c}, sweep ${s}, ${from}`,
        );
      }
    }
  }
  return isLess;
}

test('plain HDF5 without the end that held its units opens, and asks for rate and unit', {
  skip: withoutShared,
}, async () => {
  for (const [name, rateHz] of [
    ['c10_dt.h5', undefined],
    ['c17_rate.h5', 20_000],
    ['c20_igor.h5', 20_000],
  ] as const) {
    const file = path.join(folder, `lost ${name}`);
    copyFileSync(shared('field', name), file);
    truncateSync(file, statSync(file).size - 3000);
    const [whole, cut] = [await openRecording(shared('field', name), {}), await openRecording(file, {})];
    const samples = cut.sweeps[0].samples;
    assert.ok(samples >= 39_000, `${name}: ${samples} samples`);
    assert.deepEqual(cut.read(0, 0, 0, samples), whole.read(0, 0, 0, samples));
    // Its interval is 0.05, and the unit of that is lost.
    assert.equal(cut.rateHz, rateHz, name);
    const codes = cut.warnings.map(({ code }) => code);
    assert.equal(codes.includes('cut-short'), true);
    if (codes.includes('description-lost'))
      assert.deepEqual([cut.channels[0].unit, codes.includes('unit')], ['', true]);
    else assert.equal(name, 'c20_igor.h5');
    whole.close();
    cut.close();
  }
});
