import * as z from 'zod';
import { text } from '../kernel/http/schemas.ts';

/** Why a balance is frozen, unfrozen or closed; kept in its history. */
export const stateBody = z.strictObject({ reason: text(200).optional() });
