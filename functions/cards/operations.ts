import type { Declaration } from '../kernel/operation/declaration.ts';
import { createVirtualCardAsync } from './create-virtual-card-async/declaration.ts';
import { createVirtualCard } from './create-virtual-card/declaration.ts';
import { getCard } from './get-card/declaration.ts';
import { getControls } from './get-controls/declaration.ts';
import { getFullCardData } from './get-full-card-data/declaration.ts';
import { listCards } from './list-cards/declaration.ts';
import { setControls } from './set-controls/declaration.ts';

export const operations: readonly Declaration[] = [
  createVirtualCard,
  createVirtualCardAsync,
  getCard,
  listCards,
  getFullCardData,
  getControls,
  setControls,
];
