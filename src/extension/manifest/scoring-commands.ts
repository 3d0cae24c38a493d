import type { ScoringAction } from '../../common/api/views/scoring';
import { gridHasFocus, scoringHasFocus, scoringIsActive, windowHasFocus, windowsHaveFocus } from './contexts';
import { type CommandDeclaration, keysWhen, type ViewCommands } from './declaration';

const anywhere = keysWhen(scoringHasFocus);
const onWindows = keysWhen(windowsHaveFocus);
const onWindow = keysWhen(windowHasFocus);
const inGrid = keysWhen(gridHasFocus);

/** Commands of the scoring editor that the extension carries out. */
const host = {
  'miniml.undoScore': {
    title: 'Undo Score',
    keys: [
      { key: 'z', when: scoringHasFocus },
      { key: 'ctrl+z', mac: 'cmd+z', when: scoringHasFocus },
    ],
  },
  'miniml.redoScore': {
    title: 'Redo Score',
    keys: [
      { key: 'shift+z', when: scoringHasFocus },
      { key: 'ctrl+shift+z', mac: 'cmd+shift+z', when: scoringHasFocus },
    ],
  },
  'miniml.goToWindow': { title: 'Go to Window…', keys: [{ key: 'g', when: scoringHasFocus }] },
  'miniml.compareScores': {
    title: 'Compare with Another Rater’s File…',
    icon: '$(compare-changes)',
    keys: [{ key: 'k', when: scoringHasFocus }],
  },
} as const satisfies Record<string, CommandDeclaration>;

export type ScoringHostCommandId = keyof typeof host;

export const scoringCommands: ViewCommands<ScoringAction> = {
  prefix: 'miniml.scoring.',
  enablement: scoringIsActive,
  keyOnly: [
    ...([
      'score0',
      'score1',
      'score2',
      'cycleScore',
      'clearScore',
      'next',
      'previous',
      'first',
      'last',
    ] as const),
    ...(['pageForward', 'pageBack', 'openWindow', 'rowDown', 'rowUp', 'clearSelection'] as const),
    ...(['extendForward', 'extendBack', 'extendDown', 'extendUp'] as const),
  ],
  actions: {
    score1: { title: 'Score 1: Event', keys: [...anywhere('1', 'numpad1'), ...onWindow('up')] },
    score0: { title: 'Score 0: No Event', keys: [...anywhere('0', 'numpad0'), ...onWindow('down')] },
    score2: { title: 'Score 2: Exclude from Training', keys: anywhere('2', 'numpad2', 'x') },
    cycleScore: { title: 'Cycle Score', keys: onWindow('enter') },
    clearScore: { title: 'Clear Score', keys: anywhere('backspace', 'delete') },
    next: { title: 'Next Window', icon: '$(chevron-right)', keys: [...anywhere('n'), ...onWindows('right')] },
    previous: {
      title: 'Previous Window',
      icon: '$(chevron-left)',
      keys: [...anywhere('p'), ...onWindows('left')],
    },
    nextUnscored: { title: 'Next Unscored Window', keys: anywhere('u') },
    previousUnscored: { title: 'Previous Unscored Window', keys: anywhere('shift+u') },
    playOn: { title: 'Play Through Windows', icon: '$(play-circle)', keys: onWindow('space') },
    first: { title: 'First Window', keys: onWindows('home') },
    last: { title: 'Last Window', keys: onWindows('end') },
    pageForward: { title: 'Next Page of Windows', keys: onWindows('pagedown') },
    pageBack: { title: 'Previous Page of Windows', keys: onWindows('pageup') },
    bookmark: { title: 'Toggle Bookmark', icon: '$(bookmark)', keys: anywhere('b') },
    nextBookmark: { title: 'Next Bookmark', keys: anywhere('shift+b') },
    nextDisagreement: { title: 'Next Disagreement with Other Rater', keys: anywhere('j') },
    toggleOverview: { title: 'Toggle Overview Grid', keys: anywhere('v') },
    openWindow: { title: 'Open Window', keys: inGrid('enter') },
    rowDown: { title: 'Next Row of Windows', keys: inGrid('down') },
    rowUp: { title: 'Previous Row of Windows', keys: inGrid('up') },
    extendForward: { title: 'Extend Selection Forward', keys: inGrid('shift+right') },
    extendBack: { title: 'Extend Selection Back', keys: inGrid('shift+left') },
    extendDown: { title: 'Extend Selection Down', keys: inGrid('shift+down') },
    extendUp: { title: 'Extend Selection Up', keys: inGrid('shift+up') },
    selectAll: {
      title: 'Select All Listed Windows',
      keys: [{ key: 'ctrl+a', mac: 'cmd+a', when: gridHasFocus }],
    },
    clearSelection: { title: 'Clear Selection', keys: inGrid('escape') },
    focusFilter: { title: 'Filter and Sort Windows', keys: anywhere('/', 'q') },
    updateList: { title: 'Apply Filter Again', keys: anywhere('alt+q') },
    reverseDirection: { title: 'Reverse Event Direction in This View', keys: anywhere('alt+a') },
    toggleSmooth: { title: 'Toggle Smoothed Trace', keys: anywhere('f') },
    toggleCommonScale: { title: 'Toggle Common Scale', keys: anywhere('a') },
    toggleSurroundings: { title: 'Toggle Recording Around Window', keys: anywhere('o') },
    toggleProbability: { title: 'Toggle Model Probability', keys: anywhere('alt+p') },
    showKeys: { title: 'Show Keys of Scoring Editor', keys: anywhere('shift+/', 'h') },
  },
  host,
};
