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
import { navigationCommands } from './navigation-commands';

const anywhere = keysWhen(tuningHasFocus);
const inTabs = keysWhen(tuningTabsHaveFocus);
const inTrace = keysWhen(tuningTraceHasFocus);
const onEdge = keysWhen(tuningEdgeHasFocus);
const inField = keysWhen(tuningInputHasFocus);

export const tuningCommands: ViewCommands<TuningAction> = {
  prefix: 'miniml.tuning.',
  enablement: tuningIsActive,
  actions: {
    showWindowSize: { title: 'Tune the Window Size', keys: anywhere('1') },
    showFilters: { title: 'Tune the Filters', keys: anywhere('2') },
    showPreprocessing: { title: 'Tune the Preprocessing', keys: anywhere('3') },
    nextTab: { title: 'Next Parameters to Tune', keys: inTabs('right') },
    previousTab: { title: 'Previous Parameters to Tune', keys: inTabs('left') },
    firstTab: { title: 'First Parameters to Tune', keys: inTabs('home') },
    lastTab: { title: 'Last Parameters to Tune', keys: inTabs('end') },
    nextClear: { title: 'Next Clear Event', icon: '$(chevron-right)', keys: anywhere('n') },
    previousClear: { title: 'Previous Clear Event', icon: '$(chevron-left)', keys: anywhere('p') },
    longer: { title: 'Make the Window Longer', keys: inTrace('up') },
    shorter: { title: 'Make the Window Shorter', keys: inTrace('down') },
    edgeRight: { title: 'Move the Window’s Edge Right', keys: onEdge('right', 'up') },
    edgeLeft: { title: 'Move the Window’s Edge Left', keys: onEdge('left', 'down') },
    edgeFarRight: { title: 'Move the Window’s Edge Far Right', keys: onEdge('shift+right', 'shift+up') },
    edgeFarLeft: { title: 'Move the Window’s Edge Far Left', keys: onEdge('shift+left', 'shift+down') },
    suggest: { title: 'Suggest a Window Size', keys: anywhere('s') },
    cancel: { title: 'Stop Trying Window Sizes', keys: anywhere('escape') },
    lessSmoothing: { title: 'Smooth Less', keys: anywhere('[') },
    moreSmoothing: { title: 'Smooth More', keys: anywhere(']') },
    exclude: { title: 'Leave Out the Stretch in Sight', keys: anywhere('x') },
    ...navigationCommands(anywhere, inTrace),
    focusFields: { title: 'Go to the Fields', keys: anywhere('f', '/') },
    focusTrace: { title: 'Go to the Trace', keys: [...anywhere('l'), ...inField('escape')] },
    use: {
      title: 'Use These Parameters',
      keys: [...anywhere('u'), { key: 'ctrl+enter', mac: 'cmd+enter', when: tuningIsActive }],
    },
    discard: { title: 'Discard What Is Chosen', keys: anywhere('d') },
    undo: {
      title: 'Take Back What Was Written',
      keys: [...anywhere('z'), { key: 'ctrl+z', mac: 'cmd+z', when: tuningHasFocus }],
    },
    showTrace: { title: 'Show the Trace in Its Own Editor', icon: '$(link-external)', keys: anywhere('o') },
    showKeys: { title: 'Show the Keys of the Tuning Panel', keys: anywhere('shift+/', 'h') },
  },
};
