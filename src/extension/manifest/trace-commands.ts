import type { TraceAction } from '../../common/api/views/trace';
import { eventsHaveFocus, plotHasFocus, traceHasFocus, traceIsActive } from './contexts';
import { keysWhen, type ViewCommands } from './declaration';
import { NAVIGATION_BY_KEY, navigationCommands } from './navigation-commands';

const inTrace = keysWhen(traceHasFocus);
const inPlot = keysWhen(plotHasFocus);
const inEvents = keysWhen(eventsHaveFocus);

export const traceCommands: ViewCommands<TraceAction> = {
  prefix: 'miniml.trace.',
  enablement: traceIsActive,
  keyOnly: [
    ...NAVIGATION_BY_KEY,
    ...(['nextEvent', 'previousEvent', 'firstEvent', 'lastEvent', 'zoomToEvent'] as const),
    ...(['goToStart', 'goToEnd', 'scaleUp', 'scaleDown', 'focusEvents', 'focusTrace'] as const),
    ...(['nextSweep', 'previousSweep', 'nextChannel', 'previousChannel'] as const),
    ...(['raiseThreshold', 'lowerThreshold'] as const),
    ...(['raiseThresholdSlightly', 'lowerThresholdSlightly'] as const),
  ],
  actions: {
    nextEvent: {
      title: 'Next Event',
      icon: '$(chevron-right)',
      keys: [...inTrace('n'), ...inEvents('down')],
    },
    previousEvent: {
      title: 'Previous Event',
      icon: '$(chevron-left)',
      keys: [...inTrace('p'), ...inEvents('up')],
    },
    firstEvent: { title: 'First Event', keys: [...inTrace('shift+p'), ...inEvents('home')] },
    lastEvent: { title: 'Last Event', keys: [...inTrace('shift+n'), ...inEvents('end')] },
    zoomToEvent: { title: 'Zoom to Event', keys: inTrace('enter') },
    ...navigationCommands(inTrace, inPlot),
    goToStart: { title: 'Go to Start', keys: inPlot('home') },
    goToEnd: { title: 'Go to End', keys: inPlot('end') },
    scaleUp: { title: 'Magnify Amplitude', keys: inPlot('up') },
    scaleDown: { title: 'Reduce Amplitude', keys: inPlot('down') },
    autoScale: { title: 'Toggle Amplitude Fit', keys: inTrace('a') },
    showFullAmplitude: { title: 'Show Full Amplitude', keys: inTrace('shift+a') },
    stackChannels: { title: 'Show All Channels', keys: inTrace('alt+c') },
    overlaySweeps: { title: 'Overlay Sweeps', keys: inTrace('alt+s') },
    toggleFilter: { title: 'Toggle Filtered Trace', keys: inTrace('f') },
    toggleSidePanel: { title: 'Toggle Side Panel', keys: inTrace('v') },
    focusEvents: { title: 'Go to Event List', keys: inPlot('l') },
    focusTrace: { title: 'Go to Trace', keys: inEvents('l', 'escape') },
    nextSweep: { title: 'Next Sweep', keys: inTrace('s') },
    previousSweep: { title: 'Previous Sweep', keys: inTrace('shift+s') },
    nextChannel: { title: 'Next Channel', keys: inTrace('c') },
    previousChannel: { title: 'Previous Channel', keys: inTrace('shift+c') },
    raiseThreshold: { title: 'Raise Threshold', keys: inTrace('alt+up') },
    lowerThreshold: { title: 'Lower Threshold', keys: inTrace('alt+down') },
    raiseThresholdSlightly: { title: 'Raise Threshold by 0.01', keys: inTrace('alt+shift+up') },
    lowerThresholdSlightly: { title: 'Lower Threshold by 0.01', keys: inTrace('alt+shift+down') },
    describe: { title: 'Set Rate and Unit…' },
    copyEvents: {
      title: 'Copy Event Table',
      keys: [{ key: 'ctrl+shift+c', mac: 'cmd+shift+c', when: traceHasFocus }],
    },
    showKeys: { title: 'Show Keys of Trace Editor', keys: inTrace('shift+/', 'h') },
  },
};
