import type { Handlers } from '../../common/api/views/messages';
import {
  PREVIEWING_FILTERS,
  PREVIEWING_PREPROCESSING,
  type PreviewRequests,
  type TuningRequests,
  type WindowSizeRequests,
} from '../../common/api/views/tuning';
import type { TuningHost } from './tuning-host';

/** Requests handled by the panel itself. */
type FrameRequest = 'snapshot' | 'use' | 'undo' | 'showWritten' | 'cancel' | 'showTrace' | 'focus';

/** Handlers of the tabs' requests. */
export function viewHandlers(host: TuningHost): Omit<Handlers<TuningRequests>, FrameRequest> {
  return {
    ...windowSizeHandlers(host),
    ...previewHandlers(host),
    window: (stretch) => host.document().window({ ...host.choice(), ...stretch, filtered: false }),
  };
}

/** Handlers of previews of filters and smoothing, by requests to the engine. */
function previewHandlers(host: TuningHost): Handlers<PreviewRequests> {
  return {
    preprocessingPreview: ({ patch, ...stretch }) =>
      host.work(PREVIEWING_PREPROCESSING, (options) =>
        host.engine.request('preprocessingPreview', { recipe: host.recipe(patch), ...stretch }, options),
      ),
    filterPreview: ({ patch, ...what }) =>
      host.work(PREVIEWING_FILTERS, (options) =>
        host.engine.request(
          'filterPreview',
          { recipe: host.recipe(patch), ...what, ...host.computing() },
          options,
        ),
      ),
  };
}

/** Handlers of the window size tab, by requests to the engine. */
function windowSizeHandlers(host: TuningHost): Handlers<WindowSizeRequests> {
  return {
    clearEvents: ({ patch }) => host.engine.request('clearEvents', { recipe: host.recipe(patch) }),
    windowShapes: ({ windows, patch }) =>
      host.engine.request('windowShapes', {
        recipe: host.recipe(patch),
        windows,
        ...host.computing(),
      }),
    scoreWindowSizes: ({ selected, patch }) =>
      host.work('window sizes', (options) =>
        host.engine.request(
          'scoreWindowSizes',
          {
            recipe: host.recipe(patch),
            selected,
            // For comparison, also while another size is chosen.
            present: host.parameters().win_size,
            ...host.computing(),
          },
          options,
        ),
      ),
  };
}
