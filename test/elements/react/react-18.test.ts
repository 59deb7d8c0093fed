import { testsWithReact } from './suite.js';

testsWithReact('18');
