/** Of an approval: the request that wrote it, those that told it again, and those that were answered "try again". */
interface Voices {
  readonly writer: string;
  readonly told: ReadonlySet<string>;
  readonly denied: ReadonlySet<string>;
}

/**
 * Whether no answer with the approval can have reached the network: every request that could have told it was answered
 * "declined, try again". A request of which nothing else is known was answered in time.
 */
export const nobodyHeard = ({ writer, told, denied }: Voices): boolean =>
  [writer, ...told].every((requestId) => denied.has(requestId));
