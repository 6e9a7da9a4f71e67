import * as z from 'zod';

/** What events of a mandate and of its charges have in common. */
export const mandateEvent = z.object({ mandateId: z.string() });
