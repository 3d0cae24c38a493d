import type { TraceAction } from '../../common/api/views/trace';
import { eventsHaveFocus, plotHasFocus, traceHasFocus, traceIsActive } from './contexts';
import { keysWhen, type ViewCommands } from './declaration';
import { navigationCommands } from './navigation-commands';

const inTrace = keysWhen(traceHasFocus);
const inPlot = keysWhen(plotHasFocus);
const inEvents = keysWhen(eventsHaveFocus);

export const traceCommands: ViewCommands<TraceAction> = {
  prefix: 'miniml.trace.',
  enablement: traceIsActive,
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
    zoomToEvent: { title: 'Zoom to the Event', keys: [...inTrace('z'), ...inEvents('enter')] },
    ...navigationCommands(inTrace, inPlot),
    goToStart: { title: 'Go to the Start', keys: inPlot('home') },
    goToEnd: { title: 'Go to the End', keys: inPlot('end') },
    scaleUp: { title: 'Magnify the Amplitude', keys: inPlot('up') },
    scaleDown: { title: 'Reduce the Amplitude', keys: inPlot('down') },
    autoScale: { title: 'Fit the Amplitude', keys: inTrace('a') },
    toggleFilter: { title: 'Show or Hide the Filtered Trace', keys: inTrace('f') },
    toggleSidePanel: { title: 'Show or Hide the Side Panel', keys: inTrace('b') },
    focusEvents: { title: 'Go to the Event List', keys: inPlot('l') },
    focusTrace: { title: 'Go to the Trace', keys: inEvents('l', 'escape') },
    nextSweep: { title: 'Next Sweep', keys: inTrace('s') },
    previousSweep: { title: 'Previous Sweep', keys: inTrace('shift+s') },
    nextChannel: { title: 'Next Channel', keys: inTrace('c') },
    previousChannel: { title: 'Previous Channel', keys: inTrace('shift+c') },
    describe: { title: 'Set Rate and Unit of the Recording…' },
    copyEvents: {
      title: 'Copy the Event Table',
      keys: [{ key: 'ctrl+shift+c', mac: 'cmd+shift+c', when: traceHasFocus }],
    },
    showKeys: { title: 'Show the Keys of the Trace Editor', keys: inTrace('shift+/', 'h') },
  },
};
