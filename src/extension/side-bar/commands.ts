import * as vscode from 'vscode';
import { CancelledError, UserError } from '../../common/errors';
import { count } from '../../common/text/numbers';
import type { BatchServices } from '../commands/detect-many';
import { detectMany } from '../commands/detect-many';
import { chooseFolder } from '../commands/export';
import type { SideBarCommandId } from '../manifest/side-bar';
import { openRecordingEditor } from '../recordings/open-editor';
import { chooseFiles } from '../training/choose';
import { needsDetection } from './listed-recording';
import { type ListServices, listRecordings } from './recording-list';
import type { RecordingsView } from './recordings-view';

export interface SideBarServices extends ListServices, BatchServices {
  documents: ListServices['documents'] & BatchServices['documents'];
  view: Pick<RecordingsView, 'refresh'>;
}

export function sideBarHandlers(
  services: SideBarServices,
): Record<SideBarCommandId, (clicked?: vscode.Uri) => unknown> {
  return {
    async 'miniml.openRecording'() {
      const [file] = await chooseFiles('recordings', 'Open Recording', { many: false });
      await openRecordingEditor(file);
    },
    async 'miniml.detectInFolder'(clicked) {
      const folders = clicked
        ? [clicked.fsPath]
        : (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath);
      const recordings = await chosenIn(folders, services);
      const folder = await chooseFolder(recordings[0]);
      if (folder !== undefined) await detectMany(recordings, folder, services);
    },
    'miniml.refreshRecordings': () => services.view.refresh(),
  };
}

/**
 * The recordings in folders to detect events in: the user chooses all, or those that lack a current detection.
 *
 * @throws UserError without any @throws CancelledError
 */
async function chosenIn(folders: readonly string[], services: SideBarServices): Promise<string[]> {
  const { recordings } = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: 'Looking for recordings' },
    () => listRecordings(folders, services),
  );
  const all = recordings.map(({ file }) => file);
  if (all.length === 0) throw new UserError('There are no recordings in this folder. Open another one.');
  const open = recordings.filter((one) => needsDetection({ ...one, running: undefined }));
  const choices = [
    { label: `All ${count(all.length, 'recording')}`, files: all },
    ...(open.length > 0 && open.length < all.length
      ? [
          {
            label: `${count(open.length, 'recording')} without a current detection`,
            files: open.map(({ file }) => file),
          },
        ]
      : []),
  ];
  const chosen = await vscode.window.showQuickPick(choices.toReversed(), {
    title: 'Detect Events in All Recordings of the Folder',
  });
  if (!chosen) throw new CancelledError();
  return chosen.files;
}
