import type { ResultsAction, ResultsReady } from '../../common/api/views/results';
import { count, fixed } from '../../common/text/numbers';
import { keyOf } from '../shared/keys';
import { Position, type Tool, Toolbar, type ToolbarPart } from '../shared/toolbar';
import type { Part } from './results-app';
import type { ResultsServices } from './services';

/** Toolbar with event counts, the displayed event, and actions. */
export function ResultsToolbar({ services, ready }: Part) {
  const { results, view, rows, event } = ready;
  const { act } = services;
  const any = view.selection.length > 0;
  const place = event === undefined ? -1 : rows.indexOf(event);
  const tool = toolsOf(services, results);
  const items: (Tool | ToolbarPart)[] = [
    {
      id: 'position',
      content: (
        <Position
          noun="event"
          at={place < 0 ? null : place + 1}
          of={rows.length}
          keys={{ previous: keyOf('previous', results.keys), next: keyOf('next', results.keys) }}
          onPrevious={() => act('previous')}
          onNext={() => act('next')}
        />
      ),
    },
    tool('filter', 'Filter', 'filter', 'focusFilter', { pressed: view.filterShown, begins: true }),
    tool('deleted', 'Show deleted events', 'eye', 'toggleDeleted', {
      pressed: view.listing.shown !== 'kept',
    }),
    tool('delete', 'Delete the selected events', 'trash', 'deleteEvents', { disabled: !any, begins: true }),
    tool('restore', 'Restore the selected events', 'history', 'restoreEvents', { disabled: !any }),
    tool('exclude', 'Exclude from the average, or include again', 'circle-slash', 'toggleExcluded', {
      disabled: !any,
    }),
    { ...hostTool(services, 'undo', 'Undo', 'discard'), begins: true },
    hostTool(services, 'redo', 'Redo', 'redo'),
    tool('open', 'Open in the trace editor', 'link-external', 'openRecording', {
      disabled: results.noRecording !== null,
      begins: true,
    }),
    hostTool(services, 'compare', 'Compare with other results', 'compare-changes'),
    hostTool(services, 'export', 'Export', 'export'),
    tool('figures', 'Export figures', 'file-media', 'exportFigures'),
  ];
  return (
    <Toolbar
      label="Results"
      items={items}
      counts={countsText(results)}
      help={tool('keys', 'Keys', 'question', 'showKeys')}
    />
  );
}

function toolsOf({ act }: ResultsServices, { keys }: ResultsReady) {
  return (
    id: string,
    label: string,
    icon: string,
    action: ResultsAction,
    more: Pick<Tool, 'pressed' | 'disabled' | 'begins'> = {},
  ): Tool => ({ id, label, icon, key: keyOf(action, keys), onClick: () => act(action), ...more });
}

function hostTool(
  { run }: ResultsServices,
  id: 'undo' | 'redo' | 'compare' | 'export',
  label: string,
  icon: string,
): Tool {
  return { id, label, icon, onClick: () => run(id) };
}

/** "58 events · 2 deleted · 1 excluded" */
function countsText({ tables: { events } }: ResultsReady): string {
  const { deleted, added, excluded, border } = events;
  const [gone, more, out, edge] = [deleted, added, excluded, border].map((flags) =>
    flags.reduce((sum, flag) => sum + flag, 0),
  );
  const some = (n: number, words: string) => n > 0 && `${fixed(n, 0)} ${words}`;
  const parts = [
    count(deleted.length - gone, 'event'),
    some(gone, 'deleted'),
    some(more, 'added'),
    some(out, 'excluded'),
    some(edge, 'at the trace edge'),
  ];
  return parts.filter(Boolean).join(' · ');
}
