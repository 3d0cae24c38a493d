import '../shared/base.css';
import './scoring.css';
import './bars.css';
import './stage.css';
import { startApp } from './app';

startApp(document.getElementById('root')!);
