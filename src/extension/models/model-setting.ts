import path from 'node:path';

/** What settings say about `model_path`, each place for itself. */
export interface ModelPathSettings {
  user: unknown;
  workspace: unknown;
  folder: unknown;
}

export interface ModelSetting {
  scope: keyof ModelPathSettings;
  value: string;
}

/**
 * Where and how a model is named so that detections take it: in the strongest place that names one now, since
 * that would win over any other; else in the workspace where there is one. A path within the workspace's folder
 * is relative, as the folder may move; one for several folders or workspaces is absolute.
 *
 * @param folders paths of the workspace's folders
 * @param own the one among them that the model lies in
 */
export function modelSetting(
  model: string,
  folders: readonly string[],
  own: string | undefined,
  settings: ModelPathSettings,
): ModelSetting {
  const scope = (['folder', 'workspace', 'user'] as const).find((place) => settings[place] !== undefined);
  const chosen = scope ?? (folders.length > 0 ? 'workspace' : 'user');
  const relative =
    own !== undefined && (chosen === 'folder' || (chosen === 'workspace' && folders.length === 1));
  return { scope: chosen, value: relative ? path.relative(own, model).split(path.sep).join('/') : model };
}
