import type { ResultsAction, ResultsHostAction, ResultsReady } from '../../common/api/views/results';
import { count, fixed } from '../../common/text/numbers';
import { h, setText } from '../shared/dom';
import { button } from '../shared/toolkit';
import { withKey } from '../shared/with-key';
import type { ViewState } from './state';

export interface ToolbarHandlers {
  act(action: ResultsAction): void;
  run(action: ResultsHostAction): void;
}

/** How many events there are, and what can be done with them. */
export function createToolbar(on: ToolbarHandlers) {
  const words = h('span', { class: 'counts' });
  const tool = (label: string, icon: string, action: ResultsAction) =>
    ({ label, action, ...button({ label, icon, look: 'icon', onClick: () => on.act(action) }) }) as const;
  const host = (label: string, icon: string, action: ResultsHostAction) =>
    button({ label, icon, look: 'icon', onClick: () => on.run(action) }).element;
  const edits = [
    tool('Delete the selected events', 'trash', 'deleteEvents'),
    tool('Restore the selected events', 'history', 'restoreEvents'),
    tool('Leave out of the average, or take in again', 'circle-slash', 'toggleExcluded'),
  ];
  const looks = [
    tool('Filter', 'filter', 'focusFilter'),
    tool('Show or hide deleted events', 'eye', 'toggleDeleted'),
    tool('Show in the recording’s own editor', 'link-external', 'openRecording'),
  ];
  const figures = tool('Export figures', 'file-media', 'exportFigures');
  const keys = tool('Keys', 'question', 'showKeys');
  const tools = [...edits, ...looks, figures, keys];
  const element = h(
    'div',
    { class: 'toolbar', attributes: { role: 'toolbar', 'aria-label': 'Results' } },
    words,
    h('div', { class: 'tool-group' }, host('Undo', 'discard', 'undo'), host('Redo', 'redo', 'redo')),
    h('div', { class: 'tool-group' }, ...edits.map((t) => t.element)),
    h(
      'div',
      { class: 'tool-group last' },
      ...looks.map((t) => t.element),
      host('Compare with other results', 'compare-changes', 'compare'),
      figures.element,
      host('Export', 'export', 'export'),
      keys.element,
    ),
  );
  return {
    element,
    update(results: ResultsReady, state: ViewState) {
      const { deleted, added, excluded, border } = results.tables.events;
      const number = (flags: Uint8Array) => flags.reduce((sum, flag) => sum + flag, 0);
      const [gone, more, out, edge] = [deleted, added, excluded, border].map(number);
      const kept = deleted.length - gone!;
      const parts = [
        count(kept, 'event'),
        gone! > 0 && `${fixed(gone!, 0)} deleted`,
        more! > 0 && `${fixed(more!, 0)} added`,
        out! > 0 && `${fixed(out!, 0)} left out`,
        edge! > 0 && `${fixed(edge!, 0)} at the border`,
      ];
      setText(words, parts.filter(Boolean).join(' · '));
      for (const { label, action, setTitle } of tools) setTitle(withKey(label, action, results.keys));
      const any = state.selection.length > 0;
      for (const { setEnabled } of edits) setEnabled(any);
      looks[0].setPressed(state.filterShown);
      looks[1].setPressed(state.listing.shown !== 'kept');
      looks[2].setEnabled(results.noRecording === null);
    },
  };
}
