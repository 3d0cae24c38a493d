import type { ExperimentAction } from '../../common/api/views/experiment';
import { experimentHasFocus, experimentIsActive, experimentRowsHaveFocus } from './contexts';
import { type CommandDeclaration, keysWhen, type ViewCommands } from './declaration';
import { onRecording } from './editors';
import { onListedFolder, onListedRecording, RECORDINGS_VIEW } from './side-bar';

/** The experiment editor opens tables that are named as experiments; any csv table is offered it under Open With. */
export const experimentEditors = [
  {
    viewType: 'miniml.experiment',
    displayName: 'miniML Experiment',
    selector: [{ filenamePattern: '*.miniml.csv' }],
    priority: 'default',
  },
  {
    viewType: 'miniml.experimentTable',
    displayName: 'miniML Experiment (Table)',
    selector: [{ filenamePattern: '*.csv' }],
    priority: 'option',
  },
] as const;

const inView = `view == ${RECORDINGS_VIEW}`;

/** Commands about experiments that need no open one. */
export const experimentFileCommands = {
  'miniml.newExperiment': {
    title: 'New Experiment…',
    icon: '$(new-file)',
    palette: 'workspaceFolderCount > 0',
    menus: [
      { menu: 'explorer/context', when: `explorerResourceIsFolder || ${onRecording}`, group: 'miniml@5' },
      { menu: 'view/title', when: `${inView} && workspaceFolderCount > 0`, group: 'navigation@3' },
      { menu: 'view/item/context', when: onListedFolder, group: 'miniml@2' },
      { menu: 'view/item/context', when: onListedRecording, group: 'miniml@5' },
    ],
  },
  'miniml.openWorkbook': {
    title: 'Open Workbook as Experiment',
    palette: 'false',
    menus: [{ menu: 'explorer/context', when: 'resourceExtname =~ /^\\.xlsx$/i', group: 'miniml@5' }],
  },
} as const satisfies Record<string, CommandDeclaration>;

export type ExperimentFileCommandId = keyof typeof experimentFileCommands;

const anywhere = keysWhen(experimentHasFocus);
const inRows = keysWhen(experimentRowsHaveFocus);

/** Commands of the experiment editor. */
export const experimentCommands: ViewCommands<ExperimentAction> = {
  prefix: 'miniml.experiment.',
  enablement: experimentIsActive,
  keyOnly: [
    ...(['next', 'previous', 'first', 'last', 'pageDown', 'pageUp'] as const),
    ...(['extendDown', 'extendUp', 'clearSelection'] as const),
  ],
  actions: {
    next: { title: 'Next Row', keys: [...anywhere('n'), ...inRows('down')] },
    previous: { title: 'Previous Row', keys: [...anywhere('p'), ...inRows('up')] },
    first: { title: 'First Row', keys: inRows('home') },
    last: { title: 'Last Row', keys: inRows('end') },
    pageDown: { title: 'Next Page of Rows', keys: inRows('pagedown') },
    pageUp: { title: 'Previous Page of Rows', keys: inRows('pageup') },
    extendDown: { title: 'Extend Selection of Rows Down', keys: inRows('shift+down') },
    extendUp: { title: 'Extend Selection of Rows Up', keys: inRows('shift+up') },
    selectAll: {
      title: 'Select All Listed Rows',
      keys: [{ key: 'ctrl+a', mac: 'cmd+a', when: experimentRowsHaveFocus }],
    },
    clearSelection: { title: 'Select Current Row Only', keys: inRows('escape') },
    toggleInclude: { title: 'Toggle Exclusion of Rows', keys: anywhere('x') },
    editValues: { title: 'Set Values of Rows…', keys: anywhere('f2') },
    runAll: {
      title: 'Detect Events in All Rows',
      icon: '$(run-all)',
      keys: [{ key: 'ctrl+enter', mac: 'cmd+enter', when: experimentHasFocus }],
    },
    runSelected: { title: 'Detect Events in Selected Rows', icon: '$(play)', keys: anywhere('d') },
    runStale: { title: 'Detect Events in Stale Rows' },
    cancelRun: { title: 'Cancel Detection in Rows', icon: '$(debug-stop)', keys: anywhere('shift+escape') },
    submit: { title: 'Run on a Cluster…' },
    cancelJobs: { title: 'Cancel Jobs on the Cluster', icon: '$(debug-stop)' },
    openRecording: { title: 'Open Recording of Row', icon: '$(link-external)', keys: anywhere('o') },
    openResults: { title: 'Open Results of Row', keys: inRows('enter') },
    addRecordings: { title: 'Add Recordings…', keys: anywhere('insert') },
    removeRows: { title: 'Remove Rows', keys: anywhere('delete', 'backspace') },
    focusFilter: { title: 'Filter Rows', keys: anywhere('/', 'q') },
    clearFilter: { title: 'Show All Rows', keys: anywhere('shift+q') },
    toggleDetails: { title: 'Toggle Row Info', icon: '$(info)', keys: anywhere('i') },
    toggleComparison: { title: 'Compare Groups', icon: '$(compare-changes)', keys: anywhere('k') },
    exportFigures: { title: 'Export Figures…', keys: anywhere('e') },
    exportNwb: { title: 'Export as NWB…' },
    showKeys: { title: 'Show Keys of Experiment Editor', keys: anywhere('shift+/', 'h') },
  },
};
