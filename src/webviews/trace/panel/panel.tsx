import type { DetectionView } from '../../../common/api/views/events';
import { useStore } from '../../shared/store';
import { readyOf } from '../selectors';
import type { TraceServices } from '../services';
import type { TraceState } from '../state';
import { Average } from './average';
import { Chips } from './chips';
import { eventDetails } from './event-details';
import { EventTable } from './event-table';
import { Facts } from './facts';
import { Histogram } from './histogram';
import { summaryOf } from './summary';

export interface PanelPart {
  services: TraceServices;
}

export interface DetectionPart extends PanelPart {
  detection: DetectionView;
  unit: string;
}

const snapshotOf = ({ snapshot }: TraceState) => (snapshot.kind === 'ready' ? snapshot : undefined);
const detectionOf = (state: TraceState) => readyOf(state)?.detection;
const unitOf = (state: TraceState) => readyOf(state)?.unit ?? '';
const selectedOf = ({ display }: TraceState) => display?.selected ?? null;

/** The side panel: facts about the file, and the detection in the trace. */
export function Panel({ services }: PanelPart) {
  const { store } = services;
  const snapshot = useStore(store, snapshotOf);
  const detection = useStore(store, detectionOf);
  const unit = useStore(store, unitOf);
  if (!snapshot) return null;
  return (
    <aside class="panel" aria-label="Events">
      <Facts info={snapshot.info} services={services} />
      <Chips snapshot={snapshot} detection={detection} services={services} />
      {detection ? (
        <Found services={services} detection={detection} unit={unit} />
      ) : (
        <p class="panel-empty">No events detected yet.</p>
      )}
    </aside>
  );
}

/** Results of the detection, with charts if there are events. */
function Found({ services, detection, unit }: DetectionPart) {
  const any = detection.events.location.length > 0;
  return (
    <div class="panel-found">
      <div class="panel-summary">{summaryOf(detection, unit)}</div>
      {any && (
        <>
          <EventTable services={services} detection={detection} unit={unit} />
          <EventDetails services={services} detection={detection} unit={unit} />
          <Histogram services={services} detection={detection} unit={unit} />
          {detection.average && (
            <Average average={detection.average} unit={unit} rate_hz={rateOf(services)} />
          )}
        </>
      )}
    </div>
  );
}

function rateOf({ store }: TraceServices): number {
  return readyOf(store.state)?.rate_hz ?? 1;
}

function EventDetails({ services, detection, unit }: DetectionPart) {
  const selected = useStore(services.store, selectedOf);
  const lines =
    selected === null || selected >= detection.events.location.length
      ? []
      : eventDetails(detection.events, selected, unit);
  return (
    <div class={`panel-section event-details${lines.length === 0 ? ' hidden' : ''}`} aria-live="polite">
      {lines.map((line, i) => (
        <div key={line} class={i > 0 ? 'why' : ''}>
          {line}
        </div>
      ))}
    </div>
  );
}
