import * as z from 'zod';
import { PinBlock } from './ports/pin-block.ts';

/** Wrapped as soon as it is read; the message says nothing of the block itself. */
export const pinBlock = z
  .string()
  .regex(/^[A-Za-z0-9+/=_.-]{16,1024}$/, 'must be a block of 16 to 1024 characters A–Z a–z 0–9 + / = _ . -')
  .transform((content) => new PinBlock(content));
