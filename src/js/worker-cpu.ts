import * as module from './wasm/cpu/patchwise.js';
import { serve } from './worker.js';

serve(module, 'cpu');
