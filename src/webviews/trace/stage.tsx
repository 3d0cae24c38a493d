import { useLayoutEffect, useRef } from 'preact/hooks';
import type { TraceServices } from './services';
import { mountStage } from './stage-canvases';

/** The trace and the overview below it. Both are canvases that draw the state, frame by frame. */
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
