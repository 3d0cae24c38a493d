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
    title: 'Undo the Last Score',
    keys: [
      { key: 'z', when: scoringHasFocus },
      { key: 'ctrl+z', mac: 'cmd+z', when: scoringHasFocus },
    ],
  },
  'miniml.redoScore': {
    title: 'Redo the Score',
    keys: [
      { key: 'shift+z', when: scoringHasFocus },
      { key: 'ctrl+shift+z', mac: 'cmd+shift+z', when: scoringHasFocus },
    ],
  },
  'miniml.goToWindow': { title: 'Go to Window…', keys: [{ key: 'g', when: scoringHasFocus }] },
  'miniml.compareScores': { title: 'Compare with Another Rater’s File…', icon: '$(compare-changes)' },
} as const satisfies Record<string, CommandDeclaration>;

export type ScoringHostCommandId = keyof typeof host;

export const scoringCommands: ViewCommands<ScoringAction> = {
  prefix: 'miniml.scoring.',
  enablement: scoringIsActive,
  actions: {
    score1: { title: 'Score 1: Event', keys: [...anywhere('1', 'numpad1', 'y'), ...onWindow('up')] },
    score0: { title: 'Score 0: No Event', keys: [...anywhere('0', 'numpad0', 'n'), ...onWindow('down')] },
    score2: { title: 'Score 2: Leave Out', keys: anywhere('2', 'numpad2') },
    cycleScore: { title: 'Next Score, Stay Here', keys: anywhere('m') },
    clearScore: { title: 'Clear the Score', keys: anywhere('backspace', 'delete') },
    next: { title: 'Next Window', icon: '$(chevron-right)', keys: onWindows('right') },
    previous: { title: 'Previous Window', icon: '$(chevron-left)', keys: onWindows('left') },
    nextUnscored: { title: 'Next Unscored Window', keys: anywhere('u') },
    previousUnscored: { title: 'Previous Unscored Window', keys: anywhere('shift+u') },
    playOn: { title: 'Play On', icon: '$(play)', keys: onWindow('space') },
    first: { title: 'First Window', keys: onWindows('home') },
    last: { title: 'Last Window', keys: onWindows('end') },
    pageForward: { title: 'A Page Forward', keys: onWindows('pagedown') },
    pageBack: { title: 'A Page Back', keys: onWindows('pageup') },
    bookmark: { title: 'Set or Remove a Bookmark', icon: '$(bookmark)', keys: anywhere('b') },
    nextBookmark: { title: 'Next Bookmark', keys: anywhere('shift+b') },
    nextDisagreement: { title: 'Next Disagreement with the Other Rater', keys: anywhere('j') },
    toggleOverview: { title: 'Overview Grid or One Window', keys: anywhere('o') },
    openWindow: { title: 'Show This Window Large', keys: inGrid('enter') },
    rowDown: { title: 'A Row Down', keys: inGrid('down') },
    rowUp: { title: 'A Row Up', keys: inGrid('up') },
    extendForward: { title: 'Select One More', keys: inGrid('shift+right') },
    extendBack: { title: 'Select One Less', keys: inGrid('shift+left') },
    extendDown: { title: 'Select a Row More', keys: inGrid('shift+down') },
    extendUp: { title: 'Select a Row Less', keys: inGrid('shift+up') },
    selectAll: {
      title: 'Select All That Are Listed',
      keys: [{ key: 'ctrl+a', mac: 'cmd+a', when: gridHasFocus }],
    },
    clearSelection: { title: 'Clear the Selection', keys: inGrid('escape') },
    focusFilter: { title: 'Filter and Sort', keys: anywhere('/', 'l') },
    updateList: { title: 'Apply the Filter Again', keys: anywhere('shift+l') },
    reverseDirection: { title: 'Reverse the Direction of Events', keys: anywhere('r') },
    toggleSmooth: { title: 'Show or Hide the Smoothed Trace', keys: anywhere('f') },
    toggleCommonScale: { title: 'One Scale for All Windows, or Each Its Own', keys: anywhere('a') },
    toggleSurroundings: { title: 'Show or Hide the Recording Around', keys: anywhere('t') },
    toggleProbability: { title: 'Show or Hide a Model’s Probability', keys: anywhere('p') },
    showKeys: { title: 'Show the Keys of the Scoring Editor', keys: anywhere('shift+/', 'h') },
  },
  host,
};
