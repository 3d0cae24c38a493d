import { useLayoutEffect } from 'preact/hooks';
import { useStore } from '../shared/use-store';
import { Describe } from './describe';
import { Message } from './message';
import { Panel } from './panel/panel';
import { pageOf, panelShown } from './selectors';
import type { TraceServices } from './services';
import { Stage } from './stage';
import { StripLine } from './strip';
import { Toolbar } from './toolbar';

/** Below this width the side panel is hidden by default. */
const ROOM_FOR_PANEL_PX = 720;

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
  return page === 'describe' ? <Describe services={services} /> : <Message services={services} />;
}

function Recording({ services }: { services: TraceServices }) {
  const withPanel = useStore(services.store, panelShown);
  return (
    <main class="trace">
      <h1 class="visually-hidden">Recording</h1>
      <Toolbar services={services} />
      <StripLine services={services} />
      <div class="body">
        <Stage services={services} />
        {withPanel && <Panel services={services} />}
      </div>
    </main>
  );
}
