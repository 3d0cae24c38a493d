import type { ClearEvents, PlacedWindow, SizeScores } from '../../common/api/engine/window-sizes';
import type { ShownProgress } from '../../common/api/views/document';
import type { ParameterPatch } from '../../common/api/views/parameter-patch';
import type { ReadyTuning, TargetPlace, TuningSnapshot, Written } from '../../common/api/views/tuning';
import { DECLARATIONS, type ParameterName, type Parameters } from '../../common/parameters/parameters';
import { clamped, type Viewport } from '../trace/viewport';

/** View state of the panel, and the chosen values; outlives a hidden panel. */
export interface PanelState {
  tab: TabId;
  /** The visible segment in samples, common to all tabs. */
  segment: Viewport;
  chosen: ParameterPatch;
  /** Where chosen values are written to; kept from one recording to the next. */
  place: TargetPlace;
  /** Key of recording and opening; a new key resets the state. */
  subjectKey: string;
}

export const tabIds = ['window-size', 'smoothing', 'filters'] as const;
export type TabId = (typeof tabIds)[number];

/** The search for a window size. */
export interface SizesState {
  /** The window on the trace. */
  placed: PlacedWindow | undefined;
  clear: ClearEvents | undefined;
  /** Tested sizes, with the key of their trace and parameters. */
  tried: { key: string; scores: SizeScores } | undefined;
  scoring: boolean;
  failure: string | undefined;
}

/** The state of the tuning panel. */
export interface TuningState {
  snapshot: TuningSnapshot | undefined;
  panel: PanelState | undefined;
  /** Target of the last written values; undefined once others are chosen. */
  written: Written | undefined;
  problem: string | undefined;
  /** Progress of long work, by its name. */
  working: Readonly<Record<string, ShownProgress>>;
  sizes: SizesState;
  keysOpen: boolean;
}

const noSizes: SizesState = {
  placed: undefined,
  clear: undefined,
  tried: undefined,
  scoring: false,
  failure: undefined,
};

export const initialTuningState: TuningState = {
  snapshot: undefined,
  panel: undefined,
  written: undefined,
  problem: undefined,
  working: {},
  sizes: noSizes,
  keysOpen: false,
};

/** State and derived values of an open recording. */
export interface TuningContext {
  tuning: ReadyTuning;
  tab: TabId;
  segment: Viewport;
  /** The parameters with chosen values in place of the present ones. */
  parameters: Parameters;
  /** Chosen values that are not applied yet. */
  chosen: ParameterPatch;
  place: TargetPlace;
}

let last: { snapshot: unknown; panel: unknown; context: TuningContext } | undefined;

/** Memoised, so that components are rendered again only after changes. */
export function contextOf({ snapshot, panel }: TuningState): TuningContext | undefined {
  if (snapshot?.kind !== 'ready' || !panel) return undefined;
  if (last?.snapshot === snapshot && last.panel === panel) return last.context;
  const { tab, segment, chosen, place } = panel;
  const parameters = { ...snapshot.parameters, ...chosen };
  const context = {
    tuning: snapshot,
    tab,
    segment,
    parameters,
    chosen,
    place: placeFor(chosen, place, snapshot),
  };
  last = { snapshot, panel, context };
  return context;
}

/** Restores a stored state if it is about this recording. */
export function restoredState(stored: unknown, tuning: ReadyTuning): PanelState {
  const { file, asked, samples } = tuning;
  const known = (typeof stored === 'object' && stored !== null ? stored : {}) as Partial<PanelState>;
  const subjectKey = JSON.stringify([file, asked]);
  const tab = tabIds.find((id) => id === known.tab) ?? tabIds[0];
  const place = known.place ?? 'recording';
  // Follows the trace editor to another channel or sweep, at the same segment.
  if (known.subjectKey === subjectKey && known.segment && known.chosen)
    return { tab, subjectKey, segment: clamped(known.segment, samples), chosen: known.chosen, place };
  const sameRecording = known.subjectKey !== undefined && JSON.parse(known.subjectKey)[0] === file;
  return {
    tab,
    subjectKey,
    segment: clamped(asked, samples),
    chosen: (sameRecording && known.chosen) || {},
    place,
  };
}

/** The choice without values that equal the present parameters. */
export function differing(chosen: ParameterPatch, { parameters }: ReadyTuning): ParameterPatch {
  const names = Object.keys(chosen) as (keyof ParameterPatch)[];
  const kept = names.filter((name) => chosen[name] !== undefined && chosen[name] !== parameters[name]);
  return Object.fromEntries(kept.map((name) => [name, chosen[name]]));
}

/** Chosen parameters that are about one recording: they can only be in its parameter file. */
export function ofRecording(chosen: ParameterPatch): ParameterName[] {
  const names = Object.keys(chosen) as ParameterName[];
  return names.filter((name) => DECLARATIONS[name].group === 'recording');
}

function placeFor(chosen: ParameterPatch, wanted: TargetPlace, { targets }: ReadyTuning): TargetPlace {
  const possible = ofRecording(chosen).length === 0 && targets.some(({ place }) => place === wanted);
  return possible ? wanted : 'recording';
}

/** Key of the trace. */
export function traceKey({ file, info, choice, rate_hz, samples }: ReadyTuning): string {
  return JSON.stringify([file, info.series, choice, rate_hz, samples]);
}

/** Key of everything that tested sizes depend on. */
export function triedKey({ tuning, parameters }: TuningContext): string {
  return JSON.stringify([traceKey(tuning), { ...parameters, win_size: null }]);
}

/** Key of everything that clear events depend on. */
export function clearKey({ tuning, parameters }: TuningContext): string {
  return JSON.stringify([traceKey(tuning), parameters.exclude, parameters.event_direction]);
}
