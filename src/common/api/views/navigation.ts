/** Navigation actions common to all views of a trace. */
export type NavigationAction =
  | 'zoomIn'
  | 'zoomOut'
  | 'showAll'
  | 'panLeft'
  | 'panRight'
  | 'pageLeft'
  | 'pageRight';
