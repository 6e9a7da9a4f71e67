import type { Declaration } from '../functions/kernel/operation/declaration.ts';
import type { Names } from './names.ts';
import type { Published } from './published.ts';
import type { Stage } from './stages.ts';

/** What every stack of one deployment shares. */
export interface Site {
  readonly stage: Stage;
  readonly names: Names;
  readonly published: Published;
  /** Everything this stage deploys. */
  readonly operations: readonly Declaration[];
}
