import type { ParameterPatch } from '../../common/api/views/parameter-patch';
import type { ReadyTuning } from '../../common/api/views/tuning';
import { clamped, type Viewport } from '../trace/viewport';

/** How the panel looks, and what is chosen in it; it survives a hidden panel. */
export interface PanelState {
  tab: TabId;
  stretch: Viewport;
  chosen: ParameterPatch;
  /** What it belongs to: another recording, or another call from the trace editor, begins anew. */
  of: string;
}

export const tabIds = ['window-size', 'filters', 'preprocessing'] as const;
export type TabId = (typeof tabIds)[number];

/** What was stored, as far as it is about this recording. */
export function restoredState(stored: unknown, tuning: ReadyTuning): PanelState {
  const { file, asked, samples } = tuning;
  const known = (typeof stored === 'object' && stored !== null ? stored : {}) as Partial<PanelState>;
  const of = JSON.stringify([file, asked]);
  const tab = tabIds.find((id) => id === known.tab) ?? tabIds[0];
  // Another channel or sweep of the recording, which its trace editor turned to, is looked at in the same place.
  if (known.of === of && known.stretch && known.chosen)
    return { tab, of, stretch: clamped(known.stretch, samples), chosen: known.chosen };
  const sameRecording = known.of !== undefined && JSON.parse(known.of)[0] === file;
  return {
    tab,
    of,
    stretch: clamped(asked, samples),
    chosen: (sameRecording && known.chosen) || {},
  };
}

/** A choice without what equals the parameters anyway. */
export function differing(chosen: ParameterPatch, { parameters }: ReadyTuning): ParameterPatch {
  const names = Object.keys(chosen) as (keyof ParameterPatch)[];
  const kept = names.filter((name) => chosen[name] !== undefined && chosen[name] !== parameters[name]);
  return Object.fromEntries(kept.map((name) => [name, chosen[name]]));
}
