import { contexts, traceHasFocus, traceIsActive } from './contexts';
import type { CommandDeclaration } from './declaration';
import { onRecording } from './editors';

/** Commands that the extension carries out. Those of the trace editor's view are in trace-commands. */
export const commands = {
  'miniml.detectEvents': {
    title: 'Detect Events',
    icon: '$(play)',
    keys: [{ key: 'd', when: traceHasFocus }],
    menus: [
      { menu: 'editor/title', when: `${traceIsActive} && !${contexts.detecting}`, group: 'navigation@1' },
      { menu: 'explorer/context', when: onRecording, group: 'miniml@1' },
    ],
  },
  'miniml.cancelDetection': {
    title: 'Cancel Detection',
    icon: '$(debug-stop)',
    enablement: contexts.detecting,
    keys: [{ key: 'escape', when: `${traceHasFocus} && ${contexts.detecting}` }],
    menus: [
      { menu: 'editor/title', when: `${traceIsActive} && ${contexts.detecting}`, group: 'navigation@1' },
    ],
  },
  'miniml.showRunningDetections': {
    title: 'Show Running Detections',
    enablement: contexts.anyDetecting,
  },
  'miniml.tune': {
    title: 'Tune Parameters',
    icon: '$(beaker)',
    keys: [{ key: 't', when: traceHasFocus }],
    menus: [
      { menu: 'editor/title', when: traceIsActive, group: 'navigation@2' },
      { menu: 'explorer/context', when: onRecording, group: 'miniml@2' },
    ],
  },
  'miniml.exportResults': {
    title: 'Export Results…',
    icon: '$(export)',
    enablement: contexts.events,
    keys: [{ key: 'e', when: `${traceHasFocus} && ${contexts.events}` }],
    menus: [{ menu: 'editor/title', when: traceIsActive, group: 'navigation@2' }],
  },
  'miniml.openRecordingInfo': {
    title: 'Open Recording Info',
    icon: '$(info)',
    keys: [{ key: 'i', when: traceHasFocus }],
    menus: [
      { menu: 'editor/title', when: traceIsActive, group: 'navigation@3' },
      { menu: 'explorer/context', when: onRecording, group: 'miniml@3' },
    ],
  },
  'miniml.goToTime': {
    title: 'Go to Time…',
    enablement: traceIsActive,
    keys: [{ key: 'g', when: traceHasFocus }],
  },
  'miniml.getStarted': { title: 'Get Started', icon: '$(mortar-board)' },
  'miniml.openSettings': { title: 'Open Settings', icon: '$(settings-gear)' },
  'miniml.restartEngine': { title: 'Restart Engine' },
  'miniml.showLog': { title: 'Show Log' },
} as const satisfies Record<string, CommandDeclaration>;

export type CommandId = keyof typeof commands;
