import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { PlacedWindow } from '../../../common/api/engine/window-sizes';
import type { Parameters } from '../../../common/parameters/parameters';
import { duration } from '../../../common/text/duration';
import { Button, Link, TextField } from '../../shared/controls';
import { useStore } from '../../shared/store';
import { useTheme } from '../../shared/theme';
import { useSize } from '../../shared/use-size';
import { useDebouncedRequest } from '../debounced-request';
import { type TuningState, traceKey } from '../state';
import type { TuningViewProps } from '../tuning-app';
import { clearIndex } from './clear-events';
import { resized } from './placed-window';
import { Shape } from './shapes';
import { Suggestion } from './suggestion';
import { mountWindowStage } from './window-stage';

const sizesOf = ({ sizes }: TuningState) => sizes;

/** Tab of the window size: drawn on the trace, as network input, tested with the model. */
export function WindowSizeView(props: TuningViewProps) {
  return (
    <div class="window-size">
      <div class="window-stage">
        <ClearEventButtons {...props} />
        <WindowStage {...props} />
      </div>
      <Side {...props} />
    </div>
  );
}

function ClearEventButtons({ services }: TuningViewProps) {
  const sizes = useStore(services.store, sizesOf);
  const count = sizes.clear?.locations.length ?? 0;
  const at = clearIndex(sizes);
  const button = (by: 1 | -1, label: string, icon: string) => (
    <Button label={label} icon={icon} look="icon" onClick={() => services.send({ type: 'goToClear', by })} />
  );
  return (
    <div class="steps" role="toolbar" aria-label="Clear events">
      {button(-1, 'Previous clear event', 'chevron-left')}
      <span class="position" aria-live="polite">
        {at < 0 ? `${count} clear events` : `clear event ${at + 1} of ${count}`}
      </span>
      {button(1, 'Next clear event', 'chevron-right')}
    </div>
  );
}

/** The window in use, if the one on the trace has another size. */
function presentWindow(
  { placed }: TuningState['sizes'],
  { tuning }: TuningViewProps['context'],
): PlacedWindow | undefined {
  const present = tuning.parameters.win_size;
  return placed && placed.win_size !== present ? resized(placed, present, tuning.samples) : undefined;
}

/** Canvases of the trace with the window over it. */
function WindowStage({ services, context }: TuningViewProps) {
  const box = useRef<HTMLDivElement>(null);
  const stage = useRef<ReturnType<typeof mountWindowStage> | undefined>(undefined);
  const sizes = useStore(services.store, sizesOf);
  useTheme();
  useSize(box);
  useLayoutEffect(() => {
    stage.current = mountWindowStage(box.current!, services);
    return () => stage.current?.destroy();
  }, [services]);
  useLayoutEffect(() => stage.current?.show(context, sizes.placed, presentWindow(sizes, context)));
  return <div ref={box} class="tuning-stage" />;
}

interface ShapesQuery {
  /** Key of the trace. */
  trace: string;
  windows: PlacedWindow[];
  /** Model, filters and direction change the picture. */
  parameters: Parameters;
}

function Side({ services, context }: TuningViewProps) {
  const sizes = useStore(services.store, sizesOf);
  const { tuning, parameters, chosen } = context;
  const { rate_hz } = tuning;
  const { placed } = sizes;
  const present = presentWindow(sizes, context);
  const query: ShapesQuery | undefined = placed && {
    trace: traceKey(tuning),
    windows: present ? [placed, present] : [placed],
    parameters,
  };
  const patch = useRef(chosen);
  patch.current = chosen;
  const { answer = [], problem } = useDebouncedRequest(query, ({ windows }: ShapesQuery) =>
    services.ask('windowShapes', { windows, patch: patch.current }),
  );
  const [shape, presentShape] = answer;
  return (
    <div class="window-side">
      {sizes.tried === undefined && (
        <p class="hint">Drag over one event, from just before its rise until most of its decay.</p>
      )}
      <SizeField services={services} context={context} />
      <DirectionHint services={services} context={context} />
      <Suggestion services={services} context={context} problem={problem} />
      <div class="shapes">
        {placed && (
          <Shape
            title="Network input"
            win_size={placed.win_size}
            shape={shape}
            rate_hz={rate_hz}
            ink="filtered"
          />
        )}
        {present && (
          <Shape
            title="With the current size"
            win_size={present.win_size}
            shape={presentShape}
            rate_hz={rate_hz}
            ink="raw"
          />
        )}
      </div>
    </div>
  );
}

function SizeField({ services, context: { parameters, tuning } }: TuningViewProps) {
  const [typed, setTyped] = useState<string | undefined>(undefined);
  const take = () => {
    const win_size = Number((typed ?? '').replaceAll(/[\s,]/g, ''));
    if (win_size > 0 && win_size !== parameters.win_size) services.send({ type: 'resize', win_size });
    setTyped(undefined);
  };
  return (
    <div class="size-row">
      <TextField
        label="Window size in samples"
        value={typed ?? String(parameters.win_size)}
        onInput={setTyped}
        onEnter={take}
        onChange={take}
      />
      <span class="length">
        {`${duration(parameters.win_size / tuning.rate_hz)} at ${tuning.rate_hz / 1000} kHz`}
      </span>
    </div>
  );
}

/** Hint if the direction of clear events contradicts the parameters. */
function DirectionHint({ services, context }: TuningViewProps) {
  const seen = useStore(services.store, sizesOf).clear?.suggestion;
  const { event_direction } = context.parameters;
  if (!seen || event_direction === 'both' || seen.direction === event_direction || seen.clarity <= 0.5)
    return null;
  const { direction } = seen;
  return (
    <p class="hint">
      {`Most clear events are ${direction}, but event_direction is ${event_direction}. `}
      <Link onClick={() => services.send({ type: 'choose', patch: { event_direction: direction } })}>
        {`Choose ${direction}`}
      </Link>
    </p>
  );
}
