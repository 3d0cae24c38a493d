import '../shared/base.css';
import '../shared/chart-box.css';
import '../trace/plot/plot.css';
import './tuning.css';
import './parameter-field.css';
import './smoothing/smoothing.css';
import './filters/filters.css';
import './window-size/window-size.css';
import { render } from 'preact';
import { createServices } from './services';
import { TuningApp } from './tuning-app';

const root = document.getElementById('root')!;
render(<TuningApp services={createServices(root)} />, root);
