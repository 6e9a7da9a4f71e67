import { eventEnvelopeSchema } from '../kernel/events/envelope.ts';

/** An event as the tenant reads it and as its endpoints receive it (api.md 4.7). */
export const eventAnswer = eventEnvelopeSchema.meta({ id: 'Event' });
