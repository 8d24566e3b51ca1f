/** The worker thread of dumps with masks: it knows their rules, which take longer to load than all else. */

import { makeMasks } from '../mask/make-masks.ts';
import { useMaskMaker } from '../render/rows/mask-maker.ts';
import './chunk-worker.ts';

useMaskMaker(makeMasks);
