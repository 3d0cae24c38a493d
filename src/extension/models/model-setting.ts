import path from 'node:path';

/** Values of one parameter in the settings, per scope. */
export interface ModelPathSettings {
  user: unknown;
  workspace: unknown;
  folder: unknown;
}

/** The strongest place that has a value now, since it would win over any other; else `otherwise`. */
export function scopeFor(
  settings: ModelPathSettings,
  otherwise: keyof ModelPathSettings,
): keyof ModelPathSettings {
  return (
    (['folder', 'workspace', 'user'] as const).find((place) => settings[place] !== undefined) ?? otherwise
  );
}

export interface ModelSetting {
  scope: keyof ModelPathSettings;
  value: string;
}

/**
 * Scope and path for making a model the default: the strongest scope that has a value now, since it overrides others;
 * else the workspace if there is one. A path within the workspace's folder is relative, as the folder may move; for
 * several folders or workspaces it is absolute.
 *
 * @param folders paths of the workspace's folders
 * @param own the one that contains the model
 */
export function modelSetting(
  model: string,
  folders: readonly string[],
  own: string | undefined,
  settings: ModelPathSettings,
): ModelSetting {
  const chosen = scopeFor(settings, folders.length > 0 ? 'workspace' : 'user');
  const relative =
    own !== undefined && (chosen === 'folder' || (chosen === 'workspace' && folders.length === 1));
  return { scope: chosen, value: relative ? path.relative(own, model).split(path.sep).join('/') : model };
}
