import type { TuningAction } from '../../common/api/views/tuning';
import { navigationOf } from '../trace/navigation';
import type { Viewport } from '../trace/viewport';
import { inSeconds, withInterval } from './filters/intervals';
import { strengthsAround } from './smoothing/strengths';
import { type TabId, type TuningContext, tabIds } from './state';
import type { TuningMessage } from './store';
import { stepOf } from './window-size/placed-window';

/** Actions that need the page or the host; all others are messages to the store. */
export type EffectAction =
  | 'focusTrace'
  | 'focusFields'
  | 'use'
  | 'useAndDetect'
  | 'undo'
  | 'showTrace'
  | 'showKeys'
  | 'suggest'
  | 'cancel'
  | 'edgeLeft'
  | 'edgeRight'
  | 'edgeFarLeft'
  | 'edgeFarRight';

export type StateAction = Exclude<TuningAction, EffectAction>;

type Transition = (context: TuningContext) => TuningMessage | undefined;

/** Steps of the size per key press. */
const LONGER = 5;

/** Message of each action; none if its tab is not shown. */
export const transitions: Record<StateAction, Transition> = {
  showWindowSize: () => ({ type: 'showTab', tab: 'window-size' }),
  showSmoothing: () => ({ type: 'showTab', tab: 'smoothing' }),
  showFilters: () => ({ type: 'showTab', tab: 'filters' }),
  nextTab: ({ tab }) => turn(tabIds.indexOf(tab) + 1),
  previousTab: ({ tab }) => turn(tabIds.indexOf(tab) - 1),
  firstTab: () => turn(0),
  lastTab: () => turn(-1),
  ...navigationOf(({ segment, tuning }: TuningContext) => ({
    segment,
    samples: tuning.samples,
    around: (segment.from + segment.to) / 2,
    look: (next: Viewport): TuningMessage => ({ type: 'look', segment: next }),
  })),
  discard: ({ chosen, tuning }) => ({ type: 'choose', patch: presentValues(chosen, tuning.parameters) }),
  nextClear: inTab('window-size', () => ({ type: 'goToClear', by: 1 })),
  previousClear: inTab('window-size', () => ({ type: 'goToClear', by: -1 })),
  longer: inTab('window-size', (context) => lengthened(context, 1)),
  shorter: inTab('window-size', (context) => lengthened(context, -1)),
  lessSmoothing: inTab('smoothing', ({ parameters }) => ({
    type: 'choose',
    patch: strengthsAround(parameters)[0].patch,
  })),
  moreSmoothing: inTab('smoothing', ({ parameters }) => ({
    type: 'choose',
    patch: strengthsAround(parameters)[2].patch,
  })),
  exclude: inTab('filters', (context) => ({
    type: 'choose',
    patch: { exclude: withInterval(context.parameters.exclude, inSeconds(context.segment, context.tuning)) },
  })),
};

function inTab(tab: TabId, transition: Transition): Transition {
  return (context) => (context.tab === tab ? transition(context) : undefined);
}

/** The tabs wrap around. */
function turn(to: number): TuningMessage {
  return { type: 'showTab', tab: tabIds.at(to % tabIds.length)! };
}

function lengthened({ parameters: { win_size } }: TuningContext, sign: 1 | -1): TuningMessage {
  return { type: 'resize', win_size: win_size + sign * LONGER * stepOf(win_size) };
}

function presentValues<T extends object>(chosen: T, present: object): T {
  const names = Object.keys(chosen) as (keyof T & keyof typeof present)[];
  return Object.fromEntries(names.map((name) => [name, present[name]])) as T;
}
