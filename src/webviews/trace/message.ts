import type { HostAction } from '../../common/api/views/trace';
import { h, icon } from '../shared/dom';
import { button, progressRing } from '../shared/toolkit';

const labels: Record<HostAction, string> = {
  info: 'Open Recording Info',
  export: 'Export Results…',
  settings: 'Open Settings',
  log: 'Show the Log',
  restart: 'Restart the Engine',
  retry: 'Try Again',
  asText: 'Open as Text',
  goToTime: 'Go to Time…',
  tune: 'Tune Parameters',
};

/** A page that says one thing: that the file is being opened, or why it cannot be. */
export function createMessage(onRun: (action: HostAction) => void) {
  const body = h('div', { class: 'message-body', attributes: { role: 'status' } });
  const element = h('main', { class: 'message' }, h('h1', { class: 'visually-hidden' }, 'Recording'), body);
  let shown = '';
  /** What is shown already stays: a button that is built again loses the keyboard. */
  const isNew = (content: readonly string[]) => {
    const before = shown;
    shown = content.join('\n');
    return shown !== before;
  };
  return {
    element,
    opening(name: string) {
      if (!isNew(['opening', name])) return;
      body.replaceChildren(progressRing(), h('p', {}, `Opening ${name}…`));
    },
    failed(message: string, remedies: readonly HostAction[]) {
      if (!isNew(['failed', message, ...remedies])) return;
      body.replaceChildren(
        h('div', { class: 'message-icon' }, icon('warning')),
        h('p', {}, message),
        h('div', { class: 'buttons' }, ...remedyButtons(remedies, onRun)),
      );
    },
  };
}

function remedyButtons(remedies: readonly HostAction[], onRun: (action: HostAction) => void): HTMLElement[] {
  return remedies.map(
    (action, index) =>
      button({
        label: labels[action],
        look: index === 0 ? 'primary' : 'secondary',
        onClick: () => onRun(action),
      }).element,
  );
}
