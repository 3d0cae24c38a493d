import type { ReadySnapshot, TraceAction, TraceChoice } from '../../common/api/views/trace';
import { count, fixed } from '../../common/text/numbers';
import { Button, Dropdown } from '../shared/controls';
import { useStore } from '../shared/use-store';
import { withKey } from '../shared/with-key';
import { panelShown, readyOf } from './selectors';
import type { TraceServices } from './services';
import type { TraceState } from './state';

interface Part {
  services: TraceServices;
}

const snapshotOf = ({ snapshot }: TraceState) => (snapshot.kind === 'ready' ? snapshot : undefined);
const choiceOf = ({ display }: TraceState) => display?.choice;
const filteredOf = ({ display }: TraceState) => display?.filtered === true;
const fittedOf = ({ display }: TraceState) => display?.yRange === null;
const detectingOf = ({ progress }: TraceState) => progress !== null;
const eventsOf = (state: TraceState) => readyOf(state)?.detection?.events.location.length ?? null;
const selectedOf = ({ display }: TraceState) => display?.selected ?? null;

export function Toolbar({ services }: Part) {
  return (
    <div class="toolbar" role="toolbar" aria-label="Trace">
      <TraceChoosers services={services} />
      <ScaleButtons services={services} />
      <DetectButtons services={services} />
      <EventButtons services={services} />
      <PanelButtons services={services} />
    </div>
  );
}

/** A button for an action of this view, with its key in the title. */
function ActionButton({
  services,
  action,
  ...button
}: Part & {
  action: TraceAction;
  label: string;
  icon: string;
  title?: string;
  class?: string;
  disabled?: boolean;
  pressed?: boolean;
}) {
  const keys = useStore(services.store, snapshotOf)?.keys ?? [];
  const title = withKey(button.title ?? button.label, action, keys);
  return <Button {...button} title={title} look="icon" onClick={() => services.act(action)} />;
}

function TraceChoosers({ services }: Part) {
  const info = useStore(services.store, snapshotOf)?.info;
  const choice = useStore(services.store, choiceOf);
  if (!info || !choice) return null;
  const choose = (patch: Partial<TraceChoice>) =>
    services.send({ type: 'choose', choice: { ...choice, ...patch } });
  return (
    <div class="tool-group">
      {info.all_series.length > 1 && (
        <Dropdown
          label="Series"
          options={info.all_series}
          selected={info.all_series.indexOf(info.series)}
          onChoose={(index) => services.chooseSeries(info.all_series[index])}
        />
      )}
      <Dropdown
        label="Channel"
        options={channelNames(info)}
        selected={choice.channel}
        onChoose={(channel) => choose({ channel })}
      />
      {info.sweeps > 1 && (
        <Dropdown
          label="Sweep"
          options={['All sweeps', ...info.samples.map((_, i) => `Sweep ${i + 1}/${fixed(info.sweeps, 0)}`)]}
          selected={choice.sweep === null ? 0 : choice.sweep + 1}
          onChoose={(index) => choose({ sweep: index === 0 ? null : index - 1 })}
        />
      )}
    </div>
  );
}

function channelNames({ channels }: ReadySnapshot['info']): string[] {
  return channels.map(({ name, unit }, i) => `${name || `Channel ${i + 1}`}${unit ? ` (${unit})` : ''}`);
}

function ScaleButtons({ services }: Part) {
  const filter = useStore(services.store, snapshotOf)?.filter ?? null;
  const filtered = useStore(services.store, filteredOf);
  const fitted = useStore(services.store, fittedOf);
  return (
    <div class="tool-group scale-group">
      {filter !== null && (
        <ActionButton
          services={services}
          action="toggleFilter"
          label="Filtered trace"
          title={`Filtered trace: ${filter}`}
          icon="graph-line"
          pressed={filtered}
        />
      )}
      <ActionButton
        services={services}
        action="autoScale"
        label="Fit the amplitude"
        icon="arrow-both"
        class="upright"
        pressed={fitted}
      />
      <ActionButton
        services={services}
        action="showAll"
        label="Whole trace"
        icon="screen-full"
        class="spare"
      />
    </div>
  );
}

function DetectButtons({ services }: Part) {
  const detecting = useStore(services.store, detectingOf);
  return (
    <div class="tool-group">
      <Button
        label="Detect"
        icon="play"
        title="Detect events"
        look="primary"
        disabled={detecting}
        onClick={services.detect}
      />
      <Button label="Tune parameters" icon="settings" look="icon" onClick={() => services.run('tune')} />
      <Button
        label="Detection settings"
        icon="settings-gear"
        look="icon"
        class="spare"
        onClick={() => services.run('settings')}
      />
    </div>
  );
}

function EventButtons({ services }: Part) {
  const events = useStore(services.store, eventsOf);
  const selected = useStore(services.store, selectedOf);
  if (events === null) return null;
  const all = count(events, 'event');
  const none = events === 0;
  return (
    <div class="tool-group events-group">
      <ActionButton
        services={services}
        action="previousEvent"
        label="Previous event"
        icon="chevron-left"
        disabled={none}
      />
      <span class="position" aria-live="polite">
        {selected === null ? all : `${fixed(selected + 1, 0)} of ${all}`}
      </span>
      <ActionButton
        services={services}
        action="nextEvent"
        label="Next event"
        icon="chevron-right"
        disabled={none}
      />
      <Button
        label="Export results"
        icon="export"
        look="icon"
        disabled={none}
        onClick={() => services.run('export')}
      />
    </div>
  );
}

function PanelButtons({ services }: Part) {
  const shown = useStore(services.store, panelShown);
  return (
    <div class="tool-group last">
      <ActionButton services={services} action="showKeys" label="Keys" icon="question" class="spare" />
      <ActionButton
        services={services}
        action="toggleSidePanel"
        label="Side panel"
        icon="layout-sidebar-right"
        pressed={shown}
      />
    </div>
  );
}
