import * as z from 'zod';
import { PinBlock } from './ports/pin-block.ts';

/** Wrapped as soon as it is read; the message says nothing of the block itself. Eight bytes as base64 are 12 characters. */
export const pinBlock = z
  .string()
  .regex(/^[A-Za-z0-9+/=_.-]{12,1024}$/, 'must be a block of 12 to 1024 characters A–Z a–z 0–9 + / = _ . -')
  .transform((content) => new PinBlock(content));
