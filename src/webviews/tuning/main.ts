import '../shared/base.css';
import '../shared/chart-box.css';
import './tuning.css';
import { startApp } from './app';

startApp(document.getElementById('root')!);
