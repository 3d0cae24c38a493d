import type { NavigationAction } from '../../common/api/views/keys';
import type { keysWhen, ViewCommands } from './declaration';

/** Moves of a trace that are made by their keys. */
export const NAVIGATION_BY_KEY = [
  'zoomIn',
  'zoomOut',
  'panLeft',
  'panRight',
  'pageLeft',
  'pageRight',
] as const;

type Keys = ReturnType<typeof keysWhen>;

/**
 * Navigation commands of a trace: letters and signs work anywhere in a view, arrows only with the focus on the trace.
 */
export function navigationCommands(anywhere: Keys, inTrace: Keys): ViewCommands<NavigationAction>['actions'] {
  return {
    zoomIn: { title: 'Zoom In', icon: '$(zoom-in)', keys: anywhere('=', 'shift+=', 'numpad_add') },
    zoomOut: { title: 'Zoom Out', icon: '$(zoom-out)', keys: anywhere('-', 'numpad_subtract') },
    showAll: { title: 'Show Whole Trace', keys: anywhere('0', 'numpad0') },
    panLeft: { title: 'Move Left', keys: inTrace('left') },
    panRight: { title: 'Move Right', keys: inTrace('right') },
    pageLeft: { title: 'Move Left One Page', keys: inTrace('shift+left', 'pageup') },
    pageRight: { title: 'Move Right One Page', keys: inTrace('shift+right', 'pagedown') },
  };
}
