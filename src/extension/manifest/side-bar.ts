import type { CommandDeclaration } from './declaration';

export const RECORDINGS_VIEW = 'miniml.recordings';
const CONTAINER = 'miniml';

const inView = `view == ${RECORDINGS_VIEW}`;

/** `when` clauses of menus in the side bar. */
export const onListedRecording = `${inView} && viewItem == recording`;
export const onRunningRecording = `${inView} && viewItem == recording.running`;
export const onListedFolder = `${inView} && viewItem == folder`;

/** Commands of the recordings in the side bar. */
export const sideBarCommands = {
  'miniml.openRecording': { title: 'Open Recording…', icon: '$(folder-opened)', palette: 'always' },
  'miniml.detectInFolder': {
    title: 'Detect in All Recordings Here…',
    icon: '$(run-all)',
    palette: 'workspaceFolderCount > 0',
    menus: [
      { menu: 'explorer/context', when: 'explorerResourceIsFolder', group: 'miniml@1' },
      { menu: 'view/title', when: `${inView} && workspaceFolderCount > 0`, group: 'navigation@1' },
      { menu: 'view/item/context', when: onListedFolder, group: 'inline@1' },
      { menu: 'view/item/context', when: onListedFolder, group: 'miniml@1' },
    ],
  },
  'miniml.refreshRecordings': {
    title: 'Refresh Recordings',
    icon: '$(refresh)',
    palette: 'never',
    menus: [{ menu: 'view/title', when: inView, group: 'navigation@2' }],
  },
} as const satisfies Record<string, CommandDeclaration>;

export type SideBarCommandId = keyof typeof sideBarCommands;

const SAMPLE = '[Open Sample Recording](command:miniml.openSampleRecording)';
const START = '[Get Started with miniML](command:miniml.getStarted)';

export const sideBarContributions = {
  viewsContainers: { activitybar: [{ id: CONTAINER, title: 'miniML', icon: 'media/side-bar.svg' }] },
  views: {
    [CONTAINER]: [{ id: RECORDINGS_VIEW, name: 'Recordings', contextualTitle: 'miniML Recordings' }],
  },
};

export const sideBarWelcome = [
  {
    view: RECORDINGS_VIEW,
    when: 'workspaceFolderCount == 0',
    contents: `Open a folder with recordings: they are listed here with what has been detected in them.\n[Open Folder](command:vscode.openFolder)\n[Open Recording…](command:miniml.openRecording)\n${SAMPLE}\n${START}`,
  },
  {
    view: RECORDINGS_VIEW,
    when: 'workspaceFolderCount > 0',
    contents: `There are no recordings in this folder.\n[Open Recording…](command:miniml.openRecording)\n${SAMPLE}\n${START}`,
  },
];
