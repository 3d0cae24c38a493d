import { useLayoutEffect, useRef } from 'preact/hooks';
import type { HostAction } from '../../common/api/views/trace';
import { KeyDialog } from '../shared/keys';
import { Message } from '../shared/message';
import { useStore } from '../shared/store';
import { Describe } from './describe';
import { Panel } from './panel/panel';
import { pageOf, panelShown } from './selectors';
import type { TraceServices } from './services';
import { mountStage } from './stage-canvases';
import type { TraceState } from './state';
import { StripLine } from './strip';
import { Toolbar } from './toolbar';

/** Below this width the side panel is hidden by default. */
const ROOM_FOR_PANEL_PX = 720;

const mouse = [
  ['Wheel', 'zoom at the pointer'],
  ['Shift + wheel', 'move along'],
  ['Alt + wheel', 'magnify the amplitude'],
  ['Drag', 'zoom to a range'],
  ['Shift + drag', 'move along'],
  ['Alt + drag', 'measure time and amplitude'],
  ['Click a mark', 'select the event'],
  ['Double click', 'show the whole trace'],
] as const;

const actionLabels: Record<HostAction, string> = {
  info: 'Open Recording Info',
  export: 'Export Results…',
  settings: 'Open Settings',
  log: 'Show Log',
  restart: 'Restart Engine',
  retry: 'Try Again',
  asText: 'Open as Text',
  goToTime: 'Go to Time…',
  auto: 'Choose Parameters',
  tune: 'Tune Parameters',
  installTensorFlow: 'Install TensorFlow…',
};

const keysOpenOf = ({ keysOpen }: TraceState) => keysOpen;
const snapshotOf = ({ snapshot }: TraceState) => snapshot;

/** The trace editor: one page of three. */
export function TraceApp({ services }: { services: TraceServices }) {
  const page = useStore(services.store, pageOf);
  useLayoutEffect(() => {
    const measure = () =>
      services.send({ type: 'resized', wide: document.documentElement.clientWidth >= ROOM_FOR_PANEL_PX });
    const observer = new ResizeObserver(measure);
    observer.observe(document.documentElement);
    measure();
    return () => observer.disconnect();
  }, [services]);
  if (page === 'trace') return <Recording services={services} />;
  return page === 'describe' ? <Describe services={services} /> : <NoRecording services={services} />;
}

function Recording({ services }: { services: TraceServices }) {
  const withPanel = useStore(services.store, panelShown);
  const keysOpen = useStore(services.store, keysOpenOf);
  const snapshot = useStore(services.store, snapshotOf);
  return (
    <>
      <main class="trace">
        <h1 class="visually-hidden">Recording</h1>
        <Toolbar services={services} />
        <StripLine services={services} />
        <div class="body">
          <Stage services={services} />
          {withPanel && <Panel services={services} />}
        </div>
      </main>
      <KeyDialog
        label="Keys of the trace editor"
        open={keysOpen}
        keys={snapshot.kind === 'ready' ? snapshot.keys : []}
        mouse={mouse}
        onClose={() => services.send({ type: 'keysClosed' })}
      />
    </>
  );
}

/** A page with one sentence: that the file is being opened, or why it cannot be. */
function NoRecording({ services }: { services: TraceServices }) {
  const snapshot = useStore(services.store, snapshotOf);
  if (snapshot.kind !== 'failed')
    return <Message heading="Recording" icon="busy" text={`Opening ${snapshot.name}…`} />;
  return (
    <Message
      heading="Recording"
      icon="warning"
      text={snapshot.message}
      actions={snapshot.remedies.map((action) => ({
        label: actionLabels[action],
        run: () => services.run(action),
      }))}
    />
  );
}

/** Canvases of the trace and of the overview below it, drawn frame by frame. */
function Stage({ services }: { services: TraceServices }) {
  const plot = useRef<HTMLDivElement>(null);
  const overview = useRef<HTMLDivElement>(null);
  useLayoutEffect(
    () => mountStage({ plot: plot.current!, overview: overview.current! }, services),
    [services],
  );
  return (
    <div class="stage">
      <div ref={plot} class="plot" tabIndex={0} role="group" aria-roledescription="trace" />
      <div ref={overview} class="overview" />
    </div>
  );
}
