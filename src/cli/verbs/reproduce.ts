import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { amount } from '../../common/text/numbers';
import { WRITTEN_BY } from '../../common/version';
import {
  type ReproducedRow,
  readBundle,
  reproduce as reproduceBundle,
} from '../../engine/experiments/reproduce';
import { openedBackends } from '../../engine/service/backends';
import { rowDetector } from '../../engine/service/experiment-rows';
import { backendFlags, wantedBackend } from '../flags';
import { verb, withTrace } from '../verb';

export const reproduce = verb({
  name: 'reproduce',
  summary: 'Compute the results of a bundle again, and say whether the numbers come out the same.',
  operands: { usage: 'BUNDLE.zip', minimum: 1, maximum: 1 },
  flags: {
    recordings: {
      kind: 'text',
      value: 'DIR',
      doc: 'Folder of the recordings, if the bundle has only their hashes; its own folder by default.',
    },
    ...backendFlags,
  },
  async run({ operands: [file], flags, task, tell }) {
    const { program } = readBundle(file);
    const folder = await mkdtemp(path.join(tmpdir(), 'miniml-reproduce-'));
    try {
      const detectRow = rowDetector(openedBackends(tell), wantedBackend(flags), withTrace);
      const rows = await reproduceBundle(
        file,
        {
          folder,
          recordings:
            flags.recordings === undefined ? [path.dirname(path.resolve(file))] : [flags.recordings],
          detect: async (recipe, part) => (await detectRow(recipe, part)).detection,
        },
        task,
      );
      const of = (status: ReproducedRow['status']) => rows.filter((row) => row.status === status).length;
      const same = of('equal') + of('close');
      return {
        json: { bundle: file, program_then: program, program_now: WRITTEN_BY, rows },
        text: [
          ...rows.map(textOf),
          `${same} of ${rows.length} recordings come out the same${of('close') > 0 ? ` (${of('close')} within rounding)` : ''}; then ${program}, now ${WRITTEN_BY}`,
        ].join('\n'),
        failed: same < rows.length,
      };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
});

function textOf({ recording, status, events, events_now, differences, error }: ReproducedRow): string {
  const counts =
    events_now === null || events_now === events
      ? `${events ?? 0} events`
      : `${events ?? 0} events then, ${events_now} now`;
  const worst = differences.toSorted((a, b) => b.largest - a.largest)[0];
  const by = worst ? `, ${worst.measure} differs by up to ${amount(100 * worst.largest, 2)} %` : '';
  const why =
    status === 'missing'
      ? ': the recording was not found, or has changed. Name its folder with --recordings'
      : '';
  return `${status.padEnd(9)}  ${recording}, ${counts}${by}${why}${error === null ? '' : `: ${error}`}`;
}
