import '../shared/base.css';
import './scoring.css';
import { startApp } from './app';

startApp(document.getElementById('root')!);
