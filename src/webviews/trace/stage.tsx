import { useLayoutEffect, useRef } from 'preact/hooks';
import type { TraceServices } from './services';
import { mountStage } from './stage-canvases';

/** Canvases of the trace and of the overview below it, drawn frame by frame. */
export function Stage({ services }: { services: TraceServices }) {
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
