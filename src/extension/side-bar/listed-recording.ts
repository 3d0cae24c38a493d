import path from 'node:path';
import type { RecordingState } from '../../common/api/engine/kept';
import { count } from '../../common/text/numbers';
import { plainText, withoutIcons } from '../messages/plain-text';

/** A recording in the side bar, and as much as is known about it. */
export interface ListedRecording {
  file: string;
  /** Undefined until the engine has answered. */
  state: RecordingState | undefined;
  /** Why a detection would be another one now; empty where it would not. */
  stale: readonly string[];
  /** Progress of a running detection; undefined where none runs. */
  running: string | undefined;
}

/** A row of the side bar. */
export interface RecordingRow {
  label: string;
  description: string;
  /** Name of one of VS Code's icons. */
  icon: string;
  tooltip: string;
  /** For the conditions of menus. */
  context: 'recording' | 'recording.running';
}

/** All text comes out plain: names of files cannot draw icons or make links. */
export function rowOf(listed: ListedRecording): RecordingRow {
  const { description, icon, next } = stateOf(listed);
  return {
    label: withoutIcons(path.basename(listed.file)),
    description: withoutIcons(description),
    icon,
    tooltip: plainText(
      [listed.file, ...detectionLines(listed), next].filter((line) => line !== '').join('\n'),
    ),
    context: listed.running === undefined ? 'recording' : 'recording.running',
  };
}

/** Whether a detection would add something: none was made, or the last one is out of date. */
export function needsDetection({ state, stale, running }: ListedRecording): boolean {
  return running === undefined && (!state || state.detections.length === 0 || stale.length > 0);
}

function stateOf({ state, stale, running }: ListedRecording) {
  if (running !== undefined)
    return { description: running || 'detecting', icon: 'sync~spin', next: 'Events are being detected.' };
  if (!state) return { description: '', icon: 'pulse', next: '' };
  const { detections, exported } = state;
  const beside = exported === null ? '' : `, ${path.basename(exported)}`;
  const [latest] = detections;
  if (!latest)
    return exported === null
      ? { description: 'not detected', icon: 'circle-outline', next: 'Open it, then detect events (D).' }
      : { description: path.basename(exported), icon: 'circle-outline', next: 'Its results are beside it.' };
  const events = count(latest.events, 'event');
  if (stale.length > 0)
    return {
      description: `${events}, stale`,
      icon: 'warning',
      next: `Out of date: ${stale.join('; ')}. Detect again.`,
    };
  return { description: `${events}${beside}`, icon: 'pass', next: '' };
}

function detectionLines({ state }: ListedRecording): string[] {
  return (state?.detections ?? []).map(({ events, made_ms, channel, sweep }) => {
    const sweeps = sweep === null ? 'all sweeps' : `sweep ${sweep + 1}`;
    return `${count(events, 'event')} in channel ${channel + 1}, ${sweeps}, ${new Date(made_ms).toLocaleString()}`;
  });
}
