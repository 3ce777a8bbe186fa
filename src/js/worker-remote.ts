import * as module from './wasm/remote/remote.js';
import { serve } from './worker.js';

serve(module, 'remote');
