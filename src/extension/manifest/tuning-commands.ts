import type { TuningAction } from '../../common/api/views/tuning';
import {
  tuningEdgeHasFocus,
  tuningHasFocus,
  tuningInputHasFocus,
  tuningIsActive,
  tuningTabsHaveFocus,
  tuningTraceHasFocus,
} from './contexts';
import { keysWhen, type ViewCommands } from './declaration';
import { NAVIGATION_BY_KEY, navigationCommands } from './navigation-commands';

const anywhere = keysWhen(tuningHasFocus);
const inTabs = keysWhen(tuningTabsHaveFocus);
const inTrace = keysWhen(tuningTraceHasFocus);
const onEdge = keysWhen(tuningEdgeHasFocus);
const inField = keysWhen(tuningInputHasFocus);

export const tuningCommands: ViewCommands<TuningAction> = {
  prefix: 'miniml.tuning.',
  enablement: tuningIsActive,
  keyOnly: [
    ...NAVIGATION_BY_KEY,
    ...(['nextTab', 'previousTab', 'firstTab', 'lastTab', 'nextClear', 'previousClear'] as const),
    ...(['longer', 'shorter', 'edgeRight', 'edgeLeft', 'edgeFarRight', 'edgeFarLeft'] as const),
    ...(['lessSmoothing', 'moreSmoothing', 'focusFields', 'focusTrace'] as const),
  ],
  actions: {
    showWindowSize: { title: 'Tune Window Size', keys: anywhere('1') },
    showSmoothing: { title: 'Tune Smoothing', keys: anywhere('2') },
    showFilters: { title: 'Tune Filters', keys: anywhere('3') },
    nextTab: { title: 'Next Tab', keys: inTabs('right') },
    previousTab: { title: 'Previous Tab', keys: inTabs('left') },
    firstTab: { title: 'First Tab', keys: inTabs('home') },
    lastTab: { title: 'Last Tab', keys: inTabs('end') },
    nextClear: { title: 'Next Clear Event', icon: '$(chevron-right)', keys: anywhere('n') },
    previousClear: { title: 'Previous Clear Event', icon: '$(chevron-left)', keys: anywhere('p') },
    longer: { title: 'Lengthen Window', keys: inTrace('up') },
    shorter: { title: 'Shorten Window', keys: inTrace('down') },
    edgeRight: { title: 'Move Window Edge Right', keys: onEdge('right', 'up') },
    edgeLeft: { title: 'Move Window Edge Left', keys: onEdge('left', 'down') },
    edgeFarRight: { title: 'Move Window Edge Far Right', keys: onEdge('shift+right', 'shift+up') },
    edgeFarLeft: { title: 'Move Window Edge Far Left', keys: onEdge('shift+left', 'shift+down') },
    suggest: { title: 'Suggest Window Size', keys: anywhere('y') },
    cancel: { title: 'Cancel Window Size Search', keys: anywhere('escape') },
    lessSmoothing: { title: 'Smooth Less', keys: anywhere('[') },
    moreSmoothing: { title: 'Smooth More', keys: anywhere(']') },
    exclude: { title: 'Exclude Visible Interval', keys: anywhere('x') },
    ...navigationCommands(anywhere, inTrace),
    focusFields: { title: 'Go to Fields', keys: anywhere('/', 'q') },
    focusTrace: { title: 'Go to Trace', keys: [...anywhere('l'), ...inField('escape')] },
    use: {
      title: 'Use These Parameters',
      keys: [{ key: 'ctrl+enter', mac: 'cmd+enter', when: tuningIsActive }],
    },
    useAndDetect: { title: 'Detect Events with These Parameters', keys: anywhere('d') },
    discard: { title: 'Discard Changes', keys: anywhere('r') },
    undo: {
      title: 'Undo Applied Parameters',
      keys: [...anywhere('z'), { key: 'ctrl+z', mac: 'cmd+z', when: tuningHasFocus }],
    },
    showTrace: { title: 'Show Trace in Editor', icon: '$(link-external)', keys: anywhere('o') },
    showKeys: { title: 'Show Keys of Tuning Panel', keys: anywhere('shift+/', 'h') },
  },
};
