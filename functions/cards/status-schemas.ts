import * as z from 'zod';
import { text } from '../kernel/http/schemas.ts';
import { lockCodes } from './domain/lock-table.ts';

/** Words for whoever looks into it later; a row of digits as long as a card number has no place in them. */
export const note = text(200).regex(/^(?!.*\d(?:[ -]?\d){11})/su, 'must not hold a card number');

/** Reason codes of the lock table. */
export const reasonCode = z.literal(lockCodes);
