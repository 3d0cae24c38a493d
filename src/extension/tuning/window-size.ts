import type { Handlers } from '../../common/api/views/messages';
import type { WindowSizeRequests } from '../../common/api/views/tuning-window-size';
import type { TuningHost } from './tuning-host';

/** Handlers of the window size tab, by requests to the engine. */
export function windowSizeHandlers(host: TuningHost): Handlers<WindowSizeRequests> {
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
