import type { RecordingColumns } from '../../common/api/engine/experiments';
import type { Layer } from '../../common/parameters/resolve';
import { experimentRows } from '../experiments/experiment';
import { rowParameters } from '../experiments/row-recipe';
import { csvLine } from '../files/csv';
import { CLEAR_DIRECTION, suggestParameters } from '../tuning/suggest';
import type { UseTrace } from './experiment-rows';
import { fileInfo } from './info';

/**
 * What a new row says of its recording: the channel, where the parameters leave it open and the first one with a current
 * is another than the first; the direction of its events, by the rule of a choice of parameters, where it is clear and no
 * parameter file sets it.
 *
 * @throws UserError for a recording that cannot be read
 */
export async function recordingColumns(
  file: string,
  recording: string,
  settings: readonly Layer[],
  useTrace: UseTrace,
): Promise<RecordingColumns> {
  const table = csvLine(['recording']) + csvLine([recording]);
  const [row] = experimentRows(file, table);
  if ('error' in row) return { channel: null, direction: null };
  const { values, origins } = await rowParameters(row, settings);
  const info = await fileInfo(row.recording, {});
  if (info.kind !== 'recording') return { channel: null, direction: null };
  const isOpen = (name: 'channel' | 'event_direction') => !FILES.has(origins[name].kind);
  const current = info.channels.findIndex(({ unit }) => /^[fpnµμum]?A$/.test(unit));
  const channel = isOpen('channel') && current > 0 ? current : null;
  if (!isOpen('event_direction')) return { channel, direction: null };
  const parameters = { ...values, recording: null, ...(channel !== null && { channel }) };
  const suggestion = await useTrace(
    { path: row.recording, parameters },
    async ({ trace, parameters: filled }) => suggestParameters(trace, filled),
  );
  const isClear = suggestion !== undefined && suggestion.clarity >= CLEAR_DIRECTION;
  return { channel, direction: isClear ? suggestion.direction : null };
}

/** A person has set the value for this recording or its folder. */
const FILES: ReadonlySet<string> = new Set(['recording', 'parameter file']);
