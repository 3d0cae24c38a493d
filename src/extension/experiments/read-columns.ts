import path from 'node:path';
import * as vscode from 'vscode';
import type { RecordingColumns } from '../../common/api/engine/experiments';
import { CancelledError, UserError } from '../../common/errors';
import { count } from '../../common/text/numbers';
import type { Engine } from '../engine/engine';
import { withNotification } from '../progress/with-notification';
import { settingsLayers } from '../settings';

const NOTHING: RecordingColumns = { channel: null, direction: null };
/** Recordings that are read at the same time. */
const AT_A_TIME = 4;

/**
 * Channel and direction of recordings that come into a table, in their order. A recording that cannot be read gets
 * neither: its row will say why. Those that are left when the user cancels get neither, too.
 */
export async function readColumns(
  table: string,
  recordings: readonly string[],
  engine: Engine,
): Promise<RecordingColumns[]> {
  const columns = recordings.map(() => NOTHING);
  const settings = settingsLayers(vscode.Uri.file(table));
  const title = `Looking for the direction of events in ${count(recordings.length, 'recording')}`;
  await withNotification(title, async ({ signal, show }) => {
    let [next, done] = [0, 0];
    const worker = async () => {
      while (next < recordings.length && !signal.aborted) {
        const at = next++;
        const request = { file: table, recording: recordings[at], settings };
        columns[at] = await engine.request('recordingColumns', request, { signal }).catch(orNothing);
        done++;
        show({ phase: path.basename(recordings[at]), fraction: done / recordings.length, text: '' });
      }
    };
    await Promise.all(Array.from({ length: AT_A_TIME }, worker));
  });
  return columns;
}

function orNothing(thrown: unknown): RecordingColumns {
  if (thrown instanceof UserError || thrown instanceof CancelledError) return NOTHING;
  throw thrown;
}
