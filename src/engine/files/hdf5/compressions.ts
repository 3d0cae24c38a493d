import type * as H5wasm from 'h5wasm/node';
import { findDistFile } from '../dist-file';

/** Adds compressions beyond gzip and szip: WebAssembly modules, which HDF5 loads when a file needs one. */
export function addCompressions(instance: Awaited<typeof H5wasm.ready>): void {
  // The library's default folders may contain native plugins.
  while (instance.get_plugin_search_paths().length > 0) instance.remove_plugin_search_path(0);
  const own = pluginFolder();
  if (own !== undefined) instance.insert_plugin_search_path(own, 0);
}

/** Folder of the plugins; undefined in a build without them. */
export function pluginFolder(): string | undefined {
  folder ??= findDistFile('hdf5-plugins');
  return folder;
}

let folder: string | undefined;
