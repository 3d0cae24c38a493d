import type { ResultsAction } from '../../common/api/views/results';
import { resultsAreActive, resultsHaveFocus, resultsListHasFocus, resultsTraceHasFocus } from './contexts';
import { type CommandDeclaration, keysWhen, type ViewCommands } from './declaration';
import { ON_RESULTS_FILE } from './editors';

const anywhere = keysWhen(resultsHaveFocus);
const inList = keysWhen(resultsListHasFocus);
const inTrace = keysWhen(resultsTraceHasFocus);

/** Commands of the results editor that the extension carries out. */
const host = {
  'miniml.undoResultsEdit': {
    title: 'Undo Edit of Results',
    keys: [
      { key: 'z', when: resultsHaveFocus },
      { key: 'ctrl+z', mac: 'cmd+z', when: resultsHaveFocus },
    ],
  },
  'miniml.redoResultsEdit': {
    title: 'Redo Edit of Results',
    keys: [
      { key: 'shift+z', when: resultsHaveFocus },
      { key: 'ctrl+shift+z', mac: 'cmd+shift+z', when: resultsHaveFocus },
    ],
  },
  'miniml.compareResults': {
    title: 'Compare Results…',
    icon: '$(compare-changes)',
    keys: [{ key: 'k', when: resultsHaveFocus }],
    // The Explorer has it for results that are not open.
    enablement: undefined,
    palette: resultsAreActive,
    menus: [{ menu: 'explorer/context', when: ON_RESULTS_FILE, group: 'miniml@4' }],
  },
  'miniml.exportEditedResults': {
    title: 'Export Edited Results…',
    icon: '$(export)',
    keys: [{ key: 'e', when: resultsHaveFocus }],
  },
} as const satisfies Record<string, CommandDeclaration>;

export type ResultsHostCommandId = keyof typeof host;

export const resultsCommands: ViewCommands<ResultsAction> = {
  prefix: 'miniml.results.',
  enablement: resultsAreActive,
  keyOnly: [
    ...(['next', 'previous', 'first', 'last', 'pageDown', 'pageUp', 'extendDown', 'extendUp'] as const),
    ...(['clearSelection', 'cursorLeft', 'cursorRight', 'cursorFarLeft', 'cursorFarRight'] as const),
    ...(['panLeft', 'panRight', 'zoomIn', 'zoomOut', 'focusTrace', 'focusEvents'] as const),
    ...(['nextMeasure', 'previousMeasure'] as const),
  ],
  actions: {
    next: { title: 'Next Event', icon: '$(chevron-right)', keys: [...anywhere('n'), ...inList('down')] },
    previous: { title: 'Previous Event', icon: '$(chevron-left)', keys: [...anywhere('p'), ...inList('up')] },
    first: { title: 'First Event', keys: inList('home') },
    last: { title: 'Last Event', keys: inList('end') },
    pageDown: { title: 'Next Page of Events', keys: inList('pagedown') },
    pageUp: { title: 'Previous Page of Events', keys: inList('pageup') },
    extendDown: { title: 'Extend Selection Down', keys: inList('shift+down') },
    extendUp: { title: 'Extend Selection Up', keys: inList('shift+up') },
    selectAll: {
      title: 'Select All Listed Events',
      keys: [{ key: 'ctrl+a', mac: 'cmd+a', when: resultsListHasFocus }],
    },
    clearSelection: { title: 'Clear Selection', keys: inList('escape') },
    deleteEvents: { title: 'Delete Events', icon: '$(trash)', keys: anywhere('delete', 'backspace') },
    restoreEvents: { title: 'Restore Deleted Events', keys: anywhere('r') },
    toggleExcluded: { title: 'Toggle Exclusion from Average', keys: anywhere('x') },
    addEvent: { title: 'Add Event at Cursor', keys: [...anywhere('insert'), ...inTrace('enter')] },
    why: { title: 'Explain Detection at Cursor', keys: anywhere('w') },
    cursorLeft: { title: 'Move Cursor Left', keys: inTrace('left') },
    cursorRight: { title: 'Move Cursor Right', keys: inTrace('right') },
    cursorFarLeft: { title: 'Move Cursor Left by 5 %', keys: inTrace('shift+left') },
    cursorFarRight: { title: 'Move Cursor Right by 5 %', keys: inTrace('shift+right') },
    panLeft: { title: 'Scroll Recording Left', keys: anywhere('ctrl+left') },
    panRight: { title: 'Scroll Recording Right', keys: anywhere('ctrl+right') },
    zoomIn: { title: 'Zoom In on Recording', keys: anywhere('=', 'shift+=', 'numpad_add') },
    zoomOut: { title: 'Zoom Out of Recording', keys: anywhere('-', 'numpad_subtract') },
    focusTrace: { title: 'Go to Recording', keys: inList('l') },
    focusEvents: { title: 'Go to Event List', keys: inTrace('l', 'escape') },
    openRecording: {
      title: 'Open Recording at Event',
      icon: '$(link-external)',
      keys: anywhere('o'),
    },
    focusFilter: { title: 'Filter Events', keys: anywhere('/', 'q') },
    clearFilter: { title: 'Show All Events', keys: anywhere('shift+q') },
    toggleDeleted: { title: 'Toggle Deleted Events', keys: anywhere('shift+r') },
    nextMeasure: { title: 'Show Next Measure in Charts', keys: anywhere('m') },
    previousMeasure: { title: 'Show Previous Measure in Charts', keys: anywhere('shift+m') },
    nextDifference: { title: 'Next Difference', keys: anywhere(']', 'j') },
    previousDifference: { title: 'Previous Difference', keys: anywhere('[', 'shift+j') },
    copyEvents: {
      title: 'Copy Event Table',
      keys: [{ key: 'ctrl+c', mac: 'cmd+c', when: resultsListHasFocus }],
    },
    exportFigures: { title: 'Export Figures…', keys: anywhere('shift+e') },
    showKeys: { title: 'Show Keys of Results Editor', keys: anywhere('shift+/', 'h') },
  },
  host,
};
