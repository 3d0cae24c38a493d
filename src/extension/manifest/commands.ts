import { contexts, traceHasFocus, traceIsActive } from './contexts';
import type { CommandDeclaration } from './declaration';
import { onRecording } from './editors';
import { onListedRecording, onRunningRecording } from './side-bar';

/**
 * Commands that the extension carries out. The editor's title has only what the view's own toolbar lacks.
 * Those of the trace editor's view are in trace-commands.
 */
export const commands = {
  'miniml.detectEvents': {
    title: 'Detect Events',
    icon: '$(play)',
    keys: [{ key: 'd', when: traceHasFocus }],
    menus: [
      { menu: 'explorer/context', when: onRecording, group: 'miniml@1' },
      { menu: 'view/item/context', when: onListedRecording, group: 'inline@1' },
      { menu: 'view/item/context', when: onListedRecording, group: 'miniml@1' },
    ],
    palette: `${traceIsActive} && !${contexts.detecting}`,
  },
  'miniml.autoDetect': {
    title: 'Choose Parameters and Detect',
    icon: '$(wand)',
    enablement: traceIsActive,
    keys: [{ key: 'shift+d', when: traceHasFocus }],
  },
  'miniml.undoAutoDetect': {
    title: 'Undo Written Parameters',
    enablement: `${traceIsActive} && ${contexts.canUndoValues}`,
    keys: [{ key: 'ctrl+z', mac: 'cmd+z', when: `${traceHasFocus} && ${contexts.canUndoValues}` }],
  },
  'miniml.cancelDetection': {
    title: 'Cancel Detection',
    icon: '$(debug-stop)',
    enablement: `${contexts.detecting} || ${contexts.anyDetecting}`,
    palette: contexts.detecting,
    keys: [{ key: 'escape', when: `${traceHasFocus} && ${contexts.detecting}` }],
    menus: [
      { menu: 'view/item/context', when: onRunningRecording, group: 'inline@1' },
      { menu: 'view/item/context', when: onRunningRecording, group: 'miniml@1' },
    ],
  },
  'miniml.showRunningDetections': {
    title: 'Show Running Detections',
    enablement: contexts.anyDetecting,
  },
  'miniml.tune': {
    title: 'Tune Parameters',
    icon: '$(settings)',
    keys: [{ key: 't', when: traceHasFocus }],
    menus: [
      { menu: 'explorer/context', when: onRecording, group: 'miniml@2' },
      { menu: 'view/item/context', when: onListedRecording, group: 'miniml@2' },
    ],
    palette: traceIsActive,
  },
  'miniml.exportResults': {
    title: 'Export Results…',
    icon: '$(export)',
    enablement: contexts.events,
    keys: [{ key: 'e', when: `${traceHasFocus} && ${contexts.events}` }],
  },
  'miniml.exportRecording': {
    title: 'Export Recording…',
    menus: [{ menu: 'explorer/context', when: onRecording, group: 'miniml@4' }],
    palette: traceIsActive,
  },
  'miniml.openRecordingInfo': {
    title: 'Open Recording Info',
    icon: '$(info)',
    keys: [{ key: 'i', when: traceHasFocus }],
    menus: [
      { menu: 'editor/title', when: traceIsActive, group: 'navigation@3' },
      { menu: 'explorer/context', when: onRecording, group: 'miniml@3' },
      { menu: 'view/item/context', when: onListedRecording, group: 'miniml@3' },
    ],
    palette: traceIsActive,
  },
  'miniml.goToTime': {
    title: 'Go to Time…',
    enablement: traceIsActive,
    keys: [{ key: 'g', when: traceHasFocus }],
  },
  'miniml.getStarted': { title: 'Get Started', icon: '$(book)', palette: 'always' },
  'miniml.openSettings': { title: 'Open Settings', icon: '$(settings-gear)', palette: 'always' },
  'miniml.restartEngine': { title: 'Restart Engine', palette: 'always' },
  'miniml.showLog': { title: 'Show Log', palette: 'always' },
} as const satisfies Record<string, CommandDeclaration>;

export type CommandId = keyof typeof commands;
