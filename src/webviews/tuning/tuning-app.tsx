import type { ReadyTuning } from '../../common/api/views/tuning';
import { Button, Link } from '../shared/controls';
import { KeyDialog, withKey } from '../shared/keys';
import { useStore } from '../shared/store';
import { FiltersView } from './filters/filters-view';
import { Footer } from './footer';
import type { TuningServices } from './services';
import { SmoothingView } from './smoothing/smoothing-view';
import { contextOf, type TabId, type TuningContext, type TuningState } from './state';
import { TabList, TabPanel } from './tabs';
import { WindowSizeView } from './window-size/window-size-view';

export interface TuningViewProps {
  services: TuningServices;
  context: TuningContext;
}

const tabs: readonly { id: TabId; label: string; View(props: TuningViewProps): preact.JSX.Element }[] = [
  { id: 'window-size', label: 'Window Size', View: WindowSizeView },
  { id: 'smoothing', label: 'Smoothing', View: SmoothingView },
  { id: 'filters', label: 'Filters', View: FiltersView },
];

const mouse = [
  ['Drag over the trace', 'choose a window, or zoom to a range'],
  ['Ctrl + drag over the trace', 'exclude an interval, in Filters'],
  ['Drag an edge of the window', 'lengthen or shorten it'],
  ['Wheel', 'zoom'],
  ['Shift + wheel, Shift + drag', 'move along the trace'],
  ['Double click the trace', 'show all of it'],
] as const;

const keysOpenOf = ({ keysOpen }: TuningState) => keysOpen;
const failureOf = ({ snapshot, problem }: TuningState) =>
  snapshot?.kind === 'failed' ? snapshot.message : (problem ?? 'Opening…');

/** The tuning panel: three tabs over one trace, and a footer that applies what is chosen in them. */
export function TuningApp({ services }: { services: TuningServices }) {
  const context = useStore(services.store, contextOf);
  const failure = useStore(services.store, failureOf);
  const keysOpen = useStore(services.store, keysOpenOf);
  if (!context)
    return (
      <p class="empty" role="alert">
        {failure}
      </p>
    );
  return (
    <>
      <Header services={services} context={context} />
      <main class="views">
        {tabs.map(({ id, View }) => (
          <TabPanel key={id} id={id} shown={id === context.tab}>
            {id === context.tab && <View services={services} context={context} />}
          </TabPanel>
        ))}
      </main>
      <Footer services={services} context={context} />
      <KeyDialog
        label="Keys of the tuning panel"
        open={keysOpen}
        keys={context.tuning.keys}
        mouse={mouse}
        onClose={() => services.send({ type: 'keys', open: false })}
      />
    </>
  );
}

function Header({ services, context: { tuning, tab } }: TuningViewProps) {
  const { act, send } = services;
  return (
    <header class="header">
      <TabList
        label="Parameters"
        tabs={tabs}
        shown={tab}
        onChoose={(id) => send({ type: 'showTab', tab: id })}
      />
      <div class="subject">
        <Link onClick={() => act('showTrace')}>{tuning.name}</Link>
        <span class="trace-choice" role="status">
          {` · ${choiceText(tuning)}`}
        </span>
      </div>
      <Button
        label="Keys"
        icon="question"
        title={withKey('Keys', 'showKeys', tuning.keys)}
        look="icon"
        onClick={() => act('showKeys')}
      />
    </header>
  );
}

/** Description of the trace: "channel 2 of 4: I_mon, sweep 3 of 12". */
function choiceText({ info: { channels, sweeps }, choice: { channel, sweep } }: ReadyTuning): string {
  const name = channels[channel]?.name ?? '';
  const among = channels.length > 1 ? `channel ${channel + 1} of ${channels.length}` : '';
  const of = [among, name].filter(Boolean).join(': ') || 'channel 1';
  if (sweeps < 2) return of;
  return `${of}, ${sweep === null ? `all ${sweeps} sweeps` : `sweep ${sweep + 1} of ${sweeps}`}`;
}
