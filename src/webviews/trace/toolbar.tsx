import type { ReadySnapshot, TraceAction, TraceChoice } from '../../common/api/views/trace';
import { count, fixed } from '../../common/text/numbers';
import { Dropdown } from '../shared/controls';
import { keyOf } from '../shared/keys';
import { useStore } from '../shared/store';
import { Position, type Tool, Toolbar as ToolbarLine, type ToolbarPart } from '../shared/toolbar';
import { panelShown, type Ready, readyOf } from './selectors';
import type { TraceServices } from './services';
import type { TraceState } from './state';

const snapshotOf = ({ snapshot }: TraceState) => snapshot;
const displayOf = ({ display }: TraceState) => display;
const trialOf = ({ trial }: TraceState) => trial;
const wideOf = ({ wide }: TraceState) => wide;
const detectingOf = ({ progress }: TraceState) => progress !== null;

/** What is looked at, how, and the detection; the last ones give way to a narrow view. */
export function Toolbar({ services }: { services: TraceServices }) {
  useStore(services.store, snapshotOf);
  useStore(services.store, displayOf);
  useStore(services.store, trialOf);
  const withPanel = useStore(services.store, panelShown);
  const wide = useStore(services.store, wideOf);
  const detecting = useStore(services.store, detectingOf);
  const ready = readyOf(services.store.state);
  if (!ready) return null;
  const { snapshot, detection } = ready;
  const act = actionTools(services, ready);
  const panel = act('panel', 'Side panel', 'layout-sidebar-right', 'toggleSidePanel', { pressed: withPanel });
  const detect = detectTool(services, ready, detecting, wide);
  const items: (Tool | ToolbarPart)[] = [
    ...choosers(services, ready),
    // The primary action is the last to give way.
    ...(wide ? [panel, detect] : [detect, panel]),
    ...detectAllTool(services, ready, detecting),
    ...(ready.rows.length > 0 ? [positionOf(services, ready)] : []),
    autoTool(services, snapshot, detecting),
    { id: 'tune', label: 'Tune parameters', icon: 'settings', onClick: () => services.run('tune') },
    act('fit', 'Fit the amplitude', 'arrow-both', 'autoScale', {
      pressed: ready.display.yRange === null,
      upright: true,
      begins: true,
    }),
    ...(snapshot.filter === null
      ? []
      : [
          act('filter', `Filtered trace: ${snapshot.filter}`, 'graph-line', 'toggleFilter', {
            pressed: ready.display.filtered,
          }),
        ]),
    ...(snapshot.info.channels.length < 2
      ? []
      : [act('stack', 'All channels', 'layers', 'stackChannels', { pressed: ready.display.stacked })]),
    ...(snapshot.info.sweeps < 2
      ? []
      : [
          act('overlay', 'Overlay sweeps, with their mean', 'versions', 'overlaySweeps', {
            pressed: ready.display.overlaid && ready.display.choice.sweep !== null,
          }),
        ]),
    act('all', 'Whole trace', 'screen-full', 'showAll'),
    ...(detection ? [exportTool(services, detection.events.location.length === 0)] : []),
    {
      id: 'settings',
      label: 'Detection settings',
      icon: 'settings-gear',
      rare: true,
      onClick: () => services.run('settings'),
    },
  ];
  return (
    <ToolbarLine
      label="Trace"
      items={items}
      counts={detection && count(detection.events.location.length, 'event')}
      help={act('keys', 'Keys', 'question', 'showKeys')}
    />
  );
}

/** Tools for actions of this view, with their keys. */
function actionTools({ act }: TraceServices, { snapshot: { keys } }: Ready) {
  return (
    id: string,
    label: string,
    icon: string,
    action: TraceAction,
    more: Pick<Tool, 'pressed' | 'upright' | 'begins'> = {},
  ): Tool => ({ id, label, icon, key: keyOf(action, keys), onClick: () => act(action), ...more });
}

/** It names the sweep that it runs on, where there are several. */
function detectTool(
  services: TraceServices,
  { snapshot: { keys, info }, display: { choice } }: Ready,
  detecting: boolean,
  wide: boolean,
): Tool {
  const sweeps = choice.sweep === null ? 'All Sweeps' : `Sweep ${choice.sweep + 1}`;
  const channel = info.channels.length > 1 ? ` in ${channelNames(info)[choice.channel]}` : '';
  return {
    id: 'detect',
    label: info.sweeps > 1 && wide ? `Detect ${sweeps}` : 'Detect',
    title: `Detect events${channel}${info.sweeps > 1 ? `, ${sweeps.toLowerCase()}` : ''}`,
    icon: 'play',
    key: keys.find(({ title }) => title === 'Detect Events')?.keys[0],
    primary: true,
    disabled: detecting,
    onClick: services.detect,
  };
}

function autoTool(services: TraceServices, { keys }: ReadySnapshot, detecting: boolean): Tool {
  return {
    id: 'auto',
    label: 'Choose parameters and detect',
    icon: 'wand',
    key: keys.find(({ title }) => title === 'Choose Parameters and Detect')?.keys[0],
    disabled: detecting,
    onClick: () => services.run('auto'),
  };
}

/** While a single sweep is shown, the others are one click away. */
function detectAllTool(
  services: TraceServices,
  { snapshot: { info }, display: { choice } }: Ready,
  detecting: boolean,
): Tool[] {
  if (info.sweeps < 2 || choice.sweep === null) return [];
  const { channel } = choice;
  return [
    {
      id: 'detectAll',
      label: `Detect all ${fixed(info.sweeps, 0)} sweeps`,
      icon: 'run-all',
      disabled: detecting,
      onClick() {
        services.send({ type: 'choose', choice: { channel, sweep: null } });
        services.detect();
      },
    },
  ];
}

function exportTool({ run }: TraceServices, disabled: boolean): Tool {
  return { id: 'export', label: 'Export results', icon: 'export', disabled, onClick: () => run('export') };
}

function positionOf({ act }: TraceServices, { snapshot: { keys }, display, rows }: Ready): ToolbarPart {
  return {
    id: 'position',
    content: (
      <Position
        noun="event"
        at={display.selected === null ? null : display.selected + 1}
        of={rows.length}
        keys={{ previous: keyOf('previousEvent', keys), next: keyOf('nextEvent', keys) }}
        onPrevious={() => act('previousEvent')}
        onNext={() => act('nextEvent')}
      />
    ),
  };
}

/** Which trace is looked at: series, channel and sweep, each where there are several. */
function choosers(
  services: TraceServices,
  { snapshot: { info }, display: { choice } }: Ready,
): ToolbarPart[] {
  const choose = (patch: Partial<TraceChoice>) =>
    services.send({ type: 'choose', choice: { ...choice, ...patch } });
  const parts: (ToolbarPart | false)[] = [
    info.all_series.length > 1 && {
      id: 'series',
      content: (
        <Dropdown
          label="Series"
          options={info.all_series}
          selected={info.all_series.indexOf(info.series)}
          onChoose={(index) => services.chooseSeries(info.all_series[index])}
        />
      ),
    },
    {
      id: 'channel',
      content: (
        <Dropdown
          label="Channel"
          options={channelNames(info)}
          selected={choice.channel}
          onChoose={(channel) => choose({ channel })}
        />
      ),
    },
    info.sweeps > 1 && {
      id: 'sweep',
      content: (
        <Dropdown
          label="Sweep"
          options={['All sweeps', ...info.samples.map((_, i) => `Sweep ${i + 1}/${fixed(info.sweeps, 0)}`)]}
          selected={choice.sweep === null ? 0 : choice.sweep + 1}
          onChoose={(index) => choose({ sweep: index === 0 ? null : index - 1 })}
        />
      ),
    },
  ];
  return parts.filter((part) => part !== false);
}

function channelNames({ channels }: ReadySnapshot['info']): string[] {
  return channels.map(({ name, unit }, i) => `${name || `Channel ${i + 1}`}${unit ? ` (${unit})` : ''}`);
}
